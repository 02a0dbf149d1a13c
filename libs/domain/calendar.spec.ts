import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AnnouncedYear, announcedYears } from './announced-years.js';
import { builtInCalendar, calendar, type CalendarCommand, type CalendarEvent, workingCalendarOf } from './calendar.js';
import { fold } from './decider.js';
import { scenario } from './scenario.js';
import { addWorkingDays, isWorkingDay } from './working-days.js';

const given = scenario(calendar);
const on = '2026-11-24';

/** Invented: nobody has announced 2027 yet. */
const invented2027: AnnouncedYear = {
  year: 2027,
  notice: 'https://calendar.example/invented-2027',
  off: [
    { from: '2027-01-01', until: '2027-01-03' },
    { from: '2027-02-05', until: '2027-02-11' },
  ],
  worked: ['2027-01-30', '2027-02-14'],
};
const publish = (change: Partial<AnnouncedYear> = {}): CalendarCommand => ({
  type: 'PublishCalendar',
  data: { ...invented2027, ...change },
  facts: undefined,
  on,
  by: { person: 'administrator', agency: { kind: 'cac', division: '000000' } },
});
const published = (change: Partial<AnnouncedYear> = {}): CalendarEvent => ({
  type: 'CalendarPublished',
  basis: ['design'],
  effectiveOn: on,
  data: { ...invented2027, ...change },
});
const after = (...events: CalendarEvent[]) => workingCalendarOf(fold(calendar, events));

describe('publishing a year', () => {
  test('the year after the last known one is added', () => given().when(publish()).then(published()));
  test('the year before the first known one is added, for times that were counted long ago', () => {
    const invented2021 = {
      year: 2021,
      notice: 'https://calendar.example/invented-2021',
      off: [{ from: '2021-10-01', until: '2021-10-07' }],
      worked: [],
    };
    given().when(publish(invented2021)).then(published(invented2021));
    expect(after(published(invented2021))).toMatchObject({ from: '2021-01-01', until: '2026-12-31', version: 2 });
  });
  test('a year that leaves a gap is refused', () => {
    given()
      .when(publish({ year: 2028 }))
      .thenRefused('calendar-gap');
    given(published())
      .when(publish({ year: 2020 }))
      .thenRefused('calendar-gap');
  });
  test('the same notice again changes nothing, in whatever order it names its days', () =>
    given(published())
      .when(publish({ off: [...invented2027.off].reverse(), worked: [...invented2027.worked].reverse() }))
      .thenNothing());
  test('a year that the release brought is not published again for nothing', () =>
    given()
      .when(publish(announcedYears.at(-1)))
      .thenNothing());
  test('a correction replaces the year as a whole and is a version of its own', () => {
    const corrected = { off: [{ from: '2027-01-01', until: '2027-01-01' }], worked: [] };
    given(published()).when(publish(corrected)).then(published(corrected));
    expect(after(published(), published(corrected)).version).toBe(3);
    expect(after(published(), published(corrected)).holidays.has('2027-02-05')).toBe(false);
  });
  test('days are kept in their order, whatever the order of the form', () =>
    given()
      .when(publish({ off: [...invented2027.off].reverse(), worked: ['2027-02-14', '2027-01-30'] }))
      .then(published()));
});

describe('a notice that contradicts the calendar or itself is refused, with every fault', () => {
  test.each<[string, Partial<AnnouncedYear>, string[]]>([
    ['a day of another year', { worked: ['2026-11-28'] }, ['/worked/0 not-of-this-year']],
    ['a day that does not exist', { off: [{ from: '2027-02-29', until: '2027-03-01' }] }, ['/off/0/from not-of-this-year']],
    ['a holiday that ends before it begins', { off: [{ from: '2027-05-03', until: '2027-05-01' }], worked: [] }, ['/off/0/until ends-before-it-begins']],
    ['a day off in two holidays', { off: [{ from: '2027-10-01', until: '2027-10-03' }, { from: '2027-10-03', until: '2027-10-07' }], worked: [] }, ['/off/1 overlaps']],
    ['a Tuesday that is worked anyway', { worked: ['2027-01-05'] }, ['/worked/0 not-a-weekend']],
    ['a make-up day among the days off', { worked: ['2027-01-02'] }, ['/worked/0 day-off']],
    ['a make-up day named twice', { worked: ['2027-01-30', '2027-01-30'] }, ['/worked/1 repeated']],
  ])('%s', (_, change, findings) =>
    given()
      .when(publish(change))
      .thenFinds(...findings),
  ); // prettier-ignore
});

describe('December before the year', () => {
  // As the notice for 2019 did: Saturday 2018-12-29 was worked for Monday 2018-12-31.
  const reaching = published({
    off: [{ from: '2026-12-31', until: '2027-01-03' }],
    worked: ['2026-12-27'],
  });
  test('a notice may reach into it, and its days hold', () => {
    given()
      .when(publish({ off: reaching.data.off, worked: reaching.data.worked }))
      .then(reaching);
    const working = after(reaching);
    expect(['2026-12-27', '2026-12-31'].map((day) => isWorkingDay(day, working))).toEqual([true, false]);
    expect(['2026-12-27', '2026-12-31'].map((day) => isWorkingDay(day, builtInCalendar))).toEqual([false, true]);
  });
  test('where the notices of two years speak of one day, the later year’s holds', () => {
    const worked = published({ off: [{ from: '2027-01-01', until: '2027-01-02' }], worked: ['2027-01-03'] });
    const off2028 = published({
      year: 2028,
      notice: 'https://calendar.example/invented-2028',
      off: [{ from: '2027-12-25', until: '2028-01-02' }],
      worked: ['2027-12-19'],
    });
    const december = published({ ...worked.data, worked: ['2027-01-03', '2027-12-25'] });
    for (const order of [
      [december, off2028],
      [worked, off2028, december],
    ])
      expect(isWorkingDay('2027-12-25', after(...order))).toBe(false);
  });
});

describe('what a publication does to dates that were provisional', () => {
  test.each([
    ['2026-12-31', 1, '2027-01-01', '2027-01-04'],
    ['2026-11-24', 30, '2027-01-05', '2027-01-06'],
    ['2027-01-28', 2, '2027-02-01', '2027-01-30'],
    ['2027-02-04', 1, '2027-02-05', '2027-02-12'],
    ['2027-02-04', 2, '2027-02-08', '2027-02-14'],
  ])('%s + %i is %s until the (invented) year is published, and then %s', (start, n, before, settled) => {
    expect(addWorkingDays(start, n, builtInCalendar)).toEqual({ dueOn: before, provisional: true });
    expect(addWorkingDays(start, n, after(published()))).toEqual({ dueOn: settled, provisional: false });
  });

  test('whatever ends within the years known before stays as it was', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1800 }), fc.integer({ min: 1, max: 60 }), (offset, n) => {
        const start = new Date(Date.UTC(2022, 0, 1 + offset)).toISOString().slice(0, 10);
        const before = addWorkingDays(start, n, builtInCalendar);
        if (!before.provisional) expect(addWorkingDays(start, n, after(published()))).toEqual(before);
      }),
    ));
});

test('the version of the calendar is the count of its publications, from 1', () => {
  expect([after(), after(published()), after(published(), published({ worked: [] }))].map(({ version }) => version)).toEqual([
    1, 2, 3,
  ]);
});
