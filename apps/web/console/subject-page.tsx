// A subject with everything that concerns it, each line to be cited; and its verification.
import { type components } from '#client/schema.js';
import { type Entered, faultOf } from '../acts.js';
import { Button, Radios, TextField } from '../parts/fields.js';
import { Facts, Table } from '../parts/facts.js';
import { Form } from '../parts/form.js';
import { ErrorSummary, type FieldFault } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { Pagination } from '../parts/pagination.js';
import { inBeijing } from '../registry/instants.js';
import { pageUrl, safeHref, useView, useVisitor, withQuery } from '../view.js';
import { actorName } from '../words/agencies.js';
import { attachmentKinds, caseKinds, defects, subjectItems } from '../words/case-terms.js';
import { eventName } from '../words/events.js';
import { termOf } from '../words/terms.js';
import { type Words } from '../words/words.js';
import { casePath } from './case-links.js';
import { Done } from './done.js';
import { MomentField } from './reading-parts.js';
import { ReasonFields } from './reason-fields.js';

export type Subject = components['schemas']['SubjectDto'];
type Dossier = components['schemas']['DossierDto'];

const wordFor = (terms: Readonly<Record<string, string>>, code: string): string =>
  Object.hasOwn(terms, code) ? terms[code]! : code;

const titleOf = ({ details, id }: Subject, words: Words): string => details?.name ?? `${words.individual} ${id}`;

export function SubjectFacts({ subject }: { subject: Subject }) {
  const { language, words } = useView();
  const { cases, caseReading } = words;
  const { details, contacts } = subject;
  const website = details?.website;
  const href = website === undefined ? undefined : safeHref(website);
  const person = (of: keyof NonNullable<typeof contacts>): string | undefined => {
    const { name, documentType, documentNumber, phone, email } = contacts?.[of] ?? {};
    return [name, documentType, documentNumber, phone, email].filter(Boolean).join('，') || undefined;
  };
  return (
    <Facts
      facts={[
        [caseReading.kind, wordFor(caseReading.kinds, subject.kind)],
        [caseReading.status, wordFor(caseReading.statuses, subject.status)],
        [words.creditCode, details?.creditCode],
        [caseReading.legalForm, details?.legalForm],
        [cases.region, subject.division.name],
        [caseReading.address, details?.address],
        [
          caseReading.website,
          href === undefined ? (
            website
          ) : (
            <a class="govuk-link" href={href} rel="nofollow noreferrer">
              {website}
            </a>
          ),
        ],
        [caseReading.users, details?.monthlyActiveUsers?.toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB')],
        [caseReading.entity, subject.entity],
        subject.serviceConsent && [caseReading.consent, cases.yes],
        [caseReading.registeredOn, subject.registeredOn],
        [caseReading.verifiedOn, subject.verifiedOn],
        [caseReading.detailsChangedOn, subject.detailsChangedOn.join('，')],
        [caseReading.representative, person('legalRepresentative')],
        [caseReading.safetyOfficer, person('safetyOfficer')],
        [
          caseReading.documents,
          subject.documents.map(({ kind, sha256 }) => (
            <p class="govuk-body-s">
              <a class="govuk-link" href={`/v1/attachments/${sha256}?subject=${subject.id}`}>
                {termOf(attachmentKinds, kind, language)}
              </a>
            </p>
          )),
        ],
        [
          caseReading.refusedFor,
          (subject.reasons ?? []).map(({ item, defect, text }) => (
            <p class="govuk-body-s app-text">
              {termOf(subjectItems, item, language)}: {termOf(defects, defect, language)} {text}
            </p>
          )),
        ],
      ]}
    />
  );
}

interface SubjectProps {
  subject: Subject;
  /** Undefined where the address asks for a moment that there was not. */
  dossier?: Dossier;
  asOf?: string;
  moment?: string;
  cursor?: string;
  next?: string;
  faults?: readonly FieldFault[];
  done?: string;
}

export function SubjectPage({ subject, dossier, asOf, moment, cursor, next, faults = [], done }: SubjectProps) {
  const { language, words } = useView();
  const { cases, caseReading } = words;
  const { account } = useVisitor();
  const here = pageUrl(language, `/console/subjects/${subject.id}`);
  const verifies = account.agency?.kind === 'cac' && account.roles.some((role) => role === 'reviewer' || role === 'approver');
  return (
    <Page title={titleOf(subject, words)} section="/console/search" faulty={faults.length > 0}>
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{titleOf(subject, words)}</h1>
      <Done word={done} said={caseReading.done} />
      <SubjectFacts subject={subject} />
      {verifies && subject.status === 'registered' && (
        <p class="govuk-body">
          <a class="govuk-button govuk-button--secondary" role="button" href={`${here}/verification`}>
            {caseReading.verify}
          </a>
        </p>
      )}
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, `/console/cases/subject-${subject.id}`)}>
          {cases.caseWork}
        </a>
      </p>
      <h2 class="govuk-heading-m">{caseReading.dossier}</h2>
      <p class="govuk-body">{caseReading.dossierLead}</p>
      <form action={here} method="get">
        <MomentField value={asOf} fault={faultOf(faults, 'as_of')} />
        <Button secondary>{words.apply}</Button>
      </form>
      {dossier && (
        <div class="app-wide">
          <p class="govuk-body-s">
            <a
              class="govuk-link"
              href={withQuery(`/v1/regulator/subjects/${encodeURIComponent(subject.id)}/dossier.csv`, { as_of: moment })}
            >
              {words.asCsv}
            </a>
          </p>
          <Lines lines={dossier.lines} />
        </div>
      )}
      <Pagination
        first={cursor === undefined ? undefined : withQuery(here, { as_of: asOf })}
        next={next === undefined ? undefined : withQuery(here, { as_of: asOf, cursor: next })}
      />
    </Page>
  );
}

