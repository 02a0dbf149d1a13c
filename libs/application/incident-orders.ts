// An activated incident, carried out. Each order is one append under a key of incident and filing, and what became of it is recorded in the
// incident afterwards. Whoever goes on after a crash, and whoever works beside another, finds the orders that are there and makes the rest.
import { hash } from 'node:crypto';
import { oneWith } from '#domain/agency.js';
import { agencyKey } from '#domain/case-file.js';
import { type By } from '#domain/decider.js';
import { type Issued, type PassedOver } from '#domain/incident-course.js';
import { effectOn, jurisdictionOver, obstacleText, type Planned } from '#domain/incident-plan.js';
import { type Incident, pending } from '#domain/incident-state.js';
import { type Actor } from '#policy/rules.js';
import { agencies } from './agencies.js';
import { dateInShanghai } from './dates.js';
import { type Context, type Handler, type Receipt, Refused } from './handle.js';
import { incidents } from './incident-matters.js';
import { type IncidentPlans, type Seen } from './incident-plans.js';
import { orders } from './orders.js';
import { type Clock } from './ports.js';
import { subjectsOf } from './subjects.js';

/** Orders that are made side by side: the log takes them in few appends, and a crash leaves no more than these unrecorded. */
const AT_ONCE = 25;

/** What there is of an activated incident; the acts saw to it. */
type Activated = Required<Pick<Incident, 'agency' | 'content' | 'approval' | 'activation' | 'draftedBy'>> & Incident;

type Outcome = { issued: Issued } | { passedOver: PassedOver };

export class IncidentOrders {
  constructor(
    private readonly handler: Handler,
    private readonly plans: IncidentPlans,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes every order that is still to make, and answers the receipt of the last progress: undefined where there was none to make.
   * Throws StoreUnavailable and StoreBusy where it broke off; called again, it goes on.
   */
  async carryOut(id: string, signal?: AbortSignal): Promise<Receipt | undefined> {
    let last: Receipt | undefined;
    for (;;) {
      const { state } = await this.handler.load(incidents, id);
      const next = pending(state).slice(0, AT_ONCE);
      if (!isActivated(state) || next.length === 0 || signal?.aborted) return last;
      last = await this.some(id, state, next);
    }
  }

  private async some(id: string, state: Activated, next: readonly Planned[]): Promise<Receipt> {
    const [seen, persons] = await Promise.all([
      this.plans.look(id, state, next, [state.activation.activatedBy]),
      this.personsBehind(state),
    ]);
    const outcomes = await Promise.all(seen.map((one, i) => this.one(id, state, next[i]!, one, persons)));
    // If the process dies here the orders stand, and nothing tells of them yet: going on, each is found in its own stream.
    const told = {
      issued: outcomes.flatMap((outcome) => ('issued' in outcome ? [outcome.issued] : [])),
      passedOver: outcomes.flatMap((outcome) => ('passedOver' in outcome ? [outcome.passedOver] : [])),
    };
    const key = hash('sha256', JSON.stringify(told));
    return this.handler.handle(incidents, {
      id,
      type: 'RecordIncidentProgress',
      data: told,
      action: 'incident.decide',
      context: contextOf(id, state, `progress ${key}`, key),
      within: within(state),
    });
  }

  private async one(
    id: string,
    state: Activated,
    { filing, order }: Planned,
    seen: Seen,
    { drafter, approver }: { drafter: By; approver: By },
  ): Promise<Outcome> {
    const { content, agency, approval, activation, signatories } = state;
    const present = await this.handler.load(orders, order);
    if (present.state.incident === id) return { issued: { filing, order } };
    const effect = effectOn(content, agency, seen);
    const jurisdiction = jurisdictionOver(content, agency, seen.division);
    if (effect !== 'order') return { passedOver: { filing, obstacle: effect, because: obstacleText[effect] } };
    const { legalBasis, riskFinding, reasons, measures, reviewOn, rectifyBy, remedies, publication, publicationBasis } = content;
    try {
      await this.handler.handle(orders, {
        id: order,
        type: 'OrderUnderIncident',
        data: {
          content: {
            ...{ addressee: seen.addressee, filings: [filing], jurisdiction },
            ...{ legalBasis, riskFinding, reasons, measures, reviewOn, rectifyBy, remedies },
          },
          officers: signatories.map(({ account }) => account),
          under: { incident: id, preparedBy: state.hands },
          publication,
          publicationBasis,
          documentNo: activation.documentNo,
        },
        action: 'order.decide',
        context: contextOf(id, state, `incident ${id} ${filing}`, approval.preview),
        creates: {},
        within: within(state),
        look: async () => ({
          facts: {
            at: this.clock.now().toISOString(),
            officers: signatories,
            addresseeKnown: (await this.handler.load(subjectsOf(seen.addressee), seen.addressee)).revision >= 0,
            unknownFilings: [],
            foreignFilings: [],
            provisionalOrders: false,
            drafter,
            approver,
          },
        }),
      });
      return { issued: { filing, order } };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { refused, because } = error.refusal;
      return { passedOver: { filing, obstacle: refused, because } };
    }
  }

  /** By the delegations of today: who has become one person with another since the approval is no second one. */
  private async personsBehind({ agency, draftedBy, approval }: Activated): Promise<{ drafter: By; approver: By }> {
    const { state } = await this.handler.load(agencies, agencyKey(agency));
    const on = dateInShanghai(this.clock.now());
    const by = (person: string): By => ({ person, agency, oneWith: oneWith(state, person, on) });
    return { drafter: by(draftedBy), approver: by(approval.approvedBy) };
  }
}

const isActivated = (state: Incident): state is Activated =>
  [state.agency, state.content, state.approval, state.activation, state.draftedBy].every((part) => part !== undefined);

/** The activation was allowed when it was asked for; what follows is a step inside it, whoever is still in office. */
const within = ({ agency, activation: { account, activatedBy, lentBy } }: Activated) => ({
  actor: { account, person: activatedBy, roles: [], agency } satisfies Actor,
  rule: 'order-of-incident',
  lentBy,
});

const contextOf = (id: string, { activation }: Activated, idempotencyKey: string, hash: string): Context => ({
  account: activation.account,
  idempotencyKey,
  hash,
  requestId: `incident-${id}`,
  dryRun: false,
});
