import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type LocalDate, type Request } from '#domain/decider.js';
import { filing, type FilingCommand, type FilingEvent } from '#domain/filing.js';
import { type ChangedSections } from '#domain/filing-change.js';
import { type FilingNumber, numberParts } from '#domain/filing-number.js';
import { type Filing, type HolderFacts } from '#domain/filing-state.js';
import { type Action, type Actor, type Matter } from '#policy/rules.js';
import { linkTo, relianceOn } from './assessment-reliance.js';
import { type InWords } from './free-text.js';
import { type Context, Handler, type Looked, type Matters, type Receipt } from './handle.js';
import { Numbers } from './numbers.js';
import { citedPenalties } from './penalty-citation.js';
import { AttachmentIndex, DivisionNames } from './ports.js';
import { subjectsOf } from './subjects.js';
import { upcast, versionOf } from './versions.js';

export type FilingRequest = InWords<Request<FilingCommand>>;

export const filings: Matters<FilingCommand, FilingEvent, Filing> = {
  category: 'filing',
  decider: filing,
  upcast,
  versionOf,
  matter: ({ holder, division, takenUp }) => ({ holder, division, takenUp }),
};

/** The policy's action behind every command; a command without one does not compile. */
export const filingActions: Record<FilingCommand['type'], Action> = {
  SubmitFiling: 'filing.submit',
  TakeUpCase: 'filing.take-up',
  RecordStage: 'filing.review',
  RecordAttributeFinding: 'filing.supervise',
  AcceptFiling: 'filing.decide',
  RefuseFiling: 'filing.decide',
  NotifyRefusal: 'filing.supervise',
  WithdrawFiling: 'filing.act',
  PublishFiling: 'filing.supervise',
  StartService: 'filing.act',
  DeclareDisplay: 'filing.act',
  SubmitChange: 'filing.act',
  AddChangeItems: 'filing.act',
  AcceptChange: 'filing.conclude',
  RefuseChange: 'filing.conclude',
  WithdrawChange: 'filing.act',
  ChangeHolder: 'filing.conclude',
  ReportTermination: 'filing.report-end',
  SubmitCancellation: 'filing.act',
  CompleteCancellation: 'filing.conclude',
  ReturnCancellation: 'filing.conclude',
  ProposeExOfficioCancellation: 'filing.supervise',
  ApproveExOfficioCancellation: 'filing.conclude',
  ProposeRevocation: 'filing.supervise',
  ApproveRevocation: 'filing.conclude',
  RecordRemedy: 'filing.supervise',
  ReinstateFiling: 'filing.conclude',
  AnnulRefusal: 'filing.conclude',
  CorrectDecision: 'filing.conclude',
  ImportFiling: 'register.import',
  ImportCancellation: 'register.import',
  ClaimImportedFiling: 'filing.conclude',
};

export class OnFiling {
  constructor(
    readonly id: string,
    readonly request: FilingRequest,
    readonly context: Context,
    /** To whom a new filing belongs; absent where the filing must exist. */
    readonly creates?: Matter,
  ) {}
}

interface Inside {
  on: LocalDate;
  actor: Actor;
  context: Context;
}

@CommandHandler(OnFiling)
export class FilingsHandler implements ICommandHandler<OnFiling, Receipt> {
  constructor(
    private readonly handler: Handler,
    private readonly numbers: Numbers,
    private readonly attachments: AttachmentIndex,
    private readonly divisions: DivisionNames,
  ) {}

  execute({ id, request, context, creates }: OnFiling): Promise<Receipt> {
    return this.handler.handle(filings, {
      id,
      type: request.type,
      data: request.data,
      action: filingActions[request.type],
      context,
      creates,
      look: (state, { on, actor }) => this.look(id, request, state, { on, actor, context }),
    });
  }

