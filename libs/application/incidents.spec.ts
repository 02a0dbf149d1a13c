// Many filings under one incident: exactly one order each, whatever breaks in between, and nothing but what was approved.
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type NamedFiling } from '#domain/incident-draft.js';
import { type IncidentContent } from '#domain/incident-state.js';
import { MemoryEventStore } from '#event-store/memory.js';
import { type Actor } from '#policy/rules.js';
import * as the from '#support/incident-commands.js';
import { acceptance, context, crash, type Fault, FaultyLog, replyLost, REVIEWER, WriteSide } from '#support/write-side.js';
import { agencies } from './agencies.js';
import { caseFiles } from './case-files.js';
import { FreeText } from './free-text.js';
import { type Context, NotFound, type Receipt, Refused } from './handle.js';
import { incidentOrderId } from './identifiers.js';
import { incidents } from './incident-matters.js';
import { IncidentOrders } from './incident-orders.js';
import { IncidentPlans, type Preview } from './incident-plans.js';
import { IncidentResumption } from './incident-resumption.js';
import { type IncidentRequest, IncidentsHandler, OnIncident } from './incidents.js';
import { OfficersOfAgency } from './officers.js';
import { orders } from './orders.js';
import { IncidentIndex, OrderIndex } from './ports.js';

const at = '2026-11-24T02:00:00Z';
const agency = { kind: 'cac', division: '110000' };
const shanghai = { kind: 'cac', division: '310000' };
const posts: Record<string, Omit<Actor, 'account' | 'person'>> = {
  officer: { roles: ['reviewer'], agency },
  colleague: { roles: ['inspector'], agency },
  lead: { roles: ['approver'], agency },
  other: { roles: ['approver'], agency },
  'officer-of-shanghai': { roles: ['reviewer'], agency: shanghai },
  'colleague-of-shanghai': { roles: ['reviewer'], agency: shanghai },
  deputy: {
    ...{ roles: [], agency, oneWith: ['lead'] },
    delegated: [{ from: 'lead', person: 'lead', roles: ['approver'] }],
  },
  [REVIEWER]: { roles: ['reviewer'], agency },
};
const standing = (account: string): Actor => ({
  ...{ account, person: account },
  ...(posts[account] ?? { roles: ['filer-admin'], subject: account.replace(/^filer-/, '') }),
});

class KnownOrders extends OrderIndex {
  readonly orders: { order: string; filings: string[] }[] = [];

  standing(filings: readonly string[]) {
    return Promise.resolve(this.orders.filter((order) => order.filings.some((filing) => filings.includes(filing))));
  }
}

class KnownIncidents extends IncidentIndex {
  active(): Promise<string[]> {
    return Promise.resolve([ID]);
  }
}

const ID = 'incident-of-november';
const FILINGS = 30;
const filings = Array.from({ length: FILINGS }, (_, i) => `f-${i + 1}`);

/** One process on the log. */
class Side extends WriteSide {
  readonly known = new KnownOrders();
  readonly plans = new IncidentPlans(this.handler, this.known);
  readonly carrier = new IncidentOrders(this.handler, this.plans, { now: () => new Date(at) });
  private readonly incidents: IncidentsHandler;

  constructor(engine: MemoryEventStore) {
    const callers = { current: (account: string) => Promise.resolve(standing(account)) };
    super(new FaultyLog(engine), { callers, at });
    const officers = new OfficersOfAgency(callers);
    this.incidents = new IncidentsHandler(this.handler, this.numbers, officers, this.plans, this.carrier);
  }

  incident(request: IncidentRequest, account: string, change: Partial<Context> = {}, id = ID): Promise<Receipt> {
    const creates = request.type === 'OpenIncident' ? { agency: standing(account).agency } : undefined;
    return this.incidents.execute(new OnIncident(id, request, context({ account, ...change }), creates));
  }

  add(named: readonly NamedFiling[], account = 'officer', id = ID): Promise<Receipt> {
    return this.incident({ type: 'AddIncidentFilings', data: { filings: named } }, account, {}, id);
  }

  async preview(account = 'lead'): Promise<Preview> {
    const { state } = await this.handler.load(incidents, ID);
    return this.plans.preview(ID, state, standing(account));
  }

  async approve(account = 'lead'): Promise<Receipt> {
    const { preview } = await this.preview(account);
    return this.incident({ type: 'ApproveIncident', data: { preview } }, account);
  }

