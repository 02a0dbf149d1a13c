// One of each command on an incident, and the past that a row of them leaves behind.
import { type By, fold, isRefusal } from '#domain/decider.js';
import { type FilingFound, type NamedFiling } from '#domain/incident-draft.js';
import { effectOn, type FilingSeen, type Planned } from '#domain/incident-plan.js';
import { type Incident, type IncidentContent } from '#domain/incident-state.js';
import { incident, type IncidentCommand, type IncidentEvent } from '#domain/incident.js';
import { words } from './filing-examples.js';
import { content as orderContent, lead, measure, officer, officers, today } from './order-commands.js';

export { lead, officer, officers, today } from './order-commands.js';
export const chooser: By = { ...officer, person: 'chooser' };

export const incidentContent = (change: Partial<IncidentContent> = {}): IncidentContent => {
  const { legalBasis, riskFinding, reasons, rectifyBy, remedies } = orderContent();
  return {
    jurisdiction: { factor: 'seat', division: '110000' },
    ...{ legalBasis, riskFinding, reasons, rectifyBy, remedies },
    measures: [measure()],
    publication: 'public',
    alsoUnderOrders: false,
    ...change,
  };
};

type Of<T extends IncidentCommand['type']> = Extract<IncidentCommand, { type: T }>;
const ask = <T extends IncidentCommand['type']>(
  type: T,
  data: Of<T>['data'],
  { by = officer, facts, on = today }: { by?: By; facts?: Of<T>['facts']; on?: string } = {},
): IncidentCommand => ({ type, data, facts, on, by }) as unknown as IncidentCommand;

const names = ['a-1', 'a-2'];
const signing = { facts: { officers } };

export const open = (change: Partial<IncidentContent> = {}, asking: { by?: By; facts?: { officers: typeof officers } } = {}) =>
  ask('OpenIncident', { content: incidentContent(change), officers: names }, { ...signing, ...asking });
export const edit = (change: Partial<IncidentContent> = {}, by = officer) =>
  ask('EditIncident', { content: incidentContent(change), officers: names }, { ...signing, by });

/** Filings that subject-1 holds, unless something else was found. */
export const add = (named: readonly NamedFiling[], found?: readonly FilingFound[], by = officer) =>
  ask(
    'AddIncidentFilings',
    { filings: named },
    { by, facts: { found: found ?? named.map(({ filing }) => ({ filing, holder: 'subject-1', addresseeKnown: true })) } },
  );
export const addFilings = (...filings: string[]) => add(filings.map((filing) => ({ filing })));
export const remove = (filings: readonly string[], by = officer) => ask('RemoveIncidentFilings', { filings }, { by });

/** A filing of Haidian in Beijing, in force, on which nothing stands. */
export const seen = (change: Partial<FilingSeen> = {}): FilingSeen => ({
  filing: 'filing-1',
  addressee: 'subject-1',
  status: 'filed',
  holder: 'subject-1',
  division: '110108',
  orders: [],
  recused: false,
  ...change,
});

/** The plan of the incident where its filings are as `seen` but for what is given of some. */
export const planOf = (state: Incident, change: Readonly<Record<string, Partial<FilingSeen>>> = {}): Planned[] =>
  state.filings.map(({ filing, addressee }) => ({
    filing,
    addressee,
    effect: effectOn(state.content!, state.agency!, seen({ filing, addressee, holder: addressee, ...change[filing] })),
    order: `order of ${filing}`,
  }));
const digestOf = ({ version }: Incident): string => `sha256:${String(version).padStart(64, '0')}`;

export const approveOf = (state: Incident, by = lead, change: Readonly<Record<string, Partial<FilingSeen>>> = {}) =>
  ask(
    'ApproveIncident',
    { preview: digestOf(state) },
    { by, facts: { preview: digestOf(state), plan: state.status === 'none' ? [] : planOf(state, change) } },
  );
export const activate = (by = lead, { recusedFrom = [], on = today }: { recusedFrom?: string[]; on?: string } = {}) =>
  ask('ActivateIncident', { documentNo: '1号' }, { by, on, facts: { account: 'a-9', recusedFrom } });
export const progress = (issued: readonly string[], passedOver: readonly string[] = []) =>
  ask(
    'RecordIncidentProgress',
    {
      issued: issued.map((filing) => ({ filing, order: `order of ${filing}` })),
      passedOver: passedOver.map((filing) => ({ filing, obstacle: 'cancelled', because: 'it has been cancelled' })),
    },
    { by: lead },
  );
export const close = ask('CloseIncident', { reason: words('over') });

/** A command, or what makes one of the state that it meets. */
export type Asked = IncidentCommand | ((state: Incident) => IncidentCommand);

/** What these leave behind, each decided on what came before. Throws for the first that is refused. */
export const happened = (...commands: readonly Asked[]): IncidentEvent[] =>
  commands.reduce<IncidentEvent[]>((past, one) => {
    const state = fold(incident, past);
    const command = typeof one === 'function' ? one(state) : one;
    const outcome = incident.decide(command, state);
    if (isRefusal(outcome)) throw new Error(`${command.type}: ${outcome.refused} ${JSON.stringify(outcome.findings)}`);
    return [...past, ...outcome];
  }, []);

export const approve = (state: Incident) => approveOf(state);
export const drafted = [open(), addFilings('filing-1', 'filing-2', 'filing-3')];
export const approved = [...drafted, approve];
export const active = [...approved, activate()];
export const carriedOut = [...active, progress(['filing-1', 'filing-2'], ['filing-3'])];
