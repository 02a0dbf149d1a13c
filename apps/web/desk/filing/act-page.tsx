// One act on a filing, with what it asks.
import { type Entered } from '../../acts.js';
import { Button } from '../../parts/fields.js';
import { Form } from '../../parts/form.js';
import { FormFields } from '../../parts/form-fields.js';
import { ErrorSummary, type FieldFault } from '../../parts/notes.js';
import { Page } from '../../parts/page.js';
import { pageUrl, useView } from '../../view.js';
import { type ActName, acts, asks } from './acts.js';
import { type FilingCase } from './drafts.js';
import { named } from './summary.js';

interface ActProps {
  act: ActName;
  filing: FilingCase;
  /** The ETag of the filing as it was read. */
  revision: string;
  entered: Entered;
  faults?: readonly FieldFault[];
}

export function ActPage({ act, filing: it, revision, entered, faults = [] }: ActProps) {
  const { language, words } = useView();
  const { filing } = words;
  const { title, lead } = acts[act];
  const groups = asks(act, it);
  return (
    <Page title={title(filing)} section="/desk" faulty={faults.length > 0}>
      <ErrorSummary faults={named(faults, groups.flat(), filing)} />
      <span class="govuk-caption-l app-written">{it.algorithmName ?? filing.unnamed}</span>
      <h1 class="govuk-heading-l">{title(filing)}</h1>
      {lead && <p class="govuk-body">{lead(filing)}</p>}
      <Form to={`/desk/filings/${it.id}/${act}`} formKey={entered.key} revision={revision}>
        {groups.map((fields, i) => {
          const shown = <FormFields fields={fields} entered={entered} faults={faults} labels={filing.fields} />;
          if (act !== 'display-places') return shown;
          return (
            <fieldset class="govuk-fieldset" id={i === 0 ? 'places' : undefined} tabIndex={-1}>
              <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{filing.displayN(i + 1)}</legend>
              {shown}
            </fieldset>
          );
        })}
        <div id="act">
          <Button>{filing.confirm}</Button>
        </div>
      </Form>
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, `/desk/filings/${it.id}`)}>
          {filing.backToFiling}
        </a>
      </p>
    </Page>
  );
}