  async now() {
    return (await this.handler.load(incidents, ID)).state;
  }

  /** By filing, what stands in the stream of its order. */
  async ordered(): Promise<Record<string, string>> {
    const streams = filings.map(async (filing) => [
      filing,
      (await this.log.types(`order-${incidentOrderId(ID, filing)}`)).join(' '),
    ]);
    return Object.fromEntries(await Promise.all(streams)) as Record<string, string>;
  }

  async recuse(filing: string, person: string): Promise<unknown> {
    return this.handler.handle(caseFiles, {
      id: `filing-${filing}`,
      type: 'RecuseOfficer',
      data: { account: person, reason: new FreeText('近亲属') },
      action: 'case.recuse',
      context: context({ account: person }),
      creates: { division: '110108' },
      look: () => Promise.resolve({ facts: { officer: { account: person, person }, leads: false } }),
    });
  }
}

const content = (terms: IncidentContent) => ({
  ...terms,
  riskFinding: new FreeText('传播风险'),
  reasons: new FreeText('同一模型'),
});
const open: IncidentRequest = {
  type: 'OpenIncident',
  data: { content: content(the.incidentContent()), officers: ['officer', 'colleague'] },
};
const activate: IncidentRequest = { type: 'ActivateIncident', data: { documentNo: '京网信令〔2026〕1号' } };
const asked = { idempotencyKey: 'activation', hash: 'activation' };

let engine: MemoryEventStore;
let side: Side;

beforeEach(async () => {
  engine = new MemoryEventStore();
  side = new Side(engine);
  await side.verified('s-1');
  for (const filing of filings) await side.submitted(filing, 's-1');
  await side.incident(open, 'officer');
  await side.add(filings.map((filing) => ({ filing })));
});

const onceEach = Object.fromEntries(filings.map((filing) => [filing, 'OrderDrafted OrderApproved OrderIssued']));

describe('an incident that is carried out', () => {
  test('makes an order of its own for each filing, with its addressee, its seat and its incident', async () => {
    await side.approve();
    const { revision, position } = await side.incident(activate, 'lead');
    expect(await side.ordered()).toEqual(onceEach);
    const { state } = await side.handler.load(orders, incidentOrderId(ID, 'f-7'));
    expect(state).toMatchObject({
      status: 'issued',
      incident: ID,
      documentNo: '京网信令〔2026〕1号',
      hands: ['officer', 'colleague'],
    });
    expect(state.content).toMatchObject({
      addressee: 's-1',
      filings: ['f-7'],
      jurisdiction: { factor: 'seat', division: '110108' },
    });
    const now = await side.now();
    expect(now.status).toBe('carried-out');
    expect(now.outcomes).toEqual(Object.fromEntries(filings.map((filing) => [filing, { order: incidentOrderId(ID, filing) }])));
    // The answer is as of the last progress, so that whoever waits for it sees all.
    expect({ revision, position }).toEqual({
      revision: (await side.log.readLast(`incident-${ID}`))!.revision,
      position: (await side.log.readLast(`incident-${ID}`))!.position,
    });
  });

  test('acts through the log in the name of who activated it, under the rule of its own', async () => {
    await side.approve();
    await side.incident(activate, 'other');
    const [drafted] = await side.log.readStream(`order-${incidentOrderId(ID, 'f-1')}`);
    expect(drafted!.meta).toMatchObject({ actor: 'other', agency: 'cac-110000', rule: 'order-of-incident' });
    expect(drafted!.meta.correlation).toBe(`incident-${ID}`);
  });

  test('says of each order by whose authority it was issued, where that was lent', async () => {
    await side.approve('other');
    await side.incident(activate, 'deputy');
    const [drafted] = await side.log.readStream(`order-${incidentOrderId(ID, 'f-1')}`);
    expect(drafted!.meta).toMatchObject({ actor: 'deputy', onBehalfOf: 'lead' });
  });

  test('only shows what it would do when it is asked in a dry run', async () => {
    await side.approve();
    const before = (await side.log.all()).length;
    const { events } = await side.incident(activate, 'lead', { dryRun: true });
    expect(events.map(({ type }) => type)).toEqual(['IncidentActivated']);
    expect((await side.log.all()).length).toBe(before);
  });
});

