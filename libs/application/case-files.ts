import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { caseFile, type CaseCommand, type CaseEvent, type CaseState } from '#domain/case-file.js';
import { type Request } from '#domain/decider.js';
import { type Action, type Actor, decide, type Matter } from '#policy/rules.js';
import { type InWords } from './free-text.js';
import { CaseMatters } from './case-matters.js';
import { type Context, Handler, type Matters, NotFound, type Receipt } from './handle.js';
import { OfficersOfAgency } from './officers.js';
import { upcast, versionOf } from './versions.js';

export type CaseRequest = InWords<Request<CaseCommand>>;

/** By the name of the matter's stream. The policy judges the matter, which the case file does not hold. */
export const caseFiles: Matters<CaseCommand, CaseEvent, CaseState> = {
  category: 'case',
  decider: caseFile,
  upcast,
  versionOf,
  matter: () => ({}),
  about: (stream) => stream,
};

const actions: Record<CaseCommand['type'], Action> = {
  AssignCase: 'case.assign',
  ReleaseCase: 'case.assign',
  RecuseOfficer: 'case.recuse',
  EndRecusal: 'case.recuse',
  GrantAccess: 'case.grant',
  EndGrant: 'case.grant',
};

export class OnCase {
  constructor(
    /** The name of the matter's stream. */
    readonly stream: string,
    readonly request: CaseRequest,
    readonly context: Context,
  ) {}
}

@CommandHandler(OnCase)
export class CaseFilesHandler implements ICommandHandler<OnCase, Receipt> {
  constructor(
    private readonly handler: Handler,
    private readonly officers: OfficersOfAgency,
    private readonly matters: CaseMatters,
  ) {}

  /** Throws what `handle` throws; NotFound where no matter has this stream. */
  async execute({ stream, request, context }: OnCase): Promise<Receipt> {
    const matter = await this.matters.of(stream);
    if (!matter) throw new NotFound();
    return this.handler.handle<CaseCommand, CaseEvent, CaseState>(
      { ...caseFiles, matter: () => matter },
      {
        id: stream,
        type: request.type,
        data: request.data,
        action: actions[request.type],
        context,
        creates: matter,
        look: async (_, { actor }) => ({ facts: await this.look(request, actor, matter) }),
      },
    );
  }

  private async look(request: CaseRequest, actor: Actor, matter: Matter) {
    if (request.type !== 'AssignCase' && request.type !== 'RecuseOfficer' && request.type !== 'EndRecusal') return undefined;
    return {
      officer: await this.officers.find(request.data.account, actor.agency),
      leads: decide('case.assign', actor, matter).allowed,
    };
  }
}
