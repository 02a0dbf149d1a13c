// One chronological record from two sources: what was allowed and written is its event; what was refused, or read in confidence, is a
// row of the vault's record of access.
import { type AccessRecords, type AccessRecord, type AccessFilter } from '#vault/access-records.js';
import { type EventStore, type Position, type RecordedEvent } from '#event-store/event-store.js';
import { formatPosition, parsePosition } from '#event-store/position.js';
import { type AuditRecordDto } from './audit.dto.js';

export interface AuditFilter {
  account?: string;
  agency?: string;
  object?: string;
  outcome?: 'allowed' | 'denied';
  /** UTC with milliseconds. */
  since?: string;
  until?: string;
}

/** How far both sources have been read. */
export interface AuditCursor {
  position: Position;
  /** Of the record of access. */
  seq: string;
}

export interface AuditPage {
  records: AuditRecordDto[];
  /** Where to go on; undefined at the end. A page may hold fewer records than were asked for and yet not be the last. */
  next?: AuditCursor;
}

/** Events that one page looks through: a filter that few events meet answers in bounded time, and says where to go on. */
const EVENTS_A_PAGE = 5_000;

interface Read<T> {
  entries: { at: string; mark: T; record: AuditRecordDto | undefined }[];
  /** There may be more. */
  more: boolean;
}

export class AuditTrail {
  constructor(
    private readonly store: EventStore,
    private readonly rows: AccessRecords,
  ) {}

  /** Throws UnknownPosition for a cursor of another log, StoreUnavailable. */
  async page(filter: AuditFilter, limit: number, after?: AuditCursor): Promise<AuditPage> {
    const from = after ?? { position: await this.before(filter.since), seq: '0' };
    const [events, rows] = await Promise.all([this.events(filter, from.position), this.accesses(filter, from.seq, limit)]);
    const page: AuditPage = { records: [] };
    const reached = { ...from };
    let [e, r] = [0, 0];
    while (page.records.length < limit) {
      const [event, row] = [events.entries[e], rows.entries[r]];
      // Beyond what was read of one source, nothing can be said about the order with the other.
      if ((!event && events.more) || (!row && rows.more) || (!event && !row)) break;
      if (event && (!row || event.at <= row.at)) {
        e += 1;
        reached.position = event.mark;
        if (event.record) page.records.push(event.record);
      } else if (row?.record) {
        r += 1;
        reached.seq = row.mark;
        page.records.push(row.record);
      }
    }
    const finished = e === events.entries.length && r === rows.entries.length && !events.more && !rows.more;
    return finished ? page : { ...page, next: reached };
  }

  private async events({ object, since, until, ...filter }: AuditFilter, after: Position): Promise<Read<Position>> {
    if (filter.outcome === 'denied') return { entries: [], more: false };
    const read =
      object === undefined
        ? await this.store.readAll(after, EVENTS_A_PAGE)
        : (await this.store.readStream(object)).filter(({ position }) => position > after);
    const inTime = read.filter(({ recordedAt }) => until === undefined || recordedAt < until);
    return {
      entries: inTime.map((event) => ({
        at: event.recordedAt,
        mark: event.position,
        record: (since === undefined || event.recordedAt >= since) && meets(event, filter) ? ofEvent(event) : undefined,
      })),
      more: object === undefined && read.length === EVENTS_A_PAGE && inTime.length === read.length,
    };
  }

  private async accesses(filter: AccessFilter, after: string, limit: number): Promise<Read<string>> {
    const read = await this.rows.after(after, filter, limit + 1);
    return {
      entries: read.slice(0, limit).map((row) => ({ at: row.at, mark: row.seq, record: ofAccess(row) })),
      more: read.length > limit,
    };
  }

  /** A position before the first event recorded at the instant or later: places sort as the log does. */
  private async before(instant: string | undefined): Promise<Position> {
    const start = await this.store.start();
    if (instant === undefined) return start;
    const { epoch, place } = parsePosition(await this.store.head());
    let [low, high] = [0n, BigInt(place)];
    while (low < high) {
      const middle = (low + high) / 2n;
      const [next] = await this.store.readAll(formatPosition(epoch, String(middle)), 1);
      if (next === undefined || next.recordedAt >= instant) high = middle;
      else low = BigInt(parsePosition(next.position).place);
    }
    return formatPosition(epoch, String(low));
  }
}

const meets = ({ meta }: RecordedEvent, { account, agency }: AuditFilter): boolean =>
  (account === undefined || meta.actor === account) && (agency === undefined || meta.agency === agency);

const ofEvent = ({ recordedAt, meta, type, stream, position }: RecordedEvent): AuditRecordDto => ({
  at: recordedAt,
  account: meta.actor,
  onBehalfOf: meta.onBehalfOf,
  agency: meta.agency,
  what: type,
  object: stream,
  rule: meta.rule,
  outcome: 'allowed',
  position,
  requestId: meta.correlation,
});

const ofAccess = ({ at, account, subject, agency, action, object, rule, outcome, requestId }: AccessRecord): AuditRecordDto => ({
  at,
  account,
  onBehalfOf: subject,
  agency,
  what: action,
  object,
  rule,
  outcome,
  requestId,
});
