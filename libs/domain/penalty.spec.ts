// DSP 22, ARP 31 and 33, by the Administrative Penalty Law.
import assert from 'node:assert/strict';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { today, words } from '#support/filing-examples.js';
import * as the from '#support/penalty-examples.js';
import { type By, fold, isRefusal } from './decider.js';
import { asPartyKnows, FINE_AT_LEAST, FINE_AT_MOST, fineOf, type Penalty } from './penalty-state.js';
import { penalty, type PenaltyCommand, type PenaltyEvent } from './penalty.js';
import { scenario } from './scenario.js';

const given = (...commands: PenaltyCommand[]) => scenario(penalty)(...the.penaltyPast(...commands));
const begun = [the.open(), the.investigate()];
const told = [...begun, the.notify()];
const heard = [...told, the.state()];
const ready = [...heard, the.review()];
const decided = [...ready, the.decide()];

describe('the opening of a case', () => {
  test('names the ground by article, the addressee, its filings and the jurisdiction', () =>
    given()
      .when(the.open())
      .then({
        type: 'PenaltyCaseOpened',
        basis: ['DSP 22', 'APL 54'],
        effectiveOn: today,
        data: {
          grounds: ['change-not-filed'],
          addressee: 's-1',
          role: 'provider',
          filings: ['f-1'],
          jurisdiction: { factor: 'seat', division: '110108', documentRef: undefined },
          expressBasis: undefined,
          sameActAs: [],
          facts: words('facts'),
          inspection: undefined,
          agency: { kind: 'cac', division: '110000' },
          openedBy: 'officer',
        },
      }));
  test('against a technical supporter names its own provision, since sanctions are not carried over by reference', () =>
    given()
      .when(the.open({ role: 'technical-supporter' }))
      .thenRefused('express-basis-required'));
  test('names somebody who is known, and filings that are his', () =>
    given()
      .when(the.open({}, { partyKnown: false, foreignFilings: ['f-1'] }))
      .thenFinds('/addressee subject-unknown', '/filings/0 not-of-this-subject'));
  test('is for the agency of the place', () =>
    given()
      .when(the.open({ jurisdiction: { factor: 'users', division: '310115' } }))
      .thenFinds('/jurisdiction/division outside-jurisdiction'));
  test('elsewhere needs the document that designated the agency', () => {
    const designated = { factor: 'designated', division: '310115' };
    given()
      .when(the.open({ jurisdiction: designated }))
      .thenFinds('/jurisdiction/documentRef missing');
    expect(
      penalty.decide(the.open({ jurisdiction: { ...designated, documentRef: '指定管辖1号' } }), penalty.initial),
    ).toHaveLength(1);
  });
});

describe('the investigation', () => {
  const [first] = [{ account: 'a-officer', person: 'officer' }];
  test('is carried by two officers', () =>
    given(the.open())
      .when(the.investigate([first, { ...first, account: 'a-colleague' }]))
      .thenFinds('/officers two-officers'));
  test('is carried by officers of the agency', () =>
    given(the.open())
      .when(the.investigate([first]))
      .thenFinds('/officers/1 not-of-this-agency'));
});

describe('the party', () => {
  test('is heard before the decision', () =>
    given(...told)
      .when(the.decide())
      .thenRefused('party-not-heard'));
  test('is told before it is heard', () =>
    given(...begun)
      .when(the.state())
      .thenRefused('nothing-proposed'));
  test('is heard anew where something else is proposed', () =>
    given(...ready, the.notify())
      .when(the.decide())
      .thenRefused('party-not-heard'));
  test('has its time: it does not pass on the day of the notice', () =>
    given(...told)
      .when(the.silent('term-passed', '2026-02-02'))
      .thenFinds('/recordedFor not-since-notice'));
  test('can ask for a hearing before a large fine', () =>
    given(...heard, the.request())
      .when(the.decide())
      .thenRefused('hearing-not-held'));
  test('has no hearing before a warning', () =>
    given(...begun, the.notify(the.proposal({ kind: 'warning' })))
      .when(the.request())
      .thenRefused('no-hearing-offered'));
  test('learns of time and place of the hearing seven working days before', () =>
    given(...heard, the.request())
      .when(the.invite('2026-02-15'))
      .thenFinds('/heldOn too-soon'));
});

