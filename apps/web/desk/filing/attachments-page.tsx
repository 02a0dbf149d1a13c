// The documents that belong to the material: the report of the self-assessment and others.
import { type Entered, faultOf } from '../../acts.js';
import { Banner } from '../../parts/banner.js';
import { Table } from '../../parts/facts.js';
import { Button, FileField, Radios } from '../../parts/fields.js';
import { Form } from '../../parts/form.js';
import { ErrorSummary, type FieldFault } from '../../parts/notes.js';
import { Page } from '../../parts/page.js';
import { pageUrl, useView } from '../../view.js';
import { materialKinds } from '../../words/filing-terms.js';
import { termOf } from '../../words/terms.js';
import { type Begun, reasonsFor } from './drafts.js';
import { listOf, placeOfItem } from './form.js';
import { ReasonTable } from './reasons.js';

export interface Attached {
  kind: string;
  sha256: string;
}

export const attachedTo = ({ form }: Begun): readonly Attached[] => listOf(form, 'attachments') as readonly Attached[];

interface AttachmentsProps {
  begun: Begun;
  entered?: Entered;
  faults: readonly FieldFault[];
  done?: string;
}

export function AttachmentsPage({ begun, entered = {}, faults, done }: AttachmentsProps) {
  const { language, words } = useView();
  const { filing } = words;
  const { fields } = filing;
  const to = `/desk/drafts/${begun.id}/attachments`;
  const attached = attachedTo(begun);
  const reasons = reasonsFor(begun).filter(({ item }) => placeOfItem(item) === '/attachments');
  const kinds = Object.entries(materialKinds).map(([value, term]) => ({ value, text: term[language] }));
  return (
    <Page title={filing.sections.attachments} section="/desk" faulty={faults.length > 0}>
      <ErrorSummary faults={faults} />
      <Banner>{done === 'saved' ? filing.saved : undefined}</Banner>
      <span class="govuk-caption-l app-written">{begun.title ?? filing.unnamed}</span>
      <h1 class="govuk-heading-l">{filing.sections.attachments}</h1>
      {reasons.length > 0 && <ReasonTable caption={filing.reasonBeside} reasons={reasons} />}
      <div id="attachments" tabIndex={-1}>
        {attached.length === 0 ? (
          <p class="govuk-body">{filing.nothingYet}</p>
        ) : (
          <Table
            caption={filing.uploaded}
            columns={[fields.attachmentKind.label, fields.digest.label, filing.remove].map((name) => ({ name }))}
            rows={attached.map(({ kind, sha256 }, n) => [
              <span id={`attachments-${n}-kind`}>{termOf(materialKinds, kind, language)}</span>,
              <code id={`attachments-${n}-sha256`} class="app-written">
                {sha256}
              </code>,
              <Form to={`${to}/${n}/removal`} revision={begun.etag}>
                <Button secondary>{filing.removeItem(termOf(materialKinds, kind, language))}</Button>
              </Form>,
            ])}
          />
        )}
      </div>
      <Form to={to} revision={begun.etag} withFile>
        <Radios
          name="kind"
          label={fields.attachmentKind.label}
          value={entered.kind}
          fault={faultOf(faults, 'kind')}
          choices={kinds}
        />
        <FileField
          name="file"
          label={fields.attachmentFile.label}
          hint={fields.attachmentFile.hint}
          fault={faultOf(faults, 'file')}
        />
        <Button>{filing.upload}</Button>
      </Form>
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, `/desk/drafts/${begun.id}`)}>
          {filing.backToTasks}
        </a>
      </p>
    </Page>
  );
}
