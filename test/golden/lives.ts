// For every type of event a row of commands that brings it about today. A new type without its row is a compile error; a new aggregate
// adds its own table to `kinds` below and then writes its files (events.spec.ts says how).
import { account, type AccountCommand } from '#domain/account.js';
import { agency, type AgencyCommand } from '#domain/agency.js';
import { assessment } from '#domain/assessment.js';
import { calendar, type CalendarCommand } from '#domain/calendar.js';
import { caseFile, type CaseCommand } from '#domain/case-file.js';
import { type CreditCode } from '#domain/credit-code.js';
import { type AnyFact, type Command, type Decider, fold, isRefusal, type Request } from '#domain/decider.js';
import { entity, type EntityCommand } from '#domain/entity.js';
import { filing } from '#domain/filing.js';
import { incident } from '#domain/incident.js';
import { inspection } from '#domain/inspection.js';
import { listing } from '#domain/listing.js';
import { report } from '#domain/report.js';
import { penalty } from '#domain/penalty.js';
import { subject, type SubjectCommand } from '#domain/subject.js';
import * as assessing from '#support/assessment-examples.js';
import * as the from '#support/filing-commands.js';
import { number, reviewer, submit, today, words } from '#support/filing-examples.js';
import * as together from '#support/incident-commands.js';
import * as stores from '#support/listing-examples.js';
import * as ordered from '#support/order-commands.js';
import { order } from '#domain/order.js';
import * as proceeding from '#support/penalty-examples.js';
import * as reporting from '#support/report-examples.js';

/** One kind of stream and all the types of events in it. */
export interface Kind {
  /** First part of the streams' names. */
  category: string;
  decider: Pick<Decider<never, AnyFact, unknown>, 'initial' | 'evolve'>;
  /** By type: what happens in a stream until, and with, the first event of that type. */
  lives: ReadonlyMap<string, readonly AnyFact[]>;
}

/** Throws for a row in which a command is refused, or whose event does not come about. */
function kind<C extends { type: string }, E extends AnyFact, S>(
  category: string,
  decider: Decider<C, E, S>,
  rows: Readonly<Record<E['type'], readonly C[]>>,
): Kind {
  const lives = Object.entries<readonly C[]>(rows).map(([type, commands]) => {
    const happened = commands.reduce<E[]>((past, command) => {
      const outcome = decider.decide(command, fold(decider, past));
      if (isRefusal(outcome)) throw new Error(`${type}: ${command.type} is refused as ${outcome.refused}`);
      return [...past, ...outcome];
    }, []);
    const first = happened.findIndex((event) => event.type === type);
    if (first === -1) throw new Error(`${type} does not come about`);
    return [type, happened.slice(0, first + 1)] as const;
  });
  return { category, decider: decider, lives: new Map(lives) };
}

/** A command of today by the reviewer. */
const ask = <C>({ type, data }: Request<C>, facts?: unknown): C =>
  ({ type, data, facts, on: today, by: reviewer }) as Command<string, unknown, unknown> as C;

const { filed, refused } = the;
const changing = [...filed, the.change()];
const imported = [the.importRow()];
const cited = [the.citedPenalty()];
const cancelling = [...filed, the.proposeCancellation('site-closed', { decision: the.externalDecision, cited })];
const revoking = [...filed, the.proposeRevocation({ cited })];

