// What every case page shows of its case: what is awaited, who works on it, what belongs to it, and notes of the agency.
import { type components } from '#client/schema.js';
import { TextArea, Button } from '../parts/fields.js';
import { Facts, Table } from '../parts/facts.js';
import { Form } from '../parts/form.js';
import { pageUrl, useView, useVisitor } from '../view.js';
import { inBeijing } from '../registry/instants.js';
import { attachmentKinds, awaited, caseKinds, caseStages, caseSteps } from '../words/case-terms.js';
import { actorName, agencyName } from '../words/agencies.js';
import { countBasis } from '../words/counts.js';
import { eventName } from '../words/events.js';
import { termOf } from '../words/terms.js';
import { casePath } from './case-links.js';

export type CasePage = components['schemas']['CasePageDto'];
export type Note = components['schemas']['NoteDto'];
type Event = components['schemas']['MatterEventDto'];

/** Who an account is, as far as a page can say: oneself, or its number. */
export function Officer({ account }: { account: string }) {
  const { words } = useView();
  return <>{useVisitor().account.id === account ? words.cases.me : account}</>;
}

export function Steps({ page }: { page: CasePage }) {
  const { language, words } = useView();
  const { cases } = words;
  return (
    <section>
      <h2 class="govuk-heading-m">{cases.awaitedNow}</h2>
      {page.steps.length === 0 && <p class="govuk-body">{cases.nothingAwaited}</p>}
      {page.steps.length > 0 && (
        <Table
          caption={cases.awaitedNow}
          captionHidden
          columns={[{ name: cases.step }, { name: cases.awaits }, { name: cases.dueOn }, { name: cases.basis }]}
          rows={page.steps.map(({ step, n, awaits, dueOn, provisional, overdue, basis, countKind }) => [
            `${termOf(caseSteps, step, language)}${n === undefined ? '' : ` (${n})`}`,
            termOf(awaited, awaits, language),
            <>
              {dueOn ?? cases.noDay} {provisional && cases.provisional}{' '}
              {overdue && <strong class="govuk-tag govuk-tag--red">{cases.isOverdue}</strong>}
            </>,
            countBasis({ basis, countKind }, language),
          ])}
        />
      )}
    </section>
  );
}

export function Attachments({ page }: { page: CasePage }) {
  const { language, words } = useView();
  const { cases } = words;
  if (page.attachments.length === 0) return null;
  return (
    <section>
      <h2 class="govuk-heading-m">{cases.attachments}</h2>
      <ul class="govuk-list govuk-list--bullet">
        {page.attachments.map(({ kind, link, act, on, sha256 }) => (
          <li>
            <a class="govuk-link" href={link}>
              {termOf(attachmentKinds, kind, language)}
            </a>{' '}
            {on} · {eventName(act, language)} · <code>{sha256.slice(0, 12)}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Linked({ page }: { page: CasePage }) {
  const { language, words } = useView();
  const { cases } = words;
  return (
    <section>
      <h2 class="govuk-heading-m">{cases.linked}</h2>
      {page.linked.length === 0 && <p class="govuk-body">{cases.noLinked}</p>}
      {page.linked.length > 0 && (
        <Table
          caption={cases.linked}
          captionHidden
          columns={[{ name: cases.case }, { name: cases.kind }, { name: cases.state }]}
          rows={page.linked.map(({ matter, stage, title, party }) => [
            <a class="govuk-link" href={pageUrl(language, casePath(matter))}>
              {title ?? party ?? matter.id}
            </a>,
            termOf(caseKinds, matter.category, language),
            termOf(caseStages, stage, language),
          ])}
        />
      )}
      {page.more && <p class="govuk-body">{cases.moreLinked}</p>}
    </section>
  );
}

export function Staff({ page }: { page: CasePage }) {
  const { language, words } = useView();
  const { cases } = words;
  const here = `/console/cases/${page.case}`;
  return (
    <section>
      <h2 class="govuk-heading-m">{cases.staff}</h2>
      <Facts
        facts={[
          [
            cases.assignee,
            page.assigned.map(({ account, until }) => (
              <p class="govuk-body-s">
                <Officer account={account} /> {cases.lastDay(until)}
              </p>
            )),
          ],
          [
            cases.recused,
            page.recused.map((account) => (
              <p class="govuk-body-s">
                <Officer account={account} />
              </p>
            )),
          ],
          [
            cases.grants,
            page.grants
              .filter(({ endedOn }) => endedOn === undefined)
              .map(({ agency, until }) => (
                <p class="govuk-body-s">
                  {agencyName(agency, language)} {cases.lastDay(until)}
                </p>
              )),
          ],
        ]}
      />
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, `${here}/assignment`)}>
          {cases.assign}
        </a>
        {' · '}
        <a class="govuk-link" href={pageUrl(language, `${here}/recusal`)}>
          {cases.recuse}
        </a>
        {page.recused.length > 0 && (
          <>
            {' · '}
            <a class="govuk-link" href={pageUrl(language, `${here}/recusal-end`)}>
              {cases.endRecusal}
            </a>
          </>
        )}
      </p>
    </section>
  );
}

export function Notes({ page, notes }: { page: CasePage; notes: readonly Note[] }) {
  const { words } = useView();
  const { cases } = words;
  const own = useVisitor().account.id;
  return (
    <section>
      <h2 class="govuk-heading-m" id="notes">
        {cases.notes}
      </h2>
      <p class="govuk-body-s">{cases.notesLead}</p>
      <ul class="govuk-list">
        {notes.map(({ id, account, writtenAt, text, withdrawnAt }) => (
          <li class="app-result">
            <p class="govuk-body-s">
              <Officer account={account} /> · {inBeijing(writtenAt)}
            </p>
            <p class="govuk-body app-text">{text ?? cases.noteWithdrawn(inBeijing(withdrawnAt ?? ''))}</p>
            {text !== undefined && account === own && (
              <Form to={`/console/cases/${page.case}/notes/${id}/withdrawal`}>
                <Button secondary>{cases.withdrawNote}</Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      {page.notes > notes.length && <p class="govuk-body">{cases.moreNotes(page.notes)}</p>}
      <Form to={`/console/cases/${page.case}/notes`}>
        <TextArea name="text" label={cases.newNote} rows={3} />
        <Button secondary>{cases.writeNote}</Button>
      </Form>
    </section>
  );
}

/** Every act in order, each to be cited by its position. */
export function Timeline({ events, json }: { events: readonly Event[]; json: string }) {
  const { language, words } = useView();
  const { cases } = words;
  return (
    <section class="app-wide">
      <h2 class="govuk-heading-m">{cases.timeline}</h2>
      <Table
        caption={cases.timeline}
        captionHidden
        columns={[
          { name: cases.act },
          { name: cases.effectiveOn },
          { name: cases.recordedAt },
          { name: cases.basis },
          { name: cases.actor },
          { name: cases.position },
        ]}
        rows={events.map(({ type, effectiveOn, recordedAt, basis, actor, agency, position }) => [
          eventName(type, language),
          effectiveOn,
          inBeijing(recordedAt),
          basis.join(', '),
          actorName({ agency, actor }, language),
          <code>{position}</code>,
        ])}
      />
      <p class="govuk-body-s">
        <a class="govuk-link" href={json}>
          {words.asJson}
        </a>
      </p>
    </section>
  );
}
