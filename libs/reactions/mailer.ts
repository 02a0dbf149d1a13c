// Mails follow the notices: gathered into a work list, sent one by one, tried again until a server has taken them.
import { setTimeout as delay } from 'node:timers/promises';
import { type EventReader } from '#event-store/event-store.js';
import { addWorkingDays } from '#domain/working-days.js';
import { clockNotices, REMINDED_BEFORE } from '#read-models/clock-notices.js';
import { type Counting, type Deadlines, everyones } from '#read-models/deadline-queries.js';
import { type Notices } from '#read-models/notice-queries.js';
import { sameEpoch } from '#read-models/positions.js';
import { NotBuilt } from '#read-models/read-models.js';
import { type ClaimedMail, type Delays, type MailWork } from './mail-work.js';
import { isAddress, type Post, Undelivered } from './posts.js';
import { Rounds } from './rounds.js';

export interface MailerParts {
  reader: Pick<EventReader, 'head' | 'start'>;
  notices: Notices;
  deadlines: Deadlines;
  work: MailWork;
  post: Post;
  /** The address of a party, to be written down as read; undefined where it has none. */
  addressOf(party: string, notice: string): Promise<string | undefined>;
  /** By which the days of today are counted. */
  counting(): Promise<Counting>;
  log: { warn(values: object, message: string): void; error(values: object, message: string): void };
}

/** Milliseconds. */
export interface MailerTimes {
  delays: Delays;
  /** How old a mail may become before nobody tries it any more; its notice stays in the inbox. */
  patience: number;
  /** Between looking for new notices. */
  poll: number;
  /** Between looking for days that have come. */
  days: number;
}

const HOUR = 3_600_000;
const TIMES: MailerTimes = { delays: { first: 60_000, longest: 6 * HOUR }, patience: 5 * 24 * HOUR, poll: 2_000, days: HOUR };

/** Days that passed longer ago have had their mail, or were overdue before anybody was mailed. */
const PASSED_WITHIN_DAYS = 10;
const LOT = 1_000;

export class Mailer {
  readonly #times: MailerTimes;
  readonly #rounds: Rounds;
  #daysFrom = 0;

  constructor(
    private readonly parts: MailerParts,
    times: Partial<MailerTimes> = {},
  ) {
    this.#times = { ...TIMES, ...times };
    this.#rounds = new Rounds(
      (signal) => this.#guardedRound(signal),
      (signal) => delay(this.#times.poll, undefined, { signal }),
    );
  }

  /** Mails from now on; what was told before this system had ever mailed stays in the inbox alone. Throws what the database does. */
  async start(): Promise<void> {
    const { reader, work } = this.parts;
    await work.gatheredUntil(await reader.head());
    this.#rounds.start();
  }

  /** Breaks the mail in hand off: it comes again. */
  stop(): Promise<void> {
    return this.#rounds.stop();
  }

  /** Gathers what is new, and tries once each mail that is due. Throws what the database does. */
  async round(signal?: AbortSignal): Promise<void> {
    await this.#gather();
    if (performance.now() >= this.#daysFrom) {
      await this.gatherDays();
      this.#daysFrom = performance.now() + this.#times.days;
    }
    await this.#deliver(signal);
  }

  /** Asks for a mail for each notice that the clock gives today. */
  async gatherDays(): Promise<void> {
    const { deadlines, work } = this.parts;
    const counting = await this.parts.counting();
    const { calendar, on } = counting;
    const filter = { state: 'open', of: 'subject', until: addWorkingDays(on, REMINDED_BEFORE, calendar).dueOn } as const;
    const since = new Date(Date.parse(on) - PASSED_WITHIN_DAYS * 24 * HOUR).toISOString().slice(0, 10);
    for (let after: readonly [string, string] | undefined = [since, '']; after;) {
      const { rows } = await deadlines.list(counting, filter, everyones, { limit: LOT, after });
      // Who hears for the first time that a day has passed needs no reminder of it.
      const given = clockNotices(rows, on, calendar).filter(
        ({ kind, deadline }) => kind !== 'deadline-ahead' || deadline.dueOn >= on,
      );
      await work.want(
        given.map(({ id, deadline }) => ({ notice: id, party: deadline.holder ?? '' })).filter(({ party }) => party),
      );
      const last = rows.at(-1);
      after = last && rows.length === LOT ? [last.dueOn, last.key] : undefined;
    }
  }

  async #guardedRound(signal: AbortSignal): Promise<void> {
    await this.round(signal).catch((err: unknown) => {
      // Until the first build is done there is nothing to read.
      if (!(err instanceof NotBuilt)) this.parts.log.warn({ err }, 'mails wait: the database could not be asked');
    });
  }

  async #gather(): Promise<void> {
    const { reader, notices, work } = this.parts;
    const head = await reader.head();
    const reached = await work.gatheredUntil(head);
    // Of a log restored under another epoch, positions say nothing: all is looked at again, and what has its row is found.
    const from = sameEpoch(reached, head) ? reached : await reader.start();
    let until: string | undefined;
    for await (const { rows, position } of notices.since(from)) {
      until ??= position;
      await work.want(rows.map(({ id, party }) => ({ notice: id, party })));
    }
    if (until !== undefined && (until > reached || from !== reached)) await work.gathered(until);
  }

  async #deliver(signal?: AbortSignal): Promise<void> {
    const { work } = this.parts;
    const dueAt = await work.now();
    while (!signal?.aborted) {
      const mail = await work.claim(dueAt, this.#times.delays);
      if (!mail || !(await this.#attempt(mail, signal))) return;
    }
  }

  /** Whether it makes sense to try others. */
  async #attempt(mail: ClaimedMail, signal?: AbortSignal): Promise<boolean> {
    const { work, post, log } = this.parts;
    const { notice, party, attempts, wantedAt } = mail;
    const to = await this.parts.addressOf(party, notice);
    if (to === undefined || !isAddress(to)) {
      await work.done(mail, 'no-address');
      return true;
    }
    try {
      await post.send({ notice, party, to }, signal);
    } catch (error) {
      if (!(error instanceof Undelivered)) throw error;
      const { reason, refused } = error;
      await work.failed(mail, reason);
      if (Date.now() - wantedAt.getTime() > this.#times.patience) {
        await work.done(mail, 'given-up');
        log.error({ notice, party, attempts, reason }, 'a mail was given up; its notice is in the inbox');
      } else log.warn({ notice, party, attempts, reason }, 'a mail was not delivered and is tried again');
      return refused;
    }
    // Should the process die here, the mail is sent once more, under the same Message-ID.
    await work.done(mail, 'sent');
    return true;
  }
}
