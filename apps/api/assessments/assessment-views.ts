import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { factsOf } from '#domain/assessment-state.js';
import { divisionName } from '#application/division-names.js';
import { DenialLog } from '#application/ports.js';
import { EventStore } from '#event-store/event-store.js';
import { ownScope, scopeOf, scopeSql } from '#policy/filters.js';
import { type Actor, type Matter } from '#policy/rules.js';
import { seesEvent, visibleData } from '#policy/visibility.js';
import { AssessmentCases } from '#read-models/assessment-case-queries.js';
import { type AssessmentCase } from '#read-models/assessment-cases.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { least } from '#api/http/least.js';
import { MatterViews } from '#api/http/matter-views.js';
import { inWords, refsIn } from '#api/http/words.js';
import {
  type AssessmentCaseDto,
  type AssessmentListDto,
  type AssessmentQuery,
  type AssessmentSummaryDto,
} from './assessment-view.dto.js';

/** Safety assessments as their readers may see them (SA18 15: nobody else does). */
@Injectable()
export class AssessmentViews extends MatterViews<AssessmentCase> {
  constructor(
    private readonly cases: AssessmentCases,
    private readonly texts: ConfidentialTexts,
    @Inject(EventStore) store: EventStore,
    denials: DenialLog,
  ) {
    super({ category: 'assessment', action: 'assessment.read' }, cases, store, denials);
  }

  async one(
    caller: Actor,
    id: string,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<AssessmentCaseDto | undefined> {
    const row = await this.found(caller, id, min, request, reply);
    return row && this.view(caller, row, request.id);
  }

  async list(
    caller: Actor,
    query: AssessmentQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<AssessmentListDto> {
    const { mine, subject, status } = query;
    const scope = scopeOf('assessment.read', caller);
    const restricted = mine === undefined ? scope : ownScope(scope);
    const rows = await this.pageOf(
      caller,
      { mine, subject, status },
      query,
      (page) => this.cases.list((first) => scopeSql(restricted, first), { subject, status }, page, least(min)),
      request,
      reply,
    );
    return { assessments: rows.map((row) => this.summary(row)) };
  }

  protected matter({ state }: AssessmentCase): Matter {
    return { holder: state.subject, division: state.division };
  }

  private async view(caller: Actor, row: AssessmentCase, requestId: string): Promise<AssessmentCaseDto> {
    const { state } = row;
    const words = await this.texts.read(
      row.acts.flatMap(({ data }) => refsIn(data)),
      { caller, object: `assessment-${row.id}`, requestId },
    );
    return {
      ...this.summary(row),
      openDangers: state.dangers.filter(({ rectified }) => !rectified).length,
      reviews: { cac: state.reviews.cac.status, 'public-security': state.reviews['public-security'].status },
      acts: row.acts
        .filter(({ type }) => seesEvent(caller, type))
        .map(({ type, on, data }) => ({ type, on, data: inWords(visibleData(caller, data), words) as object })),
    };
  }

  private summary({ id, service, triggeredOn, state }: AssessmentCase): AssessmentSummaryDto {
    return {
      id,
      status: state.status,
      subject: state.subject,
      division: state.division === undefined ? undefined : { code: state.division, name: divisionName(state.division).full },
      service,
      grounds: [...state.grounds],
      triggeredOn,
      plannedLaunch: state.plannedLaunch,
      occurredOn: state.occurredOn,
      filings: [...state.filings],
      ...factsOf(state),
      reportSubmittedOn: state.reportSubmittedOn,
      reassessmentDueOn: state.reassessment?.dueOn,
      riskNoticeOn: state.riskNotice?.publishedOn,
    };
  }
}
