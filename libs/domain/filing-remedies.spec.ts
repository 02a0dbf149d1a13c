import { describe, expect, test } from '@jest/globals';
import {
  accept,
  acceptChange,
  annulRefusal,
  approveCancellation,
  approveRevocation,
  cancel,
  change,
  claim,
  completeCancellation,
  correct,
  filed,
  happened,
  importNotice,
  importRow,
  notifyRefusal,
  proposeCancellation,
  proposeRevocation,
  refuseChange,
  refused,
  refuseFiling,
  reinstate,
  remedy,
  remedyAgainst,
  reportEnd,
  review,
  third,
  withdraw,
} from '#support/filing-commands.js';
import { ask, number, submit, today, words } from '#support/filing-examples.js';
import { fold } from './decider.js';
import { filing, type FilingCommand, type FilingEvent } from './filing.js';
import { type DecisionKind } from './filing-state.js';
import { scenario } from './scenario.js';

const given = scenario(filing);
const stateAfter = (...commands: FilingCommand[]) => fold(filing, happened(...commands));
const revoked = [...filed, proposeRevocation(), approveRevocation()];
const cancelled = [...filed, cancel, completeCancellation];
const cancelledExOfficio = [...filed, proposeCancellation(), approveCancellation()];
const changeRefused = [...filed, change(), refuseChange()];

describe('a remedy is recorded against every decision (ARL 20, ALL 46)', () => {
  test.each<[DecisionKind, readonly FilingCommand[]]>([
    ['refusal', refused],
    ['change-refusal', changeRefused],
    ['revocation', revoked],
    ['cancellation', cancelled],
    ['ex-officio-cancellation', cancelledExOfficio],
    ['inaction', [submit()]],
    ['inaction', [...filed, change()]],
  ])('%s', (against, past) =>
    given(...happened(...past))
      .when(remedy(against))
      .then({ type: 'RemedyRecorded', basis: ['ARL 20'], effectiveOn: today, data: remedyAgainst(against) }),
  );

  test('litigation rests on its own law, and a stay of execution is recorded where there is one', () =>
    given(...happened(...revoked))
      .when(remedy('revocation', { kind: 'litigation', body: '北京市第一中级人民法院', stay: true, outcome: 'pending' }))
      .then({
        type: 'RemedyRecorded',
        basis: ['ALL 46'],
        effectiveOn: today,
        data: remedyAgainst('revocation', { kind: 'litigation', body: '北京市第一中级人民法院', stay: true, outcome: 'pending' }),
      }));

  test('a decision that no longer stands stays open to them: a remedy may take longer', () => {
    for (const past of [
      [...refused, submit()],
      [...refused, withdraw],
      [...revoked, remedy('revocation'), reinstate],
      [...changeRefused, change()],
    ])
      expect(stateAfter(...past).decisions).toHaveLength(1);
    expect(filing.decide(remedy('refusal'), stateAfter(...refused, submit()))).toHaveLength(1);
    expect(
      filing.decide(remedy('revocation', { kind: 'litigation' }), stateAfter(...revoked, remedy('revocation'), reinstate)),
    ).toHaveLength(1);
    expect(filing.decide(remedy('inaction', { outcome: 'ordered-to-act' }), stateAfter(...filed))).toHaveLength(1);
  });

  test('there is none against what was never decided', () => {
    given().when(remedy('inaction')).thenRefused('no-decision');
    given(...happened(importRow()))
      .when(remedy('refusal'))
      .thenRefused('no-decision');
    given(...happened(...filed))
      .when(remedy('revocation'))
      .thenRefused('no-decision');
  });
  test('whose motion a cancellation was decides what it is against; of an imported one nobody can tell', () => {
    given(...happened(...cancelled))
      .when(remedy('ex-officio-cancellation'))
      .thenRefused('no-decision');
    given(...happened(...cancelledExOfficio))
      .when(remedy('cancellation'))
      .thenRefused('no-decision');
    for (const kind of ['cancellation', 'ex-officio-cancellation'] as const)
      expect(filing.decide(remedy(kind), stateAfter(importRow(), importNotice()))).toHaveLength(1);
  });
});

describe('reinstatement (ARL 64)', () => {
  const reinstated: FilingEvent = {
    type: 'FilingReinstated',
    basis: ['ARL 64'],
    effectiveOn: today,
    data: { reason: words('i'), reinstatedBy: 'approver' },
  };
  test.each<[DecisionKind, readonly FilingCommand[]]>([
    ['revocation', revoked],
    ['cancellation', cancelled],
    ['ex-officio-cancellation', cancelledExOfficio],
  ])('after its %s was annulled the filing is in force again, under its number', (against, past) => {
    const annulled = happened(...past, remedy(against));
    given(...annulled)
      .when(reinstate)
      .then(reinstated);
    expect(fold(filing, [...annulled, reinstated])).toMatchObject({ status: 'filed', number, version: 1, endedBy: undefined });
  });
  test('it follows the annulment of the very decision that ended the filing', () => {
    given(...happened(...revoked))
      .when(reinstate)
      .thenRefused('not-annulled');
    for (const outcome of ['pending', 'upheld', 'varied', 'withdrawn'] as const)
      given(...happened(...revoked, remedy('revocation', { outcome })))
        .when(reinstate)
        .thenRefused('not-annulled');
    given(...happened(...changeRefused, remedy('change-refusal'), cancel, completeCancellation))
      .when(reinstate)
      .thenRefused('not-annulled');
  });
  test('an annulment that ended a revocation says nothing against a later one', () => {
    const again = [...revoked, remedy('revocation'), reinstate, proposeRevocation(), approveRevocation()];
    given(...happened(...again))
      .when(reinstate)
      .thenRefused('not-annulled');
  });
  test('it happens once; what was never ended is not reinstated', () => {
    given(...happened(...revoked, remedy('revocation'), reinstate))
      .when(reinstate)
      .thenNothing();
    given(...happened(...filed))
      .when(reinstate)
      .thenRefused('not-annulled');
  });
  test('a reported end of the service outlives an annulled revocation, and falls with an annulled cancellation', () => {
    expect(
      stateAfter(...filed, reportEnd(), proposeRevocation(), approveRevocation(), remedy('revocation'), reinstate),
    ).toMatchObject({
      terminatedOn: '2026-02-28',
    });
    const state = stateAfter(...cancelled, remedy('cancellation'), reinstate);
    expect(state.terminatedOn).toBeUndefined();
    expect(filing.decide(cancel, state)).toMatchObject([{ type: 'CancellationSubmitted' }]);
  });
  test('no proposal of before the end can be approved after it', () => {
    given(...happened(...filed, proposeCancellation(), proposeRevocation(), approveRevocation(), remedy('revocation'), reinstate))
      .when(approveCancellation())
      .thenRefused('nothing-proposed');
    given(...happened(...filed, proposeRevocation(), cancel, completeCancellation, remedy('cancellation'), reinstate))
      .when(approveRevocation())
      .thenRefused('nothing-proposed');
  });
  test('a cancellation that was published elsewhere can be annulled as well', () =>
    expect(stateAfter(importRow(), importNotice(), remedy('cancellation'), reinstate).status).toBe('filed'));
});

