import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { factsOf } from '#domain/assessment-state.js';
import { divisionName } from '#application/division-names.js';
import { DenialLog } from '#application/ports.js';
import { upcast } from '#application/versions.js';
import { EventStore } from '#event-store/event-store.js';
import { type Problem, problem } from '#platform/problem.js';
import { scopeOf, scopeSql } from '#policy/filters.js';
import { type Actor, decide } from '#policy/rules.js';
import { seesEvent, visibleActor, visibleData } from '#policy/visibility.js';
import { AssessmentCases } from '#read-models/assessment-case-queries.js';
import { type AssessmentCase } from '#read-models/assessment-cases.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { answersNotModified, etagOf } from '#api/http/etag.js';
import { hidden } from '#api/http/hidden.js';
import { least } from '#api/http/least.js';
import { encodeCursor, listScope, readPage, setNextLink } from '#api/http/paging.js';
import { setPosition } from '#api/http/position.js';
import { inWords, refsIn } from '#api/http/words.js';
import {
  type AssessmentCaseDto,
  type AssessmentEventsDto,
  type AssessmentListDto,
  type AssessmentQuery,
  type AssessmentSummaryDto,
} from './assessment-view.dto.js';

const visible = (caller: Actor, { id, state }: AssessmentCase): boolean =>
  decide('assessment.read', caller, { stream: `assessment-${id}`, holder: state.subject, division: state.division }).allowed;

/** Safety assessments as their readers may see them (SA18 15: nobody else does). */
@Injectable()
export class AssessmentViews {
  constructor(
    private readonly cases: AssessmentCases,
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
  ): Promise<AssessmentCaseDto | undefined> {
    const { rows, position } = await this.cases.one(id, least(min));
    const found = rows[0];
    if (!found) throw problem('not-found');
    if (!visible(caller, found.row)) throw await this.hidden(caller, id, request.id);
    setPosition(reply, position);
    if (answersNotModified(request, reply, etagOf(found.row.revision, found.position))) return undefined;
    return this.view(caller, found.row, request.id);
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
    const restricted = mine === undefined ? scope : { ...scope, everything: false, divisionPrefixes: [], granted: [] };
    const list = listScope('assessments', { account: caller.account, mine, subject, status });
    const page = readPage<[string]>(query, list, ['string']);
    const { rows, position } = await this.cases.list(
      (first) => scopeSql(restricted, first),
      { subject, status },
      { limit: page.limit + 1, after: page.after?.[0] },
      least(min),
    );
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    if (rows.length > page.limit && last) setNextLink(request, reply, encodeCursor(list, [last.row.id]));
    setPosition(reply, position);
    return { assessments: shown.map(({ row }) => this.summary(row)) };
  }

  async events(caller: Actor, id: string, min: string | undefined, requestId: string): Promise<AssessmentEventsDto> {
    const [{ rows }, events] = await Promise.all([this.cases.one(id, least(min)), this.store.readStream(`assessment-${id}`)]);
    const row = rows[0]?.row;
    if (!row) throw problem('not-found');
    if (!visible(caller, row)) throw await this.hidden(caller, id, requestId);
    return {
      events: events
        .filter(({ type }) => seesEvent(caller, type))
        .map(upcast)
        .map(({ id, revision, position, type, version, meta, recordedAt, data }) => ({
          id,
          revision,
          position,
          type,
          version,
          basis: [...meta.basis],
          effectiveOn: meta.effectiveOn,
          recordedAt,
          actor: visibleActor(caller, meta.actor),
          agency: meta.agency,
          data: visibleData(caller, data as object),
        })),
    };
  }

  private hidden(actor: Actor, id: string, requestId: string): Promise<Problem> {
    return hidden(this.denials, { actor, action: 'assessment.read', object: `assessment-${id}`, requestId });
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
