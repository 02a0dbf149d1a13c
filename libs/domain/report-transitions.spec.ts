// Every command in every state of a report; and what holds of every report, whatever is asked of it, in whatever order, by whomever.
import assert from 'node:assert/strict';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as the from '#support/report-examples.js';
import { walk, without } from '#support/transitions.js';
import { agencyKey } from './case-file.js';
import { isRefusal } from './decider.js';
import { type Report } from './report-state.js';
import { report, type ReportCommand, type ReportEvent } from './report.js';

describe('report', () => {
  const { past, incident, complain, object } = the;
  const open = {
    AcknowledgeReport: 'ReportAcknowledged',
    ReferReport: 'ReportReferred',
    SupplementReport: 'ReportSupplemented',
  };
  const going = { ...open, CloseReport: 'ReportClosed' };
  const answering = { ...open, AnswerComplaint: 'ComplaintAnswered' };
  const closing = { ...without(answering, 'AcknowledgeReport'), CloseReport: 'ReportClosed' };
  const acknowledged = ['AcknowledgeReport'];
  const done = ['AcknowledgeReport', 'CloseReport'];
  /** Who acts where that is not the first recipient. */
  const another: Readonly<Record<string, typeof the.police>> = {
    'an incident, acknowledged by one': the.police,
    'an incident, closed by one': the.police,
    'a complaint, handed on': the.telecom,
  };
  walk<ReportCommand, ReportEvent, Report>(
    report,
    {
      'no report': {
        past: [],
        facts: { ReportIncident: 'IncidentReported', MakeComplaint: 'ComplaintMade', ObjectToEntry: 'ObjectionRaised' },
      },
      'an incident': { past: past(incident()), facts: going },
      'an incident, acknowledged by one': { past: past(incident(), the.acknowledge()), facts: going },
      'an incident, acknowledged by all': {
        past: past(incident(), the.acknowledge(), the.acknowledge(the.police)),
        facts: without(going, 'AcknowledgeReport'),
        nothing: acknowledged,
      },
      'an incident, closed by one': { past: past(incident(), the.close()), facts: going },
      'an incident, closed by all': { past: past(incident(), the.close(), the.close(the.police)), facts: {}, nothing: done },
      'a complaint': { past: past(complain()), facts: answering },
      'a complaint, acknowledged': {
        past: past(complain(), the.acknowledge()),
        facts: without(answering, 'AcknowledgeReport'),
        nothing: acknowledged,
      },
      'a complaint, answered': { past: past(complain(), the.answer()), facts: closing, nothing: acknowledged },
      'a complaint, handed on': { past: past(complain(), the.refer()), facts: answering },
      'a complaint, closed': { past: past(complain(), the.answer(), the.close()), facts: {}, nothing: done },
      'an objection': { past: past(object()), facts: { ...open, ReplyToObjection: 'ObjectionReplied' } },
      'an objection, replied to': { past: past(object(), the.reply()), facts: {}, nothing: done },
    },
    (row) => the.commandsBy(another[row]),
  );
});

const agencies = [the.beijing, the.police, the.telecom, the.hangzhou];
const commandsAt = (seed: number): ReportCommand[] => {
  const by = agencies[seed % agencies.length]!;
  const to = agencies[(seed >>> 3) % agencies.length]!;
  return [
    ...[the.incident(), the.complain(), the.object(), the.acknowledge(by), the.refer(to, by)],
    ...[the.supplement(), the.answer(by), the.reply('upheld', by), the.close(by)],
  ];
};

interface Step {
  before: Report;
  command: ReportCommand;
  events: readonly ReportEvent[];
  after: Report;
}

/** Most choices fall on what the state allows, so that the play gets somewhere. */
function play(choices: readonly number[], see: (step: Step) => void): void {
  let state = report.initial;
  for (const choice of choices) {
    const all = commandsAt(choice >>> 8);
    const likely = all.filter(({ type }) => report.allowed(state).includes(type));
    const pool = choice % 5 === 0 || likely.length === 0 ? all : likely;
    const command = pool[(choice >>> 4) % pool.length]!;
    const outcome = report.decide(command, state);
    const events = isRefusal(outcome) ? [] : outcome;
    const after = events.reduce(report.evolve, state);
    see({ before: state, command, events, after });
    state = after;
  }
}

const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 40, size: 'max' });
const hold = (see: (step: Step) => void) =>
  fc.assert(
    fc.property(choices, (chosen) => play(chosen, see)),
    { numRuns: 3_400 },
  );
const goingOn = ({ tracks }: Report): boolean => tracks.some(({ status }) => status === 'received' || status === 'acknowledged');

describe('of every report', () => {
  test('it is open exactly while a recipient has still to do with it', () =>
    hold(({ after }) => assert.equal(after.status === 'open', goingOn(after))));

  test('no authority is a recipient twice, and none that had it is left out', () =>
    hold(({ before, after }) => {
      const keys = after.tracks.map(({ agency }) => agencyKey(agency));
      assert.equal(new Set(keys).size, keys.length);
      for (const { agency } of before.tracks) assert(keys.includes(agencyKey(agency)));
    }));

  test('nobody changes the track of another authority', () =>
    hold(({ before, command, after }) => {
      if (before.status === 'none') return;
      const own = command.by.agency && agencyKey(command.by.agency);
      const others = (state: Report) => state.tracks.filter(({ agency }) => agencyKey(agency) !== own);
      for (const [i, track] of others(before).entries()) assert.deepEqual(others(after)[i], track);
    }));

  test('a complaint is closed by nobody who has not answered it, and an objection is replied to at most once', () =>
    hold(({ before, command, events }) => {
      const track = before.tracks.find(({ agency }) => agencyKey(agency) === (command.by.agency && agencyKey(command.by.agency)));
      for (const { type } of events) {
        if (type === 'ReportClosed') assert(before.kind === 'incident' || (before.kind === 'complaint' && track?.answered));
        if (type === 'ObjectionReplied') assert(track && !track.answered);
      }
    }));

  test('a complaint or an objection goes on with one authority at a time', () =>
    hold(({ after }) => {
      if (after.kind === 'incident') return;
      assert(after.tracks.filter(({ status }) => status === 'received' || status === 'acknowledged').length <= 1);
    }));

  test('these plays are worth something: every kind of event occurs in them', () => {
    const seen = new Set<string>();
    for (const chosen of fc.sample(choices, { numRuns: 2_000, seed: 18 }))
      play(chosen, ({ events }) => events.forEach(({ type }) => seen.add(type)));
    expect(seen.size).toBe(9);
  });
});
