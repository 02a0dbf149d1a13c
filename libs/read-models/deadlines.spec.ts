import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { builtInCalendar as calendar } from '#domain/calendar.js';
import { dayCounts, dueAfter } from '#domain/day-counts.js';
import { type FilingEvent } from '#domain/filing.js';
import { reviewer, submit, today } from '#support/filing-examples.js';
import * as the from '#support/filing-commands.js';
import { filingWalk } from '#support/filing-walks.js';
import { asStored, caseOf, filingId } from '#support/registry-rows.js';
import { deadlines } from './deadlines.js';
import { type DutyKind, type DutyRow, type MatterRow } from './duties.js';
import { deadlinesOf } from './filing-deadlines.js';
import { foldProjection } from './projection.js';

const { happened } = the;
const stream = `filing-${filingId}`;

const rowsOf = (facts: readonly FilingEvent[]) =>
  [...foldProjection(deadlines, asStored(facts)).rows.values()].map(({ row }) => row);
const dutiesOf = (facts: readonly FilingEvent[]): DutyRow[] => rowsOf(facts).filter((row) => row.row === 'duty');
const matterOf = (facts: readonly FilingEvent[]): MatterRow | undefined => rowsOf(facts).find((row) => row.row === 'matter');
const one = (kind: DutyKind, facts: readonly FilingEvent[]): DutyRow | undefined =>
  dutiesOf(facts).find((duty) => duty.kind === kind);

describe('a filing', () => {
  test('was to be filed within ten working days of the first day of service, and was when it was first submitted', () => {
    expect(one('filing', happened(submit()))).toMatchObject({ of: 'subject', count: 'filing', metOn: today });
    const again = happened(...the.refused, the.notifyRefusal, submit()).map((fact, i) =>
      i === 0 ? { ...fact, effectiveOn: '2026-02-25' } : fact,
    );
    expect(one('filing', again)).toMatchObject({ metOn: '2026-02-25' });
  });

  test('of a planned service has nothing to run until the service has started', () => {
    expect(one('filing', happened(the.submitPlanned))?.startedOn).toBeUndefined();
    expect(one('filing', happened(the.submitPlanned, the.startService))).toMatchObject({ startedOn: today, metOn: today });
  });

  test('is decided on by the authority: an acceptance meets it, a refusal when it is notified, a withdrawal ends it', () => {
    expect(one('decision', happened(submit()))).toMatchObject({ of: 'agency', startedOn: today, n: 1 });
    expect(one('decision', happened(...the.filed))?.metOn).toBe(today);
    const refused = happened(...the.refused);
    expect(one('decision', refused)).toMatchObject({ awaits: 'notification' });
    expect(one('decision', refused)?.metOn).toBeUndefined();
    expect(one('decision', happened(...the.refused, the.notifyRefusal))).toMatchObject({ metOn: today });
    expect(one('decision', happened(submit(), the.withdraw))).toMatchObject({ endedOn: today });
    expect(one('decision', happened(...the.refused, the.withdraw))?.endedOn).toBeUndefined();
  });

  test('that is reopened is to be decided as if it never had been', () => {
    const annulled = happened(...the.refused, the.notifyRefusal, the.remedy('refusal'), the.annulRefusal);
    expect(one('decision', annulled)).toMatchObject({ startedOn: today, n: 1 });
    expect(one('decision', annulled)?.metOn).toBeUndefined();
  });
});

describe('a cancellation', () => {
  test('is owed from the end of the service, whoever reported it, and no longer when the service goes on', () => {
    expect(one('cancellation', happened(...the.filed, the.reportEnd()))).toMatchObject({
      startedOn: '2026-02-28',
      of: 'subject',
    });
    expect(one('cancellation', happened(...the.filed, the.cancel))).toMatchObject({ metOn: today });
    const returned = happened(...the.filed, the.cancel, the.returnCancellation);
    expect(one('cancellation', returned)).toBeUndefined();
    expect(one('cancellation-decision', returned)).toMatchObject({ metOn: today });
  });

  test('is waited for no more when the authority has ended the filing; should that fall, it is owed again', () => {
    const revoked = [...the.filed, the.reportEnd(), the.proposeRevocation(), the.approveRevocation()];
    expect(one('cancellation', happened(...revoked))).toMatchObject({ endedOn: today });
    const reinstated = happened(...revoked, the.remedy('revocation'), the.reinstate);
    expect(one('cancellation', reinstated)).toMatchObject({ startedOn: '2026-02-28' });
    expect(one('cancellation', reinstated)?.endedOn).toBeUndefined();
  });

  test('that falls takes the end of the service along', () => {
    const cancelled = [...the.filed, the.cancel, the.completeCancellation, the.remedy('cancellation'), the.reinstate];
    expect(one('cancellation', happened(...cancelled))).toBeUndefined();
    expect(one('cancellation-decision', happened(...cancelled))).toBeUndefined();
    expect(matterOf(happened(...cancelled))?.inForce).toBe(true);
  });
});

