import { describe, expect, test } from '@jest/globals';
import {
  accept,
  approveCancellation,
  approveRevocation,
  cancel,
  change,
  completeCancellation,
  externalDecision,
  filed,
  happened,
  importRow,
  proposeCancellation,
  proposeRevocation,
  reportEnd,
  returnCancellation,
  supporterFiled,
  third,
} from '#support/filing-commands.js';
import { approver, ask, number, reviewer, submit, today, words } from '#support/filing-examples.js';
import { fold } from './decider.js';
import { type CancellationEvent } from './filing-cancellation.js';
import { filing, type FilingCommand, type FilingEvent } from './filing.js';
import { scenario } from './scenario.js';

const given = scenario(filing);
const after = (...commands: FilingCommand[]) => given(...happened(...filed, ...commands));
const stateAfter = (...commands: FilingCommand[]) => fold(filing, happened(...filed, ...commands));

describe('the end of the service (ARP 24 ¶3)', () => {
  const ended = (source: 'filer' | 'agency'): FilingEvent => ({
    type: 'ServiceTerminated',
    basis: ['ARP 24 ¶3'],
    effectiveOn: '2026-02-28',
    data: { terminatedOn: '2026-02-28', source },
  });
  test('is a fact that the filer reports, and that counts from its own day', () =>
    after().when(reportEnd()).then(ended('filer')));
  test('is a fact that an authority may record as well', () => after().when(reportEnd(reviewer)).then(ended('agency')));
  test('is recorded once', () => after(reportEnd()).when(reportEnd(reviewer)).thenNothing());
  test('is reported once it has come', () =>
    after()
      .when(ask('ReportTermination', { terminatedOn: '2026-03-03' }))
      .thenFinds('/terminatedOn in-the-future'));
  test('of what is not in force is nothing to report', () =>
    given(...happened(submit()))
      .when(reportEnd())
      .thenRefused('filing-not-filed'));
});

describe('cancellation by the filer (ARP 24 ¶3)', () => {
  test('it is submitted with the day of the end and the arrangements for users and data', () =>
    after()
      .when(cancel)
      .then({
        type: 'CancellationSubmitted',
        basis: ['DSP 19', 'ARP 24 ¶3'],
        effectiveOn: today,
        data: { terminatedOn: '2026-02-28', arrangements: words('a') },
      }));
  test('it follows the end of the service', () =>
    after()
      .when(ask('SubmitCancellation', { terminatedOn: '2026-03-03', arrangements: words('a') }))
      .thenFinds('/terminatedOn in-the-future'));
  test('it is submitted once; with another day it is another submission, and the first is still open', () => {
    after(cancel).when(cancel).thenNothing();
    after(cancel)
      .when(ask('SubmitCancellation', { terminatedOn: '2026-02-27', arrangements: words('b') }))
      .thenRefused('cancellation-not-possible');
  });
  test('only the holder of a filing in force cancels', () => {
    given(...happened(submit()))
      .when(cancel)
      .thenRefused('cancellation-not-possible');
    given(...happened(importRow()))
      .when(cancel)
      .thenRefused('cancellation-not-possible');
  });
  test('an open change does not stand in its way', () =>
    expect(filing.decide(cancel, stateAfter(change()))).toMatchObject([{ type: 'CancellationSubmitted' }]));

  test('the authority completes it, and the number stays', () => {
    after(cancel)
      .when(completeCancellation)
      .then({
        type: 'CancellationCompleted',
        basis: ['ARP 24 ¶3'],
        effectiveOn: today,
        data: { terminatedOn: '2026-02-28', completedBy: 'approver' },
      });
    expect(stateAfter(cancel, completeCancellation)).toMatchObject({ status: 'cancelled', number });
  });
  test('it is completed once, and only when it was submitted', () => {
    after(cancel, completeCancellation).when(completeCancellation).thenNothing();
    after().when(completeCancellation).thenRefused('cancellation-not-submitted');
    after(cancel, returnCancellation).when(completeCancellation).thenRefused('cancellation-not-submitted');
  });
});

describe('a returned cancellation', () => {
  const returned: FilingEvent = {
    type: 'CancellationReturned',
    basis: ['design'],
    effectiveOn: today,
    data: { serviceContinues: words('s'), returnedBy: 'approver' },
  };
  test('says that the service in truth goes on, which is the only reason to return one', () =>
    after(cancel).when(returnCancellation).then(returned));
  test('is returned once, and only when it was submitted', () => {
    after(cancel, returnCancellation).when(returnCancellation).thenNothing();
    after().when(returnCancellation).thenRefused('cancellation-not-submitted');
  });
  test('leaves the filing in force, without an end of its service', () => {
    const state = stateAfter(cancel, returnCancellation);
    expect(state.status).toBe('filed');
    expect(state.terminatedOn).toBeUndefined();
  });
  test('may be followed by another one', () =>
    expect(filing.decide(cancel, stateAfter(cancel, returnCancellation))).toMatchObject([{ type: 'CancellationSubmitted' }]));
  test('takes a proposal along that rests on the end of the service, and no other', () => {
    const proposal = proposeCancellation('not-cancelled-after-termination');
    after(reportEnd(), proposal, cancel, returnCancellation).when(approveCancellation()).thenRefused('nothing-proposed');
    expect(
      filing.decide(approveCancellation(), stateAfter(cancel, proposeCancellation('site-closed'), returnCancellation)),
    ).toMatchObject([{ type: 'ExOfficioCancelled' }]);
  });
});

