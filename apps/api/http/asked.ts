// What a writing request says of itself: who, under which key, against which revision, and whether in earnest.
import { createHash } from 'node:crypto';
import { applyDecorators, createParamDecorator, type ExecutionContext, HttpCode } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Context, type Receipt } from '#application/handle.js';
import { anyone } from '#application/report-matters.js';
import { canonical } from '#event-store/canonical.js';
import { type Json } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { type Actor } from '#policy/rules.js';
import { callerOf } from './access.js';
import { prefersDryRun, setDryRunApplied } from './dry-run.js';
import { etagOf, HoldsToVersion, ifMatch } from './etag.js';
import { idempotencyKey } from './idempotency-key.js';
import { setPosition } from './position.js';
import { ReceiptDto } from './receipt.dto.js';

/** One of several things that a request asks at once, each of which is found again by itself. */
export const hashOfPart = ({ method, url }: FastifyRequest, part: unknown): string => hashOf({ method, url, body: part });

/** Method, path and content; never the time and never what was looked up. */
const hashOf = ({ method, url, body }: Pick<FastifyRequest, 'method' | 'url' | 'body'>): string =>
  createHash('sha256')
    .update(`${method} ${url.split('?', 1)[0]}\n`)
    .update(body === undefined ? '' : canonical(body as Json))
    .digest('hex');

const contextOf = (request: FastifyRequest, existing: boolean, otherwise?: Pick<Actor, 'account'>): Context => {
  const caller = callerOf(request) ?? otherwise;
  if (!caller) throw problem('unauthenticated');
  const dryRun = prefersDryRun(request.headers);
  return {
    account: caller.account,
    // A rehearsal appends nothing, so that there is nothing to find again.
    idempotencyKey:
      dryRun && request.headers['idempotency-key'] === undefined ? `dry-run ${request.id}` : idempotencyKey(request.headers),
    hash: hashOf(request),
    requestId: request.id,
    ifMatch: existing ? ifMatch(request.headers) : undefined,
    dryRun,
  };
};

/** Parameter of a handler that appends to a new matter: Idempotency-Key required, Prefer: dry-run understood. */
export const Asked = createParamDecorator((_: unknown, context: ExecutionContext) =>
  contextOf(context.switchToHttp().getRequest<FastifyRequest>(), false),
);

/** As `Asked`, of a handler that lets in who has no account too. */
export const AskedByAnyone = createParamDecorator((_: unknown, context: ExecutionContext) =>
  contextOf(context.switchToHttp().getRequest<FastifyRequest>(), false, anyone),
);

/** Parameter of a handler that changes an existing matter: If-Match is required too. */
export const AskedOfExisting = createParamDecorator((_: unknown, context: ExecutionContext) =>
  contextOf(context.switchToHttp().getRequest<FastifyRequest>(), true),
);

const keyHeader = ApiHeader({
  name: 'Idempotency-Key',
  required: true,
  description: 'A fresh key for each new request, the same one when a request is repeated. 1 to 255 visible ASCII characters.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
});
const dryRunHeader = ApiHeader({
  name: 'Prefer',
  required: false,
  description: '`dry-run`: answer 200 with the events that would be appended, and append nothing.',
  schema: { type: 'string', example: 'dry-run' },
});

const receiptHeaders = {
  ETag: { description: 'For If-Match of the next change.', schema: { type: 'string' as const } },
  Position: {
    description: 'Of the last event; give it as Min-Position to read what was written.',
    schema: { type: 'string' as const },
  },
  'Idempotency-Replayed': {
    description: '`true` where the request had been done before.',
    schema: { type: 'string' as const },
  },
};

/** Documents a route that writes. */
export const Writes = (): MethodDecorator => applyDecorators(keyHeader, dryRunHeader);

/** A route that opens a matter. */
export const Opens = (): MethodDecorator =>
  applyDecorators(
    Writes(),
    ApiResponse({ status: 200, type: ReceiptDto, description: 'A dry run: what would be appended.' }),
    ApiResponse({
      status: 201,
      type: ReceiptDto,
      description: 'Done, or done before under this key.',
      headers: { Location: { description: 'Of the matter.', schema: { type: 'string' } }, ...receiptHeaders },
    }),
  );

/** A route that changes a matter. */
export const Changes = (): MethodDecorator =>
  applyDecorators(
    HttpCode(200),
    Writes(),
    HoldsToVersion(),
    ApiResponse({
      status: 200,
      type: ReceiptDto,
      description: 'Done, or done before under this key; with `Prefer: dry-run`, what would be appended.',
      headers: receiptHeaders,
    }),
  );

/** Answers a write: 201 with `location` where it opened a matter, otherwise 200; a rehearsal is always 200 and says so. */
export function answer(reply: FastifyReply, { dryRun }: Context, receipt: Receipt, location?: string): ReceiptDto {
  if (receipt.position !== undefined) {
    setPosition(reply, receipt.position);
    void reply.header('etag', etagOf(receipt.revision, receipt.position));
  }
  if (receipt.replayed) void reply.header('idempotency-replayed', 'true');
  void reply.code(location === undefined || dryRun ? 200 : 201);
  if (location !== undefined && !dryRun) void reply.header('location', location);
  if (dryRun) setDryRunApplied(reply);
  const { id, revision, position, events } = receipt;
  return {
    id,
    revision,
    position,
    events: events.map(({ id, type, basis, effectiveOn, data }) => ({
      id,
      type,
      basis: [...basis],
      effectiveOn,
      data: data as object,
    })),
  };
}
