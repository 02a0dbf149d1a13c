import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Request } from '#domain/decider.js';
import { type Subject, subject, type SubjectCommand, type SubjectEvent } from '#domain/subject.js';
import { type Action, type Actor, type Matter } from '#policy/rules.js';
import { type InWords } from './free-text.js';
import { type Context, Handler, type Looked, type Matters, type Receipt } from './handle.js';
import { Numbers } from './numbers.js';
import { AttachmentIndex } from './ports.js';
import { upcast, versionOf } from './versions.js';

export type SubjectRequest = InWords<Request<SubjectCommand>>;

/** A subject belongs to itself: `holder` is its own id, which the stream's name holds and the state does not. */
export const subjectsOf = (id: string): Matters<SubjectCommand, SubjectEvent, Subject> => ({
  category: 'subject',
  decider: subject,
  upcast,
  versionOf,
  matter: (state) => ({ holder: id, division: state.division }),
});

const actions: Record<SubjectCommand['type'], Action> = {
  RegisterSubject: 'subject.register',
  RecordSubject: 'subject.record',
  VerifySubject: 'subject.verify',
  RefuseSubject: 'subject.verify',
  ChangeSubjectDetails: 'subject.change',
  GiveServiceConsent: 'subject.consent',
  WithdrawServiceConsent: 'subject.consent',
};

export class OnSubject {
  constructor(
    readonly id: string,
    readonly request: SubjectRequest,
    readonly context: Context,
    /** The division under which a new subject comes into being; absent where it must exist. */
    readonly creates?: Matter,
  ) {}
}

@CommandHandler(OnSubject)
export class SubjectsHandler implements ICommandHandler<OnSubject, Receipt> {
  constructor(
    private readonly handler: Handler,
    private readonly numbers: Numbers,
    private readonly attachments: AttachmentIndex,
  ) {}

  execute({ id, request, context, creates }: OnSubject): Promise<Receipt> {
    return this.handler.handle(subjectsOf(id), {
      id,
      type: request.type,
      data: request.data,
      action: actions[request.type],
      context,
      creates,
      look: (_, { on, actor }) => this.look(id, request, { on, actor, context }),
    });
  }

  private async look(
    id: string,
    request: SubjectRequest,
    inside: { on: string; actor: Actor; context: Context },
  ): Promise<Looked> {
    switch (request.type) {
      case 'RegisterSubject':
        return {
          facts: {
            unknownDocuments: await this.attachments.unknown(
              request.data.documents.map((d) => d.sha256),
              inside.actor,
            ),
          },
        };
      case 'GiveServiceConsent':
        return { facts: { unknownDocuments: await this.attachments.unknown([request.data.signedForm], inside.actor) } };
      case 'VerifySubject': {
        const { claimEntity } = request.data;
        if (claimEntity !== undefined) {
          await this.numbers.claimable(claimEntity, id, inside);
          return {
            facts: { entity: claimEntity },
            commit: async () => {
              await this.numbers.claim(claimEntity, id, inside);
              return { entity: claimEntity };
            },
          };
        }
        return {
          facts: { entity: await this.numbers.candidate(id) },
          commit: async () => ({ entity: await this.numbers.assign(id, inside) }),
        };
      }
      default:
        return { facts: undefined };
    }
  }
}
