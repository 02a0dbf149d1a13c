// The draft for the person who approves it: as it stands, and what was changed in it since a version before.
import { type Entered } from '../acts.js';
import { Table } from '../parts/facts.js';
import { ErrorSummary, type FieldFault } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { inBeijing } from '../registry/instants.js';
import { pageUrl, useView, withQuery } from '../view.js';
import { jurisdictionFactors, publications } from '../words/official-terms.js';
import { termOf } from '../words/terms.js';
import { type Language, type Words } from '../words/words.js';
import { type ActField } from './act-fields.js';
import { ActForm, Back } from './act-form.js';
import { measureText } from './measures.js';
import { type OrderDraft } from './order-form.js';

export const approvalFields: readonly ActField[] = [
  { name: 'publication', kind: 'choice', terms: publications },
  { name: 'publicationBasis', kind: 'text', optional: true },
];

export interface OrderApprovalProps {
  id: string;
  revision: string;
  draft: OrderDraft;
  /** The version with which it is compared. */
  earlier?: OrderDraft;
  entered?: Entered;
  faults?: readonly FieldFault[];
}

/** What a draft says, item by item, in the order in which it says it. */
function itemsOf(draft: OrderDraft, language: Language, words: Words): [string, string][] {
  const { fields } = words.acts;
  const { factor, division, documentRef } = draft.jurisdiction;
  return [
    [fields.addressee, draft.addressee],
    [fields.filings, draft.filings.join('\n')],
    [
      fields['jurisdiction-factor'],
      [termOf(jurisdictionFactors, factor, language), division, documentRef].filter(Boolean).join('\n'),
    ],
    [fields.legalBasis, draft.legalBasis.join('\n')],
    [fields.riskFinding, draft.riskFinding],
    [fields.reasons, draft.reasons],
    [
      fields.measures,
      draft.measures
        .map((measure) => `${measureText(measure, language, words)}${measure.stopsService ? `; ${words.acts.stops}` : ''}`)
        .join('\n'),
    ],
    [fields.rectifyBy, draft.rectifyBy ?? ''],
    [fields.reviewOn, draft.reviewOn ?? ''],
    [fields.provisionalUntil, draft.provisionalUntil ? inBeijing(draft.provisionalUntil) : ''],
    [fields['remedies-reconsideration'], draft.remedies.reconsideration],
    [fields['remedies-litigation'], draft.remedies.litigation],
    [fields.officers, draft.officers.join('\n')],
  ];
}

export function OrderApprovalPage({ id, revision, draft, earlier, entered, faults = [] }: OrderApprovalProps) {
  const { words } = useView();
  const { acts } = words;
  return (
    <Page title={acts.approveTitle} section="/console/orders" faulty={faults.length > 0}>
      <Back path={`/console/orders/${id}`} name={acts.draftOrder} />
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{acts.approveTitle}</h1>
      <p class="govuk-body">{acts.approveLead(draft.draft)}</p>
      <Versions id={id} draft={draft} earlier={earlier} />
      <Differences draft={draft} earlier={earlier} />
      <ActForm
        title={acts.approve}
        to={`/console/orders/${id}/approval`}
        revision={revision}
        fields={approvalFields}
        fixed={{ draft: String(draft.draft) }}
        entered={entered}
        faults={faults}
      />
    </Page>
  );
}

function Versions({ id, draft, earlier }: Pick<OrderApprovalProps, 'id' | 'draft' | 'earlier'>) {
  const { language, words } = useView();
  const { acts } = words;
  const here = pageUrl(language, `/console/orders/${id}`);
  // A draft may have been edited more often than a page can list.
  const others = Array.from({ length: draft.draft - 1 }, (_, i) => i + 1).filter((n) => n === 1 || n >= draft.draft - 20);
  return (
    <ul class="govuk-list app-no-print">
      <li>
        <a class="govuk-link" href={`${here}/drafts/${draft.draft}/preview`}>
          {acts.preview}
        </a>
      </li>
      {others.map((n) => (
        <li>
          <a
            class="govuk-link"
            href={withQuery(`${here}/approval`, { since: String(n) })}
            aria-current={n === earlier?.draft ? 'true' : undefined}
          >
            {acts.comparedWith(n)}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Differences({ draft, earlier }: Pick<OrderApprovalProps, 'draft' | 'earlier'>) {
  const { language, words } = useView();
  const { acts } = words;
  const now = itemsOf(draft, language, words);
  const then = earlier && itemsOf(earlier, language, words);
  const changed = now.map(([, text], i) => then !== undefined && then[i]![1] !== text);
  const written = (text: string) => (text === '' ? acts.none : <span class="app-written">{text}</span>);
  return (
    <>
      <p class="govuk-body">
        <strong>{then ? acts.changes(changed.filter(Boolean).length) : acts.firstVersion}</strong>
      </p>
      <Table
        caption={acts.draftVersion(draft.draft)}
        columns={[
          { name: acts.item },
          { name: acts.now },
          ...(then ? [{ name: acts.comparedWith(earlier.draft) }, { name: acts.before }] : []),
        ]}
        rows={now.map(([name, text], i) => [
          name,
          changed[i] ? <ins>{written(text)}</ins> : written(text),
          ...(then
            ? [
                changed[i] ? <strong class="govuk-tag govuk-tag--yellow">{acts.changed}</strong> : acts.unchanged,
                changed[i] ? <del>{written(then[i]![1])}</del> : '',
              ]
            : []),
        ])}
      />
    </>
  );
}
