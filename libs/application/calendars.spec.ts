import { describe, expect, test } from '@jest/globals';
import { context, FaultyLog, WriteSide } from '#support/write-side.js';
import { StoreUnavailable } from '#event-store/event-store.js';
import { Calendars, CalendarsHandler, OnCalendar } from './calendars.js';
import { Forbidden, type Receipt } from './handle.js';

const ADMINISTRATOR = 'cac-000000-agency-admin';
/** Invented: nobody has announced 2027 yet. */
const year = (worked: string[] = []) => ({
  year: 2027,
  notice: 'https://calendar.example/invented-2027',
  off: [{ from: '2027-01-01', until: '2027-01-03' }],
  worked,
});

const setUp = () => {
  const log = new FaultyLog();
  const handler = new CalendarsHandler(new WriteSide(log).handler);
  const publish = (worked: string[] = [], account = ADMINISTRATOR): Promise<Receipt> =>
    handler.execute(new OnCalendar({ type: 'PublishCalendar', data: year(worked) }, context({ account })));
  return { log, publish, calendars: new Calendars(log) };
};

describe('the calendar', () => {
  test('is the one that the release brings until something is published', async () => {
    const { calendars } = setUp();
    expect((await calendars.now()).working).toMatchObject({ version: 1, from: '2022-01-01', until: '2026-12-31' });
  });

  test('is published by the national administrator, and by nobody else', async () => {
    const { log, publish, calendars } = setUp();
    for (const account of ['cac-000000-approver', 'cac-110000-agency-admin', 'telecom-000000-agency-admin', 'filer-s-1', 'store'])
      await expect(publish([], account)).rejects.toThrow(Forbidden);
    expect(await log.all()).toEqual([]);
    await publish();
    expect(await log.types('calendar-cn')).toEqual(['CalendarPublished']);
    expect((await calendars.now()).working).toMatchObject({ version: 2, until: '2027-12-31' });
  });

  test('has what was acknowledged before it was asked for; from memory it may be a second old', async () => {
    const { publish, calendars } = setUp();
    await calendars.recent();
    await publish();
    expect((await calendars.recent()).version).toBe(1);
    expect((await calendars.now()).version).toBe(2);
    expect((await calendars.recent()).version).toBe(2);
  });

  test('knows every version that it had', async () => {
    const { publish, calendars } = setUp();
    await publish();
    await publish(['2027-01-09']);
    const worked = await Promise.all([1, 2, 3, 4, 0].map(async (n) => (await calendars.version(n))?.years.at(-1)?.worked.join()));
    expect(worked).toEqual([expect.stringContaining('2026-01-04'), '', '2027-01-09', undefined, undefined]);
  });

  test('takes each publication once, however many ask at the same time', async () => {
    const { publish, calendars } = setUp();
    await publish();
    const found = await Promise.all(Array.from({ length: 5 }, () => calendars.now()));
    expect(found.map(({ version }) => version)).toEqual([2, 2, 2, 2, 2]);
  });

  test('is read anew from its beginning after the log was away', async () => {
    const { log, publish, calendars } = setUp();
    await publish();
    await calendars.now();
    const read = log.readStream.bind(log);
    log.readStream = () => Promise.reject(new StoreUnavailable('gone'));
    await expect(calendars.now()).rejects.toThrow(StoreUnavailable);
    const asked: (number | undefined)[] = [];
    log.readStream = (stream, from) => (asked.push(from), read(stream, from));
    expect((await calendars.now()).version).toBe(2);
    expect(asked).toEqual([0]);
  });
});
