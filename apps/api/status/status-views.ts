// What app stores are answered, from the index in memory. DSP 13.
import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Clock } from '#application/ports.js';
import { problem } from '#platform/problem.js';
import { type HeldStatus } from '#read-models/status-index.js';
import { type Mirrored, StatusMirror } from '#read-models/status-mirror.js';
import { setAsOf } from '#api/http/as-of.js';
import { answersNotModified } from '#api/http/etag.js';
import { least } from '#api/http/least.js';
import { NDJSON } from '#api/http/media-type.js';
import { setPosition } from '#api/http/position.js';
import { answerOctets, AnswerWriter, check, closingNotice } from './status-check.js';
import { BadItem, type Item, itemOf, itemsOfJson, itemsOfLines } from './status-items.js';
import { StatusShortWay } from './status-short-way.js';
import { type CheckQuery, type StatusQuery } from './status.dto.js';

export const JSON_TYPE = 'application/json; charset=utf-8';
/** A store may keep the answer, and asks each time whether it still holds. */
export const KEPT = 'private, no-cache';

/** More filings than any organisation has, or any app is in. */
const MAX_FOUND = 1_000;

const UNLOADED_S = 1;
const STALE_S = 5;

@Injectable()
export class StatusViews {
  constructor(
    private readonly mirror: StatusMirror,
    private readonly shortWay: StatusShortWay,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async one(
    number: string,
    query: CheckQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Buffer | undefined> {
    const asked = itemOf({ number, ...query });
    if (asked instanceof BadItem) throw problem('parameter-malformed', { detail: asked.detail });
    const { index } = await trusted(this.mirror, min, reply);
    const now = this.now();
    const checked = check(index, asked, now);
    if (checked.held) {
      void reply.header('cache-control', KEPT);
      if (answersNotModified(request, reply, checked.held.tag)) return undefined;
    }
    void reply.type(JSON_TYPE);
    if (checked.held) this.shortWay.learn(reply);
    return Buffer.from(answerOctets(checked, now), 'latin1');
  }

  async found(query: StatusQuery, min: string | undefined, reply: FastifyReply): Promise<Buffer> {
    const [asked, ...more] = Object.entries(query).filter(([, value]) => value !== undefined) as [keyof StatusQuery, string][];
    if (!asked || more.length > 0)
      throw problem('parameter-malformed', { detail: 'exactly one of uscc, package, miniProgram and domain' });
    const { index } = await trusted(this.mirror, min, reply);
    const now = this.now();
    const [key, value] = asked;
    const held = {
      uscc: () => index.byCreditCode(value.trim().toUpperCase(), now, MAX_FOUND),
      package: () => index.byApp('package', value, now, MAX_FOUND),
      miniProgram: () => index.byApp('mini-program', value, now, MAX_FOUND),
      domain: () => index.byApp('domain', value, now, MAX_FOUND),
    }
      [key]()
      .slice(0, MAX_FOUND);
    void reply.type(JSON_TYPE);
    return statusesOf(held);
  }

  async batch(request: FastifyRequest, min: string | undefined, reply: FastifyReply): Promise<Buffer> {
    const lines = request.headers['content-type']?.split(';')[0]!.trim().toLowerCase() === NDJSON;
    const body = (request.body ?? Buffer.alloc(0)) as Buffer;
    const items = lines ? itemsOfLines(body) : itemsOfJson(body);
    const mirrored = await trusted(this.mirror, min, reply);
    const { accept = '*/*' } = request.headers;
    const asLines = accept.includes(NDJSON) || (lines && !accept.includes('application/json'));
    void reply.type(asLines ? `${NDJSON}; charset=utf-8` : JSON_TYPE);
    return resultsOf(items, mirrored, this.now(), asLines);
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

/** The index as far as asked for, where it may be trusted; the answer says up to where it shows the log. */
export async function trusted(mirror: StatusMirror, min: string | undefined, reply: FastifyReply): Promise<Mirrored> {
  const wanted = least(min);
  if (wanted) await mirror.reach(wanted);
  const mirrored = mirror.current();
  if (!mirrored)
    throw mirror.loaded
      ? problem('stale', { retryAfter: STALE_S, detail: 'for a minute it has not been known whether there is anything newer' })
      : problem('not-projected-yet', { retryAfter: UNLOADED_S, detail: 'the statuses are being loaded' });
  setPosition(reply, mirrored.position);
  setAsOf(reply, mirrored.position);
  return mirrored;
}

function statusesOf(found: readonly HeldStatus[]): Buffer {
  const outcome = found.length > 0 ? 'found' : 'not-found';
  const statuses = found.flatMap(({ told: { chunk, at, length } }, i) => [
    Buffer.from(i === 0 ? '' : ','),
    chunk.subarray(at, at + length),
  ]);
  const begin = `{"outcome":"${outcome}","count":${found.length},"statuses":[`;
  return Buffer.concat([Buffer.from(begin), ...statuses, Buffer.from(`]${closingNotice}`)]);
}

function resultsOf(items: readonly Item[], { index, position }: Mirrored, now: number, asLines: boolean): Buffer {
  const writer = new AnswerWriter(items.length);
  if (!asLines) writer.text('{"results":[');
  const between = asLines ? '\n' : ',';
  let first = true;
  for (const item of items) {
    if (!first) writer.text(between);
    first = false;
    writer.answer(
      item instanceof BadItem ? { outcome: 'malformed', reason: 'item-malformed', detail: item.detail } : check(index, item, now),
      now,
    );
  }
  const asOf = JSON.stringify({ position, at: new Date(now).toISOString() });
  // The last line says how many there are before it: without it the answer has been cut off.
  writer.text(asLines ? '\n{' : '],');
  writer.text(`"count":${items.length},"asOf":${asOf}${closingNotice}`);
  if (asLines) writer.text('\n');
  return writer.done();
}
