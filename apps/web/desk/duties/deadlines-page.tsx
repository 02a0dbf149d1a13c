// The duties of the filer's organisation: what falls due soon, and everything that is open.
import { type ComponentChildren } from 'preact';
import { type components } from '#client/schema.js';
import { Table } from '../../parts/facts.js';
import { Page } from '../../parts/page.js';
import { Pagination } from '../../parts/pagination.js';
import { pageUrl, useView, withQuery } from '../../view.js';
import { caseSteps } from '../../words/case-terms.js';
import { termOf } from '../../words/terms.js';
import { MatterLink } from '../matter-parts.js';

type Duty = components['schemas']['DutyDto'];
type Reminder = components['schemas']['NoticeDto'];

/** Overdue, provisional or the time for a right: each in words. */
function StateOf({ duty: { overdue, provisional, right } }: { duty: Duty }) {
  const { duties } = useView().words.matters;
  return (
    <>
      <strong class={`govuk-tag govuk-tag--${overdue ? 'red' : 'grey'}`}>
        {overdue ? duties.overdue : right ? duties.right : duties.running}
      </strong>
      {provisional && <span class="govuk-body-s"> {duties.provisional}</span>}
    </>
  );
}

function DutyTable<T extends Duty>({
  caption,
  items,
  when,
}: {
  caption: string;
  items: readonly T[];
  when?: (duty: T) => ComponentChildren;
}) {
  const { language, words } = useView();
  const { duties, basis } = words.matters;
  return (
    <Table
      caption={caption}
      captionHidden
      columns={[{ name: duties.duty }, { name: duties.matter }, { name: duties.dueOn }, { name: duties.state }, { name: basis }]}
      rows={items.map((duty) => [
        termOf(caseSteps, duty.kind, language),
        <MatterLink {...duty.matter} />,
        <>
          {duty.dueOn}
          {when && <span class="govuk-body-s"> {when(duty)}</span>}
        </>,
        <StateOf duty={duty} />,
        duty.basis,
      ])}
    />
  );
}

interface DeadlinesPageProps {
  reminders: readonly Reminder[];
  duties: readonly Duty[];
  calendarVersion: number;
  on: string;
  cursor?: string;
  next?: string;
}

export function DeadlinesPage({ reminders, duties: open, calendarVersion, on, cursor, next }: DeadlinesPageProps) {
  const { language, words } = useView();
  const { duties } = words.matters;
  const here = pageUrl(language, '/desk/deadlines');
  const ahead = ({ workingDays: days }: Reminder) => (days < 0 ? duties.daysAgo(String(-days)) : duties.inDays(String(days)));
  return (
    <Page title={duties.title} section="/desk/deadlines">
      <h1 class="govuk-heading-l">{duties.title}</h1>
      <p class="govuk-body">{duties.lead}</p>
      {cursor === undefined && (
        <section>
          <h2 class="govuk-heading-m">{duties.reminders}</h2>
          {reminders.length === 0 ? (
            <p class="govuk-body">{duties.noReminders}</p>
          ) : (
            <DutyTable caption={duties.reminders} items={reminders} when={ahead} />
          )}
        </section>
      )}
      <h2 class="govuk-heading-m">{duties.open}</h2>
      {open.length === 0 ? <p class="govuk-body">{duties.noOpen}</p> : <DutyTable caption={duties.open} items={open} />}
      <p class="govuk-body-s">{duties.calendar(String(calendarVersion), on)}</p>
      <Pagination
        first={cursor === undefined ? undefined : here}
        next={next === undefined ? undefined : withQuery(here, { cursor: next })}
      />
    </Page>
  );
}