describe('a fine', () => {
  test.each([FINE_AT_LEAST - 1, FINE_AT_MOST + 1, FINE_AT_LEAST + 0.5])('of %s fen is not lawful', (amount) =>
    given(...begun)
      .when(the.notify(the.proposal(the.fine(amount))))
      .thenFinds('/sanctions/0/amountFen fine-out-of-bounds'),
  );
  test('is for serious cases and refused correction', () =>
    given(...begun)
      .when(the.notify({ ...the.proposal(the.fine(FINE_AT_LEAST)), aggravation: undefined }))
      .thenFinds('/sanctions/0/kind not-aggravated'));
  test('is not above the one of which the party was told', () =>
    given(...ready)
      .when(the.decide(the.proposal(the.fine(20_000_01))))
      .thenFinds('/sanctions/0/amountFen above-notified'));
  test('is not imposed twice for one act', () =>
    given(...ready)
      .when(the.decide(undefined, the.head, ['p-2']))
      .thenRefused('same-act-fined'));
  test('paid in full, with every other sanction carried out, ends the case', () => {
    const paid = [...decided, the.serve(), the.perform(), the.pay(19_999_99)];
    given(...paid)
      .when(the.close)
      .thenRefused('penalty-outstanding');
    expect(the.penaltyPast(...paid, the.pay(1), the.close).at(-1)?.type).toBe('PenaltyCaseClosed');
  });
});

describe('the decision', () => {
  test('is by a person who did not prepare it', () => {
    given(...ready)
      .when(the.decide(undefined, the.officer))
      .thenRefused('four-eyes');
    given(...ready)
      .when(the.decide(undefined, { person: 'colleague', agency: the.head.agency }))
      .thenRefused('four-eyes');
    given(...ready)
      .when(the.decide(undefined, { ...the.head, oneWith: ['officer'] }))
      .thenRefused('four-eyes');
  });
  test('imposes nothing of which the party was not told', () =>
    given(...ready)
      .when(the.decide(the.proposal({ kind: 'closure' })))
      .thenFinds('/sanctions/0/kind not-notified'));
  test('of a large fine passes legal review first, by somebody else', () => {
    given(...heard)
      .when(the.decide())
      .thenRefused('not-legally-reviewed');
    given(...heard, the.review('failed'))
      .when(the.decide())
      .thenRefused('not-legally-reviewed');
    given(...heard)
      .when(the.review('passed', the.officer))
      .thenRefused('four-eyes');
  });
  test('waits while the act is examined as a crime, and can be made when it comes back', () => {
    const accepted = [...ready, the.transfer, the.acknowledge()];
    given(...accepted)
      .when(the.decide())
      .thenRefused('transferred');
    expect(the.penaltyPast(...accepted, the.acknowledge('returned'), the.decide()).at(-1)?.type).toBe('PenaltyDecided');
  });
  test('is served electronically only with a signed consent', () => {
    given(...decided)
      .when(the.serve({ method: 'electronic' }))
      .thenRefused('no-service-consent');
    expect(the.penaltyPast(...decided, the.serve({ method: 'electronic' }, { consent: true })).at(-1)?.type).toBe(
      'PenaltyServed',
    );
  });
  test('is served with a proof that has been handed in, and on a day since it was made', () => {
    given(...decided)
      .when(the.serve({}, { unknownDocuments: ['f'.repeat(64)] }))
      .thenFinds('/proof attachment-unknown');
    for (const servedOn of ['2026-03-01', '2026-03-03'])
      given(...decided)
        .when(the.serve({ servedOn }))
        .thenFinds('/servedOn not-since-decision');
    expect(the.penaltyPast(...decided, the.serve()).at(-1)).toMatchObject({
      basis: ['APL 61', 'CPL 88'],
      data: { method: 'direct', servedOn: today, proof: 'f'.repeat(64), publicNoticeFrom: undefined },
    });
  });
  test('is deemed served by public notice thirty days after it began, and on no other day', () => {
    const byNotice = (servedOn: string, on = servedOn) => the.serve({ method: 'public-notice', servedOn }, { on });
    given(...decided)
      .when(byNotice(today))
      .thenRefused('no-public-notice');
    given(...decided)
      .when(the.postNotice('2026-03-01'))
      .thenFinds('/startedOn not-since-decision');
    const noticed = [...decided, the.postNotice()];
    given(...noticed)
      .when(byNotice('2026-03-31'))
      .thenRefused('notice-running');
    given(...noticed)
      .when(byNotice('2026-04-02'))
      .thenFinds('/servedOn not-deemed');
    expect(the.penaltyPast(...noticed, byNotice('2026-04-01')).at(-1)).toMatchObject({
      basis: ['APL 61', 'CPL 95'],
      data: { servedOn: '2026-04-01', publicNoticeFrom: today },
    });
  });
  test('that has not reached its party is none yet for it', () => {
    const known = (...commands: Parameters<typeof the.penaltyPast>) => asPartyKnows(fold(penalty, the.penaltyPast(...commands)));
    expect(known(...decided)).toMatchObject({ status: 'open', sanctions: [], decidedOn: undefined });
    for (const reaching of [the.serve(), the.postNotice()])
      expect(known(...decided, reaching)).toMatchObject({ status: 'decided', decidedOn: today });
    expect(known(the.open(), the.withdraw()).status).toBe('withdrawn');
  });
  test('goes to court after a demand only', () =>
    given(...decided, the.serve())
      .when(the.court)
      .thenRefused('not-demanded'));
  test('that a court annuls has no force', () =>
    expect(
      the
        .penaltyPast(...decided, the.remedy(), the.remedy('annulled'))
        .slice(-2)
        .map(({ type }) => type),
    ).toEqual(['PenaltyRemedyRecorded', 'PenaltyAnnulled']));
  test('is taken away, and stayed, by the word of two persons: who entered the remedy records nothing of what comes of it', () => {
    given(...decided)
      .when(the.remedy('annulled'))
      .thenRefused('remedy-not-entered');
    for (const outcome of ['annulled', 'upheld'] as const)
      given(...decided, the.remedy())
        .when(the.remedy(outcome, the.officer))
        .thenRefused('four-eyes');
    given(...decided, the.remedy())
      .when(the.remedy())
      .thenNothing();
  });
  test('that is upheld stands', () =>
    expect(fold(penalty, the.penaltyPast(...decided, the.remedy(), the.remedy('upheld'))).status).toBe('decided'));
});

