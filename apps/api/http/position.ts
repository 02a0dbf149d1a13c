// Read your writes: a write answers with the Position of its last event, a read waits until its view has reached Min-Position.
import { type IncomingHttpHeaders } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Position } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';

const POSITION = /^[0-9A-Za-z]{1,16}-[0-9]{16}$/;

/** Whether the text has the form of a position; only the log knows whether there is one. */
export const isPosition = (text: string): text is Position => POSITION.test(text);

/** The position that a read must have reached, if one is asked for. Throws 400 position-unknown for what cannot be one. */
export const minPosition = (headers: IncomingHttpHeaders): Position | undefined => {
  const position = headers['min-position'];
  if (position === undefined) return undefined;
  if (typeof position !== 'string' || !isPosition(position))
    throw problem('position-unknown', { detail: 'Min-Position is not a position' });
  return position;
};

const readMinPosition = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  minPosition(context.switchToHttp().getRequest<FastifyRequest>().headers),
);

const documentMinPosition = ApiHeader({
  name: 'Min-Position',
  required: false,
  description: 'A Position from an earlier answer: this answer waits until its view has reached it (up to 5 s, then 503).',
  schema: { type: 'string' },
});

/** Parameter of a handler that reads: the Min-Position, or undefined. */
export const MinPosition = (): ParameterDecorator => (target, key, index) => {
  readMinPosition()(target, key, index);
  if (key !== undefined) documentMinPosition(target, key, Object.getOwnPropertyDescriptor(target, key)!);
};

/** Names the position of the last event that a write appended, or that a read's view has reached. */
export const setPosition = (reply: FastifyReply, position: Position): void => void reply.header('position', position);
