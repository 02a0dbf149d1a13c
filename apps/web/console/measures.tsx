// What an order orders, in words.
import { type ComponentChildren } from 'preact';
import { type components } from '#client/schema.js';
import { Table } from '../parts/facts.js';
import { inBeijing } from '../registry/instants.js';
import { useView } from '../view.js';
import { measureStates } from '../words/official-terms.js';
import { measureKinds, termOf } from '../words/terms.js';
import { type Language, type Words } from '../words/words.js';

export type Measure = Omit<components['schemas']['MeasureDto'], 'kind'> & {
  kind: string;
  measureId?: string;
  state?: string;
};

type Scope = components['schemas']['MeasureScopeDto'];

export const scopeText = (scope: Scope, words: Words): string => {
  const parts = [
    ...(scope.filings ? [`${words.acts.fields.filings}: ${scope.filings.join(', ')}`] : []),
    ...(scope.products ? [`${words.products}: ${scope.products.join(', ')}`] : []),
    ...(scope.functions ? [`${words.acts.functions}: ${scope.functions.join(', ')}`] : []),
    ...(scope.region ? [`${words.province}: ${scope.region}`] : []),
  ];
  return parts.length === 0 ? words.wholeService : parts.join('; ');
};

export const kindText = ({ kind, services }: Pick<Measure, 'kind' | 'services'>, language: Language): string =>
  `${termOf(measureKinds, kind, language)}${services?.length ? ` (${services.join(', ')})` : ''}`;

/** A measure in one line. */
export const measureText = (
  { kind, services, scope, from, until }: Pick<Measure, 'kind' | 'services' | 'from' | 'until'> & { scope: object },
  language: Language,
  words: Words,
): string =>
  [
    kindText({ kind, services }, language),
    scopeText(scope, words),
    `${inBeijing(from)} – ${until ? inBeijing(until) : words.untilLifted}`,
  ].join('; ');

export function MeasureTable({ measures }: { measures: readonly (Omit<Measure, 'scope'> & { scope: object })[] }) {
  const { language, words } = useView();
  const rows = measures.map((measure): ComponentChildren[] => [
    kindText(measure, language),
    measure.stopsService ? words.acts.yes : words.acts.no,
    scopeText(measure.scope, words),
    inBeijing(measure.from),
    measure.until ? inBeijing(measure.until) : words.untilLifted,
    measure.state === undefined ? '' : termOf(measureStates, measure.state, language),
  ]);
  return (
    <Table
      caption={words.acts.measures}
      columns={[
        { name: words.measure },
        { name: words.acts.stops },
        { name: words.measureScope },
        { name: words.measureFrom },
        { name: words.measureUntil },
        { name: words.status },
      ]}
      rows={rows}
    />
  );
}
