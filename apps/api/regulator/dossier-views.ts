import { Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { DenialLog } from '#application/ports.js';
import { upcast } from '#application/versions.js';
import { type RecordedEvent } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { caseScope } from '#policy/filters.js';
import { type Actor, decide } from '#policy/rules.js';
import { seesAmong, visibleActor, visibleData } from '#policy/visibility.js';
import { type CasebookRow } from '#read-models/casebook.js';
import { csvLine } from '#read-models/csv.js';
import { Dossiers, type Timeline } from '#read-models/dossier.js';
import { type AsOf, parseAsOf, setAsOf } from '#api/http/as-of.js';
import { csvStream } from '#api/http/csv-stream.js';
import { hidden } from '#api/http/hidden.js';
import { least } from '#api/http/least.js';
import { encodeCursor, listScope, MAX_LIMIT, readPage, setNextLink } from '#api/http/paging.js';
import { setPosition } from '#api/http/position.js';
import { caseSummary, categoryNames, CONFIDENTIAL } from './case-view.js';
import { type DossierDto, type DossierExportQuery, type DossierLineDto, type DossierQuery } from './dossier.dto.js';

const columns = ['位置', '事件', '类别', '案件', '版本', '类型', '依据', '生效日', '记录时间', '账户', '机关'] as const;

@Injectable()
export class DossierViews {
  constructor(
    private readonly dossiers: Dossiers,
    private readonly denials: DenialLog,
  ) {}

  async page(
    caller: Actor,
    id: string,
    query: DossierQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<DossierDto> {
    const { row, position: shown } = await this.subject(caller, id, min, request.id);
    const { limit, cursor, as_of } = query;
    const list = listScope('dossier', { account: caller.account, id, as_of });
    const page = readPage<[string]>({ limit, cursor }, list, ['string']);
    const found = await this.ask(caller, id, { limit: page.limit + 1, after: page.after?.[0] }, parseAsOf(as_of), min);
    const events = found.events.slice(0, page.limit);
    const last = events.at(-1);
    if (found.events.length > page.limit && last) setNextLink(request, reply, encodeCursor(list, [last.position]));
    setPosition(reply, found.position);
    setAsOf(reply, found.at ?? found.position);
    return { subject: caseSummary(row, shown), lines: events.map((event) => line(caller, event)) };
  }

  /** The whole of it as CSV, line by line. */
  async export(
    caller: Actor,
    id: string,
    { as_of }: DossierExportQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    await this.subject(caller, id, min, request.id);
    const moment = parseAsOf(as_of);
    await csvStream(
      reply,
      'dossier.csv',
      columns,
      async (write) => {
        for (let after: string | undefined; ;) {
          const { events } = await this.ask(caller, id, { limit: MAX_LIMIT, after }, moment, min);
          await write(events.map((event) => csvLine(cells(line(caller, event)))).join(''));
          if (events.length < MAX_LIMIT) return;
          after = events.at(-1)!.position;
        }
      },
      CONFIDENTIAL,
    );
  }

  private ask(
    caller: Actor,
    id: string,
    page: { limit: number; after?: string },
    moment: AsOf | undefined,
    min: string | undefined,
  ): Promise<Timeline & { at?: string }> {
    return this.dossiers.page(
      id,
      (first) => caseScope(caller, first),
      page,
      ({ type }, stream) => seesAmong(caller, type, stream),
      { moment, least: least(min) },
    );
  }

  private async subject(
    caller: Actor,
    id: string,
    min: string | undefined,
    requestId: string,
  ): Promise<{ row: CasebookRow; position: string }> {
    const found = (await this.dossiers.subject(id, least(min))).rows[0];
    if (!found) throw problem('not-found');
    const { division } = found.row.matter;
    if (decide('subject.read', caller, { stream: `subject-${id}`, holder: id, division }).allowed) return found;
    throw await hidden(this.denials, { actor: caller, action: 'subject.read', object: `subject-${id}`, requestId });
  }
}

function line(caller: Actor, stored: RecordedEvent): DossierLineDto {
  const { id, stream, revision, position, type, version, meta, recordedAt, data } = upcast(stored);
  const at = stream.indexOf('-');
  return {
    id,
    position,
    matter: { category: stream.slice(0, at), id: stream.slice(at + 1) },
    revision,
    type,
    version,
    basis: [...meta.basis],
    effectiveOn: meta.effectiveOn,
    recordedAt,
    actor: visibleActor(caller, meta.actor),
    agency: meta.agency,
    data: visibleData(caller, data as object),
  };
}

const cells = ({ id, position, matter, revision, type, basis, effectiveOn, recordedAt, actor, agency }: DossierLineDto) => [
  ...[position, id, categoryNames[matter.category] ?? matter.category, matter.id, revision, type],
  ...[basis.join('; '), effectiveOn, recordedAt, actor ?? '', agency ?? ''],
];
