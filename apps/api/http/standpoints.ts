// On which day a list of due dates stands, and by which calendar it counts: further pages by those of the first.
import { Inject, Injectable } from '@nestjs/common';
import { isLocalDate, type WorkingCalendar } from '#domain/working-days.js';
import { Calendars } from '#application/calendars.js';
import { dateInShanghai } from '#application/dates.js';
import { Clock } from '#application/ports.js';
import { type Position } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { type AsOf } from './as-of.js';

export interface Standpoint {
  on: string;
  calendar: WorkingCalendar;
}

@Injectable()
export class Standpoints {
  constructor(
    private readonly calendars: Calendars,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The day of an instant that has passed; undefined for any other moment. */
  dayOf(moment: AsOf | undefined): string | undefined {
    if (moment === undefined || 'position' in moment) return undefined;
    const at = new Date(moment.instant);
    return at < this.clock.now() ? dateInShanghai(at) : undefined;
  }

  /**
   * `after` begins with the day and the version of the calendar of the first page. `at` asks for the calendar that was known at a position.
   * Throws 400 for a cursor that no page gave.
   */
  async of(
    asked: string | undefined,
    after: readonly [on: string, version: number, ...rest: unknown[]] | undefined,
    min: string | undefined,
    at?: Position,
  ): Promise<Standpoint> {
    if (after) {
      const [on, version] = after;
      const found = await this.calendars.version(version);
      if (found && isLocalDate(on)) return { on, calendar: found.working };
      throw problem('parameter-malformed', {
        errors: [{ parameter: 'cursor', code: 'cursor', detail: 'use the cursor of a Link header, with the same filters' }],
      });
    }
    const { working } = await (at !== undefined
      ? this.calendars.at(at)
      : min === undefined
        ? this.calendars.recent()
        : this.calendars.now());
    return { on: asked ?? dateInShanghai(this.clock.now()), calendar: working };
  }
}