function Lines({ lines }: { lines: Dossier['lines'] }) {
  const { language, words } = useView();
  const { cases, caseReading } = words;
  if (lines.length === 0) return <p class="govuk-body">{caseReading.none}</p>;
  return (
    <Table
      caption={caseReading.dossier}
      captionHidden
      columns={[
        { name: cases.act },
        { name: cases.case },
        { name: cases.effectiveOn },
        { name: cases.recordedAt },
        { name: cases.basis },
        { name: cases.actor },
        { name: caseReading.event },
        { name: cases.position },
      ]}
      rows={lines.map(({ id, type, matter, effectiveOn, recordedAt, basis, agency, actor, position }) => [
        <span id={`event-${id}`}>{eventName(type, language)}</span>,
        <a class="govuk-link" href={pageUrl(language, casePath(matter))}>
          {termOf(caseKinds, matter.category, language)}
        </a>,
        effectiveOn,
        inBeijing(recordedAt),
        basis.join(', '),
        actorName({ agency, actor }, language),
        <code>{id}</code>,
        <code>{position}</code>,
      ])}
    />
  );
}

interface VerificationProps {
  subject: Subject;
  revision: string;
  entered?: Entered;
  faults?: readonly FieldFault[];
}

export function VerificationPage({ subject, revision, entered = {}, faults = [] }: VerificationProps) {
  const { language, words } = useView();
  const { cases, caseReading } = words;
  const to = `/console/subjects/${subject.id}`;
  return (
    <Page title={`${caseReading.verify}: ${titleOf(subject, words)}`} section="/console/search" faulty={faults.length > 0}>
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{caseReading.verify}</h1>
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, to)}>
          {cases.backToCase}
        </a>
      </p>
      <div class="app-side-by-side">
        <div>
          <h2 class="govuk-heading-m" id="act" tabIndex={-1}>
            {caseReading.verifyResult}
          </h2>
          <Form to={`${to}/verification`} formKey={entered.key} revision={entered.revision ?? revision}>
            <Radios
              name="result"
              label={caseReading.verifyResult}
              value={entered.result}
              choices={Object.entries(caseReading.results).map(([value, text]) => ({ value, text }))}
              fault={faultOf(faults, 'result')}
            />
            <TextField
              name="claimEntity"
              label={caseReading.claimEntity}
              width={10}
              value={entered.claimEntity}
              fault={faultOf(faults, 'claimEntity')}
            />
            <p class="govuk-body">{caseReading.reasonsLead}</p>
            <ReasonFields items={subjectItems} entered={entered} faults={faults} />
            <Button>{caseReading.verify}</Button>
          </Form>
        </div>
        <div>
          <h2 class="govuk-heading-m">{titleOf(subject, words)}</h2>
          <SubjectFacts subject={subject} />
        </div>
      </div>
    </Page>
  );
}
