// The working calendar, and the record of who did what.
import { type components } from '#client/schema.js';
import { type Entered } from '../acts.js';
import { Button, Select, TextField } from '../parts/fields.js';
import { Facts, Table } from '../parts/facts.js';
import { Done } from '../parts/done.js';
import { ErrorSummary, type FieldFault } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { Pagination } from '../parts/pagination.js';
import { inBeijing } from '../registry/instants.js';
import { pageUrl, safeHref, useView, useVisitor, withQuery } from '../view.js';
import { auditOutcomes, choicesOf } from '../words/official-terms.js';
import { termOf } from '../words/terms.js';
import { type ActField } from './act-fields.js';
import { ActForm } from './act-form.js';

export type Calendar = components['schemas']['CalendarDto'];
export type CalendarYear = components['schemas']['CalendarYearDto'];
type AuditRecord = components['schemas']['AuditRecordDto'];

export const yearFields: readonly ActField[] = [
  { name: 'year', kind: 'number' },
  { name: 'notice', kind: 'text' },
  { name: 'off', kind: 'lines' },
  { name: 'worked', kind: 'lines' },
];

const span = ({ from, until }: { from: string; until: string }): string => (from === until ? from : `${from} ${until}`);

/** What the form shows of a year that is to be corrected. */
export const enteredOfYear = ({ year, notice, off, worked }: CalendarYear): Entered => ({
  ...{ year: String(year), notice },
  ...{ off: off.map(span).join('\n'), worked: worked.join('\n') },
});

interface CalendarProps {
  calendar: Calendar;
  done?: string;
  entered?: Entered;
  faults?: readonly FieldFault[];
}

export function CalendarPage({ calendar, done, entered, faults = [] }: CalendarProps) {
  const { language, words } = useView();
  const { account } = useVisitor();
  const { acts } = words;
  const here = pageUrl(language, '/console/calendar');
  const { agency, roles } = account;
  const mayPublish = roles.includes('agency-admin') && agency?.kind === 'cac' && agency.division === '000000';
  return (
    <Page title={acts.calendar} section="/console/calendar" faulty={faults.length > 0}>
      <Done done={done} />
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{acts.calendar}</h1>
      <p class="govuk-body">{acts.calendarKnown(calendar.from, calendar.until)}</p>
      {calendar.years.map(({ year, notice, off, worked }) => (
        <section>
          <h2 class="govuk-heading-m">{year}</h2>
          <Facts
            facts={[
              [
                acts.fields.notice,
                <a class="govuk-link app-address" href={safeHref(notice)}>
                  {notice}
                </a>,
              ],
              [acts.fields.off, off.map((days) => <div>{span(days).replace(' ', ' – ')}</div>)],
              [acts.fields.worked, worked.join(', ')],
            ]}
          />
          {mayPublish && (
            <p class="govuk-body">
              <a class="govuk-link" href={withQuery(here, { year: String(year) })}>
                {acts.correctYear(year)}
              </a>
            </p>
          )}
        </section>
      ))}
      {mayPublish && (
        <>
          <h2 class="govuk-heading-m">{acts.publishYear}</h2>
          <ActForm title={acts.publishYear} to="/console/calendar" fields={yearFields} entered={entered} faults={faults} />
        </>
      )}
    </Page>
  );
}

export interface AuditProps {
  records: readonly AuditRecord[];
  entered: Entered;
  faults?: readonly FieldFault[];
  cursor?: string;
  next?: string;
}

export function AuditPage({ records, entered, faults = [], cursor, next }: AuditProps) {
  const { language, words } = useView();
  const { acts } = words;
  const here = pageUrl(language, '/console/audit');
  const field = (name: string) => ({ name, value: entered[name], fault: faults.find((fault) => fault.field === name)?.message });
  return (
    <Page title={acts.audit} section="/console/audit" faulty={faults.length > 0}>
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{acts.audit}</h1>
      <form action={here} method="get" class="app-no-print">
        <TextField {...field('account')} label={acts.by} width={30} />
        <TextField {...field('agency')} label={acts.agency} hint={acts.agencyHint} width={20} />
        <TextField {...field('object')} label={acts.object} />
        <Select {...field('outcome')} label={acts.outcome} any={words.any} choices={choicesOf(auditOutcomes, language)} />
        <TextField {...field('since')} label={acts.auditSince} hint={acts.hints.moment} width={20} />
        <TextField {...field('until')} label={acts.auditUntil} hint={acts.hints.moment} width={20} />
        <Button secondary>{words.apply}</Button>
      </form>
      <Table
        caption={acts.audit}
        captionHidden
        columns={[
          { name: acts.at },
          { name: acts.by },
          { name: acts.agency },
          { name: acts.event },
          { name: acts.object },
          { name: acts.outcome },
          { name: acts.rule },
        ]}
        rows={records.map(({ at, account, agency, what, object, outcome, rule }) => [
          inBeijing(at),
          <span class="app-address">{account}</span>,
          agency ?? '',
          <code>{what}</code>,
          <span class="app-address">{object}</span>,
          termOf(auditOutcomes, outcome, language),
          <code>{rule}</code>,
        ])}
      />
      <Pagination
        first={cursor === undefined ? undefined : withQuery(here, entered)}
        next={next === undefined ? undefined : withQuery(here, { ...entered, cursor: next })}
      />
    </Page>
  );
}
