// What holds of every safety assessment, whatever is asked of it, in whatever order, by whomever.
import assert from 'node:assert/strict';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as the from '#support/assessment-examples.js';
import { type Assessment } from './assessment-state.js';
import { assessment, type AssessmentCommand, type AssessmentEvent } from './assessment.js';
import { isRefusal } from './decider.js';

const people = [the.cac, the.police, the.nationalCac, the.districtCac];

const commandsAt = (state: Assessment, seed: number): AssessmentCommand[] => {
  const by = people[seed % people.length]!;
  const kind = by.agency!.kind as 'cac' | 'public-security';
  const n = (seed % 3) + 1;
  return [
    seed % 5 === 0 ? the.article15Alone : the.trigger(),
    the.start,
    the.danger,
    the.rectify(Math.max(1, state.dangers.findIndex(({ rectified }) => !rectified) + 1)),
    the.submitReport(),
    the.conclude,
    the.link(`filing-${n}`),
    the.open(kind, by),
    the.ask(by),
    the.explain(Math.max(1, state.explanations.findIndex(({ supplied }) => !supplied) + 1)),
    the.orderAgain(by),
    the.schedule(by),
    the.inspect(Math.max(1, state.inspections.findIndex(({ recorded }) => !recorded) + 1), by),
    the.experts(by),
    the.close(kind, by),
    the.notify(by, `2026-04-${10 + n}`),
    { ...the.recordRefusal, by },
    { ...the.warn, by },
    the.withdrawWarning(by),
    the.remedy(state.decisions[seed % (state.decisions.length + 1)] ?? 'notice', { outcome: seed % 2 ? 'annulled' : 'pending' }),
  ];
};

interface Step {
  before: Assessment;
  command: AssessmentCommand;
  events: readonly AssessmentEvent[];
  after: Assessment;
}

/** Most choices fall on what the state allows, so that the play gets somewhere. */
function play(choices: readonly number[], see: (step: Step) => void): void {
  let state = assessment.initial;
  for (const choice of choices) {
    const seed = choice >>> 8;
    const all = commandsAt(state, seed);
    const likely = all.filter(({ type }) => assessment.allowed(state).includes(type));
    const pool = choice % 5 === 0 || likely.length === 0 ? all : likely;
    const command = pool[(choice >>> 4) % pool.length]!;
    const outcome = assessment.decide(command, state);
    const events = isRefusal(outcome) ? [] : outcome;
    const after = events.reduce(assessment.evolve, state);
    see({ before: state, command, events, after });
    state = after;
  }
}

const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 50, size: 'max' });
const hold = (see: (step: Step) => void) =>
  fc.assert(
    fc.property(choices, (chosen) => play(chosen, see)),
    { numRuns: 3_400 },
  );

describe('of every safety assessment', () => {
  test('each event that is decided can be folded, and no refusal by state hides behind what is allowed', () =>
    hold(({ before, command, events, after }) => {
      assert(after.status !== undefined);
      assert(events.length === 0 || assessment.allowed(before).includes(command.type), command.type);
    }));

  test('no report is submitted, and none is concluded, with an open danger', () =>
    hold(({ before, events }) => {
      for (const { type } of events)
        if (type === 'ReportSubmitted' || type === 'AssessmentConcluded')
          assert(
            before.dangers.every(({ rectified }) => rectified),
            type,
          );
    }));

  test('it is closed exactly when both reviews of the last report are', () =>
    hold(({ after }) =>
      assert.equal(
        after.status === 'closed',
        after.reviews.cac.status === 'closed' && after.reviews['public-security'].status === 'closed',
      ),
    ));

  test('every event repeats the filings that are linked', () =>
    hold(({ events, after }) => {
      for (const { data } of events) assert.deepEqual(data.filings, after.filings);
    }));

  test('asked the same again at once by the same person, nothing is decided a second time', () => {
    // Each of these may be said again, and is then another statement.
    const statements = ['RecordDanger', 'RequestExplanation', 'ScheduleOnSiteInspection', 'HoldExpertReview', 'RecordRemedy'];
    hold(({ command, events, after }) => {
      if (events.length === 0 || statements.includes(command.type)) return;
      const again = assessment.decide(command, after);
      assert(isRefusal(again) || again.length === 0, command.type);
    });
  });

  test('these plays are worth something: every kind of event occurs in them', () => {
    const seen = new Set<string>();
    for (const chosen of fc.sample(choices, { numRuns: 6_000, seed: 18 }))
      play(chosen, ({ events }) => events.forEach(({ type }) => seen.add(type)));
    expect(seen.size).toBe(20);
  });
});
