// Where a filer begins: what is filed, what is due, what was begun.
import { type components } from '#client/schema.js';
import { Banner } from '../parts/banner.js';
import { Facts, StatusTag, Table } from '../parts/facts.js';
import { Button } from '../parts/fields.js';
import { Form } from '../parts/form.js';
import { Inset } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { Pagination } from '../parts/pagination.js';
import { inBeijing } from '../registry/instants.js';
import { pageUrl, useView, withQuery } from '../view.js';
import { draftNames, dutyNames, filingStatuses, subjectStatuses } from '../words/filing-terms.js';
import { termOf } from '../words/terms.js';
import { type Words } from '../words/words.js';
import { ReasonTable } from './filing/reasons.js';

export type FilingSummary = components['schemas']['FilingSummaryDto'];
type Subject = components['schemas']['SubjectDto'];
type Duty = components['schemas']['DutyDto'];
type DraftSummary = components['schemas']['DraftSummaryDto'];

export interface HomeProps {
  subject?: Subject;
  filings: readonly FilingSummary[];
  cursor?: string;
  next?: string;
  duties: readonly Duty[];
  drafts: readonly DraftSummary[];
  done?: string;
}

export function awaits({ status, changeStatus }: FilingSummary, { awaiting }: Words['filing']): string {
  if (status === 'under-review') return awaiting.authority;
  if (status === 'refused') return awaiting.resubmit;
  if (status !== 'filed') return awaiting.nothing;
  if (changeStatus === 'open') return awaiting.change;
  return changeStatus === 'refused' ? awaiting.changeAgain : awaiting.nothing;
}

function SubjectPart({ subject }: { subject?: Subject }) {
  const { language, words } = useView();
  const { filing } = words;
  if (!subject)
    return (
      <>
        <Inset>{filing.notRegistered}</Inset>
        <p class="govuk-body">
          <a class="govuk-button" role="button" draggable={false} href={pageUrl(language, '/desk/registration')}>
            {filing.register}
          </a>
        </p>
      </>
    );
  return (
    <>
      <Facts
        facts={[
          [filing.subject, subject.details?.name],
          [filing.status, termOf(subjectStatuses, subject.status, language)],
        ]}
      />
      {subject.reasons && <ReasonTable caption={filing.subjectRefused} reasons={subject.reasons} />}
    </>
  );
}

function Filings({ filings, cursor, next }: Pick<HomeProps, 'filings' | 'cursor' | 'next'>) {
  const { language, words } = useView();
  const { filing } = words;
  const home = pageUrl(language, '/desk');
  return (
    <>
      <h2 class="govuk-heading-m">{filing.filings}</h2>
      {filings.length === 0 ? (
        <p class="govuk-body">{filing.noFilings}</p>
      ) : (
        <Table
          caption={filing.filings}
          captionHidden
          columns={[filing.name, filing.status, filing.number, filing.submittedOn, filing.awaits].map((name) => ({ name }))}
          rows={filings.map((each) => [
            <a class="govuk-link" href={pageUrl(language, `/desk/filings/${each.id}`)}>
              {each.algorithmName ?? filing.unnamed}
            </a>,
            <StatusTag code={each.status}>{termOf(filingStatuses, each.status, language)}</StatusTag>,
            each.number,
            each.submittedOn,
            awaits(each, filing),
          ])}
        />
      )}
      <Pagination first={cursor === undefined ? undefined : home} next={next && withQuery(home, { cursor: next })} />
    </>
  );
}

function Duties({ duties, filings }: Pick<HomeProps, 'duties' | 'filings'>) {
  const { language, words } = useView();
  const { filing } = words;
  const nameOf = ({ matter }: Duty) => filings.find(({ id }) => id === matter.id)?.algorithmName ?? matter.id;
  return (
    <>
      <h2 class="govuk-heading-m">{filing.duties}</h2>
      {duties.length === 0 ? (
        <p class="govuk-body">{filing.noDuties}</p>
      ) : (
        <Table
          caption={filing.duties}
          captionHidden
          columns={[filing.duty, words.desk.matter, filing.dueOn, filing.status].map((name) => ({ name }))}
          rows={duties.map((duty) => [
            termOf(dutyNames, duty.kind, language),
            <span class="app-written">{nameOf(duty)}</span>,
            duty.dueOn,
            [duty.overdue && filing.overdue, duty.right && filing.right, duty.provisional && filing.provisional]
              .filter((text) => !!text)
              .join('; '),
          ])}
        />
      )}
    </>
  );
}

/** Where a draft is gone on with; undefined where that is not here. */
const draftPage = ({ id, kind }: DraftSummary): string | undefined =>
  kind === 'filing' || kind === 'resubmission' || kind === 'change' ? `/desk/drafts/${id}` : undefined;

function Drafts({ drafts }: Pick<HomeProps, 'drafts'>) {
  const { language, words } = useView();
  const { filing } = words;
  return (
    <>
      <h2 class="govuk-heading-m">{filing.drafts}</h2>
      {drafts.length === 0 ? (
        <p class="govuk-body">{filing.noDrafts}</p>
      ) : (
        <Table
          caption={filing.drafts}
          captionHidden
          columns={[filing.name, filing.draftKind, filing.savedAt, filing.keptUntil].map((name) => ({ name }))}
          rows={drafts.map((draft) => {
            const page = draftPage(draft);
            const name = draft.title ?? filing.unnamed;
            return [
              page === undefined ? (
                name
              ) : (
                <a class="govuk-link" href={pageUrl(language, page)}>
                  {filing.goOnWith(name)}
                </a>
              ),
              termOf(draftNames, draft.kind, language),
              inBeijing(draft.changedAt),
              inBeijing(draft.keptUntil),
            ];
          })}
        />
      )}
    </>
  );
}

export function HomePage({ subject, filings, cursor, next, duties, drafts, done }: HomeProps) {
  const { filing } = useView().words;
  const said = { registered: filing.registered, discarded: filing.discarded }[done ?? ''];
  return (
    <Page title={filing.homeTitle} section="/desk">
      <Banner>{said}</Banner>
      <h1 class="govuk-heading-l">{filing.homeTitle}</h1>
      <SubjectPart subject={subject} />
      <Form to="/desk/drafts">
        <Button secondary={!subject}>{filing.start}</Button>
      </Form>
      <Duties duties={duties} filings={filings} />
      <Filings filings={filings} cursor={cursor} next={next} />
      <Drafts drafts={drafts} />
    </Page>
  );
}
