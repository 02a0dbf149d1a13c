// Every command in every state of an order: a listed transition, nothing for a repetition, or a refusal that says why.
import { describe } from '@jest/globals';
import * as the from '#support/order-commands.js';
import { type Row, walk, without } from '#support/transitions.js';
import { order, type OrderEvent } from './order.js';

describe('order', () => {
  const past = the.happened;
  const inForce = {
    AcknowledgeOrder: 'OrderAcknowledged',
    ReportMeasuresApplied: 'MeasuresApplied',
    ReportRectification: 'RectificationReported',
    ScheduleInspection: 'OrderInspectionScheduled',
    RecordInspection: 'OrderInspectionRecorded',
    ProposeExtension: 'ExtensionProposed',
    ProposeEscalation: 'EscalationProposed',
    LinkPenaltyCase: 'PenaltyCaseLinked',
    TransferCase: 'CaseTransferred',
    RequestDelisting: 'DelistingRequested',
    ProposeLift: 'LiftProposed',
    WithdrawOrder: 'WithdrawalProposed',
    FileRemedy: 'RemedyFiled',
    RecordRemedy: 'OrderRemedyRecorded',
    PublishOrder: 'OrderPublished',
    WithdrawPublication: 'PublicationWithdrawn',
  };
  const drafted = { EditOrder: 'OrderEdited', ApproveOrder: 'OrderApproved', WithdrawOrder: 'OrderWithdrawn' };
  const toServe = { ServeOrder: 'OrderServed', StartPublicNotice: 'PublicNoticeStarted' };
  const issued = {
    ...toServe,
    ServeOrder: 'OrderServed OrderPublished',
    RecordServiceRefusal: 'ServiceRefusedRecorded',
    WithdrawOrder: 'WithdrawalProposed',
    FileRemedy: 'RemedyFiled',
    RecordRemedy: 'OrderRemedyRecorded',
  };

  const rows: Record<string, Row<OrderEvent>> = {
    nothing: { past: [], facts: { DraftOrder: 'OrderDrafted', OrderUnderIncident: 'OrderDrafted OrderApproved OrderIssued' } },
    drafted: { past: past(the.draft), facts: drafted },
    'drafted and approved': {
      past: past(the.draft, the.approve()),
      facts: { ...drafted, IssueOrder: 'OrderIssued' },
      nothing: ['ApproveOrder'],
    },
    issued: { past: past(...the.issued), facts: issued, nothing: ['IssueOrder'] },
    'issued under an incident': {
      past: past(the.underIncident()),
      facts: issued,
      nothing: ['IssueOrder', 'OrderUnderIncident'],
    },
    'issued, with a notice begun': {
      past: past(...the.issued, the.notice()),
      facts: without(issued, 'StartPublicNotice'),
      nothing: ['IssueOrder'],
    },
    'in force': { past: past(...the.served), facts: inForce, nothing: ['ServeOrder'] },
    acknowledged: {
      past: past(...the.served, the.acknowledge),
      facts: without(inForce, 'AcknowledgeOrder'),
      nothing: ['ServeOrder', 'AcknowledgeOrder'],
    },
    'with a measure applied': {
      past: past(...the.served, the.apply),
      facts: inForce,
      nothing: ['ServeOrder', 'ReportMeasuresApplied'],
    },
    'with a rectification reported': {
      past: past(...the.served, the.report),
      facts: { ...inForce, RejectRectification: 'RectificationRejected' },
      nothing: ['ServeOrder'],
    },
    'being verified': {
      past: past(...the.served, the.report, the.schedule),
      facts: { ...inForce, RejectRectification: 'RectificationRejected' },
      nothing: ['ServeOrder'],
    },
    verified: {
      past: past(...the.served, the.report, the.inspect()),
      facts: without(inForce, 'ReportRectification'),
      nothing: ['ServeOrder'],
    },
    'with an extension proposed': {
      past: past(...the.served, the.extend()),
      facts: { ...inForce, ApproveExtension: 'OrderExtended' },
      nothing: ['ServeOrder'],
    },
    'extended and not served again': {
      past: past(...the.served, the.extend('2027-01-01T00:00:00Z'), the.approveExtension()),
      facts: { ...inForce, ...toServe },
    },
    'with an escalation proposed': {
      past: past(...the.served, the.escalate),
      facts: { ...inForce, ApproveEscalation: 'OrderEscalated' },
      nothing: ['ServeOrder'],
    },
    transferred: {
      past: past(...the.served, the.transfer),
      facts: { ...inForce, AcknowledgeTransfer: 'TransferAcknowledged' },
      nothing: ['ServeOrder'],
    },
    'with a lift proposed': {
      past: past(...the.served, the.lift()),
      facts: { ...inForce, ApproveLift: 'OrderLifted' },
      nothing: ['ServeOrder'],
    },
    'with a partial lift proposed': {
      past: past(...the.served, the.lift(['m2'])),
      facts: { ...inForce, ApproveLift: 'MeasuresLifted' },
      nothing: ['ServeOrder'],
    },
    'with a withdrawal proposed': {
      past: past(...the.served, the.withdraw()),
      facts: { ...inForce, ApproveWithdrawal: 'OrderWithdrawn' },
      nothing: ['ServeOrder'],
    },
    lifted: {
      past: past(...the.served, the.lift(), the.approveLift()),
      facts: {
        FileRemedy: 'RemedyFiled',
        RecordRemedy: 'OrderRemedyRecorded',
        WithdrawPublication: 'PublicationWithdrawn',
      },
      nothing: ['ApproveLift'],
    },
    withdrawn: {
      past: past(...the.served, the.withdraw(), the.approveWithdrawal()),
      facts: { WithdrawPublication: 'PublicationWithdrawn' },
      nothing: ['WithdrawOrder', 'ApproveWithdrawal'],
    },
    'with a remedy entered': {
      past: past(...the.served, the.enterRemedy()),
      facts: { ...inForce, RecordRemedy: 'OrderRemedyRecorded OrderAnnulled' },
      nothing: ['ServeOrder'],
    },
    annulled: {
      past: past(...the.served, the.enterRemedy(), the.remedy()),
      facts: { WithdrawPublication: 'PublicationWithdrawn' },
      nothing: ['RecordRemedy'],
    },
    'provisional and in force': {
      past: past(the.draftProvisional(), the.issue(), the.serve()),
      facts: {
        ...without(inForce, 'ProposeExtension', 'ProposeEscalation', 'RequestDelisting'),
        RatifyOrder: 'OrderRatified',
      },
      nothing: ['ServeOrder', 'PublishOrder'],
    },
  };
  const commands = [
    the.draft,
    the.underIncident(),
    the.edit(),
    the.approve(),
    the.issue(),
    the.ratify(),
    the.notice(),
    the.serve(),
    the.acknowledge,
    the.refuseService,
    the.apply,
    the.report,
    the.reject,
    the.schedule,
    the.inspect(),
    the.extend(),
    the.approveExtension(),
    the.escalate,
    the.approveEscalation(),
    the.linkPenalty,
    the.transfer,
    the.acknowledgeTransfer(),
    the.delist(),
    the.lift(),
    the.approveLift(),
    the.withdraw(),
    the.approveWithdrawal(),
    the.fileRemedy,
    the.publish(),
    the.unpublish,
  ];
  const over = ['with a remedy entered', 'annulled'];
  walk(order, rows, (row) => [...commands, over.includes(row) ? the.remedy() : the.enterRemedy()]);
});
