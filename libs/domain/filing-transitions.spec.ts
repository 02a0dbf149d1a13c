// Every command in every state of a filing: a listed transition, nothing for a repetition, or a refusal that says why.
import { describe, expect, test } from '@jest/globals';
import * as the from '#support/filing-commands.js';
import { ask, importedFiling, material, submit } from '#support/filing-examples.js';
import { type Row, walk, without } from '#support/transitions.js';
import { filing, type FilingCommand, type FilingEvent } from './filing.js';

describe('filing', () => {
  const past = the.happened;
  const inForce = {
    RecordAttributeFinding: 'AttributeFindingRecorded',
    PublishFiling: 'FilingPublished',
    DeclareDisplay: 'DisplayDeclared',
    SubmitChange: 'ChangeSubmitted',
    ChangeHolder: 'FilingHolderChanged',
    ReportTermination: 'ServiceTerminated',
    SubmitCancellation: 'CancellationSubmitted',
    ProposeExOfficioCancellation: 'ExOfficioCancellationProposed',
    ProposeRevocation: 'RevocationProposed',
    RecordRemedy: 'RemedyRecorded',
  };
  const whileChanging = without(inForce, 'SubmitChange', 'ChangeHolder');
  const whileCancelling = without(inForce, 'SubmitCancellation');
  const openChange = { AddChangeItems: 'ChangeItemsAdded', AcceptChange: 'ChangeAccepted', RefuseChange: 'ChangeRefused' };
  const underReview = {
    TakeUpCase: 'CaseTakenUp',
    RecordStage: 'ReviewStageRecorded',
    RecordAttributeFinding: 'AttributeFindingRecorded',
    WithdrawFiling: 'FilingWithdrawn',
    RecordRemedy: 'RemedyRecorded',
  };
  const refused = {
    SubmitFiling: 'FilingSubmitted',
    NotifyRefusal: 'RefusalNotified',
    WithdrawFiling: 'FilingWithdrawn',
    RecordRemedy: 'RemedyRecorded',
    CorrectDecision: 'DecisionCorrected',
  };
  const ended = { RecordRemedy: 'RemedyRecorded', CorrectDecision: 'DecisionCorrected' };
  const imported = {
    ImportFiling: 'ImportRevised',
    ImportCancellation: 'CancellationImported',
    ClaimImportedFiling: 'ImportedFilingClaimed',
  };
  const unheld = {
    RecordAttributeFinding: 'AttributeFindingRecorded',
    DeclareDisplay: 'DisplayDeclared',
    ReportTermination: 'ServiceTerminated',
    ProposeExOfficioCancellation: 'ExOfficioCancellationProposed',
    ProposeRevocation: 'RevocationProposed',
  };

  const rows: Record<string, Row<FilingEvent>> = {
    nothing: {
      past: [],
      facts: { SubmitFiling: 'FilingSubmitted', ImportFiling: 'FilingImported', ImportCancellation: 'CancellationImported' },
    },
    submitted: { past: past(submit()), facts: underReview },
    'submitted for a planned service': {
      past: past(the.submitPlanned),
      facts: { ...underReview, StartService: 'ServiceStarted' },
    },
    'taken up': { past: past(submit(), the.takeUp), facts: without(underReview, 'TakeUpCase'), nothing: ['TakeUpCase'] },
    reviewed: {
      past: past(submit(), the.review()),
      facts: { ...underReview, AcceptFiling: 'FilingAccepted', RefuseFiling: 'FilingRefused' },
    },
    'reviewed and not passed': {
      past: past(submit(), the.review('failed')),
      facts: { ...underReview, RefuseFiling: 'FilingRefused' },
    },
    refused: { past: past(...the.refused), facts: refused },
    'refused and notified': {
      past: past(...the.refused, the.notifyRefusal),
      facts: without(refused, 'NotifyRefusal'),
      nothing: ['NotifyRefusal'],
    },
    'refused, which was annulled': {
      past: past(...the.refused, the.remedy('refusal')),
      facts: { ...refused, AnnulRefusal: 'RefusalAnnulled' },
    },
    'reopened after an annulment': {
      past: past(...the.refused, the.remedy('refusal'), the.annulRefusal),
      facts: { ...underReview, RefuseFiling: 'FilingRefused' },
      nothing: ['AnnulRefusal', 'CorrectDecision'],
    },
    resubmitted: { past: past(...the.refused, submit()), facts: underReview },
    withdrawn: { past: past(submit(), the.withdraw), facts: { RecordRemedy: 'RemedyRecorded' }, nothing: ['WithdrawFiling'] },
    filed: { past: past(...the.filed), facts: inForce, nothing: ['AcceptFiling'] },
    'filed for a planned service': {
      past: past(the.submitPlanned, the.review(), the.accept),
      facts: { ...inForce, StartService: 'ServiceStarted' },
      nothing: ['AcceptFiling'],
    },
    'published and displayed': {
      past: past(...the.filed, the.publish, the.declareDisplay),
      facts: without(inForce, 'PublishFiling'),
      nothing: ['AcceptFiling', 'PublishFiling'],
    },
    'with an open change': {
      past: past(...the.filed, the.change()),
      facts: { ...whileChanging, ...openChange, WithdrawChange: 'ChangeWithdrawn' },
      nothing: ['AcceptFiling'],
    },
    'with an accepted change': {
      past: past(...the.filed, the.change(), the.acceptChange()),
      facts: inForce,
      nothing: ['AcceptFiling', 'AcceptChange'],
    },
    'with a refused change': {
      past: past(...the.filed, the.change(), the.refuseChange()),
      facts: { ...inForce, WithdrawChange: 'ChangeWithdrawn' },
      nothing: ['AcceptFiling', 'RefuseChange'],
    },
    'with a refused change, which was annulled': {
      past: past(...the.filed, the.change(), the.refuseChange(), the.remedy('change-refusal')),
      facts: { ...inForce, WithdrawChange: 'ChangeWithdrawn', AnnulRefusal: 'ChangeRefusalAnnulled' },
      nothing: ['AcceptFiling', 'RefuseChange'],
    },
    'with a change reopened after an annulment': {
      past: past(...the.filed, the.change(), the.refuseChange(), the.remedy('change-refusal'), the.annulRefusal),
      facts: { ...whileChanging, ...openChange, WithdrawChange: 'ChangeWithdrawn' },
      nothing: ['AcceptFiling', 'AnnulRefusal'],
    },
    'with a withdrawn change': {
      past: past(...the.filed, the.change(), the.withdrawChange()),
      facts: inForce,
      nothing: ['AcceptFiling', 'WithdrawChange'],
    },
    'passed to another holder': {
      past: past(...the.filed, the.changeHolder()),
      facts: inForce,
      nothing: ['AcceptFiling'],
    },
    'with a service that has ended': {
      past: past(...the.filed, the.reportEnd()),
      facts: inForce,
      nothing: ['AcceptFiling', 'ReportTermination'],
    },
    'with a submitted cancellation': {
      past: past(...the.filed, the.cancel),
      facts: { ...whileCancelling, CompleteCancellation: 'CancellationCompleted', ReturnCancellation: 'CancellationReturned' },
      nothing: ['AcceptFiling', 'ReportTermination', 'SubmitCancellation'],
    },
    'with a returned cancellation': {
      past: past(...the.filed, the.cancel, the.returnCancellation),
      facts: inForce,
      nothing: ['AcceptFiling', 'ReturnCancellation'],
    },
    'with a proposed cancellation': {
      past: past(...the.filed, the.proposeCancellation()),
      facts: { ...inForce, ApproveExOfficioCancellation: 'ExOfficioCancelled' },
      nothing: ['AcceptFiling'],
    },
    'with a proposed revocation': {
      past: past(...the.filed, the.proposeRevocation()),
      facts: { ...inForce, ApproveRevocation: 'FilingRevoked' },
      nothing: ['AcceptFiling'],
    },
    'with an open change and both proposals': {
      past: past(...the.filed, the.change(), the.proposeRevocation(), the.proposeCancellation()),
      facts: {
        ...whileChanging,
        ...openChange,
        WithdrawChange: 'ChangeWithdrawn',
        ApproveRevocation: 'FilingRevoked ChangeLapsed',
        ApproveExOfficioCancellation: 'ExOfficioCancelled ChangeLapsed',
      },
      nothing: ['AcceptFiling'],
    },
    cancelled: {
      past: past(...the.filed, the.cancel, the.completeCancellation),
      facts: ended,
      nothing: ['CompleteCancellation', 'ApproveExOfficioCancellation', 'ReportTermination'],
    },
    'cancelled ex officio': {
      past: past(...the.filed, the.proposeCancellation(), the.approveCancellation()),
      facts: ended,
      nothing: ['CompleteCancellation', 'ApproveExOfficioCancellation'],
    },
    revoked: {
      past: past(...the.filed, the.proposeRevocation(), the.approveRevocation()),
      facts: ended,
      nothing: ['ApproveRevocation'],
    },
    'revoked, which was annulled': {
      past: past(...the.filed, the.proposeRevocation(), the.approveRevocation(), the.remedy('revocation')),
      facts: { ...ended, ReinstateFiling: 'FilingReinstated' },
      nothing: ['ApproveRevocation'],
    },
    reinstated: {
      past: past(...the.filed, the.proposeRevocation(), the.approveRevocation(), the.remedy('revocation'), the.reinstate),
      facts: inForce,
      nothing: ['AcceptFiling', 'ReinstateFiling', 'CorrectDecision'],
    },
    imported: { past: [importedFiling()], facts: { ...unheld, ...imported } },
    'imported as cancelled': {
      past: [importedFiling({ remarks: '已注销' })],
      facts: { ...imported, ...ended },
      nothing: ['CompleteCancellation', 'ApproveExOfficioCancellation'],
    },
    'known from a notice alone': {
      past: past(the.importNotice()),
      facts: { ImportFiling: 'FilingImported', ImportCancellation: 'CancellationImported', ...ended },
      nothing: ['CompleteCancellation', 'ApproveExOfficioCancellation'],
    },
    'imported and claimed': {
      past: past(the.importRow(), the.claim()),
      facts: (({ PublishFiling: _, RecordRemedy: __, ...rest }) => ({ ...rest, ImportCancellation: 'CancellationImported' }))(
        inForce,
      ),
      nothing: ['ClaimImportedFiling'],
    },
    'imported and revoked here': {
      past: past(the.importRow(), the.proposeRevocation(), the.approveRevocation()),
      facts: { ...ended, ClaimImportedFiling: 'ImportedFilingClaimed' },
      nothing: ['ApproveRevocation'],
    },
  };

  const usual: readonly FilingCommand[] = [
    submit(),
    the.takeUp,
    the.review('passed', the.third),
    the.findAttribute(true),
    the.accept,
    the.refuseFiling,
    the.notifyRefusal,
    the.withdraw,
    the.publish,
    the.startService,
    the.declareDisplay,
    the.change([{ after: material({ mainUse: '生成换脸视频和图像。' }), changedOn: '2026-02-26' }]),
    the.addItems(),
    the.acceptChange(),
    the.refuseChange(),
    the.withdrawChange(),
    the.changeHolder(the.heir({ subject: 'subject-3' })),
    the.reportEnd(),
    the.cancel,
    the.completeCancellation,
    the.returnCancellation,
    the.proposeCancellation(),
    the.approveCancellation(),
    the.proposeRevocation(),
    the.approveRevocation(),
    the.remedy('inaction'),
    the.reinstate,
    the.annulRefusal,
    the.correct('refusal'),
    the.importRow({ remarks: '变更内容：新增产品' }),
    the.importNotice({ cancelledIn: '2025年6月' }),
    the.claim(),
  ];
  const instead: Record<string, readonly FilingCommand[]> = {
    'published and displayed': [ask('DeclareDisplay', { places: [{ url: 'https://yunying.example/other', place: '页眉' }] })],
    cancelled: [the.remedy('cancellation'), the.correct('cancellation')],
    'cancelled ex officio': [the.remedy('ex-officio-cancellation'), the.correct('ex-officio-cancellation')],
    revoked: [the.remedy('revocation'), the.correct('revocation')],
    'revoked, which was annulled': [the.remedy('revocation'), the.correct('revocation')],
    reinstated: [the.remedy('revocation'), the.correct('revocation')],
    'imported as cancelled': [the.remedy('cancellation'), the.correct('cancellation')],
    'known from a notice alone': [the.remedy('cancellation'), the.correct('cancellation')],
    'imported and revoked here': [the.remedy('revocation'), the.correct('revocation')],
  };
  walk(filing, rows, (row) => usual.map((command) => instead[row]?.find(({ type }) => type === command.type) ?? command));

  test('each command stands in the table', () =>
    expect(usual.map(({ type }) => type).sort()).toEqual(
      [...new Set(Object.values(rows).flatMap(({ facts }) => Object.keys(facts)))].sort(),
    ));
});
