// What a filer must be told, and what of it has been read.
import { type components } from '#client/schema.js';
import { Button } from '../parts/fields.js';
import { Facts } from '../parts/facts.js';
import { Form } from '../parts/form.js';
import { Page } from '../parts/page.js';
import { Pagination } from '../parts/pagination.js';
import { pageUrl, useView, withQuery } from '../view.js';
import { noticeTitle } from '../words/notices.js';
import { DocumentLink, MatterLink } from './matter-parts.js';

export type Notice = components['schemas']['InboxNoticeDto'];

function NoticeItem({ notice }: { notice: Notice }) {
  const { language, words } = useView();
  const { desk } = words;
  const { id, kind, title, on, matter, deadline, read, basis, document } = notice;
  return (
    <li class="app-result">
      <h2 class="govuk-heading-s app-result__name">
        {noticeTitle(kind, title, language)} {!read && <strong class="govuk-tag govuk-tag--blue">{desk.unread}</strong>}
      </h2>
      <Facts
        facts={[
          [desk.noticeOn, on],
          [desk.matter, <MatterLink {...matter} />],
          deadline && [desk.dueOn, deadline.dueOn],
          [desk.basis, basis.join(', ')],
          document !== undefined && [desk.document, <DocumentLink id={document.split('/').at(-1) ?? ''} />],
        ]}
      />
      {!read && (
        <Form to={`/desk/notices/${encodeURIComponent(id)}/read`}>
          <Button secondary>{desk.markRead}</Button>
        </Form>
      )}
    </li>
  );
}

export function InboxPage({ notices, cursor, next }: { notices: readonly Notice[]; cursor?: string; next?: string }) {
  const { language, words } = useView();
  const here = pageUrl(language, '/desk/notices');
  return (
    <Page title={words.desk.notices} section="/desk/notices">
      <h1 class="govuk-heading-l">{words.desk.notices}</h1>
      {notices.length === 0 && <p class="govuk-body">{words.desk.noNotices}</p>}
      <ul class="govuk-list">
        {notices.map((notice) => (
          <NoticeItem notice={notice} />
        ))}
      </ul>
      <Pagination
        first={cursor === undefined ? undefined : here}
        next={next === undefined ? undefined : withQuery(here, { cursor: next })}
      />
    </Page>
  );
}