describe('cancellation of the authority’s own motion (ARP 33 ¶2)', () => {
  type Proposal = Extract<CancellationEvent, { type: 'ExOfficioCancellationProposed' }>;
  const proposed = (data: Pick<Proposal['data'], 'ground'> & Partial<Proposal['data']>, basis = ['ARP 33 ¶2']): Proposal => ({
    type: 'ExOfficioCancellationProposed',
    basis,
    effectiveOn: today,
    data: {
      reason: words('x'),
      externalDecision: undefined,
      expressBasis: undefined,
      penalties: [],
      proposedBy: 'reviewer',
      ...data,
    },
  });

  test('rests on an end of the service that was not followed by a cancellation', () => {
    const proposal = proposeCancellation('not-cancelled-after-termination', {});
    after(reportEnd())
      .when(proposal)
      .then(proposed({ ground: 'not-cancelled-after-termination' }));
    after().when(proposal).thenRefused('termination-not-recorded');
    after(cancel, returnCancellation).when(proposal).thenRefused('termination-not-recorded');
    after(cancel).when(proposal).thenRefused('cancellation-submitted');
  });
  test.each(['site-closed', 'permit-revoked', 'licence-revoked'] as const)(
    'or on a decision that is cited with agency, number and date: %s',
    (ground) => {
      after().when(proposeCancellation(ground)).then(proposed({ ground, externalDecision }));
      after().when(proposeCancellation(ground, {})).thenFinds('/externalDecision missing');
    },
  );
  test('against a technical supporter it names its own provision, since sanctions are not carried over by reference', () => {
    given(...happened(...supporterFiled))
      .when(proposeCancellation())
      .thenRefused('express-basis-required');
    const proposal = proposeCancellation('site-closed', { decision: externalDecision, expressBasis: '网络安全法（2025年修正）' });
    given(...happened(...supporterFiled))
      .when(proposal)
      .then(
        proposed({ ground: 'site-closed', externalDecision, expressBasis: '网络安全法（2025年修正）' }, [
          '网络安全法（2025年修正）',
        ]),
      );
    expect(filing.decide(approveCancellation(), fold(filing, happened(...supporterFiled, proposal)))).toMatchObject([
      { type: 'ExOfficioCancelled', basis: ['网络安全法（2025年修正）'] },
    ]);
  });
  test('is proposed only of a filing in force, an imported one that nobody holds included', () => {
    given(...happened(submit()))
      .when(proposeCancellation())
      .thenRefused('filing-not-filed');
    expect(filing.decide(proposeCancellation(), fold(filing, happened(importRow())))).toHaveLength(1);
  });

  test('needs a second person, and cites the document', () => {
    after(proposeCancellation())
      .when(approveCancellation())
      .then({
        type: 'ExOfficioCancelled',
        basis: ['ARP 33 ¶2'],
        effectiveOn: today,
        data: {
          ground: 'site-closed',
          documentNo: '京网信注〔2026〕1号',
          penalties: [],
          proposedBy: ['reviewer'],
          approvedBy: 'approver',
        },
      });
    after(proposeCancellation()).when(approveCancellation(reviewer)).thenRefused('four-eyes');
  });
  test('whoever drafted or edited the proposal cannot approve it, also not after another edit', () => {
    const edited = [proposeCancellation(), proposeCancellation('permit-revoked', { by: approver, decision: externalDecision })];
    after(...edited)
      .when(approveCancellation())
      .thenRefused('four-eyes');
    after(...edited)
      .when(approveCancellation(reviewer))
      .thenRefused('four-eyes');
    expect(filing.decide(approveCancellation(third), stateAfter(...edited))).toMatchObject([
      { data: { ground: 'permit-revoked', proposedBy: ['reviewer', 'approver'], approvedBy: 'third' } },
    ]);
  });
  test('is approved once, and only when it was proposed', () => {
    after(proposeCancellation(), approveCancellation()).when(approveCancellation()).thenNothing();
    after().when(approveCancellation()).thenRefused('nothing-proposed');
  });
  test('goes on although the filer’s own cancellation is on its way', () =>
    expect(stateAfter(cancel, proposeCancellation(), approveCancellation())).toMatchObject({ status: 'cancelled' }));
});

describe('what has been cancelled', () => {
  test.each([
    ['by its filer', [cancel, completeCancellation]],
    ['ex officio', [proposeCancellation(), approveCancellation()]],
  ] as const)('%s is not revoked, not accepted, not cancelled in another way', (_, ending) => {
    after(...ending)
      .when(proposeRevocation())
      .thenRefused('filing-not-filed');
    after(...ending)
      .when(approveRevocation())
      .thenRefused('nothing-proposed');
    after(...ending)
      .when(accept)
      .thenRefused('filing-not-under-review');
    after(...ending)
      .when(cancel)
      .thenRefused('cancellation-not-possible');
    after(...ending)
      .when(proposeCancellation())
      .thenRefused('filing-not-filed');
  });
  test('leaves nothing proposed behind', () =>
    expect(stateAfter(proposeRevocation(), cancel, completeCancellation).revocation).toBeUndefined());
});
