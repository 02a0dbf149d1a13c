import { describe, expect, test } from '@jest/globals';
import {
  accept,
  approveRevocation,
  cancel,
  completeCancellation,
  filed,
  happened,
  importRow,
  proposeCancellation,
  approveCancellation,
  proposeRevocation,
  publish,
  supporterFiled,
  third,
} from '#support/filing-commands.js';
import { approver, number, reviewer, submit, today, words } from '#support/filing-examples.js';
import { fold } from './decider.js';
import { filing, type FilingCommand } from './filing.js';
import { type RevocationEvent } from './filing-revocation.js';
import { scenario } from './scenario.js';

const given = scenario(filing);
const after = (...commands: FilingCommand[]) => given(...happened(...filed, ...commands));
const stateAfter = (...commands: FilingCommand[]) => fold(filing, happened(...filed, ...commands));

const proposed = (change: object = {}, basis = ['ARP 33 ¶1', 'APL 44']) =>
  ({
    type: 'RevocationProposed',
    basis,
    effectiveOn: today,
    data: {
      ground: 'false-material',
      facts: words('p'),
      hearing: { notifiedOn: '2026-02-27', statement: undefined },
      expressBasis: undefined,
      penalties: [],
      proposedBy: 'reviewer',
      ...change,
    },
  }) as RevocationEvent;

describe('a filing obtained improperly is revoked (ARP 33 ¶1)', () => {
  test('the proposal names ground and facts, and that the party was told and could answer', () =>
    after().when(proposeRevocation()).then(proposed()));
  test.each(['concealment', 'false-material', 'other-improper-means'] as const)('the ground may be %s', (ground) =>
    after().when(proposeRevocation({ ground })).then(proposed({ ground })),
  );
  test('what the party stated is kept with it', () =>
    after()
      .when(
        proposeRevocation({
          ground: 'concealment',
          hearing: { notifiedOn: '2026-02-27', statement: words('defence') },
        }),
      )
      .then(proposed({ ground: 'concealment', hearing: { notifiedOn: '2026-02-27', statement: words('defence') } })));
  test('the party is heard before, not after (APL 44)', () =>
    after()
      .when(proposeRevocation({ hearing: { notifiedOn: '2026-03-03' } }))
      .thenFinds('/hearing/notifiedOn in-the-future'));
  test('against a technical supporter it names its own provision (APL 38)', () => {
    const past = happened(...supporterFiled);
    given(...past)
      .when(proposeRevocation())
      .thenRefused('express-basis-required');
    const proposal = proposeRevocation({ expressBasis: '网络安全法（2025年修正）' });
    given(...past)
      .when(proposal)
      .then(proposed({ expressBasis: '网络安全法（2025年修正）' }, ['网络安全法（2025年修正）', 'APL 44']));
    expect(filing.decide(approveRevocation(), fold(filing, happened(...supporterFiled, proposal)))).toMatchObject([
      { type: 'FilingRevoked', basis: ['网络安全法（2025年修正）'] },
    ]);
  });
  test('only what is in force is revoked, what was imported included', () => {
    given(...happened(submit()))
      .when(proposeRevocation())
      .thenRefused('filing-not-filed');
    expect(filing.decide(proposeRevocation(), fold(filing, happened(importRow())))).toHaveLength(1);
  });

  test('a second person approves it, with the number of the document', () =>
    after(proposeRevocation())
      .when(approveRevocation())
      .then({
        type: 'FilingRevoked',
        basis: ['ARP 33 ¶1'],
        effectiveOn: today,
        data: { documentNo: '京网信撤〔2026〕1号', penalties: [], proposedBy: ['reviewer'], approvedBy: 'approver' },
      }));
  test('who handled the revocation cannot approve it, whoever else edited it since', () => {
    after(proposeRevocation()).when(approveRevocation(reviewer)).thenRefused('four-eyes');
    const edited = [proposeRevocation(), proposeRevocation({ by: approver })];
    after(...edited)
      .when(approveRevocation(reviewer))
      .thenRefused('four-eyes');
    after(...edited)
      .when(approveRevocation(approver))
      .thenRefused('four-eyes');
    expect(filing.decide(approveRevocation(third), stateAfter(...edited))).toMatchObject([
      { data: { proposedBy: ['reviewer', 'approver'], approvedBy: 'third' } },
    ]);
  });
  test('nothing is approved that nobody proposed, and nothing twice', () => {
    after().when(approveRevocation()).thenRefused('nothing-proposed');
    after(proposeRevocation(), approveRevocation()).when(approveRevocation()).thenNothing();
  });
});

describe('what has been revoked', () => {
  const revoked = [proposeRevocation(), approveRevocation()];
  test('is revoked, not cancelled, and keeps its number', () =>
    expect(stateAfter(...revoked)).toMatchObject({ status: 'revoked', number }));
  test('is not cancelled afterwards in any way', () => {
    for (const command of [cancel, completeCancellation, proposeCancellation(), approveCancellation()]) {
      const outcome = filing.decide(command, stateAfter(...revoked));
      expect(outcome).toHaveProperty('refused');
    }
  });
  test('is not completed as a cancellation that was submitted before', () =>
    after(cancel, ...revoked)
      .when(completeCancellation)
      .thenRefused('cancellation-not-submitted'));
  test('takes a proposed cancellation along', () =>
    after(proposeCancellation(), ...revoked)
      .when(approveCancellation())
      .thenRefused('nothing-proposed'));
  test('is filed again only as a new filing', () => {
    after(...revoked)
      .when(submit())
      .thenRefused('filing-exists');
    after(...revoked)
      .when(accept)
      .thenRefused('filing-not-under-review');
    after(...revoked)
      .when(publish)
      .thenRefused('filing-not-publishable');
  });
});
