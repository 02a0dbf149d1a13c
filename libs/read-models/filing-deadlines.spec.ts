import { describe, expect, test } from '@jest/globals';
import { builtInCalendar as calendar } from '#domain/calendar.js';
import { dayCounts } from '#domain/day-counts.js';
import { type FilingEvent } from '#domain/filing.js';
import { submit, today } from '#support/filing-examples.js';
import * as the from '#support/filing-commands.js';
import { caseOf } from '#support/registry-rows.js';
import { type Deadline, deadlinesOf } from './filing-deadlines.js';

const { happened } = the;

/** The deadlines after these facts as they stand on a day, by kind. */
const on = (day: string, facts: readonly FilingEvent[]): Partial<Record<Deadline['kind'], Deadline>> =>
  Object.fromEntries(deadlinesOf(caseOf(...facts), calendar, dayCounts, day).map((deadline) => [deadline.kind, deadline]));

/** The facts with another legal day for those of this type. */
const dated = (facts: readonly FilingEvent[], type: FilingEvent['type'], effectiveOn: string): FilingEvent[] =>
  facts.map((fact) => (fact.type === type ? { ...fact, effectiveOn } : fact));

const submitted = (day: string, startedOn = '2026-02-20'): FilingEvent[] =>
  dated(happened(submit()), 'FilingSubmitted', day).map((fact) =>
    fact.type === 'FilingSubmitted' ? { ...fact, data: { ...fact.data, serviceStart: { state: 'started', on: startedOn } } } : fact,
  ); // prettier-ignore

describe('filing and decision', () => {
  test('ten working days run from the day after the service began, over the Spring Festival of 2026', () => {
    // 15–23 February are off; 28 February is a Saturday that is worked, and 14 February another.
    expect(on('2026-03-10', submitted('2026-03-02', '2026-02-12')).filing).toEqual({
      kind: 'filing',
      of: 'filer',
      startedOn: '2026-02-12',
      dueOn: '2026-03-04',
      provisional: false,
      metOn: '2026-03-02',
      overdue: false,
      basis: 'ARP 24 ¶1',
    });
    expect(on('2026-03-10', submitted('2026-03-05', '2026-02-12')).filing).toMatchObject({ metOn: '2026-03-05', overdue: true });
  });

  test('a planned service starts no clock until it has started', () => {
    expect(on(today, happened(the.submitPlanned)).filing).toBeUndefined();
    expect(on(today, happened(the.submitPlanned, the.startService)).filing).toMatchObject({ startedOn: today, overdue: false });
  });

  test('the authority has thirty working days from receipt, and the day they end on is still in time', () => {
    const facts = submitted('2026-03-02');
    const { dueOn } = on('2026-03-02', facts).decision!;
    expect(dueOn).toBe('2026-04-14'); // 6 April is Tomb-Sweeping
    expect(on(dueOn, facts).decision?.overdue).toBe(false);
    expect(on('2026-04-15', facts).decision).toMatchObject({ overdue: true, metOn: undefined });
  });

  test('a refusal meets the deadline by its notification, an acceptance by itself, a withdrawal ends the duty', () => {
    const refused = happened(...the.refused);
    expect(on('2026-06-30', refused).decision).toMatchObject({ metOn: undefined, overdue: true });
    expect(on('2026-06-30', happened(...the.refused, the.notifyRefusal)).decision).toMatchObject({
      metOn: today,
      overdue: false,
    });
    expect(on('2026-06-30', happened(...the.filed)).decision).toMatchObject({ metOn: today, overdue: false });
    expect(on('2026-06-30', happened(submit(), the.withdraw)).decision).toBeUndefined();
  });

  test('after a refusal has fallen the first count goes on; a resubmission has one of its own', () => {
    const annulled = happened(...the.refused, the.notifyRefusal, the.remedy('refusal'), the.annulRefusal);
    expect(on('2026-06-30', annulled).decision).toMatchObject({ metOn: undefined, overdue: true });
    const again = dated(happened(...the.refused, the.notifyRefusal, submit()), 'FilingSubmitted', '2026-03-02');
    const counts = deadlinesOf(caseOf(...again), calendar, dayCounts, '2026-03-03').filter(({ kind }) => kind === 'decision');
    expect(counts.map(({ metOn }) => metOn)).toEqual([today, undefined]);
  });
});

describe('changes', () => {
  const reported = happened(...the.filed, the.change(), the.addItems());

  test('each fact has its own ten working days from its own day, met when it was notified', () => {
    const late = dated(reported, 'ChangeItemsAdded', '2026-03-20');
    const counts = deadlinesOf(caseOf(...late), calendar, dayCounts, '2026-03-21').filter(({ kind }) => kind === 'change');
    expect(counts).toMatchObject([
      { startedOn: '2026-02-26', dueOn: '2026-03-11', metOn: today, overdue: false },
      { startedOn: '2026-02-27', dueOn: '2026-03-12', metOn: '2026-03-20', overdue: true },
    ]);
  });

  test('the decision on a change follows practice, and says so', () => {
    expect(on('2026-03-03', reported)['change-decision']).toMatchObject({
      of: 'authority',
      dueOn: '2026-04-14',
      basis: 'practice, after ARP 25',
    });
    expect(on('2026-06-30', happened(...the.filed, the.change(), the.withdrawChange()))['change-decision']).toMatchObject({
      metOn: today,
      overdue: false,
    });
  });
});

describe('cancellations', () => {
  test('twenty working days run from the end of the service, whoever reported it', () => {
    const ended = happened(...the.filed, the.reportEnd());
    expect(on('2026-03-27', ended).cancellation).toMatchObject({
      startedOn: '2026-02-28',
      dueOn: '2026-03-27',
      overdue: false,
      basis: 'ARP 24 ¶3',
    });
    expect(on('2026-03-28', ended).cancellation?.overdue).toBe(true);
    expect(on('2026-06-30', happened(...the.filed, the.cancel)).cancellation).toMatchObject({ metOn: today, overdue: false });
  });

  test('a cancellation is decided by its completion or by its return', () => {
    for (const end of [the.completeCancellation, the.returnCancellation])
      expect(on('2026-12-30', happened(...the.filed, the.cancel, end))['cancellation-decision']).toMatchObject({
        metOn: today,
        overdue: false,
      });
    expect(on('2026-12-30', happened(...the.filed, the.cancel))['cancellation-decision']).toMatchObject({ overdue: true });
  });

  test('one that was returned does not meet what the next end of the service asks', () => {
    const ended = happened(...the.filed, the.cancel, the.returnCancellation, the.reportEnd());
    expect(on('2026-12-30', ended).cancellation).toMatchObject({ metOn: undefined, overdue: true });
  });

  test('when the filing was ended by the authority in time, nobody waits for the filer any more', () => {
    const revoked = happened(...the.filed, the.reportEnd(), the.proposeRevocation(), the.approveRevocation());
    expect(on('2026-12-30', revoked).cancellation).toMatchObject({ metOn: undefined, overdue: false });
  });
});

describe('beyond the announced years', () => {
  test('a date that needs a year not yet announced is provisional, and says so', () => {
    expect(on('2026-12-01', submitted('2026-11-18')).decision).toMatchObject({ dueOn: '2026-12-30', provisional: false });
    expect(on('2026-12-01', submitted('2026-11-20')).decision).toMatchObject({ dueOn: '2027-01-01', provisional: true });
  });
});

test('what was taken over from a list has no deadlines', () => {
  expect(deadlinesOf(caseOf(...happened(the.importRow())), calendar, dayCounts, today)).toEqual([]);
});
