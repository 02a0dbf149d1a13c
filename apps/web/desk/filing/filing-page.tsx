// A filing as its filer sees it: where it stands, what is due, what was decided and why, and what can be done.
import { Banner } from '../../parts/banner.js';
import { Facts, StatusTag, Table } from '../../parts/facts.js';
import { Button } from '../../parts/fields.js';
import { Form } from '../../parts/form.js';
import { withValue } from '../../parts/form-fields.js';
import { Page } from '../../parts/page.js';
import { pageUrl, safeHref, useView } from '../../view.js';
import {
  decisionNames,
  dutyNames,
  endingNames,
  filingStatuses,
  filingWarnings,
  materialKinds,
} from '../../words/filing-terms.js';
import { noticeTitle } from '../../words/notices.js';
import { termOf } from '../../words/terms.js';
import { awaits } from '../home-page.js';
import { type Notice } from '../inbox-page.js';
import { actNames, acts, canFollow } from './acts.js';
import { type Attached } from './attachments-page.js';
import { changeOf, type FilingCase } from './drafts.js';
import { type Form as FilingForm } from './form.js';
import { ReasonTable } from './reasons.js';
import { Differences, Summary } from './summary.js';
import { Versions } from './versions-page.js';
import { type Version } from './versions.js';

export interface FilingProps {
  filing: FilingCase;
  versions: readonly Version[];
  /** Notices of it that have a document. */
  served: readonly Notice[];
  done?: string;
}

function Receipt({ filing: { id, submittedOn } }: { filing: FilingCase }) {
  const { filing } = useView().words;
  return (
    <>
      <div class="govuk-panel govuk-panel--confirmation">
        <h2 class="govuk-panel__title">{filing.submittedTitle}</h2>
        <div class="govuk-panel__body app-written">
          {filing.receiptNo}
          <br />
          <strong>{id}</strong>
          <br />
          {filing.submittedOn}: {submittedOn}
        </div>
      </div>
      <p class="govuk-body">{filing.receiptKeep}</p>
    </>
  );
}

function State({ filing: it }: { filing: FilingCase }) {
  const { language, words } = useView();
  const { filing } = words;
  const ended = it.ended as { how: string; on: string } | undefined;
  const cancellation = it.cancellation as { status: string; submittedOn: string } | undefined;
  const digits = it.number?.match(/\d{21}/)?.[0];
  return (
    <Facts
      facts={[
        [filing.status, <StatusTag code={it.status}>{termOf(filingStatuses, it.status, language)}</StatusTag>],
        [filing.awaits, awaits(it, filing)],
        [filing.number, it.number],
        [filing.receiptNo, <span class="app-written">{it.id}</span>],
        [filing.submittedOn, it.submittedOn],
        [filing.entity, it.entityName],
        [filing.creditCode, it.creditCode],
        it.voluntary && [filing.voluntary, words.voluntary],
        [filing.warnings, it.warnings.map((code) => <p class="govuk-body">{termOf(filingWarnings, code, language)}</p>)],
        [filing.terminatedOn, it.terminatedOn],
        cancellation && [
          filing.cancellation,
          `${termOf(decisionNames, cancellation.status, language)} (${cancellation.submittedOn})`,
        ],
        ended && [filing.ended, `${termOf(endingNames, ended.how, language)} (${ended.on})`],
        digits !== undefined && [
          filing.publicPage,
          <a class="govuk-link" href={pageUrl(language, `/filings/${digits}`)}>
            {it.number}
          </a>,
        ],
      ]}
    />
  );
}

function Deadlines({ filing: { deadlines } }: { filing: FilingCase }) {
  const { language, words } = useView();
  const { filing } = words;
  if (deadlines.length === 0) return null;
  return (
    <Table
      caption={filing.deadlines}
      columns={[filing.duty, filing.whose, filing.startedOn, filing.dueOn, filing.status, filing.basis].map((name) => ({ name }))}
      rows={deadlines.map(({ kind, of, startedOn, dueOn, metOn, overdue, provisional, basis }) => [
        termOf(dutyNames, kind, language),
        of === 'filer' ? filing.filer : filing.authority,
        startedOn,
        dueOn,
        [metOn && `${filing.metOn} ${metOn}`, overdue && filing.overdue, provisional && filing.provisional]
          .filter((text) => !!text)
          .join('; '),
        basis,
      ])}
    />
  );
}

function Decisions({ filing: { submissions, changeReasons } }: { filing: FilingCase }) {
  const { language, words } = useView();
  const { filing } = words;
  const last = submissions.at(-1)?.reasons;
  return (
    <>
      {last && <ReasonTable caption={filing.reasonBeside} reasons={last} />}
      {changeReasons && <ReasonTable caption={`${filing.changeOpen}: ${filing.reasons}`} reasons={changeReasons} />}
      {submissions.length > 0 && (
        <Table
          caption={filing.submissions}
          columns={[filing.round, filing.submittedOn, filing.outcome, filing.decidedOn].map((name) => ({ name }))}
          rows={submissions.map(({ round, submittedOn, outcome, decidedOn }) => [
            round,
            submittedOn,
            termOf(decisionNames, outcome ?? 'open', language),
            decidedOn,
          ])}
        />
      )}
    </>
  );
}

