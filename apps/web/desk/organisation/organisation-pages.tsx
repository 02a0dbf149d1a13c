// What is known of the filer's organisation, its change, and its consent to electronic service.
import { type components } from '#client/schema.js';
import { type Entered, faultOf } from '../../acts.js';
import { Facts } from '../../parts/facts.js';
import { Button, TextField } from '../../parts/fields.js';
import { Form } from '../../parts/form.js';
import { ErrorSummary, type FieldFault, Inset } from '../../parts/notes.js';
import { Page } from '../../parts/page.js';
import { pageUrl, useView } from '../../view.js';
import { caseStages, defects, subjectItems } from '../../words/case-terms.js';
import { termOf } from '../../words/terms.js';
import { ActPage, Acts, Done } from '../matter-parts.js';

export type Subject = components['schemas']['SubjectDto'];

const HERE = '/desk/organisation';

export function OrganisationPage({ subject, done }: { subject?: Subject; done?: string }) {
  const { language, words } = useView();
  const { organisation, matters } = words;
  const { details, contacts } = subject ?? {};
  return (
    <Page title={organisation.title} section={HERE}>
      <h1 class="govuk-heading-l">{details?.name ?? organisation.title}</h1>
      <Done word={done} />
      {!subject && <Inset>{organisation.notRegistered}</Inset>}
      {subject && (
        <>
          <Acts
            acts={[
              [`${HERE}/change`, organisation.change],
              subject.serviceConsent
                ? [`${HERE}/consent/withdrawal`, organisation.withdrawConsent]
                : [`${HERE}/consent`, organisation.giveConsent],
            ]}
          />
          <Facts
            facts={[
              [matters.status, termOf(caseStages, subject.status, language)],
              [organisation.name, details?.name],
              [organisation.creditCode, details?.creditCode],
              [organisation.legalForm, details?.legalForm],
              [organisation.division, `${subject.division.code} ${subject.division.name}`],
              [organisation.address, details?.address],
              [organisation.website, details?.website],
              [organisation.monthlyActiveUsers, details?.monthlyActiveUsers?.toLocaleString('zh-CN')],
              [organisation.entity, subject.entity],
              [organisation.registeredOn, subject.registeredOn],
              [organisation.verifiedOn, subject.verifiedOn],
              [organisation.detailsChangedOn, subject.detailsChangedOn.join(', ')],
              [organisation.legalRepresentative, contacts?.legalRepresentative.name],
              [organisation.safetyOfficer, contacts?.safetyOfficer.name],
              [organisation.consent, subject.serviceConsent ? organisation.consentGiven : organisation.consentNone],
              [
                organisation.reasons,
                subject.reasons?.map(({ item, defect, text }) => (
                  <p class="govuk-body">
                    {termOf(subjectItems, item, language)}: {termOf(defects, defect, language)} {text}
                  </p>
                )),
              ],
            ]}
          />
        </>
      )}
    </Page>
  );
}

interface FormProps {
  revision: string;
  entered?: Entered;
  faults?: readonly FieldFault[];
}

/** What the details are now, as the form takes them. */
const enteredOf = ({ details }: Subject): Entered =>
  Object.fromEntries(
    Object.entries({ ...details }).map(([name, value]) => [`details-${name}`, value === undefined ? '' : String(value)]),
  );

export function DetailsChangePage({ subject, revision, entered, faults = [] }: FormProps & { subject: Subject }) {
  const { organisation } = useView().words;
  const shown = entered ?? enteredOf(subject);
  const field = (name: string) => ({ name, value: shown[name], fault: faultOf(faults, name) });
  const isOrganisation = subject.kind === 'organisation';
  return (
    <ActPage
      title={organisation.change}
      of={subject.details?.name ?? organisation.title}
      lead={organisation.changeLead}
      {...{ back: HERE, to: `${HERE}/change`, section: HERE, revision, entered: entered ?? {}, faults }}
    >
      {isOrganisation && (
        <>
          <TextField {...field('details-name')} label={organisation.name} />
          <TextField {...field('details-creditCode')} label={organisation.creditCode} width={30} autocomplete="off" />
          <TextField {...field('details-legalForm')} label={organisation.legalForm} width={30} autocomplete="off" />
        </>
      )}
      <TextField {...field('details-division')} label={organisation.division} width={10} autocomplete="off" />
      <TextField {...field('details-address')} label={organisation.address} autocomplete="off" />
      <TextField {...field('details-website')} label={organisation.website} autocomplete="off" />
      <TextField {...field('details-monthlyActiveUsers')} label={organisation.monthlyActiveUsers} width={10} autocomplete="off" />
      <TextField
        {...field('changedOn')}
        label={organisation.changedOn}
        hint={organisation.dateHint}
        width={10}
        autocomplete="off"
      />
    </ActPage>
  );
}

export function ConsentWithdrawalPage({ revision, entered = {}, faults = [] }: FormProps) {
  const { organisation } = useView().words;
  return (
    <ActPage
      title={organisation.withdrawConsent}
      of={organisation.title}
      button={organisation.withdrawConsent}
      {...{ back: HERE, to: `${HERE}/consent/withdrawal`, section: HERE, revision, entered, faults }}
    />
  );
}

export function ConsentPage({ revision, entered = {}, faults = [] }: FormProps) {
  const { language, words } = useView();
  const { organisation, matters } = words;
  const fault = faultOf(faults, 'signedForm');
  return (
    <Page title={organisation.giveConsent} section={HERE} faulty={faults.length > 0}>
      <a class="govuk-back-link" href={pageUrl(language, HERE)}>
        {matters.back}
      </a>
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l" id="act" tabIndex={-1}>
        {organisation.giveConsent}
      </h1>
      <p class="govuk-body">{organisation.consentLead}</p>
      <Form to={`${HERE}/consent`} withFile formKey={entered.key} revision={entered.revision ?? revision}>
        <TextField
          {...{ name: 'address', value: entered.address, fault: faultOf(faults, 'address') }}
          label={organisation.consentAddress}
          autocomplete="off"
        />
        <div class={`govuk-form-group${fault ? ' govuk-form-group--error' : ''}`}>
          <label class="govuk-label" for="signedForm">
            {organisation.signedForm}
          </label>
          {fault && (
            <p id="signedForm-error" class="govuk-error-message">
              {fault}
            </p>
          )}
          <input
            class="govuk-file-upload"
            id="signedForm"
            name="signedForm"
            type="file"
            aria-describedby={fault ? 'signedForm-error' : undefined}
          />
        </div>
        <Button>{organisation.giveConsent}</Button>
      </Form>
    </Page>
  );
}
