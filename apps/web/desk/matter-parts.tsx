// What the pages of a filer's matters share: their course, what can be done, what was done, and the page of one act.
import { type ComponentChildren } from 'preact';
import { type components } from '#client/schema.js';
import { type Entered } from '../acts.js';
import { Table } from '../parts/facts.js';
import { Button } from '../parts/fields.js';
import { Form } from '../parts/form.js';
import { ErrorSummary, type FieldFault, Inset } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { inBeijing } from '../registry/instants.js';
import { pageUrl, useView } from '../view.js';
import { agencyInText } from '../words/agencies.js';
import { caseKinds } from '../words/case-terms.js';
import { eventName } from '../words/events.js';
import { termOf } from '../words/terms.js';

export type MatterEvent = components['schemas']['MatterEventDto'];

const pages: Readonly<Record<string, string>> = {
  filing: '/desk/filings',
  order: '/desk/orders',
  assessment: '/desk/assessments',
  report: '/desk/reports',
};

/** A matter in words, with a link where it has a page on the desk. */
export function MatterLink({ category, id }: { category: string; id: string }) {
  const { language } = useView();
  const name = termOf(caseKinds, category, language);
  const page = category === 'subject' ? '/desk/organisation' : pages[category] && `${pages[category]}/${id}`;
  return page ? (
    <a class="govuk-link" href={pageUrl(language, page)}>
      {name}
    </a>
  ) : (
    <>{name}</>
  );
}

/** What the visitor has just done, by the word in the address; one that means nothing is passed over. */
export function Done({ word }: { word?: string }) {
  const { done } = useView().words.matters;
  const text = word !== undefined && Object.hasOwn(done, word) ? done[word as keyof typeof done] : undefined;
  return text === undefined ? null : (
    <div role="status">
      <Inset>{text}</Inset>
    </div>
  );
}

/** What can be done, each with a page of its own. */
export function Acts({ acts }: { acts: readonly (readonly [to: string, text: string])[] }) {
  const { language, words } = useView();
  return (
    <section>
      <h2 class="govuk-heading-m">{words.matters.youCan}</h2>
      {acts.length === 0 && <p class="govuk-body">{words.matters.nothingToDo}</p>}
      <ul class="govuk-list">
        {acts.map(([to, text]) => (
          <li>
            <a class="govuk-link" href={pageUrl(language, to)}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Filings({ filings }: { filings: readonly string[] }) {
  const { language, words } = useView();
  return (
    <>
      {filings.map((id, i) => (
        <>
          {i > 0 && <br />}
          <a class="govuk-link" href={pageUrl(language, `/desk/filings/${id}`)}>
            {words.matters.openFiling}
            {filings.length > 1 && ` ${i + 1}`}
          </a>
        </>
      ))}
    </>
  );
}

export function DocumentLink({ id }: { id: string }) {
  const { language, words } = useView();
  return (
    <a class="govuk-link" href={pageUrl(language, `/desk/documents/${id}`)}>
      {words.matters.openDocument}
    </a>
  );
}

/** The acts on an order that the API hands out as documents. */
const printed: readonly string[] = ['OrderIssued', 'OrderServed', 'MeasuresLifted', 'OrderLifted'];

/** Every act that the party may see, in order. */
export function Course({ events }: { events: readonly MatterEvent[] }) {
  const { language, words } = useView();
  const { matters } = words;
  return (
    <Table
      caption={matters.timeline}
      columns={[
        { name: matters.act },
        { name: matters.on },
        { name: matters.recordedAt },
        { name: matters.agency },
        { name: matters.basis },
        { name: matters.document },
      ]}
      rows={events.map(({ id, type, effectiveOn, recordedAt, agency, basis }) => [
        eventName(type, language),
        effectiveOn,
        inBeijing(recordedAt),
        agency && agencyInText(agency, language),
        basis.join(', '),
        printed.includes(type) && <DocumentLink id={id} />,
      ])}
    />
  );
}

export interface ActPageProps {
  /** What is done. */
  title: string;
  /** On what it is done. */
  of: string;
  /** Where that is read, after the language. */
  back: string;
  /** Where the form is sent, after the language. */
  to: string;
  section: string;
  lead?: string;
  /** The ETag of what was read. */
  revision?: string;
  entered: Entered;
  faults: readonly FieldFault[];
  /** On the button, where it is not the title. */
  button?: string;
  children?: ComponentChildren;
}

/** One act: its form, and what is wrong with what was entered. */
export function ActPage({ title, of, back, to, section, lead, revision, entered, faults, button, children }: ActPageProps) {
  const { language, words } = useView();
  return (
    <Page title={title} section={section} faulty={faults.length > 0}>
      <a class="govuk-back-link" href={pageUrl(language, back)}>
        {words.matters.back}
      </a>
      <ErrorSummary faults={faults} />
      <span class="govuk-caption-l">{of}</span>
      <h1 class="govuk-heading-l" id="act" tabIndex={-1}>
        {title}
      </h1>
      {lead !== undefined && <p class="govuk-body">{lead}</p>}
      <Form to={to} formKey={entered.key} revision={entered.revision ?? revision}>
        {children}
        <Button>{button ?? words.matters.send}</Button>
      </Form>
    </Page>
  );
}
