import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Inspection } from '#domain/inspection.js';
import { inspections } from '#application/inspections.js';
import { DenialLog } from '#application/ports.js';
import { EventStore } from '#event-store/event-store.js';
import { type Actor } from '#policy/rules.js';
import { type InspectionCase } from '#read-models/inspection-cases.js';
import { InspectionCases } from '#read-models/proceeding-case-queries.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { ProceedingViews } from '#api/proceedings/proceeding-views.js';
import { type InspectionListDto, type InspectionQuery, type InspectionSummaryDto } from './inspection-view.dto.js';

/** Inspections as their readers may see them. */
@Injectable()
export class InspectionViews extends ProceedingViews<Inspection, InspectionSummaryDto> {
  constructor(
    private readonly cases: InspectionCases,
    texts: ConfidentialTexts,
    @Inject(EventStore) store: EventStore,
    denials: DenialLog,
  ) {
    super(inspections, 'inspection.read', cases, texts, store, denials);
  }

  async list(
    caller: Actor,
    query: InspectionQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<InspectionListDto> {
    return { inspections: await this.page(this.cases, caller, query, min, request, reply) };
  }

  protected summary(caller: Actor, { id, openedOn, state }: InspectionCase): InspectionSummaryDto {
    return {
      id,
      status: state.status,
      openedOn,
      agency: state.agency,
      subject: state.subject,
      filings: [...state.filings],
      requests: state.requests.map(({ n, answered }) => ({ n, answered })),
      rectification: state.rectification,
      // What the officers found is theirs until they act on it.
      ...(caller.agency !== undefined && { findings: state.findings.map(({ result }) => result), known: state.known }),
    };
  }
}
