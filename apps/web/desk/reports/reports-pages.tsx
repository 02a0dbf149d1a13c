// Incidents that the filer has reported, and complaints about it (DSP 10, 11, ARP 30).
import { type components } from '#client/schema.js';
import { type Entered, faultOf } from '../../acts.js';
import { Checkbox, Checkboxes } from '../../parts/checkboxes.js';
import { Facts, Table } from '../../parts/facts.js';
import { Radios, TextArea, TextField } from '../../parts/fields.js';
import { type FieldFault } from '../../parts/notes.js';
import { Page } from '../../parts/page.js';
import { Pagination } from '../../parts/pagination.js';
import { pageUrl, useView, withQuery } from '../../view.js';
import { agencyName } from '../../words/agencies.js';
import { agencyKinds, reportStatuses, termOf } from '../../words/terms.js';
import { type Words } from '../../words/words.js';
import { ActsCourse } from '../acts-course.js';
import { ActPage, Done, Filings } from '../matter-parts.js';

type Summary = components['schemas']['ReportSummaryDto'];
type Report = components['schemas']['ReportViewDto'];
type FilingSummary = components['schemas']['FilingSummaryDto'];
type IncidentReport = components['schemas']['IncidentReportDto'];

const HERE = '/desk/reports';
export const incidentMeasures: readonly IncidentReport['measures'][number][] = [
  ...(['content-removed', 'spread-stopped', 'users-warned', 'functions-restricted', 'service-suspended'] as const),
  ...(['accounts-closed', 'rumour-refuted'] as const),
];
export const departments = ['telecom', 'public-security'] as const;
const articles: readonly IncidentReport['article'][] = ['DSP 10', 'DSP 11'];

const kindOf = (kind: string | undefined, { organisation }: Words): string =>
  organisation.reports.kinds[kind as keyof typeof organisation.reports.kinds] ?? organisation.reports.title;

const statusOf = (status: string, { organisation: { reports } }: Words): string =>
  status === 'open' ? reports.open : reports.closed;

interface ReportsPageProps {
  list: readonly Summary[];
  cursor?: string;
  next?: string;
}

export function ReportsPage({ list, cursor, next }: ReportsPageProps) {
  const { language, words } = useView();
  const { reports } = words.organisation;
  const here = pageUrl(language, HERE);
  return (
    <Page title={reports.title} section={HERE}>
      <h1 class="govuk-heading-l">{reports.title}</h1>
      <p class="govuk-body">
        <a class="govuk-link" href={`${here}/new`}>
          {reports.newReport}
        </a>
      </p>
      {list.length === 0 ? (
        <p class="govuk-body">{reports.noReports}</p>
      ) : (
        <Table
          caption={reports.title}
          captionHidden
          columns={[{ name: reports.kind }, { name: reports.openedOn }, { name: words.matters.status }, { name: reports.number }]}
          rows={list.map(({ id, kind, openedOn, status, number }) => [
            <a class="govuk-link" href={`${here}/${id}`}>
              {kindOf(kind, words)}
            </a>,
            openedOn,
            statusOf(status, words),
            number,
          ])}
        />
      )}
      <Pagination
        first={cursor === undefined ? undefined : here}
        next={next === undefined ? undefined : withQuery(here, { cursor: next })}
      />
    </Page>
  );
}

export function ReportPage({ report, done }: { report: Report; done?: string }) {
  const { language, words } = useView();
  const { organisation, matters } = words;
  const { reports } = organisation;
  const title = kindOf(report.kind, words);
  return (
    <Page title={title} section={HERE}>
      <a class="govuk-back-link" href={pageUrl(language, HERE)}>
        {reports.title}
      </a>
      <h1 class="govuk-heading-l">{title}</h1>
      <Done word={done} />
      <Facts
        facts={[
          [matters.status, statusOf(report.status, words)],
          [reports.openedOn, report.openedOn],
          [matters.basis, report.basis],
          [reports.number, report.number],
          [matters.filings, report.filings.length > 0 && <Filings filings={report.filings} />],
          [
            reports.recipients,
            report.recipients.map(({ agency, status }) => (
              <p class="govuk-body">
                {reports.recipient(agencyName(agency, language), termOf(reportStatuses, status, language))}
              </p>
            )),
          ],
        ]}
      />
      <ActsCourse caption={matters.timeline} acts={report.acts} />
    </Page>
  );
}

interface NewReportPageProps {
  filings: readonly FilingSummary[];
  entered?: Entered;
  faults?: readonly FieldFault[];
}

export function NewReportPage({ filings, entered = {}, faults = [] }: NewReportPageProps) {
  const { language, words } = useView();
  const { reports } = words.organisation;
  const field = (name: string) => ({ name, value: entered[name], fault: faultOf(faults, name) });
  const several = (name: string) => ({
    name,
    fault: faultOf(faults, name),
    isTicked: (value: string) => entered[`${name}-${value}`] !== undefined,
  });
  const day = { hint: words.organisation.dateHint, width: 10, autocomplete: 'off' } as const;
  return (
    <ActPage
      title={reports.newReport}
      of={reports.title}
      lead={reports.newReportLead}
      {...{ back: HERE, to: `${HERE}/new`, section: HERE, entered, faults }}
    >
      <Radios
        {...field('article')}
        label={reports.article}
        choices={articles.map((value) => ({ value, text: reports.articles[value] }))}
      />
      <Checkboxes
        {...several('filings')}
        label={reports.filings}
        choices={filings.map(({ id, algorithmName, number }) => ({
          value: id,
          text: [algorithmName, number].filter(Boolean).join(' · '),
        }))}
      />
      <TextField {...field('foundOn')} label={reports.foundOn} {...day} />
      <TextField {...field('handledOn')} label={reports.handledOn} {...day} />
      <TextArea {...field('what')} label={reports.what} />
      <Checkboxes
        {...several('measures')}
        label={reports.measures}
        choices={incidentMeasures.map((value) => ({ value, text: reports.measureKinds[value] }))}
      />
      <TextArea {...field('handling')} label={reports.handling} />
      <Checkbox name="recordsKept" label={reports.recordsKept} ticked={entered.recordsKept !== undefined} />
      <Checkboxes
        {...several('departments')}
        label={reports.departments}
        choices={departments.map((value) => ({ value, text: termOf(agencyKinds, value, language) }))}
      />
    </ActPage>
  );
}
