// What holds of every filing, whatever is asked of it, in whatever order, by whomever.
import assert from 'node:assert/strict';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as the from '#support/filing-commands.js';
import { ask, material, row, submit } from '#support/filing-examples.js';
import { type By, isRefusal } from './decider.js';
import { type FilingNumber, issueFilingNumber } from './filing-number.js';
import { type Filing } from './filing-state.js';
import { filing, type FilingCommand, type FilingEvent } from './filing.js';

const people: readonly By[] = ['a', 'b', 'c'].map((person) => ({ person, agency: { kind: 'cac', division: '110000' } }));
const numberOf = (sequence: number): FilingNumber =>
  issueFilingNumber({ division: '110108', entity: '1234567', year: 26, sequence: sequence + 1 });

/** One command of each type that fits the state as well as it can; `seed` decides the rest. */
const commandsAt = (state: Filing, seed: number): FilingCommand[] => {
  const n = state.change?.n ?? 1;
  const { remarks } = row;
  return [
    seed % 2 ? submit() : the.submitPlanned,
    the.takeUp,
    the.review(seed % 4 ? 'passed' : 'failed'),
    the.findAttribute(seed % 2 === 0),
    ask('AcceptFiling', { assessments: [] }, { facts: { number: numberOf(seed % 900), reliance: [] } }),
    the.refuseFiling,
    the.notifyRefusal,
    the.withdraw,
    the.publish,
    the.startService,
    ask('DeclareDisplay', { places: [{ url: `https://yunying.example/${seed}`, place: '页脚' }] }),
    the.change([{ after: material({ mainUse: `用途${seed}` }), changedOn: '2026-02-26' }]),
    the.addItems([{ after: { mainUse: `又${seed}` }, changedOn: '2026-02-27' }], n),
    the.acceptChange(n),
    the.refuseChange(n),
    the.withdrawChange(n),
    the.changeHolder(the.heir({ subject: `subject-${seed % 3}` })),
    the.reportEnd(),
    the.cancel,
    the.completeCancellation,
    the.returnCancellation,
    the.proposeCancellation(seed % 2 ? 'site-closed' : 'not-cancelled-after-termination'),
    the.approveCancellation(),
    the.proposeRevocation(),
    the.approveRevocation(),
    the.remedy(state.decisions[seed % (state.decisions.length + 1)] ?? 'inaction'),
    the.reinstate,
    the.annulRefusal,
    the.correct((['refusal', 'revocation', 'cancellation', 'ex-officio-cancellation'] as const)[seed % 4]!),
    the.importRow({ remarks: seed % 5 ? `${remarks}${seed % 7}` : '已注销' }),
    the.importNotice({ sequence: seed % 9 }),
    the.claim(the.heir({ subject: `subject-${seed % 3}` })),
  ];
};

interface Step {
  before: Filing;
  command: FilingCommand;
  events: readonly FilingEvent[];
  after: Filing;
  /** Everything before this step. */
  past: readonly FilingEvent[];
}

/** Plays a sequence of choices; most of them fall on what the state allows, so that the play gets somewhere. */
function play(choices: readonly number[], see: (step: Step) => void): void {
  let state = filing.initial;
  const past: FilingEvent[] = [];
  for (const choice of choices) {
    const seed = choice >>> 8;
    const all = commandsAt(state, seed);
    const allowed = filing.allowed(state);
    const likely = all.filter(({ type }) => allowed.includes(type));
    const pool = choice % 5 === 0 || likely.length === 0 ? all : likely;
    const command = { ...pool[(choice >>> 4) % pool.length]!, by: people[seed % people.length]! };
    const outcome = filing.decide(command, state);
    const events = isRefusal(outcome) ? [] : outcome;
    const after = events.reduce(filing.evolve, state);
    see({ before: state, command, events, after, past: [...past] });
    past.push(...events);
    state = after;
  }
}

const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 40, size: 'max' });
const hold = (see: () => (step: Step) => void, numRuns: number) =>
  fc.assert(
    fc.property(choices, (chosen) => play(chosen, see())),
    { numRuns },
  );

const every: readonly FilingEvent['type'][] = [
  'FilingSubmitted',
  'CaseTakenUp',
  'ReviewStageRecorded',
  'AttributeFindingRecorded',
  'FilingAccepted',
  'FilingRefused',
  'RefusalNotified',
  'FilingWithdrawn',
  'FilingPublished',
  'ServiceStarted',
  'DisplayDeclared',
  'ChangeSubmitted',
  'ChangeItemsAdded',
  'ChangeAccepted',
  'ChangeRefused',
  'ChangeWithdrawn',
  'ChangeLapsed',
  'FilingHolderChanged',
  'ServiceTerminated',
  'CancellationSubmitted',
  'CancellationCompleted',
  'CancellationReturned',
  'ExOfficioCancellationProposed',
  'ExOfficioCancelled',
  'RevocationProposed',
  'FilingRevoked',
  'RemedyRecorded',
  'FilingReinstated',
  'RefusalAnnulled',
  'ChangeRefusalAnnulled',
  'DecisionCorrected',
  'FilingImported',
  'ImportRevised',
  'CancellationImported',
  'ImportedFilingClaimed',
];

