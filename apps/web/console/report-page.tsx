// Reports, complaints and objections: the list of an authority, one of them, and what the authority does with it.
import { type components } from '#client/schema.js';
import { type Entered, faultOf } from '../acts.js';
import { Button, Select, TextField } from '../parts/fields.js';
import { Facts } from '../parts/facts.js';
import { Form } from '../parts/form.js';
import { ErrorSummary, type FieldFault, Warning } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { Pagination } from '../parts/pagination.js';
import { pageUrl, useView, useVisitor, withQuery } from '../view.js';
import { agencyName } from '../words/agencies.js';
import { reportOutcomes } from '../words/case-terms.js';
import { eventName } from '../words/events.js';
import { saidOf } from '../words/report-terms.js';
import { objectionOutcomes, reportStatuses, termOf } from '../words/terms.js';
import { type Words } from '../words/words.js';
import { Done } from './done.js';
import { type Report, type ReportActName, reportActs, reportActsOpen } from './report-acts.js';
import { type Template, TemplateChoice } from './template-choice.js';

type Summary = components['schemas']['ReportSummaryDto'];

export const reportSearchNames = ['kind', 'status', 'awaiting', 'number'] as const;
export type ReportSearch = Partial<Record<(typeof reportSearchNames)[number] | 'cursor', string>>;

const HERE = '/console/reports';

const kindOf = ({ kind = '' }: Summary, { caseReports }: Words): string =>
  caseReports.kinds[kind as keyof typeof caseReports.kinds] ?? caseReports.one;
const statusOf = ({ status }: Summary, { caseReports }: Words): string =>
  caseReports.statuses[status as keyof typeof caseReports.statuses] ?? status;

interface ListProps {
  search: ReportSearch;
  /** Undefined where the address asks for what there cannot be. */
  reports?: readonly Summary[];
  next?: string;
  faults?: readonly FieldFault[];
}

export function ReportListPage({ search, reports, next, faults = [] }: ListProps) {
  const { language, words } = useView();
  const { caseReports, any } = words;
  const { cursor, ...narrowed } = search;
  const here = pageUrl(language, HERE);
  const choices = (terms: Readonly<Record<string, string>>) => Object.entries(terms).map(([value, text]) => ({ value, text }));
  return (
    <Page title={caseReports.title} section={HERE} faulty={faults.length > 0}>
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{caseReports.title}</h1>
      <form action={here} method="get">
        <Select name="kind" label={caseReports.kind} any={any} value={search.kind} choices={choices(caseReports.kinds)} />
        <Select
          name="status"
          label={caseReports.status}
          any={any}
          value={search.status}
          choices={choices(caseReports.statuses)}
        />
        <Select
          name="awaiting"
          label={caseReports.awaiting}
          any={any}
          value={search.awaiting}
          choices={[{ value: 'true', text: caseReports.onlyAwaiting }]}
        />
        <TextField name="number" label={caseReports.number} width={30} value={search.number} fault={faultOf(faults, 'number')} />
        <Button secondary>{words.apply}</Button>
      </form>
      {reports?.length === 0 && <p class="govuk-body">{caseReports.none}</p>}
      <ul class="govuk-list">
        {(reports ?? []).map((report) => (
          <li class="app-result">
            <h2 class="govuk-heading-s app-result__name">
              <a class="govuk-link" href={pageUrl(language, `${HERE}/${report.id}`)}>
                {kindOf(report, words)} · {report.number ?? report.id}
              </a>{' '}
              <strong class="govuk-tag govuk-tag--grey">{statusOf(report, words)}</strong>
            </h2>
            <p class="govuk-body-s app-result__line">
              {report.openedOn} · {report.basis} ·{' '}
              {report.recipients.map(({ agency }) => agencyName(agency, language)).join('，')}
            </p>
          </li>
        ))}
      </ul>
      <Pagination
        first={cursor === undefined ? undefined : withQuery(here, narrowed)}
        next={next === undefined ? undefined : withQuery(here, { ...narrowed, cursor: next })}
      />
    </Page>
  );
}

