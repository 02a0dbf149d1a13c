// The page of a case of any kind, and the forms by which an agency arranges its own work on one.
import { type components } from '#client/schema.js';
import { type Entered, faultOf } from '../acts.js';
import { Button, TextArea, TextField } from '../parts/fields.js';
import { Facts } from '../parts/facts.js';
import { Form } from '../parts/form.js';
import { ErrorSummary, type FieldFault } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { pageUrl, useView, useVisitor } from '../view.js';
import { caseKinds, caseStages } from '../words/case-terms.js';
import { termOf } from '../words/terms.js';
import { AssignmentFields } from './assignment-fields.js';
import { casePath } from './case-links.js';
import { Attachments, type CasePage, Linked, type Note, Notes, Staff, Steps } from './case-parts.js';
import { Done } from './done.js';

/** `filing-…` as kind and id. */
export function matterOf(stream: string): components['schemas']['CaseMatterDto'] {
  const dash = stream.indexOf('-');
  return { category: stream.slice(0, dash), id: stream.slice(dash + 1) };
}

function Head({ page }: { page: CasePage }) {
  const { language, words } = useView();
  const { category, id } = matterOf(page.case);
  const { summary } = page;
  return (
    <>
      <h1 class="govuk-heading-l">
        {termOf(caseKinds, category, language)}: {summary?.title ?? summary?.party ?? id}
      </h1>
      <Facts
        facts={[
          [words.cases.state, summary && termOf(caseStages, summary.stage, language)],
          [
            words.cases.party,
            summary?.subject === undefined ? (
              summary?.party
            ) : (
              <a class="govuk-link" href={pageUrl(language, `/console/subjects/${summary.subject}`)}>
                {summary.party ?? summary.subject}
              </a>
            ),
          ],
          [words.number, summary?.numbers.join(', ')],
          [words.cases.region, summary?.division?.name],
        ]}
      />
    </>
  );
}

export function AnyCasePage({ page, notes, done }: { page: CasePage; notes: readonly Note[]; done?: string }) {
  const { language, words } = useView();
  const { category, id } = matterOf(page.case);
  return (
    <Page title={`${termOf(caseKinds, category, language)} ${page.summary?.title ?? id}`} section="/console/queue">
      <Head page={page} />
      <Done word={done} />
      <Steps page={page} />
      <Staff page={page} />
      <Attachments page={page} />
      <Linked page={page} />
      <Notes page={page} notes={notes} />
      {page.link !== undefined && (
        <p class="govuk-body">
          <a class="govuk-link" href={page.link}>
            {words.asJson}
          </a>
        </p>
      )}
    </Page>
  );
}

interface FieldsProps {
  entered: Entered;
  faults: readonly FieldFault[];
}

function RecusalFields({ entered, faults }: FieldsProps) {
  const { cases } = useView().words;
  const own = useVisitor().account.id;
  return (
    <>
      <TextField
        name="account"
        label={cases.account}
        hint={cases.recusalHint}
        value={entered.account ?? own}
        fault={faultOf(faults, 'account')}
      />
      <TextArea name="reason" label={cases.reason} rows={4} value={entered.reason} fault={faultOf(faults, 'reason')} />
    </>
  );
}

const NoteFields = ({ entered, faults }: FieldsProps) => {
  const { cases } = useView().words;
  return <TextArea name="text" label={cases.newNote} rows={5} value={entered.text} fault={faultOf(faults, 'text')} />;
};

/** By the last part of the path; what they are called stands in the words under the same name. */
export const caseForms = {
  assignment: AssignmentFields,
  recusal: RecusalFields,
  'recusal-end': RecusalFields,
  notes: NoteFields,
} as const;
export type CaseForm = keyof typeof caseForms;

interface CaseFormProps {
  page: CasePage;
  form: CaseForm;
  revision?: string;
  entered?: Entered;
  faults?: readonly FieldFault[];
}

export function CaseFormPage({ page, form, revision, entered = {}, faults = [] }: CaseFormProps) {
  const { language, words } = useView();
  const { cases } = words;
  const Fields = caseForms[form];
  const title = cases.forms[form];
  return (
    <Page title={title} section="/console/queue" faulty={faults.length > 0}>
      <ErrorSummary faults={faults} />
      <Head page={page} />
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, casePath(matterOf(page.case)))}>
          {cases.backToCase}
        </a>
      </p>
      <h2 class="govuk-heading-m" id="act" tabIndex={-1}>
        {title}
      </h2>
      <Form to={`/console/cases/${page.case}/${form}`} formKey={entered.key} revision={entered.revision ?? revision}>
        <Fields entered={entered} faults={faults} />
        <Button>{title}</Button>
      </Form>
    </Page>
  );
}
