import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { problem } from '#platform/problem.js';
import { caseScope } from '#policy/filters.js';
import { type Actor } from '#policy/rules.js';
import { type Place } from '#read-models/case-search-questions.js';
import { CaseSearch, isSearchable, type SearchPage } from '#read-models/case-search.js';
import { csvLine } from '#read-models/csv.js';
import { Caller, Does } from '#api/http/access.js';
import { type AsOf, parseAsOf, setAsOf } from '#api/http/as-of.js';
import { csvStream } from '#api/http/csv-stream.js';
import { least } from '#api/http/least.js';
import { encodeCursor, listScope, MAX_LIMIT, readPage, setNextLink } from '#api/http/paging.js';
import { MinPosition, setPosition } from '#api/http/position.js';
import { CaseSearchDto, CaseSearchExportQuery, CaseSearchQuery } from './case-search.dto.js';
import { caseCells, caseColumns, caseSummary, CONFIDENTIAL } from './case-view.js';
import { ReasonViews } from './reason-views.js';

/** The position of a past moment or nothing, and the place of the last hit. */
type Cursor = [at: string, rank: string, latest: string];
type ReasonCursor = [at: string, latest: string];

const nothingToLookFor = () =>
  problem('parameter-malformed', { errors: [{ parameter: 'q', code: 'q', detail: 'something to look for' }] });

@ApiTags('regulator')
@Controller('v1/regulator')
export class CaseSearchController {
  constructor(
    private readonly search: CaseSearch,
    private readonly reasons: ReasonViews,
  ) {}

  /** Search the cases that the caller may read: nothing is found or counted that a single reading would refuse. */
  @Get('search')
  @Does('regulator.read')
  async find(
    @Caller() caller: Actor,
    @Query() query: CaseSearchQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseSearchDto> {
    if (query.in === 'reasons') return this.findReasons(caller, query, min, request, reply);
    const { limit, cursor, as_of, ...asked } = query;
    const list = listScope('case-search', { account: caller.account, as_of, ...asked });
    const page = readPage<Cursor>({ limit, cursor }, list, ['string', 'string', 'string']);
    const [at = '', rank = '', latest = ''] = page.after ?? [];
    const moment = at === '' ? parseAsOf(as_of) : { position: at };
    const after = page.after && ([rank, latest] as const);
    const found = await this.ask(caller, query, { limit: page.limit + 1, after }, moment, min);
    const hits = found.hits.slice(0, page.limit);
    const last = hits.at(-1);
    if (found.hits.length > page.limit && last) setNextLink(request, reply, encodeCursor(list, [found.at ?? '', ...last.place]));
    setPosition(reply, found.position);
    setAsOf(reply, found.at ?? found.position);
    return { total: found.total, cases: hits.map(({ row, position }) => caseSummary(row, position)) };
  }

  /** All that is found as CSV: UTF-8 with byte order mark. Among reasons, each case with the acts whose words were found. */
  @Get('search.csv')
  @Does('regulator.read')
  @ApiProduces('text/csv')
  async export(
    @Caller() caller: Actor,
    @Query() query: CaseSearchExportQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (query.in === 'reasons') return this.exportReasons(caller, query, min, request, reply);
    let moment = parseAsOf(query.as_of);
    await csvStream(
      reply,
      'search.csv',
      caseColumns,
      async (write) => {
        for (let after: Place | undefined; ;) {
          const { hits, at } = await this.ask(caller, query, { limit: MAX_LIMIT, after }, moment, min);
          if (at !== undefined) moment = { position: at };
          await write(hits.map(({ row, position }) => csvLine(caseCells(caseSummary(row, position)))).join(''));
          if (hits.length < MAX_LIMIT) return;
          after = hits.at(-1)!.place;
        }
      },
      CONFIDENTIAL,
    );
  }

  private async findReasons(
    caller: Actor,
    { limit, cursor, as_of, ...asked }: CaseSearchQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<CaseSearchDto> {
    if (!isSearchable(asked.q)) throw nothingToLookFor();
    const list = listScope('reason-search', { account: caller.account, as_of, ...asked });
    const page = readPage<ReasonCursor>({ limit, cursor }, list, ['string', 'string']);
    const [at = '', below] = page.after ?? [];
    const moment = at === '' ? parseAsOf(as_of) : { position: at };
    const sought = await this.reasons.seek(caller, asked, request.id);
    const found = await this.reasons.page(caller, sought, asked, { limit: page.limit + 1, below }, { moment, min });
    const hits = found.hits.slice(0, page.limit);
    const last = hits.at(-1);
    if (found.hits.length > page.limit && last) setNextLink(request, reply, encodeCursor(list, [found.at ?? '', last.latest]));
    setPosition(reply, found.position);
    setAsOf(reply, found.at ?? found.position);
    return { cases: hits.map(({ row, position, foundIn }) => ({ ...caseSummary(row, position), foundIn })) };
  }

  /** One search, and one row of the record, however many pages it takes. */
  private async exportReasons(
    caller: Actor,
    { as_of, ...asked }: CaseSearchExportQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    if (!isSearchable(asked.q)) throw nothingToLookFor();
    let moment = parseAsOf(as_of);
    const sought = await this.reasons.seek(caller, asked, request.id);
    await csvStream(
      reply,
      'reasons.csv',
      [...caseColumns, '出处'],
      async (write) => {
        for (let below: string | undefined; ;) {
          const { hits, at } = await this.reasons.page(caller, sought, asked, { limit: MAX_LIMIT, below }, { moment, min });
          if (at !== undefined) moment = { position: at };
          await write(
            hits
              .map(({ row, position, foundIn }) =>
                csvLine([...caseCells(caseSummary(row, position)), foundIn.map(({ type }) => type).join(' ')]),
              )
              .join(''),
          );
          if (hits.length < MAX_LIMIT) return;
          below = hits.at(-1)!.latest;
        }
      },
      CONFIDENTIAL,
    );
  }

  private ask(
    caller: Actor,
    { q, kind, region }: CaseSearchExportQuery,
    page: { limit: number; after?: Place },
    moment: AsOf | undefined,
    min: string | undefined,
  ): Promise<SearchPage> {
    if (!isSearchable(q)) throw nothingToLookFor();
    return this.search.page({ text: q, kind, region }, (first) => caseScope(caller, first), page, {
      moment,
      least: least(min),
    });
  }
}
