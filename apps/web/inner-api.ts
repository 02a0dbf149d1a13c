// The API as a page asks it: within this process, through the same door and the same policy as every other client.
import { Readable } from 'node:stream';
import { type ReadableStream as WebStream } from 'node:stream/web';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type ApiClient, apiClient } from '#client/api-client.js';
import { type components } from '#client/schema.js';

/** What the API answers instead of data. */
export type ProblemBody = components['schemas']['ProblemDto'];

/** A page that cannot be shown because the API did not answer with data. */
export class Unanswered extends Error {
  constructor(
    readonly status: number,
    readonly problem: Partial<ProblemBody>,
  ) {
    super(`${status} ${problem.code ?? ''}`);
    this.name = 'Unanswered';
  }
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer. Throws Unanswered where it is a problem. */
export function dataOf<T>({ data, error, response }: Answer<T>): T {
  if (data === undefined) throw new Unanswered(response.status, error ?? {});
  return data;
}

/** Nobody can send it from outside: it names the process in which the page is made. */
const BASE = 'http://pages.invalid';

@Injectable()
export class InnerApi {
  constructor(private readonly host: HttpAdapterHost) {}

  /** The API for whoever asks for this page: with the same address and `headers`, and counted like any request of theirs. */
  for(request: FastifyRequest, headers: Readonly<Record<string, string>> = {}): ApiClient {
    return apiClient({ baseUrl: BASE, headers, fetch: (inner) => this.carry(inner, BASE, request.ip) });
  }

  /** Fetches what this process itself serves below `base`. */
  readonly fetchBelow =
    (base: string): typeof fetch =>
    (input, init) =>
      this.carry(new Request(input, init), base);

  private async carry(inner: Request, base: string, remoteAddress?: string): Promise<Response> {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    const { statusCode, headers, rawPayload } = await server.inject({
      method: inner.method as 'GET',
      url: inner.url.slice(base.length),
      headers: Object.fromEntries(inner.headers),
      payload: await payloadOf(inner),
      remoteAddress,
    });
    return new Response(statusCode === 204 || statusCode === 304 ? null : new Uint8Array(rawPayload), {
      status: statusCode,
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    });
  }
}

/** Forms are small and whole; a file goes through as it comes. */
async function payloadOf(request: Request): Promise<Buffer | Readable | undefined> {
  if (request.body === null) return undefined;
  const isFile = !/json|urlencoded/.test(request.headers.get('content-type') ?? '');
  return isFile ? Readable.fromWeb(request.body as WebStream) : Buffer.from(await request.arrayBuffer());
}
