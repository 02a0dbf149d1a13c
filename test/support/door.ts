// A small application behind the real door, on a real port, for the specs of the HTTP conventions.
import 'reflect-metadata';
import { type AddressInfo } from 'node:net';
import { Body, Controller, Get, HttpCode, Module, Param, ParseUUIDPipe, Post, Put, Query, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IsOptional, Max } from 'class-validator';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { RevisionConflict, StoreBusy, StoreUnavailable, UnknownPosition, UnstorableEvent } from '#event-store/event-store.js';
import { parseAsOf } from '#api/http/as-of.js';
import { prefersDryRun, setDryRunApplied } from '#api/http/dry-run.js';
import { answersNotModified, etagOf, ifMatch } from '#api/http/etag.js';
import { applyConventions, createAdapter, type DoorOptions } from '#api/http/fastify.js';
import { IsForm, IsFormList, IsLocalDate, IsText } from '#api/http/form-rules.js';
import { idempotencyKey } from '#api/http/idempotency-key.js';
import { bodyBytes, RawBody } from '#api/http/media-type.js';
import { PageQuery } from '#api/http/page-query.dto.js';
import { encodeCursor, listScope, readPage, setNextLink } from '#api/http/paging.js';
import { MinPosition, setPosition } from '#api/http/position.js';
import { ProblemPageController } from '#api/http/problem-page.controller.js';
import { RouteMark } from '#api/http/route-mark.js';
import { refusalProblem } from '#api/http/act-problem.js';
import { refuse } from '#domain/decider.js';
import { problem } from '#platform/problem.js';

const POSITION = '0001-0000000000000042';

class ProductForm {
  @IsText({ max: 10 })
  name: string;

  @Max(99)
  price: number;
}

class ThingForm {
  @IsText({ max: 20 })
  name: string;

  @IsLocalDate()
  since: string;

  @IsOptional()
  @IsForm(() => ProductForm)
  main?: ProductForm;

  @IsFormList(() => ProductForm, { max: 200 })
  products: ProductForm[];
}

const FAULTS: Record<string, () => unknown> = {
  unavailable: () => new StoreUnavailable('connection to 10.0.0.7 lost'),
  busy: () => new StoreBusy(7),
  conflict: () => new RevisionConflict('filing-1', 3, 4),
  position: () => new UnknownPosition('0009-0000000000000001'),
  unstorable: () => new UnstorableEvent('larger than 1 MiB'),
  refusal: () => refusalProblem(refuse('filing-exists', 'DSP 19', 'it is on file already'), ['CancelFiling']),
  findings: () =>
    refusalProblem(
      refuse('filing-incomplete', 'ARP 24', 'something is missing', [{ pointer: '/name', code: 'missing', detail: 'a name' }]),
    ),
  unforeseen: () => new TypeError('secret of the house'),
  text: () => 'secret of the house',
};

@Controller('v1')
class ThingsController {
  @Post('things')
  add(@Body() form: ThingForm, @Req() { headers }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): object {
    const key = idempotencyKey(headers);
    if (prefersDryRun(headers)) setDryRunApplied(reply);
    setPosition(reply, POSITION);
    return { key, name: form.name, isProduct: form.products.every((product) => product instanceof ProductForm) };
  }

  @Post('echo')
  @HttpCode(200)
  echo(@Body() body: object): object {
    return body;
  }

  @Get('things')
  list(
    @Query() query: PageQuery,
    @MinPosition() minPosition: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): object {
    const scope = listScope('things', { as_of: query.as_of });
    const page = readPage<[string, number]>(query, scope, ['string', 'number']);
    const asOf = parseAsOf(query.as_of);
    if (page.after?.[1] !== 2) setNextLink(request, reply, encodeCursor(scope, ['甲', (page.after?.[1] ?? 0) + 1]));
    return { ...page, asOf, minPosition };
  }

  @Get('things/:id')
  one(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): object | undefined {
    return answersNotModified(request, reply, etagOf(3, POSITION)) ? undefined : { id };
  }

  @Put('things/:id/details')
  change(@Req() { headers }: FastifyRequest): object {
    return { revision: ifMatch(headers) };
  }

  @Put('attachments/:digest')
  @RouteMark({ other: true })
  @RawBody()
  async keep(@Req() request: FastifyRequest): Promise<object> {
    let size = 0;
    for await (const chunk of bodyBytes(request)) {
      size += chunk.length;
      if (size > 2 * 1024 * 1024) throw problem('body-too-large');
    }
    return { size };
  }

  @Get('numbers/:id')
  number(@Param('id', ParseUUIDPipe) id: string): object {
    return { id };
  }

  @Get('faults/:kind')
  fail(@Param('kind') kind: string): never {
    throw FAULTS[kind]!();
  }

  @Get('half')
  half(@Res() reply: FastifyReply): void {
    reply.raw.writeHead(200, { 'content-length': '100' });
    reply.raw.write('half of it');
    throw new Error('broke off');
  }
}

@Module({ controllers: [ThingsController, ProblemPageController] })
class DoorModule {}

export interface Door {
  app: NestFastifyApplication;
  port: number;
  url: string;
  close(): Promise<void>;
}

/** Starts the application on a free port of 127.0.0.1. `prepare` may add hooks before it listens. */
export const openDoor = async (options: DoorOptions = {}, prepare?: (server: FastifyInstance) => void): Promise<Door> => {
  const app = await NestFactory.create<NestFastifyApplication>(DoorModule, createAdapter(options), {
    bodyParser: false,
    logger: false,
  });
  applyConventions(app, options);
  prepare?.(app.getHttpAdapter().getInstance());
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, port, url: `http://127.0.0.1:${port}`, close: () => app.close() };
};