function Change({ filing: it }: { filing: FilingCase }) {
  const { language, words } = useView();
  const { filing } = words;
  const change = changeOf(it);
  if (!change) return null;
  const side = (which: 'before' | 'after') =>
    change.items.reduce<FilingForm>((form, item) => withValue(form, item.path, item[which]), {});
  return (
    <>
      <h2 class="govuk-heading-m">{filing.changeOpen}</h2>
      <Facts
        facts={[
          [filing.status, termOf(decisionNames, change.status, language)],
          [filing.changeSubmittedOn, change.submittedOn],
        ]}
      />
      <Differences caption={filing.differences} before={side('before')} after={side('after')} />
    </>
  );
}

function Displays({ filing: { displays } }: { filing: FilingCase }) {
  const { filing } = useView().words;
  if (displays.length === 0) return null;
  return (
    <Table
      caption={filing.displays}
      columns={[filing.fields.displayUrl.label, filing.fields.displayPlace.label].map((name) => ({ name }))}
      rows={(displays as readonly unknown[] as readonly { url: string; place: string }[]).map(({ url, place }) => [
        safeHref(url) === undefined ? (
          url
        ) : (
          <a class="govuk-link app-written" href={safeHref(url)} rel="nofollow noopener">
            {url}
          </a>
        ),
        place,
      ])}
    />
  );
}

function Acts({ filing: it }: { filing: FilingCase }) {
  const { language, words } = useView();
  const { filing } = words;
  const follows = canFollow(it);
  const open = actNames.filter((name) => acts[name].when(it));
  if (follows === undefined && open.length === 0) return null;
  const label =
    follows === 'resubmission' ? filing.resubmit : it.changeStatus === 'open' ? filing.addToChange : filing.beginChange;
  return (
    <section class="app-no-print">
      <h2 class="govuk-heading-m">{filing.acts}</h2>
      {follows !== undefined && (
        <Form to={`/desk/filings/${it.id}/drafts/${follows}`}>
          <Button>{label}</Button>
        </Form>
      )}
      <ul class="govuk-list">
        {open.map((name) => (
          <li>
            <a class="govuk-link" href={pageUrl(language, `/desk/filings/${it.id}/${name}`)}>
              {acts[name].title(filing)}
            </a>
          </li>
        ))}
        {it.status === 'filed' && (
          <li>
            <a class="govuk-link" href={pageUrl(language, `/desk/filings/${it.id}/display`)}>
              {filing.checkDisplay}
            </a>
          </li>
        )}
      </ul>
    </section>
  );
}

function Documents({ served }: Pick<FilingProps, 'served'>) {
  const { language, words } = useView();
  if (served.length === 0) return null;
  return (
    <>
      <h2 class="govuk-heading-m">{words.filing.documents}</h2>
      <ul class="govuk-list">
        {served.map(({ kind, title, on, document = '' }) => (
          <li>
            <a class="govuk-link" href={pageUrl(language, `/desk/documents/${document.split('/').at(-1) ?? ''}`)}>
              {noticeTitle(kind, title, language)} ({on})
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What was uploaded with it, to download. */
function Material({ filing: { id, content } }: { filing: FilingCase }) {
  const { language, words } = useView();
  const attached = (content as { attachments?: readonly Attached[] } | undefined)?.attachments ?? [];
  return (
    <ul class="govuk-list app-no-print">
      {attached.map(({ kind, sha256 }) => (
        <li>
          <a class="govuk-link" href={pageUrl(language, `/desk/filings/${id}/attachments/${sha256}`)}>
            {words.filing.downloadKind(termOf(materialKinds, kind, language))}
          </a>
        </li>
      ))}
    </ul>
  );
}

export function FilingPage({ filing: it, versions, served, done }: FilingProps) {
  const { language, words } = useView();
  const { filing } = words;
  const said = (filing.done as Readonly<Record<string, string>>)[done ?? ''];
  return (
    <Page title={it.algorithmName ?? filing.unnamed} section="/desk">
      <Banner>{Object.hasOwn(filing.done, done ?? '') ? said : undefined}</Banner>
      {done === 'submitted' && <Receipt filing={it} />}
      <h1 class="govuk-heading-l app-written">{it.algorithmName ?? filing.unnamed}</h1>
      <State filing={it} />
      <Acts filing={it} />
      <Deadlines filing={it} />
      <Decisions filing={it} />
      <Change filing={it} />
      <Displays filing={it} />
      <Documents served={served} />
      <Versions filing={it.id} versions={versions} />
      {it.content && (
        <>
          <h2 class="govuk-heading-m">{filing.content}</h2>
          <Summary kind="filing" form={{ ...(it.content as FilingForm), serviceStart: it.serviceStart }} />
          <Material filing={it} />
        </>
      )}
      <p class="govuk-body app-no-print">
        <a class="govuk-link" href={pageUrl(language, '/desk')}>
          {filing.backHome}
        </a>
      </p>
    </Page>
  );
}