test('a list that calls an imported filing cancelled ends what was owed, and one that no longer does lets it be owed again', () => {
  const ended = [the.importRow(), the.reportEnd(reviewer)];
  expect(one('cancellation', happened(...ended, the.importRow({ remarks: '已注销' })))).toMatchObject({ endedOn: today });
  const again = happened(...ended, the.importRow({ remarks: '已注销' }), the.importRow());
  expect(one('cancellation', again)).toMatchObject({ startedOn: '2026-02-28' });
  expect([one('cancellation', again)?.endedOn, matterOf(again)?.inForce]).toEqual([undefined, true]);
});

const ENDS: readonly string[] = ['CancellationImported', 'CancellationCompleted', 'ExOfficioCancelled', 'FilingRevoked'];

test('the rows say of every lawful life what the filing’s own deadlines say', () =>
  fc.assert(
    fc.property(filingWalk, (walk) => {
      if (walk.length === 0) return;
      // A notice taken over for an entry that has ended tells another day of its end: a duty keeps the first, the filing the last.
      const ends = walk.filter(({ type, data }) => ENDS.includes(type) || (type === 'ImportRevised' && data.cancelled));
      if (ends.length > 1 && ends.some(({ type }) => type === 'CancellationImported')) return;
      const row = caseOf(...walk);
      // The rows keep the decision on the last submission, and the items of every change.
      const last = { ...row, submissions: row.submissions.slice(-1) };
      const own = [
        ...deadlinesOf(row, calendar, dayCounts, today).filter(({ kind }) => kind !== 'decision'),
        ...deadlinesOf(last, calendar, dayCounts, today).filter(({ kind }) => kind === 'decision'),
      ].map(({ kind, startedOn, dueOn, metOn }) => ({ kind, startedOn, dueOn, closedOn: metOn ?? row.ended?.on }));
      const rows = dutiesOf(walk)
        .filter(({ startedOn, kind, n, endedOn }) => {
          const withdrawn = kind === 'decision' && endedOn !== undefined && row.status === 'withdrawn';
          return startedOn !== undefined && !withdrawn && (kind !== 'change' || n === row.change?.n);
        })
        .map(({ kind, count, startedOn, metOn, endedOn }) => ({
          kind,
          startedOn,
          dueOn: dueAfter(startedOn!, dayCounts[count!], calendar).dueOn,
          closedOn: metOn ?? endedOn,
        }));
      const sorted = (list: object[]) => list.map((item) => JSON.stringify(item)).sort();
      expect(sorted(rows)).toEqual(sorted(own));
      const matter = matterOf(walk);
      expect([matter?.holder, matter?.division, matter?.inForce ?? false]).toEqual([
        row.holder,
        row.division,
        row.status === 'filed',
      ]);
    }),
    { numRuns: 3_000 },
  ));

test('a filing says under which change it last reported its name, and takes it back with a change that is withdrawn', () => {
  const rename = the.change(undefined, { filedAs: { name: '海淀云影新名有限公司' } });
  const withName = { ...rename, data: { ...rename.data, holderChangedOn: '2026-02-26' } } as typeof rename;
  const reported = happened(...the.filed, withName);
  expect(matterOf(reported)?.named).toMatchObject({ change: 1 });
  expect(matterOf(happened(...the.filed, withName, the.withdrawChange()))?.named).toEqual(
    matterOf(happened(...the.filed))?.named,
  );
  expect(matterOf(happened(...the.filed, the.change()))?.named?.change).toBeUndefined();
  expect(stream).toBe(`filing-${matterOf(reported)?.id}`);
});