function Head({ report }: { report: Report }) {
  const { language, words } = useView();
  const { caseReports } = words;
  const outcomes = { ...objectionOutcomes, ...reportOutcomes };
  return (
    <>
      <h1 class="govuk-heading-l">
        {kindOf(report, words)} <strong class="govuk-tag govuk-tag--grey">{statusOf(report, words)}</strong>
      </h1>
      <Facts
        facts={[
          [words.number, report.number],
          [
            caseReports.filings,
            report.filings.map((id) => (
              <p class="govuk-body-s">
                <a class="govuk-link" href={pageUrl(language, `/console/filings/${id}`)}>
                  {id}
                </a>
              </p>
            )),
          ],
          [caseReports.openedOn, report.openedOn],
          [caseReports.basis, report.basis],
          [
            caseReports.recipients,
            report.recipients.map(({ agency, status, answered, outcome }) => (
              <p class="govuk-body-s">
                {agencyName(agency, language)}: {caseReports.track(termOf(reportStatuses, status, language), answered)}
                {outcome !== undefined && ` (${termOf(outcomes, outcome, language)})`}
              </p>
            )),
          ],
          report.anonymous && [words.cases.party, caseReports.anonymous],
        ]}
      />
    </>
  );
}

function Said({ report }: { report: Report }) {
  const { language, words } = useView();
  const { fields, erased, said } = words.caseReports;
  const names = (Object.keys(fields) as (keyof typeof fields)[]).filter((name) => name !== 'attachments');
  return (
    <section>
      <h2 class="govuk-heading-m">{said}</h2>
      {report.acts.map(({ type, on, data }) => {
        const values = data as Readonly<Record<string, unknown>>;
        const spoken = names.flatMap((name) => {
          const value = saidOf(name, values[name], language);
          return value === '' ? [] : [[fields[name], <span class="app-text">{value}</span>] as const];
        });
        const attachments = Array.isArray(values.attachments) ? (values.attachments as string[]) : [];
        return (
          <section class="app-result">
            <h3 class="govuk-heading-s">
              {eventName(type, language)} · {on}
            </h3>
            {spoken.length === 0 && type !== 'ReportAcknowledged' && <p class="govuk-body">{erased}</p>}
            <Facts
              facts={[
                ...spoken,
                [
                  fields.attachments,
                  attachments.map((sha256, i) => (
                    <p class="govuk-body-s">
                      <a class="govuk-link" href={`/v1/attachments/${encodeURIComponent(sha256)}?report=${report.id}`}>
                        {fields.attachments} {i + 1}
                      </a>
                    </p>
                  )),
                ],
              ]}
            />
          </section>
        );
      })}
    </section>
  );
}

export function ReportPage({ report, done }: { report: Report; done?: string }) {
  const { language, words } = useView();
  const { cases, caseReports } = words;
  const open = reportActsOpen(report, useVisitor().account);
  return (
    <Page title={`${kindOf(report, words)} ${report.number ?? report.id}`} section={HERE}>
      <Head report={report} />
      <Done word={done} said={caseReports.done} />
      <h2 class="govuk-heading-m">{cases.toDo}</h2>
      {open.length === 0 && <p class="govuk-body">{cases.nothingToDo}</p>}
      <ul class="govuk-list app-acts">
        {open.map((name) => (
          <li>
            <a
              class="govuk-button govuk-button--secondary"
              role="button"
              href={pageUrl(language, `${HERE}/${report.id}/${name}`)}
            >
              {caseReports.acts[name]}
            </a>
          </li>
        ))}
      </ul>
      <Said report={report} />
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, `/console/cases/report-${report.id}`)}>
          {cases.caseWork}
        </a>
      </p>
    </Page>
  );
}

interface ActProps {
  name: ReportActName;
  report: Report;
  templates: readonly Template[];
  revision: string;
  entered?: Entered;
  faults?: readonly FieldFault[];
  unfilled?: readonly string[];
}

export function ReportActPage({ name, report, templates, revision, entered = {}, faults = [], unfilled = [] }: ActProps) {
  const { language, words } = useView();
  const { cases, caseReports } = words;
  const { Fields } = reportActs[name];
  const title = caseReports.acts[name];
  return (
    <Page title={`${title}: ${report.number ?? report.id}`} section={HERE} faulty={faults.length > 0}>
      <ErrorSummary faults={faults} />
      <Head report={report} />
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, `${HERE}/${report.id}`)}>
          {cases.backToCase}
        </a>
      </p>
      <div class="app-side-by-side">
        <div>
          <h2 class="govuk-heading-m" id="act" tabIndex={-1}>
            {title}
          </h2>
          <Form to={`${HERE}/${report.id}/${name}`} formKey={entered.key} revision={entered.revision ?? revision}>
            {unfilled.length > 0 && <Warning>{cases.unfilled(unfilled.join('，'))}</Warning>}
            <Fields entered={entered} faults={faults} />
            <Button>{title}</Button>
            <TemplateChoice templates={templates} faults={faults} />
          </Form>
        </div>
        <Said report={report} />
      </div>
    </Page>
  );
}
