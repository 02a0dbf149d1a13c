// Every command in every state of penalty cases and inspections.
import { describe } from '@jest/globals';
import * as the from '#support/penalty-examples.js';
import { walk, without } from '#support/transitions.js';
import { inspection } from './inspection.js';
import { penalty } from './penalty.js';

describe('penalty case', () => {
  const past = the.penaltyPast;
  const begun = [the.open(), the.investigate()];
  const told = [...begun, the.notify()];
  const heard = [...told, the.state()];
  const decided = [...heard, the.review(), the.decide()];
  const served = [...decided, the.serve()];
  const done = [...served, the.perform(), the.pay()];
  const opened = {
    RecordPenaltyInvestigation: 'PenaltyInvestigated',
    WithdrawPenaltyCase: 'PenaltyCaseWithdrawn',
    TransferPenaltyCase: 'PenaltyCaseTransferred',
  };
  const investigated = {
    ...opened,
    NotifyProposedPenalty: 'ProposedPenaltyNotified',
    DecideNoPenalty: 'NoPenaltyDecided',
  };
  const open = {
    ...investigated,
    MakePenaltyStatement: 'PenaltyStatementMade',
    RequestPenaltyHearing: 'PenaltyHearingRequested',
  };
  const ready = { ...open, ReviewPenaltyLegally: 'PenaltyLegallyReviewed', DecidePenalty: 'PenaltyDecided' };
  const hearing = {
    ...without(ready, 'RequestPenaltyHearing', 'DecidePenalty'),
    WithdrawPenaltyHearingRequest: 'PenaltyHearingRequestWithdrawn',
    NotifyPenaltyHearing: 'PenaltyHearingNotified',
  };
  const standing = { RecordPenaltyRemedy: 'PenaltyRemedyRecorded', TransferPenaltyCase: 'PenaltyCaseTransferred' };
  const inForce = {
    ...standing,
    RecordSanctionPerformed: 'SanctionPerformed',
    RecordFinePaid: 'FinePaid',
    DemandPenaltyPerformance: 'PenaltyPerformanceDemanded',
  };
  walk(
    penalty,
    {
      'no case': { past: [], facts: { OpenPenaltyCase: 'PenaltyCaseOpened' } },
      opened: { past: past(the.open()), facts: opened },
      investigated: { past: past(...begun), facts: investigated },
      'told of a proposed penalty': {
        past: past(...told),
        facts: { ...open, RecordNoPenaltyStatement: 'NoPenaltyStatementRecorded' },
      },
      'heard and reviewed': { past: past(...heard, the.review()), facts: ready },
      'silent in its time, and reviewed': {
        past: past(...told, the.silent(), the.review()),
        facts: ready,
        nothing: ['RecordNoPenaltyStatement'],
      },
      'a hearing was requested': {
        past: past(...heard, the.request()),
        facts: hearing,
        nothing: ['RequestPenaltyHearing'],
      },
      'a hearing was notified': {
        past: past(...heard, the.request(), the.invite()),
        facts: { ...hearing, RecordPenaltyHearing: 'PenaltyHearingHeld' },
        nothing: ['RequestPenaltyHearing'],
      },
      'a hearing was held, and all reviewed': {
        past: past(...heard, the.request(), the.invite(), the.hear(), the.review()),
        facts: without(ready, 'RequestPenaltyHearing'),
      },
      'the request was withdrawn': {
        past: past(...heard, the.request(), the.withdrawRequest, the.review()),
        facts: ready,
        nothing: ['WithdrawPenaltyHearingRequest'],
      },
      transferred: {
        past: past(the.open(), the.transfer),
        facts: { ...opened, AcknowledgePenaltyTransfer: 'PenaltyTransferAcknowledged' },
        nothing: ['TransferPenaltyCase'],
      },
      decided: {
        past: past(...decided),
        facts: { ...standing, StartPenaltyPublicNotice: 'PenaltyPublicNoticeStarted', ServePenalty: 'PenaltyServed' },
      },
      'being served by public notice': {
        past: past(...decided, the.postNotice()),
        facts: { ...standing, ServePenalty: 'PenaltyServed' },
        nothing: ['StartPenaltyPublicNotice'],
      },
      served: { past: past(...served), facts: inForce, nothing: ['ServePenalty'] },
      demanded: {
        past: past(...served, the.demand),
        facts: { ...inForce, ApplyForCourtEnforcement: 'CourtEnforcementApplied' },
        nothing: ['ServePenalty', 'DemandPenaltyPerformance'],
      },
      'before a court': {
        past: past(...served, the.demand, the.court),
        facts: { ...inForce, ApplyForCourtEnforcement: 'CourtEnforcementApplied' },
        nothing: ['ServePenalty', 'DemandPenaltyPerformance', 'ApplyForCourtEnforcement'],
      },
      performed: {
        past: past(...done),
        facts: { ...standing, RecordFinePaid: 'FinePaid', ClosePenaltyCase: 'PenaltyCaseClosed' },
        nothing: ['ServePenalty', 'RecordSanctionPerformed'],
      },
      closed: {
        past: past(...done, the.close),
        facts: { RecordPenaltyRemedy: 'PenaltyRemedyRecorded' },
        nothing: ['ClosePenaltyCase'],
      },
      'no penalty': {
        past: past(...begun, the.acquit()),
        facts: { ...standing, ClosePenaltyCase: 'PenaltyCaseClosed' },
      },
      withdrawn: { past: past(the.open(), the.withdraw()), facts: {}, nothing: ['WithdrawPenaltyCase'] },
      annulled: {
        past: past(...served, the.remedy(), the.remedy('annulled')),
        facts: { RecordPenaltyRemedy: 'PenaltyRemedyRecorded', ClosePenaltyCase: 'PenaltyCaseClosed' },
      },
    },
    () => the.penaltyCommands,
  );
});

describe('inspection', () => {
  const past = the.inspectionPast;
  const going = {
    RecordInspectionFinding: 'InspectionFindingRecorded',
    RequestInspectionData: 'InspectionDataRequested',
    CloseInspection: 'InspectionClosed',
  };
  const asked = {
    ...going,
    GiveRectificationOpinion: 'RectificationOpinionGiven',
    ReportInspectionRectification: 'InspectionRectificationReported',
    VerifyInspectionRectification: 'InspectionRectificationVerified',
  };
  const violated = [the.plan(), the.find()];
  walk(
    inspection,
    {
      'no inspection': { past: [], facts: { PlanInspection: 'InspectionPlanned' } },
      planned: { past: past(the.plan()), facts: going },
      'data asked for': {
        past: past(the.plan(), the.askFor()),
        facts: { ...going, AnswerInspectionRequest: 'InspectionRequestAnswered' },
      },
      'a violation found': {
        past: past(...violated),
        facts: { ...going, GiveRectificationOpinion: 'RectificationOpinionGiven' },
      },
      'rectification asked for': { past: past(...violated, the.opine()), facts: asked },
      'rectification reported': { past: past(...violated, the.opine(), the.rectify), facts: asked },
      'rectification verified': {
        past: past(...violated, the.opine(), the.rectify, the.verify()),
        facts: { ...going, GiveRectificationOpinion: 'RectificationOpinionGiven' },
        nothing: ['VerifyInspectionRectification'],
      },
      closed: { past: past(the.plan(), the.end()), facts: {}, nothing: ['CloseInspection'] },
    },
    () => the.inspectionCommands,
  );
});
