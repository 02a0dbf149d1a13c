import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Agency } from '#domain/account.js';
import { agency, type AgencyCommand, type AgencyEvent, type AgencyState, type Officer } from '#domain/agency.js';
import { agencyKey } from '#domain/case-file.js';
import { type Request } from '#domain/decider.js';
import { type Actor, decide } from '#policy/rules.js';
import { type Context, Handler, type Matters, type Receipt } from './handle.js';
import { OfficersOfAgency } from './officers.js';
import { upcast, versionOf } from './versions.js';

/** By key, such as `cac-110000`. What an agency arranges is judged where its id is known: the state does not hold it. */
export const agencies: Matters<AgencyCommand, AgencyEvent, AgencyState> = {
  category: 'agency',
  decider: agency,
  upcast,
  versionOf,
  matter: () => ({}),
};

export class OnAgency {
  constructor(
    readonly agency: Agency,
    readonly request: Request<AgencyCommand>,
    readonly context: Context,
  ) {}
}

@CommandHandler(OnAgency)
export class AgenciesHandler implements ICommandHandler<OnAgency, Receipt> {
  constructor(
    private readonly handler: Handler,
    private readonly officers: OfficersOfAgency,
  ) {}

  execute({ agency, request, context }: OnAgency): Promise<Receipt> {
    const matter = { agency };
    return this.handler.handle<AgencyCommand, AgencyEvent, AgencyState>(
      { ...agencies, matter: () => matter },
      {
        id: agencyKey(agency),
        ...request,
        action: 'agency.delegate',
        context,
        creates: matter,
        look: async (_, { actor }) => ({
          facts:
            request.type === 'DelegateAuthority'
              ? { from: delegator(actor), to: await this.officers.find(request.data.to, agency) }
              : { administers: decide('account.keep', actor, matter).allowed },
        }),
      },
    );
  }
}

const delegator = ({ account, person, roles }: Actor): Officer & { own: Actor['roles'] } => ({ account, person, own: roles });
