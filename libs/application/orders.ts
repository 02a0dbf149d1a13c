import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Officer } from '#domain/agency.js';
import { type Request } from '#domain/decider.js';
import { type DraftFacts } from '#domain/order-draft.js';
import { type Order, type OrderContent } from '#domain/order-state.js';
import { order, type OrderCommand, type OrderEvent } from '#domain/order.js';
import { EventStore } from '#event-store/event-store.js';
import { type Action, type Actor, type Matter } from '#policy/rules.js';
import { filings } from './filings.js';
import { type InWords } from './free-text.js';
import { type Context, Handler, type Looked, type Matters, type Receipt } from './handle.js';
import { OfficersOfAgency } from './officers.js';
import { AttachmentIndex, Clock } from './ports.js';
import { subjectsOf } from './subjects.js';
import { upcast, versionOf } from './versions.js';

export type OrderRequest = InWords<Request<OrderCommand>>;

/** What an installation decides about orders. A class, so that it serves as a token of the container. */
export class OrderSettings {
  constructor(readonly provisionalOrders: boolean) {}
}

/** Whether the addressee can know of it: it was served, or is being served by public notice. */
export const hasReached = ({ servedOn, noticeStartedOn }: Order): boolean =>
  servedOn !== undefined || noticeStartedOn !== undefined;

/** What the policy judges: a draft is its agency’s alone, other authorities learn of what was issued, the addressee of what reaches it. */
export const matterOfOrder = (state: Order): Matter => ({
  agency: state.agency,
  division: state.issuedOn === undefined ? undefined : state.content?.jurisdiction.division,
  holder: hasReached(state) ? state.content?.addressee : undefined,
});

export const orders: Matters<OrderCommand, OrderEvent, Order> = {
  category: 'order',
  decider: order,
  upcast,
  versionOf,
  matter: matterOfOrder,
};

/** The policy's action behind every command; a command without one does not compile. */
export const orderActions: Record<OrderCommand['type'], Action> = {
  DraftOrder: 'order.draft',
  OrderUnderIncident: 'order.decide',
  EditOrder: 'order.handle',
  ApproveOrder: 'order.decide',
  IssueOrder: 'order.decide',
  RatifyOrder: 'order.decide',
  StartPublicNotice: 'order.handle',
  ServeOrder: 'order.handle',
  AcknowledgeOrder: 'order.act',
  RecordServiceRefusal: 'order.handle',
  ReportMeasuresApplied: 'order.act',
  ReportRectification: 'order.act',
  RejectRectification: 'order.handle',
  ScheduleInspection: 'order.handle',
  RecordInspection: 'order.handle',
  ProposeExtension: 'order.handle',
  ApproveExtension: 'order.decide',
  ProposeEscalation: 'order.handle',
  ApproveEscalation: 'order.decide',
  LinkPenaltyCase: 'order.handle',
  TransferCase: 'order.decide',
  AcknowledgeTransfer: 'order.receive',
  RequestDelisting: 'order.decide',
  ProposeLift: 'order.handle',
  ApproveLift: 'order.decide',
  WithdrawOrder: 'order.handle',
  ApproveWithdrawal: 'order.decide',
  FileRemedy: 'order.act',
  RecordRemedy: 'order.handle',
  PublishOrder: 'order.decide',
  WithdrawPublication: 'order.handle',
};

export class OnOrder {
  constructor(
    readonly id: string,
    readonly request: OrderRequest,
    readonly context: Context,
    /** The jurisdiction in which a new order is drafted; absent where the order must exist. */
    readonly creates?: Matter,
  ) {}
}

@CommandHandler(OnOrder)
export class OrdersHandler implements ICommandHandler<OnOrder, Receipt> {
  constructor(
    private readonly handler: Handler,
    private readonly store: EventStore,
    private readonly officers: OfficersOfAgency,
    private readonly attachments: AttachmentIndex,
    private readonly clock: Clock,
    private readonly settings: OrderSettings,
  ) {}

  execute({ id, request, context, creates }: OnOrder): Promise<Receipt> {
    // One person's order is an approver's, and prints its end.
    const alone = request.type === 'DraftOrder' && request.data.content.provisionalUntil !== undefined;
    return this.handler.handle(orders, {
      id,
      type: request.type,
      data: request.data,
      action: alone ? 'order.provisional' : orderActions[request.type],
      context,
      creates,
      look: (state, { actor }) => this.look(request, state, actor),
    });
  }

  private async look(request: OrderRequest, state: Order, actor: Actor): Promise<Looked> {
    const at = this.clock.now().toISOString();
    switch (request.type) {
      case 'DraftOrder':
      case 'EditOrder':
        return { facts: await this.drafting(request.data, at, actor) };
      case 'RatifyOrder':
      case 'RecordInspection':
        return { facts: { at, officers: await this.named(request.data.officers, actor) } };
      case 'ServeOrder': {
        const [subject, unknownDocuments] = await Promise.all([
          this.subject(state.content?.addressee ?? ''),
          this.attachments.unknown([request.data.proof], actor),
        ]);
        return { facts: { at, consent: subject.state.serviceConsent, unknownDocuments } };
      }
      case 'ReportRectification':
        return { facts: { at, unknownAttachments: await this.attachments.unknown(request.data.attachments, actor) } };
      case 'LinkPenaltyCase':
        return { facts: { at, penaltyKnown: (await this.store.readLast(`penalty-${request.data.penalty}`)) !== undefined } };
      default:
        return { facts: { at } };
    }
  }

  private async drafting(
    { content, officers }: { content: InWords<OrderContent>; officers: readonly string[] },
    at: string,
    actor: Actor,
  ): Promise<DraftFacts> {
    const [addressee, touched, found] = await Promise.all([
      this.subject(content.addressee),
      Promise.all(content.filings.map(async (filing) => ({ filing, ...(await this.handler.load(filings, filing)) }))),
      this.named(officers, actor),
    ]);
    return {
      at,
      officers: found,
      addresseeKnown: addressee.revision >= 0,
      unknownFilings: touched.filter(({ revision }) => revision < 0).map(({ filing }) => filing),
      foreignFilings: touched
        .filter(({ state }) => state.holder !== undefined && state.holder !== content.addressee)
        .map(({ filing }) => filing),
      provisionalOrders: this.settings.provisionalOrders,
    };
  }

  private subject(id: string) {
    return this.handler.load(subjectsOf(id), id);
  }

  private async named(accounts: readonly string[], { agency }: Actor): Promise<Officer[]> {
    const found = await Promise.all([...new Set(accounts)].map((account) => this.officers.find(account, agency)));
    return found.filter((officer) => officer !== undefined);
  }
}
