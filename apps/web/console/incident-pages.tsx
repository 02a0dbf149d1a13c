// Incidents: one plan by which many filings are ordered at once.
import { type components } from '#client/schema.js';
import { type Entered } from '../acts.js';
import { Button, Select } from '../parts/fields.js';
import { Facts, Table } from '../parts/facts.js';
import { Done } from '../parts/done.js';
import { Form } from '../parts/form.js';
import { ErrorSummary, type FieldFault } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { Pagination } from '../parts/pagination.js';
import { pageUrl, useView, useVisitor, withQuery } from '../view.js';
import { choicesOf, incidentEffects, incidentStatuses, jurisdictionFactors, publications } from '../words/official-terms.js';
import { termOf } from '../words/terms.js';
import { type ActField } from './act-fields.js';
import { ActForm, Back, FieldOf } from './act-form.js';
import { type Incident, openIncidentActs } from './incident-acts.js';
import { type Measure, MeasureTable } from './measures.js';
import { hasOffice } from './order-acts.js';
import { MeasureBlocks } from './order-editor-page.js';

type Summary = components['schemas']['IncidentSummaryDto'];
export type Preview = components['schemas']['IncidentPreviewDto'];

const SECTION = '/console/incidents';

interface ListProps {
  incidents: readonly Summary[];
  status?: string;
  cursor?: string;
  next?: string;
}

export function IncidentListPage({ incidents, status, cursor, next }: ListProps) {
  const { language, words } = useView();
  const { account } = useVisitor();
  const { acts } = words;
  const here = pageUrl(language, SECTION);
  return (
    <Page title={acts.incidents} section={SECTION}>
      <h1 class="govuk-heading-l">{acts.incidents}</h1>
      {hasOffice(account, 'handling') && (
        <a class="govuk-button" href={`${here}/new`}>
          {acts.newIncident}
        </a>
      )}
      <form action={here} method="get" class="app-no-print">
        <Select
          name="status"
          label={words.status}
          any={words.any}
          value={status}
          choices={choicesOf(incidentStatuses, language)}
        />
        <Button secondary>{words.apply}</Button>
      </form>
      {incidents.length === 0 && <p class="govuk-body">{acts.noIncidents}</p>}
      {incidents.length > 0 && (
        <Table
          caption={acts.incidents}
          captionHidden
          columns={[
            { name: acts.openedOn },
            { name: acts.documentNo },
            { name: words.status },
            { name: acts.filingsCount, numeric: true },
            { name: acts.plannedCount, numeric: true },
            { name: acts.issuedCount, numeric: true },
            { name: acts.passedOver, numeric: true },
          ]}
          rows={incidents.map(({ id, openedOn, documentNo, progress, ...incident }) => [
            <a class="govuk-link" href={`${here}/${id}`}>
              {openedOn} ({id.slice(0, 8)})
            </a>,
            documentNo ?? acts.withoutNumber,
            termOf(incidentStatuses, incident.status, language),
            ...[progress.filings, progress.planned, progress.issued, progress.passedOver],
          ])}
        />
      )}
      <Pagination
        first={cursor === undefined ? undefined : withQuery(here, { status })}
        next={next === undefined ? undefined : withQuery(here, { status, cursor: next })}
      />
    </Page>
  );
}

export function IncidentPage({ incident, done }: { incident: Incident; done?: string }) {
  const { language, words } = useView();
  const { account } = useVisitor();
  const { acts } = words;
  const title = acts.incidentTitle(incident.openedOn);
  const here = pageUrl(language, `${SECTION}/${incident.id}`);
  const isDraft = incident.status === 'draft';
  const links = [
    ...(isDraft && hasOffice(account, 'handling') ? [[`${here}/draft`, acts.incidentActs.edit]] : []),
    ...(isDraft ? [[`${here}/approval`, acts.incidentActs.approval]] : []),
    ...openIncidentActs(incident, account).map((name) => [`${here}/acts/${name}`, acts.incidentActs[name]]),
  ];
  const place = incident.jurisdiction as components['schemas']['JurisdictionDto'] | undefined;
  const remedies = incident.remediesNotice as components['schemas']['RemediesNoticeDto'] | undefined;
  return (
    <Page title={title} section={SECTION}>
      <Back path={SECTION} name={acts.incidents} />
      <Done done={done} />
      <h1 class="govuk-heading-l">{title}</h1>
      <h2 class="govuk-heading-m">{acts.whatCanBeDone}</h2>
      {links.length === 0 && <p class="govuk-body">{acts.nothingToDo}</p>}
      <ul class="govuk-list">
        {links.map(([href, text]) => (
          <li>
            <a class="govuk-link" href={href}>
              {text}
            </a>
          </li>
        ))}
      </ul>
      <Facts
        facts={[
          [words.status, termOf(incidentStatuses, incident.status, language)],
          [acts.approved, incident.approved ? acts.yes : acts.no],
          [acts.documentNo, incident.documentNo],
          [
            acts.fields['jurisdiction-factor'],
            place && `${termOf(jurisdictionFactors, place.factor, language)} ${place.division}`,
          ],
          [acts.fields.legalBasis, incident.legalBasis.join('; ')],
          [acts.fields.riskFinding, incident.riskFinding && <span class="app-written">{incident.riskFinding}</span>],
          [acts.fields.reasons, incident.reasons && <span class="app-written">{incident.reasons}</span>],
          [acts.fields.rectifyBy, incident.rectifyBy],
          [acts.fields.reviewOn, incident.reviewOn],
          [acts.fields['remedies-reconsideration'], remedies?.reconsideration],
          [acts.fields['remedies-litigation'], remedies?.litigation],
          [acts.publication, incident.publication && termOf(publications, incident.publication, language)],
          [acts.fields.publicationBasis, incident.publicationBasis],
          [acts.fields.alsoUnderOrders, incident.alsoUnderOrders === true && acts.yes],
        ]}
      />
      <MeasureTable measures={incident.measures as unknown as Measure[]} />
      <Filings incident={incident} />
    </Page>
  );
}

