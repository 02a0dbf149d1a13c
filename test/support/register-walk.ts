// A register that lives: filings that are submitted, accepted, changed and ended, and orders that touch them, at random and always lawful.
import { randomBytes } from 'node:crypto';
import { v5 as uuid } from 'uuid';
import { versionOf } from '#application/versions.js';
import { type AnyFact, type Decider, isRefusal } from '#domain/decider.js';
import { issueFilingNumber } from '#domain/filing-number.js';
import { filing, type FilingCommand } from '#domain/filing.js';
import { type OrderContent } from '#domain/order-state.js';
import { order, type OrderCommand } from '#domain/order.js';
import { type Json, type NewEvent } from '#event-store/event-store.js';
import * as filings from './filing-commands.js';
import { approver, ask, material, submit } from './filing-examples.js';
import * as the from './order-commands.js';
import { everyCommand, likely, people } from './order-walks.js';
import { type Random } from './random.js';

const NAMESPACE = '0b9b4b0e-6f0f-4d0e-8c39-2f7a6f1c9d11';

interface Life<S> {
  stream: string;
  id: string;
  revision: number;
  state: S;
}

/** To be appended to its stream, which stands at `expected`. */
export interface Step {
  stream: string;
  expected: number;
  events: NewEvent[];
}

type FilingState = typeof filing.initial;
type OrderState = typeof order.initial;

const PRODUCTS = ['云影', '云影网页', '云影会议'];
/** What ends an order comes up as often as all else; taken each time, it would leave few in force. */
const ends = new Set(['lifted', 'withdrawn', 'annulled']);
/** How many orders are under way at once, and how many filings there are at most. */
const UNDER_WAY = 100;
const FILINGS = 200;

export class RegisterWalk {
  readonly #filings: Life<FilingState>[] = [];
  #orders: Life<OrderState>[] = [];
  #begun = 0;

  constructor(private readonly random: Random) {}

  /** The next that happens, to a matter other than those of `busy`: what two steps in a row happen to may be written at once. */
  next(busy: ReadonlySet<string> = new Set()): Step {
    for (;;) {
      const step = this.random.below(4) === 0 || this.#filings.length < FILINGS / 4 ? this.#filingStep() : this.#orderStep();
      if (step && !busy.has(step.life.stream)) return take(step);
    }
  }

  #filingStep() {
    const begins = this.#filings.length < FILINGS && this.random.below(3) === 0;
    const life = begins || this.#filings.length === 0 ? this.#newFiling() : this.random.of(this.#filings);
    return decided(filing, life, this.#filingCommand(life));
  }

  #newFiling(): Life<FilingState> {
    const life = { ...this.#named('filing'), revision: -1, state: filing.initial };
    this.#filings.push(life);
    return life;
  }

