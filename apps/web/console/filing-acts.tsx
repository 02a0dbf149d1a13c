// The acts of the filing authority: when each can be done, by whom, what it asks, and what of the API it is.
import { type VNode } from 'preact';
import { type components } from '#client/schema.js';
import { type ApiClient } from '#client/api-client.js';
import { type Answer, askedBy, type Entered, faultOf } from '../acts.js';
import { Radios, TextArea, TextField } from '../parts/fields.js';
import { type FieldFault } from '../parts/notes.js';
import { type Account } from '../sign-in/visitors.js';
import { useView } from '../view.js';
import { choicesOf, exOfficioGrounds, reviewStages, revocationGrounds, stageResults } from '../words/case-terms.js';
import { type Words } from '../words/words.js';
import { ReasonFields, reasonsIn } from './reason-fields.js';

export type Filing = components['schemas']['FilingCaseDto'];
type Schemas = components['schemas'];
type Role = Account['roles'][number];

export interface FieldsProps {
  filing: Filing;
  entered: Entered;
  faults: readonly FieldFault[];
}

interface Sending {
  api: ApiClient;
  filing: Filing;
  entered: Entered;
}

export interface FilingAct {
  title: (words: Words) => string;
  roles: readonly Role[];
  /** Whether the filing is where this can be done, as far as a page can tell. */
  when: (filing: Filing) => boolean;
  Fields: (props: FieldsProps) => VNode | null;
  send: (sending: Sending) => Promise<Answer>;
  /** Whether the form takes reasons from templates. */
  reasons?: boolean;
}

const reviewers: readonly Role[] = ['reviewer'];
const approvers: readonly Role[] = ['approver'];
const both: readonly Role[] = ['reviewer', 'approver'];

const text = (entered: Entered, name: string): string => (entered[name] ?? '').trim();
const optional = (entered: Entered, name: string): string | undefined => text(entered, name) || undefined;
/** One id a line. */
const listed = (entered: Entered, name: string): string[] =>
  text(entered, name)
    .split(/[\s,，;；]+/)
    .filter(Boolean);
const optionalList = (entered: Entered, name: string): string[] | undefined => {
  const ids = listed(entered, name);
  return ids.length > 0 ? ids : undefined;
};

const asked = ({ filing, entered }: Sending) => ({ path: { id: filing.id }, header: askedBy(entered) });
const ofChange = (sending: Sending) => ({
  path: { id: sending.filing.id, n: changeOf(sending.filing)?.n ?? 0 },
  header: askedBy(sending.entered),
});

interface Change {
  n: number;
  status: string;
}
/** The last change, as the description of the API leaves it open. */
export const changeOf = ({ change }: Filing): Change | undefined => change as Change | undefined;
const proposedAct = ({ proposed }: Filing): string | undefined => (proposed as { act: string } | undefined)?.act;
const cancellationStatus = ({ cancellation }: Filing): string | undefined =>
  (cancellation as { status: string } | undefined)?.status;
const underReview = ({ status }: Filing): boolean => status === 'under-review';
const inForce = ({ status }: Filing): boolean => status === 'filed';
const changeOpen = (filing: Filing): boolean => inForce(filing) && changeOf(filing)?.status === 'open';

const Nothing = (): null => null;

function Line({ name, label, hint, entered, faults }: { name: string; label: string; hint?: string } & FieldsProps) {
  return <TextField name={name} label={label} hint={hint} value={entered[name]} fault={faultOf(faults, name)} />;
}

function Passage({
  name,
  label,
  hint,
  rows,
  entered,
  faults,
}: { name: string; label: string; hint?: string; rows?: number } & FieldsProps) {
  return <TextArea name={name} label={label} hint={hint} rows={rows} value={entered[name]} fault={faultOf(faults, name)} />;
}

function Penalties(props: FieldsProps) {
  const { cases } = useView().words;
  return (
    <>
      <Passage name="penalties" label={cases.penalties} hint={cases.idsHint} rows={3} {...props} />
      <Line name="expressBasis" label={cases.expressBasis} {...props} />
    </>
  );
}

function StageFields(props: FieldsProps) {
  const { language, words } = useView();
  const { entered, faults } = props;
  return (
    <>
      <Radios
        name="stage"
        label={words.cases.stage}
        value={entered.stage}
        choices={choicesOf(reviewStages, language)}
        fault={faultOf(faults, 'stage')}
      />
      <Radios
        name="result"
        label={words.cases.result}
        value={entered.result}
        choices={choicesOf(stageResults, language)}
        fault={faultOf(faults, 'result')}
      />
      <Passage name="remarks" label={words.cases.remarks} {...props} rows={4} />
    </>
  );
}

function FindingFields(props: FieldsProps) {
  const { cases } = useView().words;
  const choices = [
    { value: 'true', text: cases.attributeHas },
    { value: 'false', text: cases.attributeNot },
  ];
  return (
    <>
      <Radios
        name="hasAttribute"
        label={cases.attribute}
        value={props.entered.hasAttribute}
        choices={choices}
        fault={faultOf(props.faults, 'hasAttribute')}
      />
      <Passage name="reason" label={cases.reason} {...props} />
    </>
  );
}

