import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Request } from '#domain/decider.js';
import { type ReportCommand } from '#domain/report.js';
import { type Action, type Actor, type Matter } from '#policy/rules.js';
import { type InWords } from './free-text.js';
import { type Context, Handler, type Looked, type Receipt } from './handle.js';
import { AttachmentIndex } from './ports.js';
import { partyFacts } from './proceedings.js';
import { anyone, entryOf, reports } from './report-matters.js';
import { subjectsOf } from './subjects.js';

export type ReportRequest = InWords<Request<ReportCommand>>;

/** The policy's action behind every command; a command without one does not compile. */
export const reportActions: Record<ReportCommand['type'], Action> = {
  ReportIncident: 'report.incident',
  MakeComplaint: 'report.make',
  ObjectToEntry: 'report.make',
  AcknowledgeReport: 'report.handle',
  ReferReport: 'report.handle',
  SupplementReport: 'report.supplement',
  AnswerComplaint: 'report.handle',
  ReplyToObjection: 'report.handle',
  CloseReport: 'report.handle',
};

/** How somebody without an account is let in: by the rule for anyone, or by the secret of a receipt. */
export interface Anonymous {
  rule: 'anyone-reports' | 'reporter-knows-the-secret';
  /** Of a new report. */
  secretHash?: string;
}

export class OnReport {
  constructor(
    readonly id: string,
    readonly request: ReportRequest,
    readonly context: Context,
    /** Whose a new report is; absent where it must exist. */
    readonly creates?: Matter,
    readonly anonymous?: Anonymous,
  ) {}
}

@CommandHandler(OnReport)
export class ReportsHandler implements ICommandHandler<OnReport, Receipt> {
  constructor(
    private readonly handler: Handler,
    private readonly attachments: AttachmentIndex,
  ) {}

  execute({ id, request, context, creates, anonymous }: OnReport): Promise<Receipt> {
    return this.handler.handle(reports, {
      id,
      type: request.type,
      data: request.data,
      action: reportActions[request.type],
      context,
      creates,
      within: anonymous && { actor: anyone, rule: anonymous.rule },
      look: async (_, { actor }): Promise<Looked> => ({ facts: await this.look(request, actor, anonymous) }),
    });
  }

  private async look(request: ReportRequest, actor: Actor, anonymous: Anonymous | undefined): Promise<unknown> {
    switch (request.type) {
      case 'ReportIncident': {
        const { subject, filings, attachments } = request.data;
        const [party, { state }, unknownAttachments] = await Promise.all([
          partyFacts(this.handler, subject, filings),
          this.handler.load(subjectsOf(subject), subject),
          this.attachments.unknown(attachments, actor),
        ]);
        return { ...party, division: state.division, reporter: reporterBehind(actor), unknownAttachments };
      }
      case 'MakeComplaint':
      case 'ObjectToEntry': {
        const { number, attachments } = request.data;
        const [entry, unknownAttachments] = await Promise.all([
          number === undefined ? undefined : entryOf(this.handler, number),
          this.attachments.unknown(attachments, actor),
        ]);
        const reporter = anonymous ? undefined : reporterBehind(actor);
        return { entry, reporter, secretHash: anonymous?.secretHash, unknownAttachments };
      }
      case 'SupplementReport':
        return { unknownAttachments: await this.attachments.unknown(request.data.attachments, actor) };
      default:
        return undefined;
    }
  }
}

const reporterBehind = ({ account, subject }: Actor) => ({ account, subject });
