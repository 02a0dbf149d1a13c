import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { formatFilingNumber } from '#domain/filing-number.js';
import { obstacleText } from '#domain/incident-plan.js';
import { type Incident } from '#domain/incident-state.js';
import { refuse } from '#domain/decider.js';
import { incident } from '#domain/incident.js';
import { Handler, Refused } from '#application/handle.js';
import { incidents } from '#application/incident-matters.js';
import { IncidentPlans } from '#application/incident-plans.js';
import { DenialLog } from '#application/ports.js';
import { upcast } from '#application/versions.js';
import { EventStore } from '#event-store/event-store.js';
import { type Problem, problem } from '#platform/problem.js';
import { incidentScope } from '#policy/filters.js';
import { type Actor, decide } from '#policy/rules.js';
import { IncidentBoard } from '#read-models/incident-board-queries.js';
import { type IncidentRow } from '#read-models/incident-board.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { answersNotModified, etagOf } from '#api/http/etag.js';
import { hidden } from '#api/http/hidden.js';
import { least } from '#api/http/least.js';
import { encodeCursor, listScope, readPage, setNextLink } from '#api/http/paging.js';
import { setPosition } from '#api/http/position.js';
import { type ProceedingEventsDto } from '#api/proceedings/proceeding.dto.js';
import {
  type IncidentListDto,
  type IncidentPreviewDto,
  type IncidentQuery,
  type IncidentSummaryDto,
  type IncidentViewDto,
} from './incident-view.dto.js';

const visible = (caller: Actor, id: string, state: Incident): boolean =>
  decide('incident.read', caller, { stream: `incident-${id}`, ...incidents.matter(state) }).allowed;

/** Incidents as the authorities that carry them may see them. */
@Injectable()
export class IncidentViews {
  constructor(
    private readonly board: IncidentBoard,
    private readonly plans: IncidentPlans,
    private readonly handler: Handler,
    private readonly texts: ConfidentialTexts,
    @Inject(EventStore) private readonly store: EventStore,
    private readonly denials: DenialLog,
  ) {}

  async one(
    caller: Actor,
    id: string,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<IncidentViewDto | undefined> {
    const { rows, position } = await this.board.one(id, least(min));
    const found = rows[0];
    if (!found) throw problem('not-found');
    if (!visible(caller, id, found.row.incident)) throw await this.hidden(caller, id, request.id);
    setPosition(reply, position);
    if (answersNotModified(request, reply, etagOf(found.row.revision, found.position))) return undefined;
    return this.view(caller, found.row, request.id);
  }

  async list(
    caller: Actor,
    { status, ...query }: IncidentQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<IncidentListDto> {
    const list = listScope('incidents', { account: caller.account, status });
    const page = readPage<[string]>(query, list, ['string']);
    const { rows, position } = await this.board.list(
      (first) => incidentScope(caller, first),
      { status },
      { limit: page.limit + 1, after: page.after?.[0] },
      least(min),
    );
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    if (rows.length > page.limit && last) setNextLink(request, reply, encodeCursor(list, [last.row.id]));
    setPosition(reply, position);
    return { incidents: shown.map(({ row }) => summaryOf(row)) };
  }

  async events(caller: Actor, id: string, min: string | undefined, requestId: string): Promise<ProceedingEventsDto> {
    const stream = `incident-${id}`;
    const [{ rows }, events] = await Promise.all([this.board.one(id, least(min)), this.store.readStream(stream)]);
    const row = rows[0]?.row;
    if (!row) throw problem('not-found');
    if (!visible(caller, id, row.incident)) throw await this.hidden(caller, id, requestId);
    return {
      events: events.map(upcast).map(({ id, revision, position, type, version, meta, recordedAt, data }) => ({
        ...{ id, revision, position, type, version, recordedAt },
        ...{ basis: [...meta.basis], effectiveOn: meta.effectiveOn, actor: meta.actor, agency: meta.agency },
        data: data as object,
      })),
    };
  }

  /** From the log itself, as an approval is judged. */
  async preview(caller: Actor, id: string, requestId: string): Promise<IncidentPreviewDto> {
    const { state, revision } = await this.handler.load(incidents, id);
    if (revision < 0) throw problem('not-found');
    if (!visible(caller, id, state)) throw await this.hidden(caller, id, requestId);
    if (state.status !== 'draft')
      throw new Refused(
        refuse('not-a-draft', 'design', 'what has been activated or closed is not previewed'),
        incident.allowed(state),
      );
    const { preview, plan, seen } = await this.plans.preview(id, state, caller);
    const orders = plan.filter(({ effect }) => effect === 'order').length;
    return {
      version: state.version,
      preview,
      orders,
      leftOut: plan.length - orders,
      filings: plan.map(({ filing, addressee, effect, order }, i) => {
        const { number, orders: standing } = seen[i]!;
        return {
          filing,
          number: number === undefined ? undefined : formatFilingNumber(number),
          addressee,
          effect,
          ...(effect === 'order' ? { order } : { because: obstacleText[effect] }),
          standing: [...standing],
        };
      }),
    };
  }

  private hidden(actor: Actor, id: string, requestId: string): Promise<Problem> {
    return hidden(this.denials, { actor, action: 'incident.read', object: `incident-${id}`, requestId });
  }

  private async view(caller: Actor, row: IncidentRow, requestId: string): Promise<IncidentViewDto> {
    const { content, signatories, approval, filings, outcomes } = row.incident;
    const refs = content ? [content.riskFinding, content.reasons] : [];
    const words = await this.texts.read(refs, { caller, object: `incident-${row.id}`, requestId });
    const planned = new Map(approval?.plan.map(({ filing, effect }) => [filing, effect]));
    return {
      ...summaryOf(row),
      jurisdiction: content?.jurisdiction,
      legalBasis: [...(content?.legalBasis ?? [])],
      riskFinding: content && words.get(content.riskFinding.ref),
      reasons: content && words.get(content.reasons.ref),
      measures: [...(content?.measures ?? [])],
      reviewOn: content?.reviewOn,
      rectifyBy: content?.rectifyBy,
      remediesNotice: content?.remedies,
      publication: content?.publication,
      publicationBasis: content?.publicationBasis,
      alsoUnderOrders: content?.alsoUnderOrders,
      officers: signatories.map(({ account }) => account),
      preview: approval?.preview,
      filings: filings.map(({ filing, addressee }) => ({
        filing,
        addressee,
        planned: planned.get(filing),
        ...(Object.hasOwn(outcomes, filing) ? outcomes[filing] : {}),
      })),
    };
  }
}

function summaryOf({ id, openedOn, incident }: IncidentRow): IncidentSummaryDto {
  const { status, agency, version, filings, approval, activation, outcomes, closedOn } = incident;
  const known = Object.values(outcomes);
  const issued = known.filter((outcome) => 'order' in outcome).length;
  return {
    id,
    status,
    openedOn,
    activatedOn: activation?.activatedOn,
    closedOn,
    agency,
    version,
    approved: approval !== undefined,
    documentNo: activation?.documentNo,
    progress: {
      filings: filings.length,
      planned: approval?.plan.filter(({ effect }) => effect === 'order').length ?? 0,
      issued,
      passedOver: known.length - issued,
    },
  };
}