const AcceptanceFields = (props: FieldsProps) => {
  const { cases } = useView().words;
  return <Passage name="assessments" label={cases.assessments} hint={cases.idsHint} rows={3} {...props} />;
};

const NotificationFields = (props: FieldsProps) => {
  const { cases } = useView().words;
  return (
    <>
      <Line name="notifiedOn" label={cases.notifiedOn} hint={cases.dayHint} {...props} />
      <Line name="method" label={cases.method} hint={cases.methodHint} {...props} />
    </>
  );
};

const ChangeAcceptanceFields = (props: FieldsProps) => {
  const { cases } = useView().words;
  return <Passage name="remarks" label={cases.publicRemark} hint={cases.publicRemarkHint} rows={3} {...props} />;
};

const ReturnFields = (props: FieldsProps) => {
  const { cases } = useView().words;
  return <Passage name="serviceContinues" label={cases.serviceContinues} {...props} />;
};

const ApprovalFields = (props: FieldsProps) => {
  const { cases } = useView().words;
  return <Line name="documentNo" label={cases.documentNo} {...props} />;
};

function ExOfficioFields(props: FieldsProps) {
  const { language, words } = useView();
  const { cases } = words;
  return (
    <>
      <Radios
        name="ground"
        label={cases.ground}
        value={props.entered.ground}
        choices={choicesOf(exOfficioGrounds, language)}
        fault={faultOf(props.faults, 'ground')}
      />
      <Passage name="reason" label={cases.reason} {...props} />
      <fieldset class="govuk-fieldset" id="externalDecision">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{cases.externalDecision}</legend>
        <Line name="externalDecision-agency" label={cases.decidingAgency} {...props} />
        <Line name="externalDecision-number" label={cases.decisionNumber} {...props} />
        <Line name="externalDecision-date" label={cases.decisionDate} hint={cases.dayHint} {...props} />
      </fieldset>
      <Penalties {...props} />
    </>
  );
}

function RevocationFields(props: FieldsProps) {
  const { language, words } = useView();
  const { cases } = words;
  return (
    <>
      <Radios
        name="ground"
        label={cases.ground}
        value={props.entered.ground}
        choices={choicesOf(revocationGrounds, language)}
        fault={faultOf(props.faults, 'ground')}
      />
      <Passage name="facts" label={cases.facts} {...props} />
      <Line name="hearing-notifiedOn" label={cases.heardOn} hint={cases.dayHint} {...props} />
      <Passage name="hearing-statement" label={cases.statement} rows={4} {...props} />
      <Penalties {...props} />
    </>
  );
}

function externalDecisionIn(entered: Entered): Schemas['ExternalDecisionDto'] | undefined {
  const [agency, number, date] = ['agency', 'number', 'date'].map((name) => text(entered, `externalDecision-${name}`));
  return agency || number || date ? { agency: agency!, number: number!, date: date! } : undefined;
}