const statuses: readonly string[] = ['none', 'under-review', 'refused', 'withdrawn', 'filed', 'cancelled', 'revoked'];

describe('of every filing', () => {
  test('each event that is decided can be folded, and no refusal by state hides behind what is allowed', () =>
    hold(
      () =>
        ({ before, command, events, after }) => {
          assert(statuses.includes(after.status), after.status);
          assert(events.length === 0 || filing.allowed(before).includes(command.type), command.type);
        },
      3_400,
    ));

  test('no number stands before acceptance or import, and none changes after', () =>
    hold(() => {
      return ({ before, events, after }) => {
        if (before.number !== undefined) assert.equal(after.number, before.number);
        else if (after.number !== undefined)
          assert.match(events[0]!.type, /^(FilingAccepted|FilingImported|CancellationImported)$/);
        assert.equal(after.number === undefined, ['none', 'under-review', 'refused', 'withdrawn'].includes(after.status));
      };
    }, 3_400));

  test('at most one change is open, and none of a filing that has ended', () =>
    hold(() => {
      let open = 0;
      return ({ events, after }) => {
        for (const { type } of events) {
          if (type === 'ChangeSubmitted' || type === 'ChangeRefusalAnnulled') open++;
          if (['ChangeAccepted', 'ChangeRefused', 'ChangeLapsed'].includes(type)) open--;
          if (type === 'ChangeWithdrawn') open = 0;
          assert(open === 0 || open === 1, type);
        }
        assert(open === 0 || after.status === 'filed', after.status);
      };
    }, 3_400));

  test('two natural persons stand behind acceptance, refusal, revocation and cancellation ex officio', () =>
    hold(
      () =>
        ({ command, events, past }) => {
          const proposers = (type: 'RevocationProposed' | 'ExOfficioCancellationProposed') =>
            past.flatMap((event) => (event.type === type ? [event.data.proposedBy] : []));
          for (const event of events)
            switch (event.type) {
              case 'FilingAccepted':
              case 'FilingRefused': {
                const reviewers = past.flatMap((earlier) =>
                  earlier.type === 'ReviewStageRecorded' && earlier.data.round === event.data.round
                    ? [earlier.data.reviewedBy]
                    : [],
                );
                expect(reviewers.length).toBeGreaterThan(0);
                expect(reviewers).not.toContain(command.by.person);
                expect([...event.data.reviewedBy].sort()).toEqual([...new Set(reviewers)].sort());
                break;
              }
              case 'FilingRevoked':
                expect(event.data.proposedBy.length).toBeGreaterThan(0);
                expect(event.data.proposedBy).not.toContain(command.by.person);
                expect(proposers('RevocationProposed')).toEqual(expect.arrayContaining([...event.data.proposedBy]));
                break;
              case 'ExOfficioCancelled':
                expect(event.data.proposedBy.length).toBeGreaterThan(0);
                expect(event.data.proposedBy).not.toContain(command.by.person);
                expect(proposers('ExOfficioCancellationProposed')).toEqual(expect.arrayContaining([...event.data.proposedBy]));
                break;
              default:
            }
        },
      3_400,
    ));

  test('revoked is not cancelled: one never becomes the other, and only an undone decision is left behind', () =>
    hold(
      () =>
        ({ before, events, after }) => {
          if (before.status === after.status) return;
          const types = events.map(({ type }) => type);
          if (after.status === 'revoked')
            expect([before.status, ...types]).toEqual(expect.arrayContaining(['filed', 'FilingRevoked']));
          if (after.status === 'cancelled') expect(before.status).not.toBe('revoked');
          if (before.status === 'revoked')
            expect([after.status, ...types]).toContainEqual(expect.stringMatching(/^(FilingReinstated|DecisionCorrected)$/));
        },
      3_400,
    ));

  test('asked the same again at once by the same person, nothing is decided a second time', () => {
    // Each of these may be said again, and is then another statement.
    const statements = ['RecordAttributeFinding', 'ProposeExOfficioCancellation', 'ProposeRevocation', 'RecordRemedy'];
    hold(
      () =>
        ({ command, events, after }) => {
          if (events.length === 0 || statements.includes(command.type)) return;
          const again = filing.decide(command, after);
          assert(isRefusal(again) || again.length === 0, command.type);
        },
      3_400,
    );
  });

  test('these plays are worth something: every kind of event occurs in them', () => {
    const seen = new Set<string>();
    for (const chosen of fc.sample(choices, { numRuns: 4_000, seed: 19 }))
      play(chosen, ({ events }) => events.forEach(({ type }) => seen.add(type)));
    expect([...seen].sort()).toEqual([...every].sort());
  });
});