describe('a crash half-way', () => {
  const pass: Fault = (append) => append();
  const lost: Fault = async (append) => {
    await replyLost(append).catch(() => undefined);
    return crash(append);
  };
  // The activation itself, the thirty orders in two lots, and what is recorded after each lot: every place where it can break.
  const places = [0, 1, 2, 13, 25, 26, 27, 28, 31, 32];

  test.each(places.flatMap((place) => [['before', place, crash] as const, ['after', place, lost] as const]))(
    '%s the append number %i was kept leads to exactly one order for each filing',
    async (_, place, fault) => {
      await side.approve();
      side.log.next(/./, ...Array.from({ length: place }, () => pass), fault, ...Array.from({ length: 100 }, () => crash));
      await expect(side.incident(activate, 'lead', asked)).rejects.toThrow();
      const again = new Side(engine);
      await again.incident(activate, 'lead', asked);
      expect(await again.ordered()).toEqual(onceEach);
      expect(await again.now()).toMatchObject({ status: 'carried-out' });
      expect(Object.keys((await again.now()).outcomes)).toHaveLength(FILINGS);
      const issued = (await again.log.readStream(`incident-${ID}`)).flatMap(({ type, data }) =>
        type === 'IncidentOrdersIssued' ? (data as { orders: { filing: string }[] }).orders : [],
      );
      expect(issued.map(({ filing }) => filing).sort()).toEqual(filings.toSorted());
    },
  );

  test('is mended by the service itself, whoever had asked', async () => {
    await side.approve();
    side.log.next(/./, ...Array.from({ length: 10 }, () => pass), ...Array.from({ length: 100 }, () => crash));
    await expect(side.incident(activate, 'lead')).rejects.toThrow();
    const failures: unknown[] = [];
    const again = new Side(engine);
    await new IncidentResumption(again.carrier, new KnownIncidents(), (error) => failures.push(error)).resume();
    expect(failures).toEqual([]);
    expect(await again.ordered()).toEqual(onceEach);
    expect((await again.now()).status).toBe('carried-out');
  });

  test('and two who go on at the same time make one order for each filing', async () => {
    await side.approve();
    side.log.next(/./, ...Array.from({ length: 5 }, () => pass), ...Array.from({ length: 100 }, () => crash));
    await expect(side.incident(activate, 'lead', asked)).rejects.toThrow();
    const [one, two] = [new Side(engine), new Side(engine)];
    await Promise.all([one.incident(activate, 'lead', asked), two.carrier.carryOut(ID), two.carrier.carryOut(ID)]);
    expect(await one.ordered()).toEqual(onceEach);
    expect((await one.now()).status).toBe('carried-out');
  });
});

describe('between approval and order', () => {
  test('an order that was made before a crash stays what came of its filing, whatever has come up since', async () => {
    await side.approve();
    // The activation and the first lot are kept; what was recorded of them is not.
    side.log.next(/^incident-/, (append) => append(), crash);
    await expect(side.incident(activate, 'lead', asked)).rejects.toThrow();
    expect((await side.now()).outcomes).toEqual({});
    const again = new Side(engine);
    again.known.orders.push({ order: 'another', filings: ['f-3'] });
    await again.incident(activate, 'lead', asked);
    expect((await again.now()).outcomes['f-3']).toEqual({ order: incidentOrderId(ID, 'f-3') });
  });

  test('a filing that has come under another order is passed over, and says why', async () => {
    await side.approve();
    side.known.orders.push({ order: 'another', filings: ['f-3'] });
    side.known.orders.push({ order: incidentOrderId(ID, 'f-4'), filings: ['f-4'] });
    await side.incident(activate, 'lead');
    const { outcomes } = await side.now();
    expect(outcomes['f-3']).toEqual({ obstacle: 'under-order', because: 'another order stands on the filing' });
    expect(outcomes['f-4']).toEqual({ order: incidentOrderId(ID, 'f-4') });
    expect((await side.ordered())['f-3']).toBe('');
  });

  test('who has become one person with the drafter is no second one: nothing is ordered', async () => {
    await side.approve();
    const lent = { roles: ['reviewer'], since: '2026-11-24', until: '2026-12-31' };
    await side.handler.handle(agencies, {
      id: 'cac-110000',
      type: 'DelegateAuthority',
      data: { to: 'lead', ...lent },
      action: 'agency.delegate',
      context: context({ account: 'officer' }),
      creates: { agency },
      look: () => {
        const from = { account: 'officer', person: 'officer', own: ['reviewer'] };
        return Promise.resolve({ facts: { from, to: { account: 'lead', person: 'lead' } } });
      },
    });
    await side.incident(activate, 'other');
    const { status, outcomes } = await side.now();
    expect(status).toBe('carried-out');
    expect(new Set(Object.values(outcomes).map((outcome) => 'obstacle' in outcome && outcome.obstacle))).toEqual(
      new Set(['four-eyes']),
    );
  });
});

