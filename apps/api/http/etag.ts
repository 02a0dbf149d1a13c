// ETag is `"r{revision}.p{position}"`: the revision of the matter's own stream, and the position of the newest event in the row,
// which may join several streams. A reader compares the whole; a writer is held only to the revision.
import { type IncomingHttpHeaders } from 'node:http';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Position } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';

const OURS = /^"r(0|[1-9][0-9]{0,9})\.p[0-9A-Za-z-]{1,64}"$/;

/** The entity tag, quotes included. */
export const etagOf = (revision: number, position: Position): string => `"r${revision}.p${position}"`;

/**
 * The revision that If-Match names. Throws 428 where it is missing or `*` (which names none), 412 for a weak tag or one that this
 * service never gave, 400 header-malformed for several.
 */
export const ifMatch = (headers: IncomingHttpHeaders): number => {
  const tag = headers['if-match']?.trim();
  if (!tag) throw problem('precondition-required');
  if (tag === '*') throw problem('precondition-required', { detail: 'If-Match names the ETag that was read; * names none' });
  if (tag.includes(',')) {
    throw problem('header-malformed', { errors: [{ header: 'If-Match', code: 'format', detail: 'exactly one entity tag' }] });
  }
  const revision = OURS.exec(tag)?.[1];
  if (revision === undefined) throw problem('precondition-failed', { detail: 'this service gave no such ETag' });
  return Number(revision);
};

/** Parameter of a handler: the revision that the request names, where it needs no key besides. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number =>
  ifMatch(context.switchToHttp().getRequest<FastifyRequest>().headers),
);

/** Documents a route that changes only the version that was read. */
export const HoldsToVersion = (): MethodDecorator =>
  ApiHeader({
    name: 'If-Match',
    required: true,
    description: 'The ETag of the version that was read.',
    schema: { type: 'string', example: '"r3.p0001-0000000000000042"' },
  });

/**
 * Sets the ETag of an answer to a read. True where If-None-Match already has it: the status is then 304, and the handler
 * answers without a body.
 */
export const answersNotModified = (request: FastifyRequest, reply: FastifyReply, etag: string): boolean => {
  void reply.header('etag', etag);
  const known = request.headers['if-none-match'];
  if (known === undefined) return false;
  const matches = known.trim() === '*' || known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  if (matches) void reply.code(304);
  return matches;
};

/** Documents a read that answers 304 to whoever has this version already. */
export const Conditional = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'The ETag of the version that the caller has: 304 where it is still the newest.',
      schema: { type: 'string' },
    }),
    ApiResponse({ status: 304, description: 'Not modified.' }),
  );
