import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Matters } from '#application/handle.js';
import { type DenialLog } from '#application/ports.js';
import { type EventStore } from '#event-store/event-store.js';
import { ownScope, type ReadAction, scopeOf, scopeSql } from '#policy/filters.js';
import { type Actor, type Matter } from '#policy/rules.js';
import { visibleData } from '#policy/visibility.js';
import { type CaseQueries } from '#read-models/case-queries.js';
import { type ProceedingCases } from '#read-models/proceeding-case-queries.js';
import { type ProceedingCase } from '#read-models/proceeding-cases.js';
import { type ConfidentialTexts } from '#api/http/confidential-texts.js';
import { least } from '#api/http/least.js';
import { MatterViews } from '#api/http/matter-views.js';
import { inWords, refsIn } from '#api/http/words.js';
import { type ProceedingActDto, type ProceedingQuery } from './proceeding.dto.js';

/** Proceedings of one kind as their readers may see them. */
export abstract class ProceedingViews<State, Summary extends object> extends MatterViews<ProceedingCase<State>> {
  protected constructor(
    private readonly of: Pick<Matters<never, never, State>, 'category' | 'matter'>,
    private readonly action: ReadAction,
    cases: Pick<CaseQueries<ProceedingCase<State>>, 'one'>,
    private readonly texts: ConfidentialTexts,
    store: EventStore,
    denials: DenialLog,
  ) {
    super({ category: of.category, action }, cases, store, denials);
  }

  async one(
    caller: Actor,
    id: string,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<(Summary & { acts: ProceedingActDto[] }) | undefined> {
    const row = await this.found(caller, id, min, request, reply);
    return row && { ...this.summary(caller, row), acts: await this.acts(caller, row, request.id) };
  }

  /** What a list shows of a proceeding, and a single reading above its acts. */
  protected abstract summary(caller: Actor, row: ProceedingCase<State>): Summary;

  protected matter({ state }: ProceedingCase<State>): Matter {
    return this.of.matter(state);
  }

  /** A page of those that the caller may see. */
  protected async page(
    cases: ProceedingCases<State>,
    caller: Actor,
    query: ProceedingQuery & { status?: string },
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Summary[]> {
    const { mine, subject, status } = query;
    const scope = scopeOf(this.action, caller);
    const restricted = mine === undefined ? scope : ownScope(scope);
    const rows = await this.pageOf(
      caller,
      { mine, subject, status },
      query,
      (page) =>
        cases.list(
          (first) => scopeSql(restricted, first),
          { subject, status, toParty: caller.agency === undefined },
          page,
          least(min),
        ),
      request,
      reply,
    );
    return rows.map((row) => this.summary(caller, row));
  }

  /** Whose words are not for this reader are not read either. */
  private async acts(caller: Actor, row: ProceedingCase<State>, requestId: string): Promise<ProceedingActDto[]> {
    const seen = row.acts
      .filter(({ type }) => this.sees(caller, row, type))
      .map(({ type, on, data }) => ({ type, on, data: visibleData(caller, data) }));
    const words = await this.texts.read(
      seen.flatMap(({ data }) => refsIn(data)),
      { caller, object: this.stream(row.id), requestId },
    );
    return seen.map(({ type, on, data }) => ({ type, on, data: inWords(data, words) as object }));
  }
}
