// The work queue: what awaits whom, overdue first, and the assignment of several cases at once.
import { type components } from '#client/schema.js';
import { Button, Select, TextField } from '../parts/fields.js';
import { Facts } from '../parts/facts.js';
import { Form } from '../parts/form.js';
import { ErrorSummary, type FieldFault } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { Pagination } from '../parts/pagination.js';
import { faultOf } from '../acts.js';
import { pageUrl, useView, useVisitor, withQuery } from '../view.js';
import { awaited, caseKinds, caseStages, caseSteps, choicesOf } from '../words/case-terms.js';
import { termOf } from '../words/terms.js';
import { AssignmentFields } from './assignment-fields.js';
import { casePath } from './case-links.js';
import { Done } from './done.js';
import { filterNames, type QueueSearch } from './queue-filter.js';

type Queue = components['schemas']['QueueDto'];
type Line = components['schemas']['QueueLineDto'];
type SavedFilter = components['schemas']['SavedQueueFilterDto'];

export interface QueuePageProps {
  search: QueueSearch;
  /** Undefined where the address asks for what there cannot be. */
  queue?: Queue;
  next?: string;
  filters: readonly SavedFilter[];
  faults?: readonly FieldFault[];
  done?: string;
}

const HERE = '/console/queue';

export function QueuePage({ search, queue, next, filters, faults = [], done }: QueuePageProps) {
  const { language, words } = useView();
  const { cases } = words;
  const { cursor, ...narrowed } = search;
  const here = pageUrl(language, HERE);
  return (
    <Page title={cases.queue} section={HERE} faulty={faults.length > 0}>
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{cases.queue}</h1>
      <Done word={done} />
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-one-third app-filters">
          <Filters search={search} faults={faults} />
          <SavedFilters search={search} filters={filters} faults={faults} />
        </div>
        <div class="govuk-grid-column-two-thirds">
          {queue && (
            <>
              <h2 class="govuk-heading-m">{cases.counted(queue.total, queue.overdue)}</h2>
              <p class="govuk-body-s">
                {cases.standingOn(queue.on)}{' '}
                <a class="govuk-link" href={withQuery('/v1/regulator/queue.csv', narrowed)}>
                  {words.asCsv}
                </a>
              </p>
              <Lines lines={queue.lines} />
            </>
          )}
          <Pagination
            first={cursor === undefined ? undefined : withQuery(here, narrowed)}
            next={next === undefined ? undefined : withQuery(here, { ...narrowed, cursor: next })}
          />
        </div>
      </div>
    </Page>
  );
}

function Filters({ search, faults }: { search: QueueSearch; faults: readonly FieldFault[] }) {
  const { language, words } = useView();
  const { cases, any } = words;
  const people = [
    { value: 'me', text: cases.mine },
    { value: 'nobody', text: cases.nobody },
  ];
  const { assignee } = search;
  const other = assignee && !people.some(({ value }) => value === assignee) ? [{ value: assignee, text: assignee }] : [];
  return (
    <form action={pageUrl(language, HERE)} method="get">
      <h2 class="govuk-heading-m">{words.filters}</h2>
      <Select name="kind" label={cases.kind} any={any} value={search.kind} choices={choicesOf(caseKinds, language)} />
      <TextField
        name="region"
        label={cases.region}
        hint={cases.regionHint}
        width={10}
        value={search.region}
        fault={faultOf(faults, 'region')}
      />
      <Select name="step" label={cases.step} any={any} value={search.step} choices={choicesOf(caseSteps, language)} />
      <Select name="awaits" label={cases.awaits} any={any} value={search.awaits} choices={choicesOf(awaited, language)} />
      <Select name="assignee" label={cases.assignee} any={any} value={assignee} choices={[...people, ...other]} />
      <Select
        name="overdue"
        label={cases.overdue}
        any={any}
        value={search.overdue}
        choices={[
          { value: 'true', text: cases.overdueOnly },
          { value: 'false', text: cases.notOverdue },
        ]}
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
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, HERE)}>
          {words.clear}
        </a>
      </p>
    </form>
  );
}