const filings = kind('filing', filing, {
  FilingSubmitted: filed,
  FilingWithdrawn: [submit(), the.withdraw],
  ServiceStarted: [the.submitPlanned, the.review(), the.accept, the.startService],
  DisplayDeclared: [...filed, the.declareDisplay],
  CaseTakenUp: [submit(), the.takeUp],
  ReviewStageRecorded: filed,
  AttributeFindingRecorded: [submit(), the.findAttribute(true)],
  FilingAccepted: filed,
  FilingRefused: refused,
  RefusalNotified: [...refused, the.notifyRefusal],
  FilingPublished: [...filed, the.publish],
  ChangeSubmitted: changing,
  ChangeItemsAdded: [...changing, the.addItems()],
  ChangeAccepted: [...changing, the.acceptChange()],
  ChangeRefused: [...changing, the.refuseChange()],
  ChangeWithdrawn: [...changing, the.withdrawChange()],
  ChangeLapsed: [...changing, the.proposeRevocation(), the.approveRevocation()],
  FilingHolderChanged: [...filed, the.changeHolder()],
  ServiceTerminated: [...filed, the.reportEnd()],
  CancellationSubmitted: [...filed, the.cancel],
  CancellationCompleted: [...filed, the.cancel, the.completeCancellation],
  CancellationReturned: [...filed, the.cancel, the.returnCancellation],
  ExOfficioCancellationProposed: cancelling,
  ExOfficioCancelled: [...cancelling, the.approveCancellation(undefined, cited)],
  RevocationProposed: revoking,
  FilingRevoked: [...revoking, the.approveRevocation(undefined, cited)],
  RemedyRecorded: [...refused, the.remedy('refusal')],
  FilingReinstated: [...filed, the.proposeRevocation(), the.approveRevocation(), the.remedy('revocation'), the.reinstate],
  RefusalAnnulled: [...refused, the.remedy('refusal'), the.annulRefusal],
  ChangeRefusalAnnulled: [...changing, the.refuseChange(), the.remedy('change-refusal'), the.annulRefusal],
  DecisionCorrected: [...refused, the.correct('refusal')],
  FilingImported: imported,
  ImportRevised: [...imported, the.importRow({ remarks: '更新' }, '2023-09')],
  CancellationImported: [...imported, the.importNotice()],
  ImportedFilingClaimed: [...imported, the.claim()],
});

const details = {
  name: '海淀云影科技有限公司',
  creditCode: '91110108MA00DEM06X' as CreditCode,
  legalForm: '有限责任公司',
  division: '110108',
  address: '北京市海淀区某路1号',
  website: 'https://yunying.example',
  monthlyActiveUsers: 120_000,
};
const register = ask<SubjectCommand>(
  {
    type: 'RegisterSubject',
    data: {
      kind: 'organisation',
      details,
      documents: [{ kind: 'business-licence', sha256: 'a'.repeat(64) }],
      contacts: words('contacts'),
    },
  },
  { unknownDocuments: [] },
);
const consent = ask<SubjectCommand>(
  { type: 'GiveServiceConsent', data: { address: words('mail'), signedForm: 'b'.repeat(64) } },
  { unknownDocuments: [] },
);

const subjects = kind('subject', subject, {
  SubjectRegistered: [register],
  SubjectRecorded: [
    ask<SubjectCommand>({
      type: 'RecordSubject',
      data: { kind: 'unidentified', division: '330100', knownAs: words('known') },
    }),
  ],
  SubjectVerified: [register, ask<SubjectCommand>({ type: 'VerifySubject', data: {} }, { entity: '1234567' })],
  SubjectRefused: [
    register,
    ask<SubjectCommand>({
      type: 'RefuseSubject',
      data: { reasons: [{ item: 'business-licence', defect: 'inconsistent', text: words('r') }] },
    }),
  ],
  SubjectDetailsChanged: [
    register,
    ask<SubjectCommand>({
      type: 'ChangeSubjectDetails',
      data: { details: { ...details, division: '310115' }, changedOn: '2026-02-27', contacts: words('new contacts') },
    }),
  ],
  ServiceConsentGiven: [register, consent],
  ServiceConsentWithdrawn: [register, consent, ask<SubjectCommand>({ type: 'WithdrawServiceConsent', data: {} })],
});

const assign = ask<EntityCommand>({ type: 'AssignEntity', data: { subject: 'subject-1' } });
const take = ask<EntityCommand>({ type: 'ImportNumber', data: { filing: 'filing-1', number } });

const entities = kind('entity', entity, {
  EntityAssigned: [assign],
  EntityClaimed: [take, ask<EntityCommand>({ type: 'ClaimEntity', data: { subject: 'subject-1' } })],
  FilingNumberReserved: [
    assign,
    ask<EntityCommand>({
      type: 'ReserveNumber',
      data: { filing: 'filing-1', entity: '1234567', division: '110108', year: 26 },
    }),
  ],
  FilingNumberImported: [take],
});

