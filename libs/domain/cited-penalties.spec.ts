import { describe, expect, test } from '@jest/globals';
import {
  approveCancellation,
  approveRevocation,
  citedPenalty,
  externalDecision,
  filed,
  happened,
  proposeCancellation,
  proposeRevocation,
} from '#support/filing-commands.js';
import { fold } from './decider.js';
import { filing, type FilingCommand } from './filing.js';
import { scenario } from './scenario.js';

const given = scenario(filing);
const after = (...commands: FilingCommand[]) => given(...happened(...filed, ...commands));
const decided = (command: FilingCommand, ...past: FilingCommand[]) =>
  filing.decide(command, fold(filing, happened(...filed, ...past)));

const standing = citedPenalty();
const fallen = citedPenalty({ stands: false });
const foreign = citedPenalty({ concerns: false });

const acts = [
  ['a revocation (ARP 33 ¶1)', (cited: ReturnType<typeof citedPenalty>[]) => proposeRevocation({ cited }), approveRevocation],
  [
    'a cancellation ex officio (ARP 33 ¶2)',
    (cited: ReturnType<typeof citedPenalty>[]) => proposeCancellation('site-closed', { decision: externalDecision, cited }),
    approveCancellation,
  ],
] as const;

describe.each(acts)('%s', (_, propose, approve) => {
  test('names the penalty cases that it cites, in the proposal and in the decision', () => {
    expect(decided(propose([standing]))).toMatchObject([{ data: { penalties: ['penalty-1'] } }]);
    expect(decided(approve(undefined, [standing]), propose([standing]))).toMatchObject([{ data: { penalties: ['penalty-1'] } }]);
  });
  test('needs none', () => expect(decided(approve(), propose([]))).toMatchObject([{ data: { penalties: [] } }]));
  test('cites no case of another filing and another holder, and none that is unknown', () => {
    after()
      .when(propose([foreign]))
      .thenFinds('/penalties/0 not-of-this-filing');
    after()
      .when(propose([standing, citedPenalty({ penalty: 'penalty-2', concerns: false })]))
      .thenFinds('/penalties/1 not-of-this-filing');
  });
  test('cites no case that was not decided, or whose decision has fallen', () =>
    after()
      .when(propose([fallen]))
      .thenFinds('/penalties/0 penalty-not-standing'));
  test('is not approved when a case that it cites has fallen since it was proposed', () =>
    after(propose([standing]))
      .when(approve(undefined, [fallen]))
      .thenRefused('penalty-not-standing'));
  test('is proposed anew without the case that has fallen', () =>
    expect(decided(approve(undefined, []), propose([standing]), propose([]))).toHaveLength(1));
});

describe('a ground of ARP 33 ¶2 that rests on a decision', () => {
  test.each([
    ['site-closed', 'closure'],
    ['permit-revoked', 'permit-revocation'],
    ['licence-revoked', 'licence-revocation'],
  ] as const)('%s may cite the penalty case that imposed it in the place of another authority’s decision', (ground, sanction) => {
    const imposing = (imposes: typeof sanction | 'warning') =>
      proposeCancellation(ground, { cited: [citedPenalty({ imposes: [imposes] })] });
    expect(decided(imposing(sanction))).toHaveLength(1);
    after().when(imposing('warning')).thenFinds('/externalDecision missing');
  });
});
