import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { asPartyKnows, hasReachedParty, type Penalty } from '#domain/penalty-state.js';
import { penalties } from '#application/penalty-citation.js';
import { DenialLog } from '#application/ports.js';
import { EventStore } from '#event-store/event-store.js';
import { type Actor } from '#policy/rules.js';
import { type PenaltyCase } from '#read-models/penalty-cases.js';
import { PenaltyCases } from '#read-models/proceeding-case-queries.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { ProceedingViews } from '#api/proceedings/proceeding-views.js';
import { type PenaltyListDto, type PenaltyQuery, type PenaltySummaryDto } from './penalty-view.dto.js';

/** Penalty cases as their readers may see them. */
@Injectable()
export class PenaltyViews extends ProceedingViews<Penalty, PenaltySummaryDto> {
  constructor(
    private readonly cases: PenaltyCases,
    texts: ConfidentialTexts,
    @Inject(EventStore) store: EventStore,
    denials: DenialLog,
  ) {
    super(penalties, 'penalty.read', cases, texts, store, denials);
  }

  async list(
    caller: Actor,
    query: PenaltyQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<PenaltyListDto> {
    return { penalties: await this.page(this.cases, caller, query, min, request, reply) };
  }

  /** The party learns of the decision when it reaches it, and not before (APL 61). */
  protected override sees(caller: Actor, row: PenaltyCase, type: string): boolean {
    if (type === 'PenaltyDecided' && caller.agency === undefined && !hasReachedParty(row.state)) return false;
    return super.sees(caller, row, type);
  }

  protected summary(caller: Actor, { id, openedOn, state: whole }: PenaltyCase): PenaltySummaryDto {
    const state = caller.agency === undefined ? asPartyKnows(whole) : whole;
    return {
      id,
      status: state.status,
      openedOn,
      agency: state.agency,
      addressee: state.addressee,
      role: state.role,
      grounds: [...state.grounds],
      filings: [...state.filings],
      notifiedOn: state.proposed?.notifiedOn,
      proposed: [...(state.proposed?.sanctions ?? [])],
      hearingRight: state.proposed?.hearingRight === true,
      statement: state.statement,
      hearing: state.hearing,
      hearingOn: state.hearingOn,
      decidedOn: state.decidedOn,
      servedOn: state.servedOn,
      sanctions: [...state.sanctions],
      performed: [...state.performed],
      paidFen: state.paidFen,
      // What is being prepared is its authority's.
      ...(caller.agency !== undefined && {
        investigated: state.investigated,
        legalReview: state.legalReview,
        transfers: [...state.transfers],
      }),
    };
  }
}