const beijing = { kind: 'cac', division: '110000' };
const grant = { grantable: ['reviewer', 'approver'] };
const open = ask<AccountCommand>({ type: 'OpenAccount', data: { person: 'p-1', roles: ['reviewer'], agency: beijing } }, grant);

const accounts = kind('account', account, {
  AccountOpened: [open],
  AccountRolesChanged: [open, ask<AccountCommand>({ type: 'ChangeRoles', data: { roles: ['reviewer', 'approver'] } }, grant)],
  AccountClosed: [open, ask<AccountCommand>({ type: 'CloseAccount', data: {} })],
});

const until = '2026-04-30';
const delegate = ask<AgencyCommand>(
  { type: 'DelegateAuthority', data: { to: 'a-2', roles: ['approver'], since: today, until } },
  { from: { account: 'a-1', person: 'p-1', own: ['approver'] }, to: { account: 'a-2', person: 'p-2' } },
);

const agencies = kind('agency', agency, {
  AuthorityDelegated: [delegate],
  DelegationEnded: [delegate, ask<AgencyCommand>({ type: 'EndDelegation', data: { n: 1 } }, { administers: true })],
});

const lead = { officer: { account: 'a-2', person: 'p-2' }, leads: true };
const assignCase = ask<CaseCommand>({ type: 'AssignCase', data: { account: 'a-2', until } }, lead);
const recuse = ask<CaseCommand>({ type: 'RecuseOfficer', data: { account: 'a-2', reason: words('r') } }, lead);
const letIn = ask<CaseCommand>({
  type: 'GrantAccess',
  data: { agency: { kind: 'telecom', division: '110000' }, until, reason: words('g') },
});

const cases = kind('case', caseFile, {
  CaseAssigned: [assignCase],
  CaseReleased: [assignCase, ask<CaseCommand>({ type: 'ReleaseCase', data: {} })],
  OfficerRecused: [recuse],
  RecusalEnded: [recuse, ask<CaseCommand>({ type: 'EndRecusal', data: { account: 'a-2', reason: words('e') } }, lead)],
  AccessGranted: [letIn],
  GrantEnded: [letIn, ask<CaseCommand>({ type: 'EndGrant', data: { n: 1 } })],
});

const calendars = kind('calendar', calendar, {
  CalendarPublished: [
    ask<CalendarCommand>({
      type: 'PublishCalendar',
      data: {
        year: 2027,
        notice: 'https://www.gov.cn/invented/2027',
        off: [{ from: '2027-01-01', until: '2027-01-03' }],
        worked: ['2027-01-09'],
      },
    }),
  ],
});

const { trigger, start, reported, underReview, notify } = assessing;
const refusal = [trigger(), notify(), assessing.recordRefusal];
const assessments = kind('assessment', assessment, {
  AssessmentTriggered: [trigger()],
  AssessmentStarted: [trigger(), start],
  HiddenDangerFound: [trigger(), start, assessing.danger],
  HiddenDangerRectified: [trigger(), start, assessing.danger, assessing.rectify()],
  ReportSubmitted: reported,
  AssessmentConcluded: [assessing.article15Alone, start, assessing.conclude],
  AssessmentLinked: [trigger(), assessing.link()],
  WrittenReviewOpened: underReview,
  ExplanationRequested: [...underReview, assessing.ask()],
  ExplanationSupplied: [...underReview, assessing.ask(), assessing.explain()],
  ReassessmentOrdered: [...underReview, assessing.orderAgain()],
  OnSiteInspectionScheduled: [...underReview, assessing.schedule()],
  OnSiteInspectionRecorded: [...underReview, assessing.schedule(), assessing.inspect()],
  ExpertReviewHeld: [...underReview, assessing.experts()],
  ReviewClosed: assessing.closed,
  NotifiedToAssess: [trigger(), notify()],
  AssessmentRefusalRecorded: refusal,
  RiskNoticePublished: [...refusal, assessing.warn],
  RiskNoticeWithdrawn: [...refusal, assessing.warn, assessing.withdrawWarning()],
  AssessmentRemedyRecorded: [trigger(), notify(), assessing.remedy('notice')],
});

