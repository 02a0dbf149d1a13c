// Documents of an assessment: uploaded one by one before the form that names them, in the address until then.
import { type components } from '#client/schema.js';
import { type Entered, faultOf } from '../../acts.js';
import { Button, Radios } from '../../parts/fields.js';
import { Form } from '../../parts/form.js';
import { ErrorSummary, type FieldFault, Inset } from '../../parts/notes.js';
import { Page } from '../../parts/page.js';
import { pageUrl, useView, withQuery } from '../../view.js';
import { type Assessment } from './assessment-acts.js';

type Document = components['schemas']['AssessmentDocumentDto'];

export const documentKinds: readonly Document['kind'][] = ['report', 'label-material', 'body-opinion', 'other'];
const SHA256 = /^[0-9a-f]{64}$/;

/** The names under which forms and addresses carry them: `documents-report`. */
const fieldOf = (kind: Document['kind']): string => `documents-${kind}`;

/** What was uploaded, one of each kind, by what a form or an address says. */
export const documentsIn = (entered: Entered): Document[] =>
  documentKinds.flatMap((kind) => {
    const sha256 = entered[fieldOf(kind)] ?? '';
    return SHA256.test(sha256) ? [{ kind, sha256 }] : [];
  });

export const documentFields = (documents: readonly Document[]): Entered =>
  Object.fromEntries(documents.map(({ kind, sha256 }) => [fieldOf(kind), sha256]));

/** The form for which documents are uploaded. */
export type DocumentedAct = 'report' | 'conclusion';
export const documentedAct = (text: string | undefined): DocumentedAct => (text === 'conclusion' ? text : 'report');

interface UploadedProps {
  id: string;
  act: DocumentedAct;
  entered: Entered;
  faults: readonly FieldFault[];
}

/** Within the form: what it will bring along, and the way to upload more. */
export function UploadedDocuments({ id, act, entered, faults }: UploadedProps) {
  const { language, words } = useView();
  const { assessments } = words.matters;
  const documents = documentsIn(entered);
  const fields = documentFields(documents);
  const fault = faultOf(faults, 'documents');
  return (
    <section id="documents" tabIndex={-1} class={`govuk-form-group${fault ? ' govuk-form-group--error' : ''}`}>
      <h2 class="govuk-heading-m">{assessments.documents}</h2>
      {fault && <p class="govuk-error-message">{fault}</p>}
      <Documents documents={documents} />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <p class="govuk-body">
        <a class="govuk-link" href={withQuery(pageUrl(language, `/desk/assessments/${id}/documents`), { ...fields, act })}>
          {assessments.acts.documents}
        </a>
      </p>
    </section>
  );
}

function Documents({ documents }: { documents: readonly Document[] }) {
  const { assessments } = useView().words.matters;
  if (documents.length === 0) return <p class="govuk-body">{assessments.noDocuments}</p>;
  return (
    <ul class="govuk-list govuk-list--bullet">
      {documents.map(({ kind, sha256 }) => (
        <li>
          {assessments.documentKinds[kind]} · <code class="app-written">{sha256}</code>
        </li>
      ))}
    </ul>
  );
}

interface DocumentsPageProps {
  assessment: Assessment;
  act: DocumentedAct;
  documents: readonly Document[];
  entered?: Entered;
  faults?: readonly FieldFault[];
}

export function DocumentsPage({ assessment, act, documents, entered = {}, faults = [] }: DocumentsPageProps) {
  const { language, words } = useView();
  const { assessments } = words.matters;
  const here = `/desk/assessments/${assessment.id}`;
  const fields = documentFields(documents);
  const fault = faultOf(faults, 'file');
  return (
    <Page title={assessments.acts.documents} section="/desk/assessments" faulty={faults.length > 0}>
      <a class="govuk-back-link" href={pageUrl(language, here)}>
        {words.matters.back}
      </a>
      <ErrorSummary faults={faults} />
      <span class="govuk-caption-l">{assessment.service}</span>
      <h1 class="govuk-heading-l" id="act" tabIndex={-1}>
        {assessments.acts.documents}
      </h1>
      <Inset>
        <Documents documents={documents} />
        <a class="govuk-link" href={withQuery(pageUrl(language, `${here}/${act}`), { ...fields })}>
          {assessments.goOn}
        </a>
      </Inset>
      <Form to={`${here}/documents`} withFile>
        {Object.entries({ ...fields, act }).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Radios
          {...{ name: 'kind', value: entered.kind, fault: faultOf(faults, 'kind') }}
          label={assessments.documentKind}
          choices={documentKinds.map((value) => ({ value, text: assessments.documentKinds[value] }))}
        />
        <div class={`govuk-form-group${fault ? ' govuk-form-group--error' : ''}`}>
          <label class="govuk-label" for="file">
            {assessments.file}
          </label>
          {fault && (
            <p id="file-error" class="govuk-error-message">
              {fault}
            </p>
          )}
          <input
            class="govuk-file-upload"
            id="file"
            name="file"
            type="file"
            aria-describedby={fault ? 'file-error' : undefined}
          />
        </div>
        <Button>{assessments.upload}</Button>
      </Form>
    </Page>
  );
}
