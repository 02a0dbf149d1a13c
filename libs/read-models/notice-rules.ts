// Of every type of event: whether a party must be told of it, and why; or why nobody is. A notice says that there is something to read,
// never what it says.
import { type AccountEvent } from '#domain/account.js';
import { type AgencyEvent } from '#domain/agency.js';
import { type AssessmentEvent } from '#domain/assessment.js';
import { type CalendarEvent } from '#domain/calendar.js';
import { type CaseEvent } from '#domain/case-file.js';
import { type Basis } from '#domain/decider.js';
import { type EntityEvent } from '#domain/entity.js';
import { type FilingEvent } from '#domain/filing.js';
import { type IncidentEvent } from '#domain/incident.js';
import { type InspectionEvent } from '#domain/inspection.js';
import { type ListingEvent } from '#domain/listing.js';
import { type OrderEvent } from '#domain/order.js';
import { type PenaltyEvent } from '#domain/penalty.js';
import { type ReportEvent } from '#domain/report.js';
import { type SubjectEvent } from '#domain/subject.js';

/** Everything that the log can hold. */
type AnyEvent =
  | FilingEvent
  | SubjectEvent
  | AssessmentEvent
  | OrderEvent
  | PenaltyEvent
  | InspectionEvent
  | IncidentEvent
  | ReportEvent
  | AccountEvent
  | AgencyEvent
  | CalendarEvent
  | CaseEvent
  | EntityEvent
  | ListingEvent;

/**
 * The party of the matter is told, from when it may know of the matter at all; with `when`, of some such events only. `title` is what
 * the notice is called, `basis` why it must be given.
 */
export interface Told<Data> {
  title: string;
  basis: Basis;
  when?(data: Data): boolean;
  nobody?: undefined;
}

/** Nobody is told, for this reason. */
export interface Untold {
  nobody: string;
}

type Rules<E extends { type: string; data: unknown }> = {
  readonly [T in E['type']]: Told<Extract<E, { type: T }>['data']> | Untold;
};

const told = (title: string, basis: Basis): Told<unknown> => ({ title, basis });
const untold = (nobody: string): Untold => ({ nobody });

const ownAct = untold('the party’s own act: its answer is the receipt');
const prepared = untold('what is being prepared is its authority’s; the party is told of the decision');
const outcomeFollows = untold('what came of it is told by the act that follows');
const bodyTells = untold('the body or court that decides on a remedy tells its parties itself (ARL 75, ALL 78)');
const byOrders = untold('an incident is its agency’s; each party is told of its own order');
const withinAgency = untold('agencies arrange their own work');
const takenOver = untold('a published text is taken over; nothing is decided by it');