describe('an annulled refusal', () => {
  const reopened: FilingEvent = { type: 'RefusalAnnulled', basis: ['ARL 64'], effectiveOn: today, data: { reason: words('n') } };
  test('brings the case back to review, in the same round and with its stages', () => {
    const past = happened(...refused, remedy('refusal'));
    given(...past)
      .when(annulRefusal)
      .then(reopened);
    expect(fold(filing, [...past, reopened])).toMatchObject({
      status: 'under-review',
      round: 1,
      stages: [{ person: 'reviewer' }],
    });
  });
  test('happens once, and only after an annulment', () => {
    given(...happened(...refused, remedy('refusal'), annulRefusal))
      .when(annulRefusal)
      .thenNothing();
    given(...happened(...refused))
      .when(annulRefusal)
      .thenRefused('not-annulled');
    given(...happened(submit()))
      .when(annulRefusal)
      .thenRefused('not-annulled');
  });
  test('of an earlier round does not annul that of a later one', () =>
    given(...happened(...refused, submit(), review('failed'), remedy('refusal'), refuseFiling))
      .when(annulRefusal)
      .thenRefused('not-annulled'));
  test('is followed by a new decision, which is notified in its own time', () => {
    const again = [...refused, notifyRefusal, remedy('refusal'), annulRefusal, review('failed')];
    given(...happened(...again))
      .when(notifyRefusal)
      .thenRefused('filing-not-refused');
    expect(filing.decide(notifyRefusal, stateAfter(...again, refuseFiling))).toMatchObject([{ type: 'RefusalNotified' }]);
    expect(stateAfter(...refused, remedy('refusal'), annulRefusal, review('passed', third), accept).status).toBe('filed');
  });

  test('of a change opens the change again, with its items', () => {
    const past = happened(...changeRefused, remedy('change-refusal'));
    given(...past)
      .when(annulRefusal)
      .then({
        type: 'ChangeRefusalAnnulled',
        basis: ['ARL 64'],
        effectiveOn: today,
        data: { change: 1, reason: words('n') },
      });
    expect(stateAfter(...changeRefused, remedy('change-refusal'), annulRefusal, acceptChange())).toMatchObject({
      version: 2,
      content: { algorithm: { name: '云影换脸算法二代' } },
    });
    given(...happened(...changeRefused, remedy('change-refusal'), annulRefusal))
      .when(annulRefusal)
      .thenNothing();
  });
});

describe('the authority corrects its own error', () => {
  test.each<[Parameters<typeof correct>[0], readonly FilingCommand[], string]>([
    ['refusal', refused, 'under-review'],
    ['revocation', revoked, 'filed'],
    ['cancellation', cancelled, 'filed'],
    ['ex-officio-cancellation', cancelledExOfficio, 'filed'],
  ])('a %s falls, and the filing stands as before it', (decision, past, status) => {
    given(...happened(...past))
      .when(correct(decision))
      .then({
        type: 'DecisionCorrected',
        basis: ['APL 75'],
        effectiveOn: today,
        data: { decision, reason: words('k'), correctedBy: 'approver' },
      });
    expect(stateAfter(...past, correct(decision)).status).toBe(status);
    given(...happened(...past, correct(decision)))
      .when(correct(decision))
      .thenNothing();
  });
  test('what does not stand cannot be corrected', () => {
    given(...happened(...filed))
      .when(correct('revocation'))
      .thenRefused('no-decision');
    given(...happened(...revoked))
      .when(correct('cancellation'))
      .thenRefused('no-decision');
    given(...happened(...cancelled))
      .when(correct('ex-officio-cancellation'))
      .thenRefused('no-decision');
    given(...happened(...refused, submit()))
      .when(correct('refusal'))
      .thenRefused('no-decision');
  });
  test('a claimed filing stays its holder’s through revocation and correction', () =>
    expect(stateAfter(importRow(), claim(), proposeRevocation(), approveRevocation(), correct('revocation'))).toMatchObject({
      status: 'filed',
      holder: 'subject-2',
    }));
  test('a correction says who made it', () =>
    expect(
      filing.decide(
        ask('CorrectDecision', { decision: 'revocation', reason: words('k') }, { by: third }),
        stateAfter(...revoked),
      ),
    ).toMatchObject([{ data: { correctedBy: 'third' } }]));
});