  #filingCommand({ id, state }: Life<FilingState>): FilingCommand {
    const { random } = this;
    const number = issueFilingNumber({
      division: '110108',
      entity: '1234567',
      year: 26,
      sequence: this.#filings.findIndex((other) => other.id === id) + 1,
    });
    const products = PRODUCTS.slice(0, 1 + random.below(3)).map((name) => ({ ...material().products[0]!, name }));
    const commands: FilingCommand[] = [
      submit(material({ products })),
      ...[filings.review(), filings.publish, filings.declareDisplay, filings.change([filings.otherUse])],
      filings.change([{ after: { products }, changedOn: '2026-02-26' }]),
      ask('AcceptFiling', { assessments: [] }, { by: approver, facts: { number, reliance: [] } }),
      ...[1, 2, 3, 4].map((n) => filings.acceptChange(n)),
      ...(random.below(6) === 0 ? endings : []),
      filings.reinstate,
    ];
    const allowed = filing.allowed(state);
    const open = commands.filter(({ type }) => allowed.includes(type));
    return random.of(open.length > 0 ? open : commands);
  }

  #orderStep() {
    const { random } = this;
    this.#orders = this.#orders.filter(({ state }) => !ends.has(state.status));
    const begins = this.#orders.length < UNDER_WAY && random.below(8) === 0;
    const life = begins || this.#orders.length === 0 ? this.#newOrder() : random.of(this.#orders);
    const command = this.#about(random.of(likely(this.#choice(life.state), life.state)));
    const step = decided(order, life, random.below(10) === 0 ? { ...command, by: random.of(people) } : command);
    return step && ends.has(step.after.status) && random.below(4) > 0 ? undefined : step;
  }

  /** What is proposed is half of the time decided on next. */
  #choice({ proposals }: OrderState): readonly OrderCommand[] {
    const { random } = this;
    if (Object.values(proposals).some((proposal) => proposal !== undefined) && random.below(2) === 0) return approving;
    return random.below(4) > 0 ? telling : walked;
  }

  #newOrder(): Life<OrderState> {
    const life = { ...this.#named('order'), revision: -1, state: order.initial };
    this.#orders.push(life);
    return life;
  }

  /** The command about filings of this register, with measures of any scope. */
  #about(command: OrderCommand): OrderCommand {
    if (command.type !== 'DraftOrder' && command.type !== 'EditOrder') return command;
    const { random } = this;
    const touched = [...new Set(Array.from({ length: random.below(4) }, () => random.of(this.#filings).id))];
    const scopes = [{}, {}, { products: PRODUCTS.slice(0, 1 + random.below(3)) }, { region: '110000' }, { functions: ['换脸'] }];
    const measures = Array.from({ length: 1 + random.below(3) }, (): OrderContent['measures'][number] => {
      const scope = {
        ...random.of(scopes),
        ...(touched.length > 0 && random.below(3) === 0 && { filings: [random.of(touched)] }),
      };
      const from = random.of(['2026-11-24T00:00:00+08:00', '2026-12-01T00:00:00+08:00']);
      return random.below(3) === 0
        ? the.measure({ kind: 'rectify', services: undefined, stopsService: false, until: undefined, scope })
        : the.measure({ scope, from, stopsService: random.below(2) === 0 });
    });
    const content = { ...command.data.content, filings: touched, measures };
    return { ...command, data: { ...command.data, content } };
  }

  #named(category: string): { stream: string; id: string } {
    const id = uuid(`${category} ${(this.#begun += 1)}`, NAMESPACE);
    return { id, stream: `${category}-${id}` };
  }
}

type Remedy = Extract<OrderCommand, { type: 'RecordRemedy' }>['data'];
/** Entered by one, and what comes of it recorded by another. */
const remedies = (kind: Remedy['kind'], documentNo: string, ...after: Pick<Remedy, 'outcome' | 'stay' | 'struck'>[]) => {
  const entered: Remedy = { kind, documentNo, body: '某机关', stay: false, outcome: 'pending', struck: [] };
  return [
    the.ask('RecordRemedy', entered),
    ...after.map((change) => the.ask('RecordRemedy', { ...entered, ...change }, { by: the.other })),
  ];
};
const stay = { stay: true, outcome: 'pending', struck: [] } as const;
const upheld = { stay: false, outcome: 'upheld', struck: [] } as const;

const walked: readonly OrderCommand[] = [
  ...everyCommand,
  ...[the.publish('public'), the.remedy('withdrawn'), the.approveLift(the.superior)],
  the.ask('ReportMeasuresApplied', { measures: ['m1', 'm2'], appliedAt: the.at }, { by: the.addressee }),
  ...remedies('reconsideration', '2', stay, upheld),
  ...remedies('litigation', '2', stay, upheld),
  ...remedies('litigation', '3', { stay: false, outcome: 'varied', struck: ['m1'] }),
];

/** Of these something is shown, or prepared: all the others leave what is shown as it was. */
const shows = new Set<OrderCommand['type']>([
  ...(['DraftOrder', 'ApproveOrder', 'IssueOrder', 'RatifyOrder', 'ServeOrder', 'PublishOrder', 'WithdrawPublication'] as const),
  ...(['ProposeExtension', 'ApproveExtension', 'ProposeEscalation', 'ApproveEscalation', 'ProposeLift', 'ApproveLift'] as const),
  'RecordRemedy',
]);
const telling = walked.filter(({ type }) => shows.has(type));
const approving = telling.filter(({ type }) => type.startsWith('Approve'));

const endings: readonly FilingCommand[] = [
  ...[filings.cancel, filings.completeCancellation, filings.proposeRevocation(), filings.approveRevocation()],
  filings.remedy('revocation'),
];

interface Decided<S = unknown> {
  life: Life<S>;
  facts: readonly AnyFact[];
  after: S;
}

/** Undefined where nothing comes of it. */
function decided<C, E extends AnyFact, S>(decider: Decider<C, E, S>, life: Life<S>, command: C): Decided<S> | undefined {
  const outcome = decider.decide(command, life.state);
  if (isRefusal(outcome) || outcome.length === 0) return undefined;
  return { life, facts: outcome, after: outcome.reduce(decider.evolve, life.state) };
}

function take({ life, facts, after }: Decided): Step {
  const expected = life.revision;
  const events = facts.map(({ type, basis, effectiveOn, data }, i): NewEvent => {
    const id = uuid(`${life.stream} ${expected + 1 + i}`, NAMESPACE);
    return {
      ...{ id, type, version: versionOf(type), data: JSON.parse(JSON.stringify(data)) as Json },
      meta: { actor: 'a', command: id, commandHash: '0', rule: 'r', basis, effectiveOn },
      salt: randomBytes(16),
    };
  });
  life.revision += events.length;
  life.state = after;
  return { stream: life.stream, expected, events };
}
