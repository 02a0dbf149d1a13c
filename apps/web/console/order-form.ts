// The order editor's fields and the draft that the API keeps, one as the other.
import { type components } from '#client/schema.js';
import { type Entered } from '../acts.js';
import { inBeijing } from '../registry/instants.js';
import { linesOf, momentOf } from './act-fields.js';

export type OrderDraft = components['schemas']['OrderDraftDto'];
type OrderBody = components['schemas']['OrderDto'];
type MeasureBody = components['schemas']['MeasureDto'];

/** Blocks for measures that the editor has; a draft with more is for the API. */
export const MOST_MEASURES = 6;
/** Blocks that are offered at least. */
const OFFERED = 2;

const lines = (values: readonly string[] | undefined): string => (values ?? []).join('\n');
/** A draft may tell seconds, where the editor tells minutes. */
const moment = (instant: string | undefined): string => (instant === undefined ? '' : inBeijing(instant));

const measureFields = ({ kind, services, stopsService, scope, from, until }: MeasureBody, i: number): Entered => ({
  [`measures-${i}-kind`]: kind,
  [`measures-${i}-services`]: lines(services),
  ...(stopsService && { [`measures-${i}-stopsService`]: 'yes' }),
  [`measures-${i}-scope-filings`]: lines(scope.filings),
  [`measures-${i}-scope-products`]: lines(scope.products),
  [`measures-${i}-scope-functions`]: lines(scope.functions),
  [`measures-${i}-scope-region`]: scope.region ?? '',
  [`measures-${i}-from`]: moment(from),
  [`measures-${i}-until`]: moment(until),
});

/** What the editor shows of a draft. */
export const enteredOf = (draft: OrderBody): Entered => ({
  addressee: draft.addressee,
  filings: lines(draft.filings),
  'jurisdiction-factor': draft.jurisdiction.factor,
  'jurisdiction-division': draft.jurisdiction.division,
  'jurisdiction-documentRef': draft.jurisdiction.documentRef ?? '',
  legalBasis: lines(draft.legalBasis),
  riskFinding: draft.riskFinding,
  reasons: draft.reasons,
  ...Object.fromEntries(draft.measures.flatMap((measure, i) => Object.entries(measureFields(measure, i)))),
  reviewOn: draft.reviewOn ?? '',
  rectifyBy: draft.rectifyBy ?? '',
  'remedies-reconsideration': draft.remedies.reconsideration,
  'remedies-litigation': draft.remedies.litigation,
  provisionalUntil: moment(draft.provisionalUntil),
  officers: lines(draft.officers),
});

/** How many blocks for measures are shown: those that say something, and one more. */
export const measureBlocks = (entered: Entered): number => {
  const used = Array.from({ length: MOST_MEASURES }, (_, i) => i).filter((i) => entered[`measures-${i}-kind`]);
  return Math.min(MOST_MEASURES, Math.max(OFFERED, (used.at(-1) ?? -1) + 2));
};

const given = (text: string | undefined): string | undefined => {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? undefined : trimmed;
};
const some = (text: string | undefined): string[] | undefined => {
  const found = linesOf(text);
  return found.length === 0 ? undefined : found;
};
const at = (text: string | undefined): string | undefined => {
  const found = given(text);
  return found === undefined ? undefined : momentOf(found);
};

/** The measure of a block. */
export function measureOf(entered: Entered, i: number): MeasureBody {
  const of = (name: string): string | undefined => entered[`measures-${i}-${name}`];
  return {
    kind: of('kind') as MeasureBody['kind'],
    services: some(of('services')),
    stopsService: of('stopsService') === 'yes',
    scope: {
      filings: some(of('scope-filings')),
      products: some(of('scope-products')),
      functions: some(of('scope-functions')),
      region: given(of('scope-region')),
    },
    from: at(of('from')) ?? '',
    until: at(of('until')),
  };
}

/** The places of the blocks that say something, in order: the measures of the API count without those that are empty. */
export const usedBlocks = (entered: Entered): number[] =>
  Array.from({ length: MOST_MEASURES }, (_, i) => i).filter((i) => given(entered[`measures-${i}-kind`]) !== undefined);

/** The draft that the API is handed. */
export const draftOf = (entered: Entered): OrderBody => ({
  addressee: entered.addressee?.trim() ?? '',
  filings: linesOf(entered.filings),
  jurisdiction: {
    factor: (entered['jurisdiction-factor'] ?? '') as OrderBody['jurisdiction']['factor'],
    division: entered['jurisdiction-division']?.trim() ?? '',
    documentRef: given(entered['jurisdiction-documentRef']),
  },
  legalBasis: linesOf(entered.legalBasis),
  riskFinding: entered.riskFinding?.trim() ?? '',
  reasons: entered.reasons?.trim() ?? '',
  measures: usedBlocks(entered).map((i) => measureOf(entered, i)),
  reviewOn: given(entered.reviewOn),
  rectifyBy: given(entered.rectifyBy),
  remedies: {
    reconsideration: entered['remedies-reconsideration']?.trim() ?? '',
    litigation: entered['remedies-litigation']?.trim() ?? '',
  },
  provisionalUntil: at(entered.provisionalUntil),
  officers: linesOf(entered.officers),
});

/** `measures-1-from` of the API names the second measure that was filled in. */
export const inBlocks = (field: string, entered: Entered): string =>
  field.replace(/^measures-(\d+)/, (whole, n: string) => {
    const block = usedBlocks(entered)[Number(n)];
    return block === undefined ? whole : `measures-${block}`;
  });
