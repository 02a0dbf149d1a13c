import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { addWorkingDays } from '#domain/working-days.js';
import { Calendars } from '#application/calendars.js';
import { dateInShanghai } from '#application/dates.js';
import { Clock, DenialLog } from '#application/ports.js';
import { problem } from '#platform/problem.js';
import { scopeOf } from '#policy/filters.js';
import { type Actor, decide } from '#policy/rules.js';
import { ReadMarks } from '#reactions/read-marks.js';
import { type ClockNotice, clockNotices, REMINDED_BEFORE } from '#read-models/clock-notices.js';
import { Deadlines, type FoundDeadline, heldBy } from '#read-models/deadline-queries.js';
import { type FoundNotice, Notices, placeOf } from '#read-models/notice-queries.js';
import { noticeRule } from '#read-models/notice-rules.js';
import { isPrinted } from '#read-models/printed.js';
import { hidden } from '#api/http/hidden.js';
import { least } from '#api/http/least.js';
import { linkTo } from '#api/http/links.js';
import { encodeCursor, listScope, readPage, setNextLink } from '#api/http/paging.js';
import { setPosition } from '#api/http/position.js';
import { type InboxDto, type InboxNoticeDto, type NoticeQuery } from './notice.dto.js';

/** One line of an inbox with its place in the list: notices of the clock stand at the beginning of their day. */
interface Line {
  place: string;
  id: string;
  view: Omit<InboxNoticeDto, 'read'>;
}

const clockTitles = { 'deadline-ahead': '期限将至', 'deadline-passed': '期限已过' } as const;

const matterIn = (stream: string): { category: string; id: string } => {
  const dash = stream.indexOf('-');
  return { category: stream.slice(0, dash), id: stream.slice(dash + 1) };
};

const ofEvent = (notice: FoundNotice): Line => {
  const { id, type, stream, day, at, recordedAt, basis } = notice;
  const matter = matterIn(stream);
  const rule = noticeRule(type);
  const title = rule?.nobody === undefined ? rule?.title : undefined;
  return {
    place: placeOf(notice),
    id,
    view: {
      ...{ id, kind: type, title: title ?? type, matter, link: linkTo(matter) },
      document: isPrinted(type) ? `/v1/documents/${id}` : undefined,
      ...{ on: day, position: at, recordedAt, basis: [...basis] },
    },
  };
};

const ofClock = ({ id, kind, day, deadline }: ClockNotice): Line => {
  const { duty, category, id: matterId, dueOn, provisional } = deadline;
  const matter = { category, id: matterId };
  return {
    place: placeOf({ day, at: ` ${id}` }),
    id,
    view: {
      ...{ id, kind, title: clockTitles[kind], matter, link: linkTo(matter), on: day, basis: [] },
      deadline: { kind: duty.kind, dueOn, provisional, right: duty.right },
    },
  };
};

const newestFirst = (a: Line, b: Line): number => (a.place < b.place ? 1 : a.place > b.place ? -1 : 0);

/** Duties read at once: one party's, of which there are few. */
const LOT = 1_000;

/** A party's inbox: what events have told it, and what the clock tells it today. */
@Injectable()
export class NoticeViews {
  constructor(
    private readonly notices: Notices,
    private readonly deadlines: Deadlines,
    private readonly marks: ReadMarks,
    private readonly calendars: Calendars,
    @Inject(Clock) private readonly clock: Clock,
    private readonly denials: DenialLog,
  ) {}

  async list(
    caller: Actor,
    query: NoticeQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<InboxDto> {
    const list = listScope('notices', { account: caller.account, read: query.read });
    const { limit, after } = readPage<[string]>(query, list, ['string']);
    const party = this.inboxOf(caller);
    if (party === undefined) return { notices: [] };
    const before = after?.[0];
    const read = query.read === undefined ? undefined : query.read === 'true';
    const [told, given] = await Promise.all([
      this.notices.inbox(party, { limit: limit + 1, before, read }, least(min)),
      this.given(party, min),
    ]);
    const earlier = given.map(ofClock).filter(({ place }) => before === undefined || place < before);
    const wanted = await this.withMarks(party, earlier, read);
    const lines = [...told.rows.map(ofEvent), ...wanted].sort(newestFirst);
    const shown = lines.slice(0, limit);
    const last = shown.at(-1);
    if (lines.length > limit && last) setNextLink(request, reply, encodeCursor(list, [last.place]));
    setPosition(reply, told.position);
    return { notices: await this.marked(party, shown) };
  }

  async one(caller: Actor, id: string, min: string | undefined, requestId: string, reply: FastifyReply): Promise<InboxNoticeDto> {
    const { party, line } = await this.find(caller, id, min, requestId, reply);
    return (await this.marked(party, [line]))[0]!;
  }

  async mark(caller: Actor, id: string, requestId: string, reply: FastifyReply): Promise<InboxNoticeDto> {
    const { party, line } = await this.find(caller, id, undefined, requestId, reply);
    await this.marks.mark(party, id, caller.account);
    return (await this.marked(party, [line]))[0]!;
  }

  /** Whose inbox the caller reads; nobody's where no rule lets it read one. */
  private inboxOf(caller: Actor): string | undefined {
    return scopeOf('notice.read', caller).holders[0];
  }

  private async find(
    caller: Actor,
    id: string,
    min: string | undefined,
    requestId: string,
    reply: FastifyReply,
  ): Promise<{ party: string; line: Line }> {
    const { rows, position } = await this.notices.of(id, least(min));
    const own = rows.find(({ party }) => decide('notice.read', caller, { holder: party }).allowed);
    const party = this.inboxOf(caller);
    const given = own || party === undefined ? [] : await this.given(party, min);
    const line = own ? ofEvent(own) : given.map(ofClock).find((one) => one.id === id);
    if (party === undefined || line === undefined) {
      if (rows.length === 0) throw problem('not-found');
      throw await hidden(this.denials, { actor: caller, action: 'notice.read', object: id, requestId });
    }
    setPosition(reply, position);
    return { party, line };
  }

  /** What the clock has told the party until today. */
  private async given(party: string, min: string | undefined): Promise<ClockNotice[]> {
    const { working } = await (min === undefined ? this.calendars.recent() : this.calendars.now());
    const on = dateInShanghai(this.clock.now());
    const counting = { calendar: working, counts: this.calendars.counts, on };
    const filter = { state: 'open', of: 'subject', until: addWorkingDays(on, REMINDED_BEFORE, working).dueOn } as const;
    const found: FoundDeadline[] = [];
    for (let after: readonly [string, string] | undefined; ;) {
      const { rows } = await this.deadlines.list(counting, filter, heldBy(party), { limit: LOT, after }, least(min));
      found.push(...rows);
      const last = rows.at(-1);
      if (!last || rows.length < LOT) return clockNotices(found, on, working);
      after = [last.dueOn, last.key];
    }
  }

  private async withMarks(party: string, lines: readonly Line[], read: boolean | undefined): Promise<readonly Line[]> {
    if (read === undefined) return lines;
    const marks = await this.marks.of(
      party,
      lines.map(({ id }) => id),
    );
    return lines.filter(({ id }) => marks.has(id) === read);
  }

  private async marked(party: string, lines: readonly Line[]): Promise<InboxNoticeDto[]> {
    const marks = await this.marks.of(
      party,
      lines.map(({ id }) => id),
    );
    return lines.map(({ id, view }) => {
      const mark = marks.get(id);
      return { ...view, read: mark && { at: mark.at.toISOString(), by: mark.account } };
    });
  }
}