function Filings({ incident }: { incident: Incident }) {
  const { language, words } = useView();
  const { acts } = words;
  if (incident.filings.length === 0) return <p class="govuk-body">{acts.noFilings}</p>;
  return (
    <Table
      caption={acts.fields.filings}
      columns={[{ name: acts.filing }, { name: acts.addressee }, { name: acts.effect }, { name: acts.outcome }]}
      rows={incident.filings.map(({ filing, addressee, planned, order, obstacle }) => [
        <a class="govuk-link app-address" href={pageUrl(language, `/console/filings/${filing}`)}>
          {filing}
        </a>,
        <span class="app-address">{addressee}</span>,
        planned ? termOf(incidentEffects, planned, language) : '',
        order ? (
          <a class="govuk-link" href={pageUrl(language, `/console/orders/${order}`)}>
            {acts.openOrder}
          </a>
        ) : obstacle ? (
          termOf(incidentEffects, obstacle, language)
        ) : (
          ''
        ),
      ])}
    />
  );
}

/** Of the plan: what each order says. The measures stand after the first of these. */
const before: readonly ActField[] = [
  { name: 'jurisdiction-factor', kind: 'choice', terms: jurisdictionFactors },
  { name: 'jurisdiction-division', kind: 'text' },
  { name: 'jurisdiction-documentRef', kind: 'text', optional: true },
  { name: 'legalBasis', kind: 'lines' },
  { name: 'riskFinding', kind: 'words' },
  { name: 'reasons', kind: 'words' },
];
const after: readonly ActField[] = [
  { name: 'rectifyBy', kind: 'day', optional: true },
  { name: 'reviewOn', kind: 'day', optional: true },
  { name: 'remedies-reconsideration', kind: 'text' },
  { name: 'remedies-litigation', kind: 'text' },
  { name: 'publication', kind: 'choice', terms: publications },
  { name: 'publicationBasis', kind: 'text', optional: true },
  { name: 'alsoUnderOrders', kind: 'yes' },
  { name: 'officers', kind: 'lines' },
];

export const planFields: readonly string[] = [...before, ...after].map(({ name }) => name);

interface EditorProps {
  id?: string;
  revision?: string;
  entered: Entered;
  faults?: readonly FieldFault[];
}

export function IncidentEditorPage({ id, revision, entered, faults = [] }: EditorProps) {
  const { words } = useView();
  const { acts } = words;
  const title = id === undefined ? acts.newIncident : acts.incidentActs.edit;
  const matter = id === undefined ? SECTION : `${SECTION}/${id}`;
  const fieldOf = (field: ActField) => <FieldOf field={field} entered={entered} faults={faults} />;
  return (
    <Page title={title} section={SECTION} faulty={faults.length > 0}>
      <Back path={matter} name={acts.incidents} />
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{title}</h1>
      <Form to={id === undefined ? `${SECTION}/new` : `${matter}/draft`} formKey={entered.key} revision={revision}>
        {before.map(fieldOf)}
        <h2 class="govuk-heading-m">{acts.sections.measures}</h2>
        <MeasureBlocks entered={entered} faults={faults} />
        {after.map(fieldOf)}
        <div id="act">
          <Button>{acts.save}</Button>
        </div>
      </Form>
    </Page>
  );
}

interface ApprovalProps {
  incident: Incident;
  revision: string;
  preview: Preview;
  entered?: Entered;
  faults?: readonly FieldFault[];
}

/** What the plan would do now, filing by filing; what is approved is what is read here. */
export function IncidentApprovalPage({ incident, revision, preview, entered, faults = [] }: ApprovalProps) {
  const { language, words } = useView();
  const { account } = useVisitor();
  const { acts } = words;
  const title = acts.incidentActs.approval;
  return (
    <Page title={title} section={SECTION} faulty={faults.length > 0}>
      <Back path={`${SECTION}/${incident.id}`} name={acts.incidentTitle(incident.openedOn)} />
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">{acts.previewCounts(preview.orders, preview.leftOut)}</p>
      <MeasureTable measures={incident.measures as unknown as Measure[]} />
      <Table
        caption={acts.previewOf}
        columns={[{ name: acts.filing }, { name: acts.addressee }, { name: acts.effect }, { name: acts.standing }]}
        rows={preview.filings.map(({ filing, number, addressee, effect, standing }) => [
          <a class="govuk-link app-address" href={pageUrl(language, `/console/filings/${filing}`)}>
            {number ?? filing}
          </a>,
          <span class="app-address">{addressee}</span>,
          effect === 'order' ? (
            <strong>{termOf(incidentEffects, effect, language)}</strong>
          ) : (
            termOf(incidentEffects, effect, language)
          ),
          standing.map((order) => (
            <a class="govuk-link app-address" href={pageUrl(language, `/console/orders/${order}`)}>
              {order}
            </a>
          )),
        ])}
      />
      {hasOffice(account, 'deciding') && (
        <ActForm
          title={acts.approvePreview}
          to={`${SECTION}/${incident.id}/approval`}
          revision={revision}
          fields={[]}
          fixed={{ preview: preview.preview }}
          entered={entered}
          faults={faults}
        />
      )}
    </Page>
  );
}
