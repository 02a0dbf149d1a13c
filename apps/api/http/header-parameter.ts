import { type IncomingHttpHeaders } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, type ApiHeaderOptions } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';

/** A parameter decorator that reads headers by `read` (which may throw a Problem) and documents the header in OpenAPI. */
export const headerParameter = (
  read: (headers: IncomingHttpHeaders) => unknown,
  documentation: ApiHeaderOptions,
): (() => ParameterDecorator) => {
  const decorate = createParamDecorator((_data: unknown, context: ExecutionContext) =>
    read(context.switchToHttp().getRequest<FastifyRequest>().headers),
  );
  return () => (target, key, index) => {
    decorate()(target, key, index);
    const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key !== undefined && descriptor) ApiHeader(documentation)(target, key, descriptor);
  };
};
