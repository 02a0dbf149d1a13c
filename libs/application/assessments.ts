import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AssessmentCommand } from '#domain/assessment.js';
import { type Assessment, dueBy } from '#domain/assessment-state.js';
import { type Request } from '#domain/decider.js';
import { dueAfter } from '#domain/day-counts.js';
import { type Action, type Actor, type Matter } from '#policy/rules.js';
import { assessments } from './assessment-reliance.js';
import { Calendars } from './calendars.js';
import { filings } from './filings.js';
import { type InWords } from './free-text.js';
import { type Context, Handler, type Looked, type Receipt } from './handle.js';
import { AttachmentIndex } from './ports.js';
import { subjectsOf } from './subjects.js';

export type AssessmentRequest = InWords<Request<AssessmentCommand>>;

/** The policy's action behind every command; a command without one does not compile. */
export const assessmentActions: Record<AssessmentCommand['type'], Action> = {
  TriggerAssessment: 'assessment.trigger',
  StartAssessment: 'assessment.act',
  RecordDanger: 'assessment.act',
  RectifyDanger: 'assessment.act',
  SubmitReport: 'assessment.act',
  ConcludeAssessment: 'assessment.act',
  LinkFiling: 'assessment.link',
  OpenReview: 'assessment.review',
  RequestExplanation: 'assessment.review',
  SupplyExplanation: 'assessment.act',
  OrderReassessment: 'assessment.review',
  ScheduleOnSiteInspection: 'assessment.review',
  RecordOnSiteInspection: 'assessment.review',
  HoldExpertReview: 'assessment.expert-review',
  CloseReview: 'assessment.review',
  NotifyToAssess: 'assessment.review',
  RecordAssessmentRefusal: 'assessment.review',
  PublishRiskNotice: 'assessment.review',
  WithdrawRiskNotice: 'assessment.review',
  RecordRemedy: 'assessment.review',
};

export class OnAssessment {
  constructor(
    readonly id: string,
    readonly request: AssessmentRequest,
    readonly context: Context,
  ) {}
}

@CommandHandler(OnAssessment)
export class AssessmentsHandler implements ICommandHandler<OnAssessment, Receipt> {
  constructor(
    private readonly handler: Handler,
    private readonly attachments: AttachmentIndex,
    private readonly calendars: Calendars,
  ) {}

  async execute({ id, request, context }: OnAssessment): Promise<Receipt> {
    return this.handler.handle(assessments, {
      id,
      type: request.type,
      data: request.data,
      action: assessmentActions[request.type],
      context,
      creates: request.type === 'TriggerAssessment' ? await this.matterOf(request.data.subject) : undefined,
      look: (state, { actor }) => this.look(request, state, actor),
    });
  }

  /** The seat of whoever is to be assessed decides who may say so. */
  private async matterOf(subject: string): Promise<Matter> {
    const { state } = await this.handler.load(subjectsOf(subject), subject);
    return { holder: subject, division: state.division };
  }

  private async look(request: AssessmentRequest, state: Assessment, actor: Actor): Promise<Looked> {
    switch (request.type) {
      case 'TriggerAssessment':
        return { facts: { division: (await this.matterOf(request.data.subject)).division } };
      case 'SubmitReport':
      case 'ConcludeAssessment': {
        const digests = request.data.documents.map(({ sha256 }) => sha256);
        return { facts: { unknownDocuments: await this.attachments.unknown(digests, actor) } };
      }
      case 'LinkFiling':
        return { facts: { holder: (await this.handler.load(filings, request.data.filing)).state.holder } };
      case 'NotifyToAssess':
        return { facts: { lastDay: await this.lastDayOf(state) } };
      default:
        return { facts: undefined };
    }
  }

  /** SA18 7: the report's, counted from the event that it follows; undefined where it follows none. */
  private async lastDayOf({ grounds, occurredOn }: Assessment): Promise<string | undefined> {
    if (occurredOn === undefined || !dueBy(grounds, 'event')) return undefined;
    const { working } = await this.calendars.now();
    return dueAfter(occurredOn, this.calendars.counts['assessment-report'], working).dueOn;
  }
}
