// Registering the organisation, before its first filing.
import { randomUUID } from 'node:crypto';
import { type Entered } from '../acts.js';
import { Button } from '../parts/fields.js';
import { Form } from '../parts/form.js';
import { FormFields } from '../parts/form-fields.js';
import { ErrorSummary, type FieldFault, Inset } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { useView } from '../view.js';
import { named } from './filing/summary.js';
import { personFields, registrationFields, subjectFields } from './registration-form.js';

interface RegistrationProps {
  entered?: Entered;
  faults?: readonly FieldFault[];
}

export function RegistrationPage({ entered = { kind: 'organisation' }, faults = [] }: RegistrationProps) {
  const { filing } = useView().words;
  const shared = { entered, faults, labels: filing.fields };
  return (
    <Page title={filing.register} section="/desk" faulty={faults.length > 0}>
      <ErrorSummary faults={named(faults, registrationFields, filing)} />
      <h1 class="govuk-heading-l">{filing.register}</h1>
      <p class="govuk-body">{filing.registerLead}</p>
      <Form to="/desk/registration" formKey={entered.key ?? randomUUID()}>
        <FormFields fields={subjectFields} {...shared} />
        <Inset>{filing.personalData}</Inset>
        {(['legalRepresentative', 'safetyOfficer'] as const).map((who) => (
          <fieldset class="govuk-fieldset">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{filing[who]}</legend>
            <FormFields fields={personFields(who)} {...shared} />
          </fieldset>
        ))}
        <div id="act">
          <Button>{filing.register}</Button>
        </div>
      </Form>
    </Page>
  );
}
