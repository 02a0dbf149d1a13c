// given / when / then for a decider, so that a specification reads like the article it is about.
import assert from 'node:assert/strict';
import { type Decider, fold } from './decider.js';

/** `scenario(filing)(…past).when(command)` decides on the folded past; then state what must come of it. */
export const scenario =
  <C, E, S>(decider: Decider<C, E, S>) =>
  (...past: E[]) => ({
    when: (command: C) => {
      const outcome = decider.decide(command, fold(decider, past));
      return {
        then: (...expected: E[]) => assert.deepEqual(outcome, expected),
        thenNothing: () => assert.deepEqual(outcome, []),
        thenRefused: (refused: string) => assert.equal('refused' in outcome ? outcome.refused : outcome, refused),
        /** The refusal must name each of these `pointer code` pairs, and no other. */
        thenFinds: (...findings: string[]) =>
          assert.deepEqual(
            'refused' in outcome ? outcome.findings?.map(({ pointer, code }) => `${pointer} ${code}`) : outcome,
            findings,
          ),
      };
    },
  });
