// What an incident would do, filing by filing. The digest names what was seen, so that nothing else can be approved.
import { hash } from 'node:crypto';
import { type FilingNumber } from '#domain/filing-number.js';
import { effectOn, type FilingSeen, type Planned } from '#domain/incident-plan.js';
import { type Incident, type IncidentFiling } from '#domain/incident-state.js';
import { type Actor } from '#policy/rules.js';
import { caseFiles } from './case-files.js';
import { filings } from './filings.js';
import { type Handler } from './handle.js';
import { incidentOrderId } from './identifiers.js';
import { type OrderIndex } from './ports.js';

/** A filing as it was looked at for its plan. */
export interface Seen extends FilingSeen {
  number?: FilingNumber;
}

export interface Preview {
  /** `sha256:` and 64 hexadecimal digits, of the incident’s version and the plan. */
  preview: string;
  plan: readonly Planned[];
  /** In the order of the plan. */
  seen: readonly Seen[];
}

/** Everyone whose recusal from a filing keeps the incident from it. */
type Behind = Pick<Actor, 'person' | 'oneWith'>;

export class IncidentPlans {
  constructor(
    private readonly handler: Handler,
    private readonly orders: OrderIndex,
  ) {}

  /** What the incident would do now, with this person behind it too. Throws StoreUnavailable. */
  async preview(id: string, state: Incident, asking: Behind): Promise<Preview> {
    const seen = await this.look(id, state, state.filings, [asking.person, ...(asking.oneWith ?? [])]);
    const plan = seen.map((one) => planned(id, state, one));
    const lines = plan.map(({ filing, addressee, effect, order }) => [filing, addressee, effect, order].join(' '));
    return { preview: `sha256:${hash('sha256', [id, state.version, ...lines].join('\n'))}`, plan, seen };
  }

  /** These filings of the incident as they are now; `persons` stand behind it beside those who prepared and approved it. */
  async look(
    id: string,
    { hands, approval }: Incident,
    named: readonly IncidentFiling[],
    persons: readonly string[],
  ): Promise<Seen[]> {
    const behind = new Set([...hands, ...(approval ? [approval.approvedBy] : []), ...persons]);
    const standing = await this.orders.standing(named.map(({ filing }) => filing));
    return Promise.all(
      named.map(async ({ filing, addressee }) => {
        const [{ state }, recused] = await Promise.all([this.handler.load(filings, filing), this.recused(filing)]);
        const own = incidentOrderId(id, filing);
        return {
          filing,
          addressee,
          status: state.status,
          holder: state.holder,
          division: state.division,
          number: state.number,
          orders: standing.filter((other) => other.order !== own && other.filings.includes(filing)).map(({ order }) => order),
          recused: recused.some((person) => behind.has(person)),
        };
      }),
    );
  }

  /** Of these filings, those from which the person is recused, or who counts as one with it. */
  async recusedFrom(named: readonly string[], { person, oneWith = [] }: Behind): Promise<string[]> {
    const found = await Promise.all(named.map(async (filing) => ({ filing, recused: await this.recused(filing) })));
    return found
      .filter(({ recused }) => recused.some((one) => one === person || oneWith.includes(one)))
      .map(({ filing }) => filing);
  }

  private async recused(filing: string): Promise<string[]> {
    const { state } = await this.handler.load(caseFiles, `filing-${filing}`);
    return state.recused.map(({ person }) => person);
  }
}

/** Throws Error for an incident that nobody has opened. */
const planned = (id: string, { content, agency }: Incident, seen: Seen): Planned => {
  if (!content || !agency) throw new Error(`incident ${id} has no content`);
  const { filing, addressee } = seen;
  return { filing, addressee, effect: effectOn(content, agency, seen), order: incidentOrderId(id, filing) };
};