/** By the last part of the path of its page. */
export const filingActs: Readonly<Record<string, FilingAct>> = {
  'take-up': {
    title: ({ cases }) => cases.acts.takeUp,
    roles: both,
    when: (filing) => underReview(filing) && !filing.takenUp,
    Fields: (props) => <Passage name="reason" label={useView().words.cases.reason} {...props} />,
    send: (sending) =>
      sending.api.POST('/v1/filings/{id}/take-up', {
        params: asked(sending),
        body: { reason: text(sending.entered, 'reason') },
      }),
  },
  stages: {
    title: ({ cases }) => cases.acts.stage,
    roles: reviewers,
    when: underReview,
    Fields: StageFields,
    send: (sending) =>
      sending.api.POST('/v1/filings/{id}/stages', {
        params: asked(sending),
        body: {
          stage: sending.entered.stage as Schemas['StageDto']['stage'],
          result: sending.entered.result as Schemas['StageDto']['result'],
          remarks: optional(sending.entered, 'remarks'),
        },
      }),
  },
  'attribute-finding': {
    title: ({ cases }) => cases.acts.finding,
    roles: both,
    when: (filing) => underReview(filing) || inForce(filing),
    Fields: FindingFields,
    send: (sending) => {
      const { hasAttribute } = sending.entered;
      const found = hasAttribute === 'true' || hasAttribute === 'false' ? hasAttribute === 'true' : undefined;
      return sending.api.POST('/v1/filings/{id}/attribute-finding', {
        params: asked(sending),
        body: { hasAttribute: found as boolean, reason: text(sending.entered, 'reason') },
      });
    },
  },
  acceptance: {
    title: ({ cases }) => cases.acts.accept,
    roles: approvers,
    when: underReview,
    Fields: AcceptanceFields,
    send: (sending) =>
      sending.api.POST('/v1/filings/{id}/acceptance', {
        params: asked(sending),
        body: { assessments: listed(sending.entered, 'assessments') },
      }),
  },
  refusal: {
    title: ({ cases }) => cases.acts.refuse,
    roles: approvers,
    when: underReview,
    reasons: true,
    Fields: ReasonFields,
    send: (sending) =>
      sending.api.POST('/v1/filings/{id}/refusal', {
        params: asked(sending),
        body: { reasons: reasonsIn(sending.entered) },
      }),
  },
  notification: {
    title: ({ cases }) => cases.acts.notify,
    roles: both,
    when: ({ status, submissions }) => status === 'refused' && submissions.at(-1)?.notifiedOn === undefined,
    Fields: NotificationFields,
    send: (sending) =>
      sending.api.POST('/v1/filings/{id}/refusal/notification', {
        params: asked(sending),
        body: { notifiedOn: text(sending.entered, 'notifiedOn'), method: text(sending.entered, 'method') },
      }),
  },
  'change-acceptance': {
    title: ({ cases }) => cases.acts.acceptChange,
    roles: approvers,
    when: changeOpen,
    Fields: ChangeAcceptanceFields,
    send: (sending) =>
      sending.api.POST('/v1/filings/{id}/changes/{n}/acceptance', {
        params: ofChange(sending),
        body: { remarks: text(sending.entered, 'remarks') },
      }),
  },
  'change-refusal': {
    title: ({ cases }) => cases.acts.refuseChange,
    roles: approvers,
    when: changeOpen,
    reasons: true,
    Fields: ReasonFields,
    send: (sending) =>
      sending.api.POST('/v1/filings/{id}/changes/{n}/refusal', {
        params: ofChange(sending),
        body: { reasons: reasonsIn(sending.entered) },
      }),
  },
  'cancellation-completion': {
    title: ({ cases }) => cases.acts.completeCancellation,
    roles: approvers,
    when: (filing) => cancellationStatus(filing) === 'submitted',
    Fields: Nothing,
    send: (sending) => sending.api.POST('/v1/filings/{id}/cancellation/completion', { params: asked(sending) }),
  },
  'cancellation-return': {
    title: ({ cases }) => cases.acts.returnCancellation,
    roles: approvers,
    when: (filing) => cancellationStatus(filing) === 'submitted',
    Fields: ReturnFields,
    send: (sending) =>
      sending.api.POST('/v1/filings/{id}/cancellation/return', {
        params: asked(sending),
        body: { serviceContinues: text(sending.entered, 'serviceContinues') },
      }),
  },
  'ex-officio-cancellation': {
    title: ({ cases }) => cases.acts.proposeCancellation,
    roles: both,
    when: (filing) => inForce(filing) && proposedAct(filing) === undefined,
    Fields: ExOfficioFields,
    send: (sending) =>
      sending.api.POST('/v1/filings/{id}/ex-officio-cancellation', {
        params: asked(sending),
        body: {
          ground: sending.entered.ground as Schemas['ExOfficioCancellationDto']['ground'],
          reason: text(sending.entered, 'reason'),
          externalDecision: externalDecisionIn(sending.entered),
          expressBasis: optional(sending.entered, 'expressBasis'),
          penalties: optionalList(sending.entered, 'penalties'),
        },
      }),
  },
  'ex-officio-approval': {
    title: ({ cases }) => cases.acts.approveCancellation,
    roles: approvers,
    when: (filing) => proposedAct(filing) === 'ex-officio-cancellation',
    Fields: ApprovalFields,
    send: (sending) =>
      sending.api.POST('/v1/filings/{id}/ex-officio-cancellation/approval', {
        params: asked(sending),
        body: { documentNo: text(sending.entered, 'documentNo') },
      }),
  },
  revocation: {
    title: ({ cases }) => cases.acts.proposeRevocation,
    roles: both,
    when: (filing) => inForce(filing) && proposedAct(filing) === undefined,
    Fields: RevocationFields,
    send: (sending) =>
      sending.api.POST('/v1/filings/{id}/revocation', {
        params: asked(sending),
        body: {
          ground: sending.entered.ground as Schemas['RevocationDto']['ground'],
          facts: text(sending.entered, 'facts'),
          hearing: {
            notifiedOn: text(sending.entered, 'hearing-notifiedOn'),
            statement: optional(sending.entered, 'hearing-statement'),
          },
          expressBasis: optional(sending.entered, 'expressBasis'),
          penalties: optionalList(sending.entered, 'penalties'),
        },
      }),
  },
  'revocation-approval': {
    title: ({ cases }) => cases.acts.approveRevocation,
    roles: approvers,
    when: (filing) => proposedAct(filing) === 'revocation',
    Fields: ApprovalFields,
    send: (sending) =>
      sending.api.POST('/v1/filings/{id}/revocation/approval', {
        params: asked(sending),
        body: { documentNo: text(sending.entered, 'documentNo') },
      }),
  },
};

/** What the visitor may do now, as far as a page can tell; the API judges what is sent. */
export const actsOpen = (filing: Filing, { roles, agency }: Account): [name: string, act: FilingAct][] =>
  agency?.kind !== 'cac'
    ? []
    : Object.entries(filingActs).filter(
        ([name, act]) =>
          act.when(filing) &&
          act.roles.some((role) => roles.includes(role)) &&
          (name !== 'take-up' || agency.division === '000000'),
      );
