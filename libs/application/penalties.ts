import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Request } from '#domain/decider.js';
import { fineOf, type Penalty, penaltyStands } from '#domain/penalty-state.js';
import { type PenaltyCommand } from '#domain/penalty.js';
import { type Action, type Actor, type Matter } from '#policy/rules.js';
import { type InWords } from './free-text.js';
import { type Context, Handler, type Looked, type Receipt } from './handle.js';
import { OfficersOfAgency } from './officers.js';
import { penalties } from './penalty-citation.js';
import { AttachmentIndex } from './ports.js';
import { officersNamed, partyFacts } from './proceedings.js';
import { subjectsOf } from './subjects.js';

export type PenaltyRequest = InWords<Request<PenaltyCommand>>;

/** The policy's action behind every command; a command without one does not compile. */
export const penaltyActions: Record<PenaltyCommand['type'], Action> = {
  OpenPenaltyCase: 'penalty.open',
  RecordPenaltyInvestigation: 'penalty.handle',
  NotifyProposedPenalty: 'penalty.handle',
  MakePenaltyStatement: 'penalty.answer',
  RecordNoPenaltyStatement: 'penalty.handle',
  RequestPenaltyHearing: 'penalty.answer',
  WithdrawPenaltyHearingRequest: 'penalty.answer',
  NotifyPenaltyHearing: 'penalty.handle',
  RecordPenaltyHearing: 'penalty.handle',
  ReviewPenaltyLegally: 'penalty.handle',
  DecidePenalty: 'penalty.decide',
  DecideNoPenalty: 'penalty.decide',
  WithdrawPenaltyCase: 'penalty.decide',
  StartPenaltyPublicNotice: 'penalty.handle',
  ServePenalty: 'penalty.handle',
  RecordSanctionPerformed: 'penalty.handle',
  RecordFinePaid: 'penalty.handle',
  DemandPenaltyPerformance: 'penalty.handle',
  ApplyForCourtEnforcement: 'penalty.handle',
  ClosePenaltyCase: 'penalty.decide',
  TransferPenaltyCase: 'penalty.handle',
  AcknowledgePenaltyTransfer: 'penalty.handle',
  RecordPenaltyRemedy: 'penalty.handle',
};

export class OnPenalty {
  constructor(
    readonly id: string,
    readonly request: PenaltyRequest,
    readonly context: Context,
    /** The jurisdiction in which a new case is opened; absent where the case must exist. */
    readonly creates?: Matter,
  ) {}
}

@CommandHandler(OnPenalty)
export class PenaltiesHandler implements ICommandHandler<OnPenalty, Receipt> {
  constructor(
    private readonly handler: Handler,
    private readonly officers: OfficersOfAgency,
    private readonly attachments: AttachmentIndex,
  ) {}

  execute({ id, request, context, creates }: OnPenalty): Promise<Receipt> {
    return this.handler.handle(penalties, {
      id,
      type: request.type,
      data: request.data,
      action: penaltyActions[request.type],
      context,
      creates,
      look: async (state, { actor }): Promise<Looked> => ({ facts: await this.look(id, request, state, actor) }),
    });
  }

  private async look(id: string, request: PenaltyRequest, state: Penalty, actor: Actor): Promise<unknown> {
    switch (request.type) {
      case 'OpenPenaltyCase':
        return partyFacts(this.handler, request.data.addressee, request.data.filings);
      case 'RecordPenaltyInvestigation':
        return { officers: await officersNamed(this.officers, request.data.officers, actor) };
      case 'DecidePenalty':
        return { finedIn: await this.finedIn(id, state) };
      case 'ServePenalty': {
        const addressee = state.addressee ?? '';
        const [{ state: party }, unknownDocuments] = await Promise.all([
          this.handler.load(subjectsOf(addressee), addressee),
          this.attachments.unknown([request.data.proof], actor),
        ]);
        return { consent: party.serviceConsent, unknownDocuments };
      }
      default:
        return undefined;
    }
  }

  /** Of the cases about the same act and the same party, those in which a fine stands (APL 29). */
  private async finedIn(id: string, { sameActAs, addressee }: Penalty): Promise<string[]> {
    const others = await Promise.all(
      sameActAs
        .filter((other) => other !== id)
        .map(async (other) => ({ other, state: (await this.handler.load(penalties, other)).state })),
    );
    return others
      .filter(({ state }) => state.addressee === addressee && penaltyStands(state) && fineOf(state.sanctions) > 0)
      .map(({ other }) => other);
  }
}