const { issued, served } = ordered;
const inspected = [...served, ordered.report, ordered.schedule, ordered.inspect()];
const provisional = [ordered.draftProvisional(), ordered.issue(ordered.lead), ordered.serve()];

const orders = kind('order', order, {
  OrderDrafted: [ordered.draft],
  OrderEdited: [ordered.draft, ordered.edit()],
  OrderApproved: [ordered.draft, ordered.approve()],
  OrderIssued: issued,
  OrderRatified: [...provisional, ordered.ratify()],
  PublicNoticeStarted: [...issued, ordered.notice()],
  OrderServed: served,
  OrderAcknowledged: [...served, ordered.acknowledge],
  ServiceRefusedRecorded: [...issued, ordered.refuseService],
  MeasuresApplied: [...served, ordered.apply],
  RectificationReported: [...served, ordered.report],
  RectificationRejected: [...served, ordered.report, ordered.reject],
  OrderInspectionScheduled: [...served, ordered.report, ordered.schedule],
  OrderInspectionRecorded: inspected,
  ExtensionProposed: [...served, ordered.extend()],
  OrderExtended: [...served, ordered.extend(), ordered.approveExtension()],
  EscalationProposed: [...served, ordered.escalate],
  OrderEscalated: [...served, ordered.escalate, ordered.approveEscalation()],
  PenaltyCaseLinked: [...served, ordered.linkPenalty],
  CaseTransferred: [...served, ordered.transfer],
  TransferAcknowledged: [...served, ordered.transfer, ordered.acknowledgeTransfer()],
  DelistingRequested: [...served, ordered.delist()],
  LiftProposed: [...served, ordered.lift()],
  MeasuresLifted: [...served, ordered.lift(['m1']), ordered.approveLift()],
  OrderLifted: [...served, ordered.lift(), ordered.approveLift()],
  WithdrawalProposed: [...served, ordered.withdraw()],
  OrderWithdrawn: [...served, ordered.withdraw(), ordered.approveWithdrawal()],
  RemedyFiled: [...served, ordered.fileRemedy],
  OrderRemedyRecorded: [...served, ordered.enterRemedy()],
  OrderAnnulled: [...served, ordered.enterRemedy(), ordered.remedy()],
  OrderPublished: [...served, ordered.publish()],
  PublicationWithdrawn: [...served, ordered.enterRemedy(), ordered.remedy(), ordered.unpublish],
});

const begun = [proceeding.open(), proceeding.investigate()];
const told = [...begun, proceeding.notify()];
const hearing = [...told, proceeding.state(), proceeding.request()];
const decided = [...told, proceeding.state(), proceeding.review(), proceeding.decide()];
const servedPenalty = [...decided, proceeding.serve()];

const penalties = kind('penalty', penalty, {
  PenaltyCaseOpened: [proceeding.open()],
  PenaltyInvestigated: begun,
  ProposedPenaltyNotified: told,
  PenaltyStatementMade: [...told, proceeding.state()],
  NoPenaltyStatementRecorded: [...told, proceeding.silent()],
  PenaltyHearingRequested: hearing,
  PenaltyHearingRequestWithdrawn: [...hearing, proceeding.withdrawRequest],
  PenaltyHearingNotified: [...hearing, proceeding.invite()],
  PenaltyHearingHeld: [...hearing, proceeding.invite(), proceeding.hear()],
  PenaltyLegallyReviewed: [...told, proceeding.state(), proceeding.review()],
  PenaltyDecided: decided,
  NoPenaltyDecided: [...begun, proceeding.acquit()],
  PenaltyCaseWithdrawn: [proceeding.open(), proceeding.withdraw()],
  PenaltyPublicNoticeStarted: [...decided, proceeding.postNotice()],
  PenaltyServed: servedPenalty,
  SanctionPerformed: [...servedPenalty, proceeding.perform()],
  FinePaid: [...servedPenalty, proceeding.pay()],
  PenaltyPerformanceDemanded: [...servedPenalty, proceeding.demand],
  CourtEnforcementApplied: [...servedPenalty, proceeding.demand, proceeding.court],
  PenaltyCaseClosed: [...servedPenalty, proceeding.perform(), proceeding.pay(), proceeding.close],
  PenaltyCaseTransferred: [proceeding.open(), proceeding.transfer],
  PenaltyTransferAcknowledged: [proceeding.open(), proceeding.transfer, proceeding.acknowledge()],
  PenaltyRemedyRecorded: [...decided, proceeding.remedy()],
  PenaltyAnnulled: [...decided, proceeding.remedy(), proceeding.remedy('annulled')],
});

