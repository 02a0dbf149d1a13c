// What all matters have in common when they are read: one of them, a page of them, the events of one.
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type DenialLog } from '#application/ports.js';
import { upcast } from '#application/versions.js';
import { type EventStore } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { type Action, type Actor, decide, type Matter } from '#policy/rules.js';
import { seesEvent, visibleActor, visibleData } from '#policy/visibility.js';
import { type CaseQueries, type Found, type Page } from '#read-models/case-queries.js';
import { type Answer } from '#read-models/read-models.js';
import { answersNotModified, etagOf } from './etag.js';
import { hidden } from './hidden.js';
import { least } from './least.js';
import { type MatterEventsDto } from './matter-view.dto.js';
import { encodeCursor, listScope, readPage, setNextLink } from './paging.js';
import { setPosition } from './position.js';

export interface ReadKind {
  /** Of the streams. */
  category: string;
  /** What the policy is asked. */
  action: Action;
}

export abstract class MatterViews<Row extends { id: string; revision: number }> {
  protected constructor(
    private readonly kind: ReadKind,
    private readonly rows: Pick<CaseQueries<Row>, 'one'>,
    private readonly store: EventStore,
    private readonly denials: DenialLog,
  ) {}

  /** Every event that the caller may see. Throws 404, the same whether there is no such matter or it is not for this reader. */
  async events(caller: Actor, id: string, min: string | undefined, requestId: string): Promise<MatterEventsDto> {
    const [{ rows }, events] = await Promise.all([this.rows.one(id, least(min)), this.store.readStream(this.stream(id))]);
    const row = rows[0]?.row;
    if (!row) throw problem('not-found');
    await this.check(caller, id, this.matter(row), requestId);
    return {
      events: events
        .filter(({ type }) => this.sees(caller, row, type))
        .map(upcast)
        .map(({ id, revision, position, type, version, meta, recordedAt, data }) => ({
          ...{ id, revision, position, type, version, recordedAt },
          ...{ basis: [...meta.basis], effectiveOn: meta.effectiveOn, agency: meta.agency },
          actor: visibleActor(caller, meta.actor),
          data: visibleData(caller, data as object),
        })),
    };
  }

  /** What the policy judges. */
  protected abstract matter(row: Row): Matter;

  /** Whether this reader sees acts of this type while the matter stands like this. */
  protected sees(caller: Actor, _row: Row, type: string): boolean {
    return seesEvent(caller, type);
  }

  protected stream(id: string): string {
    return `${this.kind.category}-${id}`;
  }

  /** The matter, with its ETag and position; undefined where the caller has this version already. Throws as `events`. */
  protected async found(
    caller: Actor,
    id: string,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Row | undefined> {
    const { rows, position } = await this.rows.one(id, least(min));
    const [found] = rows;
    if (!found) throw problem('not-found');
    await this.check(caller, id, this.matter(found.row), request.id);
    setPosition(reply, position);
    return answersNotModified(request, reply, etagOf(found.row.revision, found.position)) ? undefined : found.row;
  }

  /** A page by id. `filters` are those that decide which matters are in the list, and so whose cursors fit. */
  protected async pageOf(
    caller: Actor,
    filters: Readonly<Record<string, string | undefined>>,
    query: { limit?: string; cursor?: string },
    ask: (page: Page) => Promise<Answer<Found<Row>>>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Row[]> {
    const list = listScope(this.kind.category, { account: caller.account, ...filters });
    const { limit, after } = readPage<[string]>(query, list, ['string']);
    const { rows, position } = await ask({ limit: limit + 1, after: after?.[0] });
    const shown = rows.slice(0, limit).map(({ row }) => row);
    const last = shown.at(-1);
    if (rows.length > limit && last) setNextLink(request, reply, encodeCursor(list, [last.id]));
    setPosition(reply, position);
    return shown;
  }

  /** Throws 404 where the matter is not for this reader, once the denial is on record. */
  protected async check(caller: Actor, id: string, matter: Matter, requestId: string): Promise<void> {
    const { action } = this.kind;
    const stream = this.stream(id);
    if (!decide(action, caller, { ...matter, stream }).allowed)
      throw await hidden(this.denials, { actor: caller, action, object: stream, requestId });
  }
}
