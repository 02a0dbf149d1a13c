import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Request } from '#domain/decider.js';
import { type Inspection, inspection, type InspectionCommand, type InspectionEvent } from '#domain/inspection.js';
import { placeOf } from '#domain/jurisdiction.js';
import { type Action, type Actor, type Matter } from '#policy/rules.js';
import { type InWords } from './free-text.js';
import { type Context, Handler, type Looked, type Matters, type Receipt } from './handle.js';
import { OfficersOfAgency } from './officers.js';
import { AttachmentIndex } from './ports.js';
import { officersNamed, partyFacts } from './proceedings.js';
import { upcast, versionOf } from './versions.js';

export type InspectionRequest = InWords<Request<InspectionCommand>>;

/** The party learns of an inspection when it is announced, or once something is asked of it. */
export const inspections: Matters<InspectionCommand, InspectionEvent, Inspection> = {
  category: 'inspection',
  decider: inspection,
  upcast,
  versionOf,
  matter: ({ agency, jurisdiction, known, subject }) => ({
    agency,
    division: placeOf(agency, jurisdiction),
    holder: known ? subject : undefined,
  }),
};

/** The policy's action behind every command; a command without one does not compile. */
export const inspectionActions: Record<InspectionCommand['type'], Action> = {
  PlanInspection: 'inspection.plan',
  RecordInspectionFinding: 'inspection.handle',
  RequestInspectionData: 'inspection.handle',
  AnswerInspectionRequest: 'inspection.answer',
  GiveRectificationOpinion: 'inspection.handle',
  ReportInspectionRectification: 'inspection.answer',
  VerifyInspectionRectification: 'inspection.handle',
  CloseInspection: 'inspection.handle',
};

export class OnInspection {
  constructor(
    readonly id: string,
    readonly request: InspectionRequest,
    readonly context: Context,
    /** The jurisdiction in which a new inspection is planned; absent where it must exist. */
    readonly creates?: Matter,
  ) {}
}

@CommandHandler(OnInspection)
export class InspectionsHandler implements ICommandHandler<OnInspection, Receipt> {
  constructor(
    private readonly handler: Handler,
    private readonly officers: OfficersOfAgency,
    private readonly attachments: AttachmentIndex,
  ) {}

  execute({ id, request, context, creates }: OnInspection): Promise<Receipt> {
    return this.handler.handle(inspections, {
      id,
      type: request.type,
      data: request.data,
      action: inspectionActions[request.type],
      context,
      creates,
      look: async (_, { actor }): Promise<Looked> => ({ facts: await this.look(request, actor) }),
    });
  }

  private async look(request: InspectionRequest, actor: Actor): Promise<unknown> {
    switch (request.type) {
      case 'PlanInspection': {
        const { subject, filings, officers } = request.data;
        const [party, named] = await Promise.all([
          partyFacts(this.handler, subject, filings),
          officersNamed(this.officers, officers, actor),
        ]);
        return { ...party, officers: named };
      }
      case 'AnswerInspectionRequest':
        return { unknownAttachments: await this.attachments.unknown(request.data.attachments, actor) };
      default:
        return undefined;
    }
  }
}
