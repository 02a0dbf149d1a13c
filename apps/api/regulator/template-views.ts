import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Agency } from '#domain/account.js';
import { selfAndAbove } from '#domain/division.js';
import { dateInShanghai } from '#application/dates.js';
import { divisionName } from '#application/division-names.js';
import { Clock, DenialLog } from '#application/ports.js';
import { agencyName } from '#documents/citations.js';
import { dayInWords } from '#documents/sheet.js';
import { type ShippedTemplate, shippedTemplates } from '#office/shipped-templates.js';
import { type Facts, fill, places, placesIn } from '#office/template-places.js';
import { type Template, Templates } from '#office/templates.js';
import { problem } from '#platform/problem.js';
import { type Actor, decide } from '#policy/rules.js';
import { CasePageViews } from '#api/cases/case-page-views.js';
import { etagOf } from '#api/http/etag.js';
import { hidden } from '#api/http/hidden.js';
import { encodeCursor, listScope, readPage, setNextLink } from '#api/http/paging.js';
import {
  type FilledTemplateDto,
  type TemplateDto,
  type TemplateQuery,
  type TemplatesDto,
  type TemplateVersionsDto,
} from './template.dto.js';

export type ReadTemplate = ShippedTemplate & Partial<Omit<Template, keyof ShippedTemplate>>;

export const templateView = ({
  id,
  agency,
  kind,
  defect,
  title,
  text,
  revision = 0,
  retired = false,
}: ReadTemplate): TemplateDto => ({
  id,
  agency: agency && { kind: agency.kind, division: agency.division },
  ...{ kind, defect, title, text },
  places: placesIn(`${title}\n${text}`),
  ...{ revision, retired },
});

/** For If-Match of the next change. */
export const setTemplateTag = (reply: FastifyReply, { id, revision }: TemplateDto): void =>
  void reply.header('etag', etagOf(revision, id));

/** Templates for those who write by them. */
@Injectable()
export class TemplateViews {
  constructor(
    private readonly templates: Templates,
    private readonly pages: CasePageViews,
    private readonly denials: DenialLog,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list(caller: Actor, query: TemplateQuery, request: FastifyRequest, reply: FastifyReply): Promise<TemplatesDto> {
    const { kind, retired } = query;
    const list = listScope('templates', { account: caller.account, kind, retired });
    const { limit, after } = readPage<[string]>(query, list, ['string']);
    const [last] = after ?? [];
    const own = await this.templates.page(agenciesAbove(caller.agency), { kind, retired: retired === 'true' }, limit + 1, last);
    const shipped = retired === 'true' ? [] : shippedTemplates.filter((one) => kind === undefined || one.kind === kind);
    const all: ReadTemplate[] = [...shipped.filter(({ id }) => last === undefined || id > last), ...(own as ReadTemplate[])];
    const shown = all.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
    if (all.length > limit) setNextLink(request, reply, encodeCursor(list, [shown.at(-1)!.id]));
    return {
      templates: shown.map(templateView),
      places: Object.entries(places).map(([name, meaning]) => ({ name, meaning })),
    };
  }

  /** Throws 404, the same whether there is no such template or it is not for this reader. */
  async one(caller: Actor, id: string, requestId: string): Promise<ReadTemplate> {
    const shipped: ReadTemplate | undefined = shippedTemplates.find((one) => one.id === id);
    const found = shipped ?? ((await this.templates.one(id)) as ReadTemplate | undefined);
    if (!found) throw problem('not-found');
    const allowed = shipped
      ? decide('regulator.read', caller, {}).allowed
      : decide('template.read', caller, { agency: found.agency }).allowed;
    if (!allowed)
      throw await hidden(this.denials, { actor: caller, action: 'template.read', object: `template-${id}`, requestId });
    return found;
  }

  /** With the facts of a case that the caller may read. Throws 404 for either. */
  async filled(
    caller: Actor,
    id: string,
    stream: string,
    min: string | undefined,
    requestId: string,
    reply: FastifyReply,
  ): Promise<FilledTemplateDto> {
    const template = await this.one(caller, id, requestId);
    const facts = await this.facts(caller, stream, min, requestId, reply);
    const [title, text] = [fill(template.title, facts), fill(template.text, facts)];
    return { title: title.text, text: text.text, unfilled: [...new Set([...title.unfilled, ...text.unfilled])] };
  }

  /** A page of what it was before, the latest first. */
  async versions(
    caller: Actor,
    id: string,
    query: { limit?: string; cursor?: string },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<TemplateVersionsDto> {
    await this.one(caller, id, request.id);
    const list = listScope('template-versions', { account: caller.account, id });
    const { limit, after } = readPage<[number]>(query, list, ['number']);
    const found = await this.templates.versions(id, limit + 1, after?.[0]);
    const shown = found.slice(0, limit);
    if (found.length > limit) setNextLink(request, reply, encodeCursor(list, [shown.at(-1)!.revision]));
    return { versions: shown.map(({ changedAt, ...version }) => ({ ...version, changedAt: changedAt.toISOString() })) };
  }

  private async facts(
    caller: Actor,
    stream: string,
    min: string | undefined,
    requestId: string,
    reply: FastifyReply,
  ): Promise<Facts> {
    const { summary, steps } = await this.pages.page(caller, stream, { min, requestId }, reply);
    const due = steps.flatMap(({ dueOn }) => dueOn ?? []).sort()[0];
    const agency =
      caller.agency && agencyName(`${caller.agency.kind}-${caller.agency.division}`, (code) => divisionName(code).full);
    return {
      主体: summary?.party,
      名称: summary?.title,
      编号: summary?.numbers[0],
      属地: summary?.division?.name,
      机关: agency,
      日期: dayInWords(dateInShanghai(this.clock.now())),
      期限: due && dayInWords(due),
    };
  }
}

/** Whose templates officers of this agency write by: their own, and of those above it of its kind. */
const agenciesAbove = (agency: Agency | undefined): Agency[] =>
  agency === undefined ? [] : selfAndAbove(agency.division).map((division) => ({ kind: agency.kind, division }));
