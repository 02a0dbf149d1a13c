import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { formatFilingNumber } from '#domain/filing-number.js';
import { obstacleText } from '#domain/incident-plan.js';
import { refuse } from '#domain/decider.js';
import { incident } from '#domain/incident.js';
import { Handler, Refused } from '#application/handle.js';
import { incidents } from '#application/incident-matters.js';
import { IncidentPlans } from '#application/incident-plans.js';
import { DenialLog } from '#application/ports.js';
import { EventStore } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { incidentScope } from '#policy/filters.js';
import { type Actor, type Matter } from '#policy/rules.js';
import { IncidentBoard } from '#read-models/incident-board-queries.js';
import { type IncidentRow } from '#read-models/incident-board.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { least } from '#api/http/least.js';
import { MatterViews } from '#api/http/matter-views.js';
import {
  type IncidentListDto,
  type IncidentPreviewDto,
  type IncidentQuery,
  type IncidentSummaryDto,
  type IncidentViewDto,
} from './incident-view.dto.js';

/** Incidents as the authorities that carry them may see them. */
@Injectable()
export class IncidentViews extends MatterViews<IncidentRow> {
  constructor(
    private readonly board: IncidentBoard,
    private readonly plans: IncidentPlans,
    private readonly handler: Handler,
    private readonly texts: ConfidentialTexts,
    @Inject(EventStore) store: EventStore,
    denials: DenialLog,
  ) {
    super({ category: 'incident', action: 'incident.read' }, board, store, denials);
  }

  async one(
    caller: Actor,
    id: string,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<IncidentViewDto | undefined> {
    const row = await this.found(caller, id, min, request, reply);
    return row && this.view(caller, row, request.id);
  }

  async list(
    caller: Actor,
    { status, ...query }: IncidentQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<IncidentListDto> {
    const rows = await this.pageOf(
      caller,
      { status },
      query,
      (page) => this.board.list((first) => incidentScope(caller, first), { status }, page, least(min)),
      request,
      reply,
    );
    return { incidents: rows.map(summaryOf) };
  }

  /** From the log itself, as an approval is judged. */
  async preview(caller: Actor, id: string, requestId: string): Promise<IncidentPreviewDto> {
    const { state, revision } = await this.handler.load(incidents, id);
    if (revision < 0) throw problem('not-found');
    await this.check(caller, id, incidents.matter(state), requestId);
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

  protected matter({ incident }: IncidentRow): Matter {
    return incidents.matter(incident);
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
