import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Request } from '#domain/decider.js';
import { parseFilingNumber } from '#domain/filing-number.js';
import { type FilingFound, type NamedFiling } from '#domain/incident-draft.js';
import { type Incident } from '#domain/incident-state.js';
import { type IncidentCommand } from '#domain/incident.js';
import { type Action, type Actor, authorityLentBy, decide, type Matter } from '#policy/rules.js';
import { filings } from './filings.js';
import { type InWords } from './free-text.js';
import { type Context, Handler, type Receipt } from './handle.js';
import { incidents } from './incident-matters.js';
import { IncidentOrders } from './incident-orders.js';
import { IncidentPlans } from './incident-plans.js';
import { Numbers } from './numbers.js';
import { OfficersOfAgency } from './officers.js';
import { officersNamed } from './proceedings.js';
import { subjectsOf } from './subjects.js';

export type IncidentRequest = InWords<Request<IncidentCommand>>;

/** The policy's action behind every command; a command without one does not compile. */
export const incidentActions: Record<IncidentCommand['type'], Action> = {
  OpenIncident: 'incident.open',
  EditIncident: 'incident.handle',
  AddIncidentFilings: 'incident.handle',
  RemoveIncidentFilings: 'incident.handle',
  ApproveIncident: 'incident.decide',
  ActivateIncident: 'incident.decide',
  RecordIncidentProgress: 'incident.decide',
  CloseIncident: 'incident.handle',
};

export class OnIncident {
  constructor(
    readonly id: string,
    readonly request: IncidentRequest,
    readonly context: Context,
    /** The agency whose new incident it is; absent where the incident must exist. */
    readonly creates?: Matter,
  ) {}
}

@CommandHandler(OnIncident)
export class IncidentsHandler implements ICommandHandler<OnIncident, Receipt> {
  constructor(
    private readonly handler: Handler,
    private readonly numbers: Numbers,
    private readonly officers: OfficersOfAgency,
    private readonly plans: IncidentPlans,
    private readonly orders: IncidentOrders,
  ) {}

  /**
   * As `handle`. An activation answers when the orders have been made: where it breaks off, the same request goes on.
   */
  async execute({ id, request, context, creates }: OnIncident): Promise<Receipt> {
    const receipt = await this.handler.handle(incidents, {
      id,
      type: request.type,
      data: request.data,
      action: incidentActions[request.type],
      context,
      creates,
      look: async (state, { actor }) => ({ facts: await this.look(id, request, state, actor) }),
    });
    if (request.type !== 'ActivateIncident' || context.dryRun) return receipt;
    const last = await this.orders.carryOut(id);
    return last ? { ...receipt, revision: last.revision, position: last.position } : receipt;
  }

  private async look(id: string, request: IncidentRequest, state: Incident, actor: Actor): Promise<unknown> {
    switch (request.type) {
      case 'OpenIncident':
      case 'EditIncident':
        return { officers: await officersNamed(this.officers, request.data.officers, actor) };
      case 'AddIncidentFilings':
        return { found: await Promise.all(request.data.filings.map((named) => this.find(named, actor))) };
      case 'ApproveIncident':
        // There is nothing to preview of what nobody has drafted; the decision refuses before it would look.
        return state.status === 'draft' ? this.plans.preview(id, state, actor) : undefined;
      case 'ActivateIncident': {
        const plan = state.approval?.plan.filter(({ effect }) => effect === 'order') ?? [];
        return {
          account: actor.account,
          lentBy: authorityLentBy('incident.decide', actor, { stream: `incident-${id}`, ...incidents.matter(state) }),
          recusedFrom: await this.plans.recusedFrom(
            plan.map(({ filing }) => filing),
            actor,
          ),
        };
      }
      default:
        return undefined;
    }
  }

  /** What has a number is public; of any other filing only who may read it is told that it exists. */
  private async find({ filing, number, addressee }: NamedFiling, actor: Actor): Promise<FilingFound> {
    const addresseeKnown = addressee !== undefined && (await this.handler.load(subjectsOf(addressee), addressee)).revision >= 0;
    const parsed = number === undefined ? undefined : parseFilingNumber(number);
    const numbered = parsed?.ok ? await this.numbers.filingOf(parsed.number) : undefined;
    const id = number === undefined ? filing : numbered;
    // A name that points to two filings names neither.
    if (id === undefined || (filing !== undefined && filing !== id)) return { addresseeKnown };
    const { state, revision } = await this.handler.load(filings, id);
    const known =
      revision >= 0 &&
      (state.number !== undefined || decide('filing.read', actor, { stream: `filing-${id}`, ...filings.matter(state) }).allowed);
    return known ? { filing: id, holder: state.holder, addresseeKnown } : { addresseeKnown };
  }
}
