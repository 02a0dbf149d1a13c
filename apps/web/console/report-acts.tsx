// What an authority does with a report that it was handed: when each can be done, what it asks, and what of the API it is.
import { type VNode } from 'preact';
import { type components } from '#client/schema.js';
import { type ApiClient } from '#client/api-client.js';
import { type Answer, askedBy, type Entered, faultOf } from '../acts.js';
import { Radios, Select, TextArea, TextField } from '../parts/fields.js';
import { type FieldFault } from '../parts/notes.js';
import { type Account } from '../sign-in/visitors.js';
import { useView } from '../view.js';
import { choicesOf, reportOutcomes } from '../words/case-terms.js';
import { departments } from '../words/report-terms.js';
import { objectionOutcomes } from '../words/terms.js';
import { type Words } from '../words/words.js';

export type Report = components['schemas']['ReportViewDto'];
type Schemas = components['schemas'];
type Track = Schemas['ReportTrackDto'];

interface FieldsProps {
  entered: Entered;
  faults: readonly FieldFault[];
}

interface Sending {
  api: ApiClient;
  id: string;
  entered: Entered;
}

export type ReportActName = keyof Words['caseReports']['acts'];

export interface ReportAct {
  when: (report: Report, own: Track) => boolean;
  Fields: (props: FieldsProps) => VNode | null;
  send: (sending: Sending) => Promise<Answer>;
  /** Kind of the templates for its text, and the field that takes it. */
  template?: { kind: 'report-reply' | 'objection-reply'; field: string };
}

const text = (entered: Entered, name: string): string => (entered[name] ?? '').trim();
const asked = ({ id, entered }: Sending) => ({ path: { id }, header: askedBy(entered) });

function AnswerFields({ entered, faults }: FieldsProps) {
  const { fields, answerHint } = useView().words.caseReports;
  return (
    <TextArea name="answer" label={fields.answer} hint={answerHint} value={entered.answer} fault={faultOf(faults, 'answer')} />
  );
}

function ReplyFields({ entered, faults }: FieldsProps) {
  const { language, words } = useView();
  const { fields, replyHint, outcome } = words.caseReports;
  return (
    <>
      <Radios
        name="outcome"
        label={outcome}
        value={entered.outcome}
        choices={choicesOf(objectionOutcomes, language)}
        fault={faultOf(faults, 'outcome')}
      />
      <TextArea name="reply" label={fields.reply} hint={replyHint} value={entered.reply} fault={faultOf(faults, 'reply')} />
    </>
  );
}

function ClosureFields({ entered, faults }: FieldsProps) {
  const { language, words } = useView();
  const { outcome, reference } = words.caseReports;
  return (
    <>
      <Radios
        name="outcome"
        label={outcome}
        value={entered.outcome}
        choices={choicesOf(reportOutcomes, language)}
        fault={faultOf(faults, 'outcome')}
      />
      <TextField name="reference" label={reference} value={entered.reference} fault={faultOf(faults, 'reference')} />
    </>
  );
}

function ReferralFields({ entered, faults }: FieldsProps) {
  const { language, words } = useView();
  const { caseReports, cases } = words;
  return (
    <div id="to">
      <Select
        name="to-kind"
        label={caseReports.toKind}
        any={cases.choose}
        value={entered['to-kind']}
        choices={choicesOf(departments, language)}
        fault={faultOf(faults, 'to-kind') ?? faultOf(faults, 'to')}
      />
      <TextField
        name="to-division"
        label={caseReports.toDivision}
        hint={caseReports.divisionHint}
        width={10}
        value={entered['to-division']}
        fault={faultOf(faults, 'to-division')}
      />
      <TextArea
        name="remark"
        label={caseReports.remark}
        hint={caseReports.remarkHint}
        value={entered.remark}
        fault={faultOf(faults, 'remark')}
      />
    </div>
  );
}

const going = ({ status }: Track): boolean => status === 'received' || status === 'acknowledged';

/** By the last part of the path of its page. */
export const reportActs: Readonly<Record<ReportActName, ReportAct>> = {
  acknowledgement: {
    when: (_, { status }) => status === 'received',
    Fields: () => null,
    send: (sending) => sending.api.POST('/v1/reports/{id}/acknowledgement', { params: asked(sending) }),
  },
  answer: {
    when: ({ kind }, own) => kind === 'complaint' && going(own) && !own.answered,
    Fields: AnswerFields,
    template: { kind: 'report-reply', field: 'answer' },
    send: (sending) =>
      sending.api.POST('/v1/reports/{id}/answer', {
        params: asked(sending),
        body: { answer: text(sending.entered, 'answer') },
      }),
  },
  reply: {
    when: ({ kind }, own) => kind === 'objection' && going(own),
    Fields: ReplyFields,
    template: { kind: 'objection-reply', field: 'reply' },
    send: (sending) =>
      sending.api.POST('/v1/reports/{id}/reply', {
        params: asked(sending),
        body: {
          outcome: sending.entered.outcome as Schemas['ObjectionReplyDto']['outcome'],
          reply: text(sending.entered, 'reply'),
        },
      }),
  },
  closure: {
    when: ({ kind }, own) => kind !== 'objection' && going(own),
    Fields: ClosureFields,
    send: (sending) =>
      sending.api.POST('/v1/reports/{id}/closure', {
        params: asked(sending),
        body: {
          outcome: sending.entered.outcome as Schemas['ReportClosureDto']['outcome'],
          reference: text(sending.entered, 'reference') || undefined,
        },
      }),
  },
  referral: {
    when: (_, own) => going(own),
    Fields: ReferralFields,
    send: (sending) =>
      sending.api.POST('/v1/reports/{id}/referral', {
        params: asked(sending),
        body: {
          to: { kind: text(sending.entered, 'to-kind'), division: text(sending.entered, 'to-division') },
          remark: text(sending.entered, 'remark'),
        },
      }),
  },
};

/** What the visitor's agency may do with it now, as far as a page can tell. */
export function reportActsOpen(report: Report, { roles, agency }: Account): ReportActName[] {
  const own = report.recipients.find(({ agency: to }) => to.kind === agency?.kind && to.division === agency.division);
  if (!own || !roles.some((role) => ['reviewer', 'approver', 'inspector'].includes(role))) return [];
  return (Object.keys(reportActs) as ReportActName[]).filter((name) => reportActs[name].when(report, own));
}