export const noticeRules: Rules<AnyEvent> = {
  FilingSubmitted: ownAct,
  FilingWithdrawn: ownAct,
  ServiceStarted: ownAct,
  DisplayDeclared: ownAct,
  CaseTakenUp: told('备案案件由国家网信部门办理', 'ARP 25'),
  ReviewStageRecorded: untold('a stage is practice and decides nothing'),
  AttributeFindingRecorded: told('舆论属性或者社会动员能力认定', 'DSP 19 ¶1'),
  FilingAccepted: told('准予备案通知', 'ARP 25'),
  FilingRefused: told('不予备案通知', 'ARP 25'),
  RefusalNotified: untold('it records that the party has been told'),
  FilingPublished: untold('publicity follows from the acceptance, which was told'),
  ChangeSubmitted: ownAct,
  ChangeItemsAdded: ownAct,
  ChangeAccepted: told('准予变更备案通知', 'ARP 25'),
  ChangeRefused: told('不予变更备案通知', 'ARP 25'),
  ChangeWithdrawn: ownAct,
  ChangeLapsed: told('变更备案申请终止', 'ARP 24 ¶2'),
  FilingHolderChanged: told('备案主体变更', 'ARP 24 ¶2'),
  ServiceTerminated: { title: '服务终止认定', basis: 'ARP 24 ¶3', when: ({ source }) => source === 'agency' },
  CancellationSubmitted: ownAct,
  CancellationCompleted: told('注销备案通知', 'ARP 24 ¶3'),
  CancellationReturned: told('注销备案申请退回', 'ARP 24 ¶3'),
  ExOfficioCancellationProposed: prepared,
  ExOfficioCancelled: told('依职权注销备案通知', 'ARP 33 ¶2'),
  RevocationProposed: prepared,
  FilingRevoked: told('撤销备案通知', 'ARP 33 ¶1'),
  RemedyRecorded: bodyTells,
  FilingReinstated: told('恢复备案通知', 'ARP 25'),
  RefusalAnnulled: told('不予备案决定撤销，恢复办理', 'ARP 25'),
  ChangeRefusalAnnulled: told('不予变更备案决定撤销，恢复办理', 'ARP 25'),
  DecisionCorrected: told('备案决定更正', 'ARP 25'),
  FilingImported: takenOver,
  ImportRevised: takenOver,
  CancellationImported: told('注销公告载明本备案', 'ARP 24 ¶3'),
  ImportedFilingClaimed: told('备案认领通知', 'ARP 24'),

  SubjectRegistered: ownAct,
  SubjectRecorded: untold('an authority notes whom it is dealing with; the party is told of what is done'),
  SubjectVerified: told('备案主体核验通过', 'ARP 24 ¶1'),
  SubjectRefused: told('备案主体核验不通过', 'ARP 24 ¶1'),
  SubjectDetailsChanged: ownAct,
  ServiceConsentGiven: ownAct,
  ServiceConsentWithdrawn: ownAct,

  AssessmentTriggered: { title: '开展安全评估通知', basis: 'SA18 3', when: ({ byAgency }) => byAgency },
  AssessmentStarted: ownAct,
  HiddenDangerFound: ownAct,
  HiddenDangerRectified: ownAct,
  ReportSubmitted: ownAct,
  AssessmentConcluded: ownAct,
  AssessmentLinked: untold('linking a filing changes no duty'),
  WrittenReviewOpened: untold('the review asks nothing of the party until it says so'),
  ExplanationRequested: told('安全评估补充说明通知', 'SA18 8'),
  ExplanationSupplied: ownAct,
  ReassessmentOrdered: told('限期重新评估通知', 'SA18 8'),
  OnSiteInspectionScheduled: told('安全评估现场检查通知', 'SA18 9'),
  OnSiteInspectionRecorded: outcomeFollows,
  ExpertReviewHeld: outcomeFollows,
  ReviewClosed: told('安全评估审查完成通知', 'SA18 8'),
  NotifiedToAssess: told('督促开展安全评估通知', 'SA18 12'),
  AssessmentRefusalRecorded: told('拒不开展安全评估认定', 'SA18 13'),
  RiskNoticePublished: told('发布风险提示', 'SA18 13'),
  RiskNoticeWithdrawn: told('撤回风险提示', 'SA18 13'),
  AssessmentRemedyRecorded: bodyTells,

  OrderDrafted: prepared,
  OrderEdited: prepared,
  OrderApproved: prepared,
  OrderIssued: untold('an order reaches its addressee by service (APL 61)'),
  OrderRatified: told('临时措施决定追认', 'DSP 21 ¶2'),
  PublicNoticeStarted: told('公告送达', 'CPL 95'),
  OrderServed: told('责令采取措施决定送达', 'DSP 21 ¶2'),
  OrderAcknowledged: ownAct,
  ServiceRefusedRecorded: untold('the party was there, and refused'),
  MeasuresApplied: ownAct,
  RectificationReported: ownAct,
  RectificationRejected: told('整改未通过通知', 'DSP 21 ¶2'),
  OrderInspectionScheduled: told('现场检查通知', 'DSP 21 ¶1'),
  OrderInspectionRecorded: outcomeFollows,
  ExtensionProposed: prepared,
  OrderExtended: told('措施期限延长', 'DSP 21 ¶2'),
  EscalationProposed: prepared,
  OrderEscalated: told('追加措施', 'DSP 21 ¶2'),
  PenaltyCaseLinked: prepared,
  CaseTransferred: untold('the receiving authority tells the party of what it does'),
  TransferAcknowledged: withinAgency,
  DelistingRequested: told('请求应用商店下架', 'DSP 13'),
  LiftProposed: prepared,
  MeasuresLifted: told('解除部分措施', 'DSP 21 ¶2'),
  OrderLifted: told('解除措施决定', 'DSP 21 ¶2'),
  WithdrawalProposed: prepared,
  OrderWithdrawn: told('撤回措施决定', 'DSP 21 ¶2'),
  RemedyFiled: ownAct,
  OrderRemedyRecorded: bodyTells,
  OrderAnnulled: told('措施决定被撤销', 'ARL 68, ALL 70'),
  OrderPublished: told('措施决定公开', 'APL 48'),
  PublicationWithdrawn: told('措施决定撤回公开', 'APL 48'),

  PenaltyCaseOpened: prepared,
  PenaltyInvestigated: prepared,
  ProposedPenaltyNotified: told('拟处罚事先告知', 'APL 44'),
  PenaltyStatementMade: ownAct,
  NoPenaltyStatementRecorded: untold('the notice of the proposed penalty has told for how long the party is heard'),
  PenaltyHearingRequested: ownAct,
  PenaltyHearingRequestWithdrawn: ownAct,
  PenaltyHearingNotified: told('听证通知', 'APL 64'),
  PenaltyHearingHeld: untold('the party is heard there, and signs the record (APL 64)'),
  PenaltyLegallyReviewed: prepared,
  PenaltyDecided: untold('a penalty decision reaches its addressee by service (APL 61)'),
  NoPenaltyDecided: told('不予处罚决定', 'APL 57'),
  PenaltyCaseWithdrawn: told('处罚案件撤销', 'APL 57'),
  PenaltyPublicNoticeStarted: told('公告送达', 'CPL 95'),
  PenaltyServed: told('处罚决定送达', 'APL 61'),
  SanctionPerformed: untold('it records what the party has done or undergone'),
  FinePaid: untold('it records what the party has paid'),
  PenaltyPerformanceDemanded: told('履行催告', 'ACL 35'),
  CourtEnforcementApplied: untold('the court tells the party (ACL 56 to 58)'),
  PenaltyCaseClosed: told('处罚案件结案', 'APL 57'),
  PenaltyCaseTransferred: untold('the receiving authority tells the party of what it does'),
  PenaltyTransferAcknowledged: withinAgency,
  PenaltyRemedyRecorded: bodyTells,
  PenaltyAnnulled: told('处罚决定被撤销', 'ARL 68, ALL 70'),

  InspectionPlanned: told('监督检查通知', 'ARP 28'),
  InspectionFindingRecorded: outcomeFollows,
  InspectionDataRequested: told('调取数据、协助通知', 'ARP 28'),
  InspectionRequestAnswered: ownAct,
  RectificationOpinionGiven: told('整改意见', 'ARP 28'),
  InspectionRectificationReported: ownAct,
  InspectionRectificationVerified: told('整改通过通知', 'ARP 28'),
  InspectionRectificationRejected: told('整改未通过通知', 'ARP 28'),
  InspectionClosed: told('监督检查结束', 'ARP 28'),

  IncidentOpened: byOrders,
  IncidentEdited: byOrders,
  IncidentFilingsAdded: byOrders,
  IncidentFilingsRemoved: byOrders,
  IncidentApproved: byOrders,
  IncidentActivated: byOrders,
  IncidentOrdersIssued: byOrders,
  IncidentFilingsPassedOver: byOrders,
  IncidentClosed: byOrders,

  IncidentReported: ownAct,
  ComplaintMade: ownAct,
  ObjectionRaised: ownAct,
  ReportAcknowledged: outcomeFollows,
  ReportReferred: told('投诉、举报、报告移送', 'ARP 30'),
  ReportSupplemented: ownAct,
  ComplaintAnswered: told('投诉、举报答复', 'ARP 30'),
  ObjectionReplied: told('异议答复', 'ARP 30'),
  ReportClosed: told('投诉、举报、报告办结', 'ARP 30'),

  // The agency behind an order finds the answers in the order; whose filing it is need not have heard of them otherwise.
  AppRefused: told('应用商店不予上架', 'DSP 13'),
  AppWarned: told('应用商店警示', 'DSP 13'),
  AppSuspended: told('应用商店暂停服务', 'DSP 13'),
  AppDelisted: told('应用商店下架', 'DSP 13'),
  AppRestored: told('应用商店恢复上架', 'DSP 13'),

  AccountOpened: withinAgency,
  AccountRolesChanged: withinAgency,
  AccountClosed: withinAgency,
  AuthorityDelegated: withinAgency,
  DelegationEnded: withinAgency,
  CaseAssigned: withinAgency,
  CaseReleased: withinAgency,
  OfficerRecused: withinAgency,
  RecusalEnded: withinAgency,
  AccessGranted: withinAgency,
  GrantEnded: withinAgency,
  EntityAssigned: untold('a number set aside is told with the decision that uses it'),
  EntityClaimed: untold('a number set aside is told with the decision that uses it'),
  FilingNumberReserved: untold('a number set aside is told with the decision that uses it'),
  FilingNumberImported: takenOver,
  CalendarPublished: untold('it concerns everybody, and the due dates that move show it'),
};

/** The rule for a type; undefined for one that this release does not know. */
export const noticeRule = (type: string): Told<unknown> | Untold | undefined =>
  Object.hasOwn(noticeRules, type) ? (noticeRules as unknown as Record<string, Told<unknown> | Untold>)[type] : undefined;
