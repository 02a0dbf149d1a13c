// The daily reconciliation of a store: the apps that it lists, held to the register as it stands. Nothing of it is kept, and no more than a
// lot of apps is in memory, however long the list is. DSP 13.
import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { formatFilingNumber, parseFilingNumber } from '#domain/filing-number.js';
import { Clock } from '#application/ports.js';
import { csvLine } from '#read-models/csv.js';
import { type Mirrored, StatusMirror } from '#read-models/status-mirror.js';
import { type AppKey, type WatchedApp, WatchLists } from '#reactions/watch-list.js';
import { csvStream, textStream } from '#api/http/csv-stream.js';
import { NDJSON } from '#api/http/media-type.js';
import { encodeCursor, listScope, readPage, setNextLink } from '#api/http/paging.js';
import { trusted } from '#api/status/status-views.js';
import { judged, type WatchFinding } from './watch-judgement.js';
import { type WatchReportDto, type WatchReportExportQuery, type WatchReportQuery } from './watch-report.dto.js';

const LOT = 1_000;
/** Apps that one page looks through: a list in which nothing is wrong is not read to its end for one answer. */
const MOST_LOTS = 50;

const PRIVATE = 'private, no-store';
const columns = ['平台', '包名', '应用名称', '标注编号', '开发者', '结果', '原因', '备案编号'] as const;

const shown = (number: string | undefined): string => {
  const parsed = number === undefined ? undefined : parseFilingNumber(number);
  return parsed?.ok ? formatFilingNumber(parsed.number) : (number ?? '');
};

const cells = ({ platform, package: app, name, number, developer, outcome, reason, filed }: WatchFinding): string[] => [
  ...[platform, app, name, shown(number), developer ?? '', outcome, reason ?? '', shown(filed)],
];

const keyOf = ({ platform, package: app }: WatchedApp): AppKey => ({ platform, package: app });

@Injectable()
export class WatchReports {
  constructor(
    private readonly lists: WatchLists,
    private readonly mirror: StatusMirror,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Findings by platform and package. A page can hold fewer than were asked for, and none, before the last one. */
  async page(
    store: string,
    query: WatchReportQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<WatchReportDto> {
    const { outcome } = query;
    const scope = listScope('watch report', { store, outcome });
    const { limit, after } = readPage<[string, string]>(query, scope, ['string', 'string']);
    const mirrored = await trusted(this.mirror, min, reply);
    const at = this.clock.now();
    const apps: WatchFinding[] = [];
    let reached: AppKey | undefined = after && { platform: after[0], package: after[1] };
    for (let lots = 0, ended = false; !ended && lots < MOST_LOTS && apps.length < limit; lots++) {
      const lot = await this.lists.page(store, { limit: LOT, after: reached });
      ended = lot.length < LOT;
      for (const app of lot) {
        if (apps.length === limit) {
          ended = false;
          break;
        }
        reached = keyOf(app);
        const finding = judged(mirrored.index, app, at.getTime());
        if (finding && (outcome ?? finding.outcome) === finding.outcome) apps.push(finding);
      }
      if (ended) reached = undefined;
    }
    if (reached) setNextLink(request, reply, encodeCursor(scope, [reached.platform, reached.package]));
    return { asOf: asOf(mirrored, at), apps };
  }

  async csv(store: string, query: WatchReportExportQuery, min: string | undefined, reply: FastifyReply): Promise<void> {
    const mirrored = await trusted(this.mirror, min, reply);
    const produce = async (write: (text: string) => Promise<void>): Promise<void> => {
      for await (const lot of this.findings(store, query, mirrored)) await write(lot.map((one) => csvLine(cells(one))).join(''));
      await write('');
    };
    await csvStream(reply, 'watch-report.csv', columns, produce, PRIVATE);
  }

  /** A finding a line; the last line says how many there are and up to where the register was seen. */
  async lines(store: string, query: WatchReportExportQuery, min: string | undefined, reply: FastifyReply): Promise<void> {
    const mirrored = await trusted(this.mirror, min, reply);
    const at = this.clock.now();
    const headers = { 'content-type': `${NDJSON}; charset=utf-8`, 'cache-control': PRIVATE };
    await textStream(reply, headers, '', async (write) => {
      let count = 0;
      for await (const lot of this.findings(store, query, mirrored)) {
        count += lot.length;
        await write(lot.map((one) => `${JSON.stringify(one)}\n`).join(''));
      }
      await write(`${JSON.stringify({ count, asOf: asOf(mirrored, at) })}\n`);
    });
  }

  private async *findings(
    store: string,
    { outcome }: WatchReportExportQuery,
    { index }: Mirrored,
  ): AsyncGenerator<WatchFinding[]> {
    const now = this.clock.now().getTime();
    for (let after: AppKey | undefined; ;) {
      const lot = await this.lists.page(store, { limit: LOT, after });
      yield lot.flatMap((app) => {
        const finding = judged(index, app, now);
        return finding && (outcome ?? finding.outcome) === finding.outcome ? [finding] : [];
      });
      if (lot.length < LOT) return;
      after = keyOf(lot.at(-1)!);
    }
  }
}

/** What is answered shows the register no older than this. */
const asOf = ({ position }: Mirrored, at: Date) => ({ position, at: at.toISOString() });