describe('the preview', () => {
  const refusedAs = async (asking: Promise<unknown>) => {
    const error = await asking.catch((reason: unknown) => reason);
    return error instanceof Refused ? error.refusal.refused : error;
  };

  test('is approved as it was read, and as it still is', async () => {
    const { preview } = await side.preview();
    await side.incident({ type: 'RemoveIncidentFilings', data: { filings: ['f-1'] } }, 'officer');
    expect(await refusedAs(side.incident({ type: 'ApproveIncident', data: { preview } }, 'lead'))).toBe('preview-changed');
    const read = await side.preview();
    side.known.orders.push({ order: 'another', filings: ['f-2'] });
    expect(await refusedAs(side.incident({ type: 'ApproveIncident', data: { preview: read.preview } }, 'lead'))).toBe(
      'preview-changed',
    );
    expect((await side.approve()).events.map(({ type }) => type)).toEqual(['IncidentApproved']);
  });

  test('leaves out the filings from which somebody behind the incident, or its reader, is recused', async () => {
    await side.recuse('f-1', 'officer');
    await side.recuse('f-2', 'lead');
    const effects = ({ plan }: Preview) => Object.fromEntries(plan.map(({ filing, effect }) => [filing, effect]));
    const [forLead, forOther] = [await side.preview('lead'), await side.preview('other')];
    expect(effects(forLead)).toMatchObject({ 'f-1': 'recused', 'f-2': 'recused', 'f-3': 'order' });
    expect(effects(forOther)).toMatchObject({ 'f-1': 'recused', 'f-2': 'order', 'f-3': 'order' });
    expect(forLead.preview).not.toBe(forOther.preview);
    expect(await refusedAs(side.incident({ type: 'ApproveIncident', data: { preview: forOther.preview } }, 'lead'))).toBe(
      'preview-changed',
    );
    await side.approve('other');
    expect(await refusedAs(side.incident(activate, 'lead'))).toBe('recused');
    await side.incident(activate, 'other');
    expect(await side.ordered()).toEqual({ ...onceEach, 'f-1': '' });
  });
});

describe('a filing', () => {
  const findings = async (asking: Promise<unknown>) => {
    const error = await asking.catch((reason: unknown) => reason);
    return error instanceof Refused ? error.refusal.findings?.map(({ pointer, code }) => `${pointer} ${code}`) : error;
  };

  const accepted = async (id: string): Promise<string> => {
    await side.reviewed(id, 's-1');
    const { events } = await side.filing(id, acceptance, { account: 'lead' });
    return (events.find(({ type }) => type === 'FilingAccepted')!.data as { number: string }).number;
  };

  test('is added by its number as by its id', async () => {
    const number = await accepted('f-99');
    await side.add([{ number: `网信算备${number}号` }]);
    expect((await side.now()).filings.at(-1)).toEqual({ filing: 'f-99', addressee: 's-1' });
    expect(await findings(side.add([{ number, filing: 'f-1' }]))).toEqual(['/filings/0/number filing-unknown']);
  });

  test('of which an officer cannot know is as unknown as one that does not exist; what has a number is known', async () => {
    const number = await accepted('f-99');
    const terms = the.incidentContent({ jurisdiction: { factor: 'seat', division: '310000' } });
    const officers = ['officer-of-shanghai', 'colleague-of-shanghai'];
    const [officer] = officers as [string];
    await side.incident({ type: 'OpenIncident', data: { content: content(terms), officers } }, officer, {}, 'another');
    expect(await findings(side.add([{ filing: 'f-1' }, { filing: 'f-404' }, { number }], officer, 'another'))).toEqual([
      '/filings/0/filing filing-unknown',
      '/filings/1/filing filing-unknown',
    ]);
    expect((await side.add([{ number }], officer, 'another')).events).toMatchObject([
      { data: { filings: [{ filing: 'f-99', addressee: 's-1' }] } },
    ]);
  });
});

test('an incident that does not exist has nothing to activate', async () => {
  const elsewhere = new Side(new MemoryEventStore());
  await expect(elsewhere.incident(activate, 'lead')).rejects.toThrow(NotFound);
});