/** Plays chosen commands by chosen persons, refusals left out, and shows each step. */
function play(
  choices: readonly (readonly [number, number])[],
  watch: (step: { before: Penalty; events: readonly PenaltyEvent[]; by: By }) => void,
): void {
  const persons = [the.officer, the.lawyer, the.head, the.party, { person: 'colleague', agency: the.head.agency }];
  let state = penalty.initial;
  for (const [command, person] of choices) {
    const by = persons[person % persons.length]!;
    const outcome = penalty.decide({ ...the.penaltyCommands[command % the.penaltyCommands.length]!, by }, state);
    if (isRefusal(outcome)) continue;
    watch({ before: state, events: outcome, by });
    state = outcome.reduce(penalty.evolve, state);
  }
}

describe('whatever is asked in whatever order, by whomever', () => {
  const begin: [number, number][] = [0, 1, 2].map((command) => [command, 0]);
  const choices = fc
    .array(fc.tuple(fc.nat({ max: 21 }), fc.nat({ max: 4 })), { maxLength: 60 })
    .map((random) => [...begin, ...random] as const);
  const decisions = (watch: Parameters<typeof play>[1]): number => {
    let seen = 0;
    fc.assert(
      fc.property(choices, (chosen) =>
        play(chosen, (step) => {
          if (step.events.some(({ type }) => type === 'PenaltyDecided')) seen++;
          watch(step);
        }),
      ),
      { numRuns: 3_000, seed: 22 },
    );
    return seen;
  };

  test('no penalty is decided without the party having been heard, and none by who prepared it', () => {
    const seen = decisions(({ before, events, by }) => {
      if (!events.some(({ type }) => type === 'PenaltyDecided')) return;
      assert(before.statement !== undefined && before.proposed !== undefined);
      assert(!before.hands.includes(by.person));
    });
    expect(seen).toBeGreaterThan(0);
  });
  test('a fine stays within its bounds, and every fold is total', () => {
    const seen = decisions(({ events }) => {
      for (const event of events)
        if (event.type === 'PenaltyDecided') {
          const fine = fineOf(event.data.sanctions);
          assert(fine === 0 || (fine >= FINE_AT_LEAST && fine <= FINE_AT_MOST));
        }
    });
    expect(seen).toBeGreaterThan(0);
  });
});