function SavedFilters({
  search,
  filters,
  faults,
}: Pick<QueuePageProps, 'search' | 'filters'> & { faults: readonly FieldFault[] }) {
  const { language, words } = useView();
  const { cases } = words;
  return (
    <>
      <h2 class="govuk-heading-m">{cases.savedFilters}</h2>
      {filters.length === 0 && <p class="govuk-body">{cases.noSavedFilters}</p>}
      <ul class="govuk-list">
        {filters.map(({ name, shared }) => (
          <li>
            <a
              class="govuk-link"
              href={withQuery(pageUrl(language, HERE), { filter: name })}
              aria-current={search.filter === name ? 'true' : undefined}
            >
              {name}
            </a>{' '}
            {shared ? (
              <span class="govuk-body-s">{cases.shared}</span>
            ) : (
              <Form to="/console/queue/filters/removal">
                <input type="hidden" name="name" value={name} />
                <Button secondary>{cases.removeFilter(name)}</Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      <Form to="/console/queue/filters">
        {filterNames.map((each) => search[each] !== undefined && <input type="hidden" name={each} value={search[each]} />)}
        <TextField name="name" label={cases.saveFilter} hint={cases.saveFilterHint} width={20} fault={faultOf(faults, 'name')} />
        <Button secondary>{cases.save}</Button>
      </Form>
    </>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  const { cases } = useView().words;
  if (lines.length === 0) return <p class="govuk-body">{cases.nothingAwaits}</p>;
  // A case that awaits several things has several lines, and is assigned once.
  const seen = new Set<string>();
  const firstOfCase = ({ matter }: Line): boolean => {
    const before = seen.size;
    return seen.add(`${matter.category}-${matter.id}`).size > before;
  };
  return (
    <Form to="/console/queue/assignments">
      <ul class="govuk-list">
        {lines.map((line) => (
          <QueueLine line={line} ticked={firstOfCase(line)} />
        ))}
      </ul>
      <fieldset class="govuk-fieldset">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{cases.assignTicked}</legend>
        <AssignmentFields />
        <Button>{cases.assign}</Button>
      </fieldset>
    </Form>
  );
}

/** `ticked`: whether the case can be ticked here. */
function QueueLine({ line, ticked }: { line: Line; ticked: boolean }) {
  const { language, words } = useView();
  const { account } = useVisitor();
  const { cases } = words;
  const { matter, step, awaits, n, dueOn, provisional, overdue, stage, assignees } = line;
  const name = `case-${matter.category}-${matter.id}`;
  const title = line.title ?? line.party ?? matter.id;
  return (
    <li class="app-result">
      <h3 class="govuk-heading-s app-result__name">
        <a class="govuk-link" href={pageUrl(language, casePath(matter))}>
          {title}
        </a>{' '}
        {overdue && <strong class="govuk-tag govuk-tag--red">{cases.isOverdue}</strong>}
      </h3>
      <Facts
        facts={[
          [cases.kind, `${termOf(caseKinds, matter.category, language)} · ${termOf(caseStages, stage, language)}`],
          line.title !== undefined && [cases.party, line.party],
          [words.number, line.numbers.join(', ')],
          [cases.step, `${termOf(caseSteps, step, language)}${n === undefined ? '' : ` (${n})`}`],
          [cases.awaits, termOf(awaited, awaits, language)],
          [cases.dueOn, dueOn === undefined ? cases.noDay : `${dueOn}${provisional ? ` ${cases.provisional}` : ''}`],
          [
            cases.assignee,
            assignees.map(({ account: to, until }) => cases.until(to === account.id ? cases.me : to, until)).join(', '),
          ],
        ]}
      />
      {ticked && (
        <div class="govuk-checkboxes govuk-checkboxes--small">
          <div class="govuk-checkboxes__item">
            <input class="govuk-checkboxes__input" id={name} name={name} type="checkbox" value="yes" />
            <label class="govuk-label govuk-checkboxes__label" for={name}>
              {cases.tick(title)}
            </label>
          </div>
        </div>
      )}
    </li>
  );
}

type Results = components['schemas']['AssignmentResultsDto']['results'];

/** What came of each case that was ticked. */
export function AssignedPage({ results, sentence }: { results: Results; sentence: (result: Results[number]) => string }) {
  const { language, words } = useView();
  const { cases } = words;
  return (
    <Page title={cases.assigned} section={HERE}>
      <h1 class="govuk-heading-l">{cases.assigned}</h1>
      <ul class="govuk-list govuk-list--bullet">
        {results.map((result) => {
          const dash = result.case.indexOf('-');
          const matter = { category: result.case.slice(0, dash), id: result.case.slice(dash + 1) };
          return (
            <li>
              <a class="govuk-link" href={pageUrl(language, casePath(matter))}>
                {termOf(caseKinds, matter.category, language)} {matter.id}
              </a>
              {': '}
              {sentence(result)}
            </li>
          );
        })}
      </ul>
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, HERE)}>
          {cases.backToQueue}
        </a>
      </p>
    </Page>
  );
}