const violated = [proceeding.plan(), proceeding.find()];

const inspections = kind('inspection', inspection, {
  InspectionPlanned: [proceeding.plan()],
  InspectionFindingRecorded: violated,
  InspectionDataRequested: [proceeding.plan(), proceeding.askFor()],
  InspectionRequestAnswered: [proceeding.plan(), proceeding.askFor(), proceeding.reply()],
  RectificationOpinionGiven: [...violated, proceeding.opine()],
  InspectionRectificationReported: [...violated, proceeding.opine(), proceeding.rectify],
  InspectionRectificationVerified: [...violated, proceeding.opine(), proceeding.rectify, proceeding.verify()],
  InspectionRectificationRejected: [...violated, proceeding.opine(), proceeding.rectify, proceeding.verify('rejected', until)],
  InspectionClosed: [proceeding.plan(), proceeding.end()],
});

const { drafted: draftedIncident } = together;
const approvedIncident = [...draftedIncident, together.approveOf(fold(incident, together.happened(...draftedIncident)))];
const activeIncident = [...approvedIncident, together.activate()];
const incidents = kind('incident', incident, {
  IncidentOpened: [together.open()],
  IncidentEdited: [together.open(), together.edit()],
  IncidentFilingsAdded: draftedIncident,
  IncidentFilingsRemoved: [...draftedIncident, together.remove(['filing-2'])],
  IncidentApproved: approvedIncident,
  IncidentActivated: activeIncident,
  IncidentOrdersIssued: [...activeIncident, together.progress(['filing-1'])],
  IncidentFilingsPassedOver: [...activeIncident, together.progress([], ['filing-1'])],
  IncidentClosed: [together.open(), together.close],
});

const { complain, object } = reporting;

const reports = kind('report', report, {
  IncidentReported: [reporting.incident()],
  ComplaintMade: [complain()],
  ObjectionRaised: [object()],
  ReportAcknowledged: [reporting.incident(), reporting.acknowledge()],
  ReportReferred: [complain({}, reporting.signedIn), reporting.refer()],
  ReportSupplemented: [reporting.incident(), reporting.supplement(['a'])],
  ComplaintAnswered: [complain({}, reporting.signedIn), reporting.answer()],
  ObjectionReplied: [object({}, reporting.signedIn), reporting.reply()],
  ReportClosed: [reporting.incident(), reporting.close(reporting.beijing, 'inspection', 'inspection-1')],
});

const delisted = stores.delist({ cause: stores.asked, ...stores.filed });

const listings = kind('listing', listing, {
  AppRefused: [stores.refuse()],
  AppWarned: [stores.warn({ ...stores.filed, signingDigest: `sha256:${'a'.repeat(64)}` })],
  AppSuspended: [stores.suspend({ ...stores.filed, cause: stores.ordered })],
  AppDelisted: [delisted],
  AppRestored: [delisted, stores.restore({ cause: stores.ordered, ...stores.filed }, { order: stores.ended })],
});

/** Every aggregate of this release. */
export const kinds: readonly Kind[] = [
  ...[filings, subjects, entities, accounts, agencies, cases, calendars, orders, assessments],
  ...[penalties, inspections, incidents, reports, listings],
];