  private async look(id: string, request: FilingRequest, state: Filing, inside: Inside): Promise<Looked> {
    switch (request.type) {
      case 'SubmitFiling': {
        const [holder, unknownAttachments] = await Promise.all([
          this.holder(state.holder ?? inside.actor.subject),
          this.attachments.unknown(
            request.data.content.attachments.map(({ sha256 }) => sha256),
            inside.actor,
          ),
        ]);
        const divisionKnown = holder.division !== undefined && this.divisions.knows(holder.division);
        return { facts: { holder, divisionKnown, unknownAttachments } };
      }
      case 'SubmitChange':
      case 'AddChangeItems': {
        const [{ filedAs }, unknownAttachments] = await Promise.all([
          this.holder(state.holder),
          this.attachments.unknown(digestsIn(request.data.sections), inside.actor),
        ]);
        return { facts: { filedAs, unknownAttachments } };
      }
      case 'AcceptFiling':
        return this.acceptance(id, request.data.assessments, state, inside);
      case 'AcceptChange':
        return this.changeAcceptance(id, request.data.assessments, state, inside);
      case 'ProposeRevocation':
      case 'ProposeExOfficioCancellation':
        return { facts: { cited: await citedPenalties(this.handler, request.data.penalties, id, state.holder) } };
      case 'ApproveRevocation':
        return { facts: { cited: await citedPenalties(this.handler, state.revocation?.penalties ?? [], id, state.holder) } };
      case 'ApproveExOfficioCancellation':
        return { facts: { cited: await citedPenalties(this.handler, state.exOfficio?.penalties ?? [], id, state.holder) } };
      case 'ChangeHolder': {
        const [to, unknownAttachments] = await Promise.all([
          this.holder(request.data.to),
          this.attachments.unknown([request.data.evidence], inside.actor),
        ]);
        return { facts: { to, unknownAttachments } };
      }
      case 'ImportFiling':
      case 'ImportCancellation':
        return this.published(id, request.data.number, inside);
      case 'ClaimImportedFiling':
        return this.claim(request.data, state, inside);
      default:
        return { facts: undefined };
    }
  }

  private async holder(subject: string | undefined): Promise<HolderFacts> {
    if (subject === undefined) return { subject: '', status: 'none', filedAs: {} };
    const { state } = await this.handler.load(subjectsOf(subject), subject);
    const { status, division, entity, details } = state;
    return { subject, status, division, entity, filedAs: { name: details?.name, creditCode: details?.creditCode } };
  }

  private async acceptance(id: string, named: readonly string[], state: Filing, inside: Inside): Promise<Looked> {
    const [{ entity }, reliance] = await Promise.all([
      this.holder(state.holder),
      relianceOn(this.handler, [...new Set(named)], state.holder),
    ]);
    // Without a verified subject there is no number to give; the decision refuses before it would use one.
    if (entity === undefined || state.division === undefined || state.holder === undefined)
      return { facts: { number: undefined, reliance } };
    const { division, holder } = state;
    const known = reliance.filter((one) => one.known).map(({ assessment }) => assessment);
    return {
      facts: { number: await this.numbers.peek(id, entity, division, inside), reliance },
      commit: async () => {
        await linkTo(this.handler, id, holder, known, inside);
        return { number: await this.numbers.reserve(id, entity, division, inside), reliance };
      },
    };
  }

  private async changeAcceptance(id: string, named: readonly string[], state: Filing, inside: Inside): Promise<Looked> {
    const { holder } = state;
    const facts = { reliance: await relianceOn(this.handler, [...new Set(named)], holder) };
    const known = facts.reliance.filter((one) => one.known).map(({ assessment }) => assessment);
    if (holder === undefined || known.length === 0) return { facts };
    return {
      facts,
      commit: async () => {
        await linkTo(this.handler, id, holder, known, inside);
        return facts;
      },
    };
  }

  /** The number is taken over before the filing that carries it, so that issuing never repeats it. */
  private published(id: string, number: FilingNumber, inside: Inside): Promise<Looked> {
    return Promise.resolve({
      facts: undefined,
      commit: async () => {
        await this.numbers.takeOver(id, number, inside);
        return undefined;
      },
    });
  }

  private async claim(data: { subject: string; evidence: string }, state: Filing, inside: Inside): Promise<Looked> {
    const entity = state.number && numberParts(state.number).entity;
    const [holder, entityClaimedBy, unknownAttachments] = await Promise.all([
      this.holder(data.subject),
      entity ? this.numbers.owner(entity) : undefined,
      this.attachments.unknown([data.evidence], inside.actor),
    ]);
    const facts = { holder, entityClaimedBy, unknownAttachments };
    return {
      facts,
      commit: async () => {
        if (entity) await this.numbers.claim(entity, data.subject, inside);
        return { ...facts, entityClaimedBy: data.subject };
      },
    };
  }
}

const digestsIn = (sections: readonly InWords<ChangedSections>[]): string[] =>
  sections.flatMap(({ after }) => after.attachments?.map(({ sha256 }) => sha256) ?? []);
