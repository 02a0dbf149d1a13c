// The working calendar as it is published, and as everything that counts days takes it: folded from its stream, never a constant.
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Calendar, calendar, type CalendarCommand, type CalendarEvent, workingCalendarOf } from '#domain/calendar.js';
import { type DayCounts, dayCounts } from '#domain/day-counts.js';
import { type Request } from '#domain/decider.js';
import { type WorkingCalendar } from '#domain/working-days.js';
import { type EventReader, type Position } from '#event-store/event-store.js';
import { factOf } from './folds.js';
import { type Context, Handler, type Matters, type Receipt } from './handle.js';
import { upcast, versionOf } from './versions.js';

const calendars: Matters<CalendarCommand, CalendarEvent, Calendar> = {
  category: 'calendar',
  decider: calendar,
  upcast,
  versionOf,
  matter: () => ({}),
};

/** There is one calendar; its stream is named like every other. */
const NATIONAL = 'cn';

export class OnCalendar {
  constructor(
    readonly request: Request<CalendarCommand>,
    readonly context: Context,
  ) {}
}

@CommandHandler(OnCalendar)
export class CalendarsHandler implements ICommandHandler<OnCalendar, Receipt> {
  constructor(private readonly handler: Handler) {}

  execute({ request, context }: OnCalendar): Promise<Receipt> {
    return this.handler.handle(calendars, { id: NATIONAL, ...request, action: 'calendar.publish', context, creates: {} });
  }
}

/** One version of the calendar, with what counting needs of it. */
export interface CalendarVersion extends Calendar {
  working: WorkingCalendar;
  /** From which on it holds; that of the first version stands before every log. */
  position: Position;
}

const versionFrom = (state: Calendar, position: Position): CalendarVersion => ({
  ...state,
  working: workingCalendarOf(state),
  position,
});

const CACHE_MS = 1_000;

/** Every version of the calendar, followed as it is published, and the counts of days that are counted on it. */
export class Calendars {
  private versions: readonly CalendarVersion[] = [versionFrom(calendar.initial, '')];
  private readAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly reader: EventReader,
    readonly counts: DayCounts = dayCounts,
  ) {}

  /** The calendar now: whatever was acknowledged before the call is in it. Throws StoreUnavailable. */
  async now(): Promise<CalendarVersion> {
    const events = await this.reader.readStream(`calendar-${NATIONAL}`, this.versions.length - 1).catch((error: unknown) => {
      this.versions = this.versions.slice(0, 1); // the log that comes back may have been restored from a backup
      throw error;
    });
    for (const event of events) {
      // Another call may have read it too.
      if (event.revision !== this.versions.length - 1) continue;
      const state = calendar.evolve(this.latest(), factOf(event, upcast) as CalendarEvent);
      this.versions = [...this.versions, versionFrom(state, event.position)];
    }
    this.readAt = performance.now();
    return this.latest();
  }

  /** As `now`, from memory where that was read less than a second ago. */
  recent(): Promise<CalendarVersion> {
    return performance.now() - this.readAt < CACHE_MS ? Promise.resolve(this.latest()) : this.now();
  }

  /** The calendar as it stood under this version; undefined where there is no such version. Throws StoreUnavailable. */
  async version(version: number): Promise<CalendarVersion | undefined> {
    await this.now();
    return this.versions[version - 1];
  }

  /** The calendar that had been published at this position. Throws StoreUnavailable. */
  async at(position: Position): Promise<CalendarVersion> {
    await this.now();
    return this.versions.findLast((version) => version.position <= position) ?? this.versions[0]!;
  }

  private latest(): CalendarVersion {
    return this.versions.at(-1)!;
  }
}
