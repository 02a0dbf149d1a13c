// The duties of the matters that the officer may see, by due date.
import { type components } from '#client/schema.js';
import { faultOf } from '../acts.js';
import { Table } from '../parts/facts.js';
import { Button, Select, TextField } from '../parts/fields.js';
import { ErrorSummary, type FieldFault } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { Pagination } from '../parts/pagination.js';
import { pageUrl, useView, withQuery } from '../view.js';
import { caseKinds, caseSteps } from '../words/case-terms.js';
import { countBasis } from '../words/counts.js';
import { termOf } from '../words/terms.js';
import { casePath } from './case-links.js';

type Deadlines = components['schemas']['DeadlineListDto'];
type Duty = components['schemas']['DutyDto'];

export const deadlineNames = ['kind', 'of', 'state', 'overdue', 'provisional', 'until'] as const;
export type DeadlineSearch = Partial<Record<(typeof deadlineNames)[number] | 'cursor', string>>;

/** Steps that are duties with a count of days; the others of the queue have no deadline to be found by. */
const dutyKinds: readonly (keyof typeof caseSteps)[] = [
  ...(['filing', 'decision', 'change', 'change-decision', 'details-change', 'cancellation', 'cancellation-decision'] as const),
  ...(['order-service', 'order-notice', 'rectification', 'order-review', 'order-term', 'publication-withdrawal'] as const),
  ...(['reconsideration-request', 'litigation', 'litigation-after-reconsideration', 'assessment-report'] as const),
  ...(['assessment-before-launch', 'assessment-notified', 'reassessment', 'explanation', 'on-site-inspection'] as const),
  ...(['penalty-decision', 'statement-and-defence', 'hearing-request', 'hearing', 'decision-service'] as const),
  ...(['decision-notice', 'fine-payment', 'correction', 'performance', 'inspection', 'inspection-request'] as const),
];

interface DeadlinesProps {
  search: DeadlineSearch;
  /** Undefined where the address asks for what there cannot be. */
  found?: Deadlines;
  next?: string;
  faults: readonly FieldFault[];
}

const HERE = '/console/deadlines';

export function DeadlinesPage({ search, found, next, faults }: DeadlinesProps) {
  const { language, words } = useView();
  const { cases, caseReading } = words;
  const { cursor, ...narrowed } = search;
  const here = pageUrl(language, HERE);
  return (
    <Page title={caseReading.deadlines} section={HERE} faulty={faults.length > 0}>
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{caseReading.deadlines}</h1>
      <Filters search={search} faults={faults} />
      {found && (
        <>
          <p class="govuk-body-s">
            {cases.standingOn(found.on)} {caseReading.calendar(found.calendarVersion)}{' '}
            <a class="govuk-link" href={withQuery('/v1/deadlines/export.csv', narrowed)}>
              {words.asCsv}
            </a>
          </p>
          {found.deadlines.length === 0 && <p class="govuk-body">{caseReading.deadlinesNone}</p>}
          {found.deadlines.length > 0 && <Duties duties={found.deadlines} />}
        </>
      )}
      <Pagination
        first={cursor === undefined ? undefined : withQuery(here, narrowed)}
        next={next === undefined ? undefined : withQuery(here, { ...narrowed, cursor: next })}
      />
    </Page>
  );
}

function Filters({ search, faults }: { search: DeadlineSearch; faults: readonly FieldFault[] }) {
  const { language, words } = useView();
  const { cases, caseReading, any } = words;
  const choices = (terms: Readonly<Record<string, string>>) => Object.entries(terms).map(([value, text]) => ({ value, text }));
  const { all, closed } = caseReading.states;
  return (
    <form action={pageUrl(language, HERE)} method="get">
      <Select
        name="kind"
        label={caseReading.duty}
        any={any}
        value={search.kind}
        choices={dutyKinds.map((value) => ({ value, text: caseSteps[value][language] }))}
      />
      <Select name="of" label={caseReading.whose} any={any} value={search.of} choices={choices(caseReading.of)} />
      <Select
        name="state"
        label={caseReading.state}
        any={caseReading.states.open}
        value={search.state}
        choices={choices({ closed, all })}
      />
      <Select
        name="overdue"
        label={cases.overdue}
        any={any}
        value={search.overdue}
        choices={choices({ true: cases.overdueOnly, false: cases.notOverdue })}
      />
      <Select
        name="provisional"
        label={caseReading.isProvisional}
        any={any}
        value={search.provisional}
        choices={choices({ true: caseReading.onlyProvisional, false: caseReading.notProvisional })}
      />
      <TextField
        name="until"
        label={cases.dueUntil}
        hint={cases.dayHint}
        width={10}
        value={search.until}
        fault={faultOf(faults, 'until')}
      />
      <Button secondary>{words.apply}</Button>
    </form>
  );
}

function Duties({ duties }: { duties: readonly Duty[] }) {
  const { language, words } = useView();
  const { cases, caseReading } = words;
  const standing = ({ metOn, endedOn, overdue }: Duty) =>
    metOn !== undefined ? (
      caseReading.metOn(metOn)
    ) : endedOn !== undefined ? (
      caseReading.endedOn(endedOn)
    ) : overdue ? (
      <strong class="govuk-tag govuk-tag--red">{cases.isOverdue}</strong>
    ) : (
      caseReading.running
    );
  return (
    <Table
      caption={caseReading.deadlines}
      captionHidden
      columns={[
        { name: caseReading.duty },
        { name: cases.case },
        { name: caseReading.whose },
        { name: caseReading.startedOn },
        { name: cases.dueOn },
        { name: caseReading.state },
        { name: cases.basis },
      ]}
      rows={duties.map((duty) => [
        `${termOf(caseSteps, duty.kind, language)}${duty.n === undefined ? '' : ` (${duty.n})`}`,
        <a class="govuk-link" href={pageUrl(language, casePath(duty.matter))}>
          {termOf(caseKinds, duty.matter.category, language)} {duty.matter.id.slice(0, 8)}
        </a>,
        `${caseReading.of[duty.of]}${duty.right ? caseReading.right : ''}`,
        duty.startedOn,
        `${duty.dueOn}${duty.provisional ? ` ${cases.provisional}` : ''}`,
        standing(duty),
        countBasis(duty, language),
      ])}
    />
  );
}
