// What an incident would do to each of its filings, as it stands now. The preview shows it, a second person approves it, and activation
// looks once more before each order.
import { covers } from './division.js';
import { type Filing } from './filing-state.js';
import { type IncidentContent, type IncidentFiling } from './incident-state.js';
import { type Jurisdiction } from './jurisdiction.js';
import { type Agency } from './order-state.js';

/** Why a filing is left out. */
export const obstacles = ['outside-jurisdiction', 'recused', 'revoked', 'cancelled', 'other-holder', 'under-order'] as const;
export type Obstacle = (typeof obstacles)[number];
export type Effect = 'order' | Obstacle;

export interface Planned extends IncidentFiling {
  effect: Effect;
  /** The id that its order will have. */
  order: string;
}

/** A filing of the incident as outside streams tell of it. */
export interface FilingSeen extends IncidentFiling {
  status: Filing['status'];
  holder?: string;
  /** Of its seat. */
  division?: string;
  /** Orders that stand on it, this incident's own not counted. */
  orders: readonly string[];
  /** Of the persons behind the incident, whether one is recused from the filing. */
  recused: boolean;
}

/** Why, in a sentence for a person. */
export const obstacleText: Record<Obstacle, string> = {
  'outside-jurisdiction': 'the filing lies outside the jurisdiction that the incident names',
  recused: 'somebody who stands behind the incident is recused from the filing',
  revoked: 'the filing has been revoked',
  cancelled: 'the filing has been cancelled',
  'other-holder': 'the filing has passed to another holder than the addressee',
  'under-order': 'another order stands on the filing',
};

/** What gives the order on this filing to the agency; undefined where nothing does (APL 22). */
export function jurisdictionOver(
  { jurisdiction }: IncidentContent,
  agency: Agency,
  seat: string | undefined,
): Jurisdiction | undefined {
  if (jurisdiction.factor !== 'seat') return jurisdiction;
  if (seat === undefined || !covers(jurisdiction.division, seat) || !covers(agency.division, seat)) return undefined;
  return { factor: 'seat', division: seat };
}

/** What the incident of this agency would do to the filing. */
export function effectOn(content: IncidentContent, agency: Agency, seen: FilingSeen): Effect {
  if (!jurisdictionOver(content, agency, seen.division)) return 'outside-jurisdiction';
  if (seen.recused) return 'recused';
  if (seen.status === 'revoked' || seen.status === 'cancelled') return seen.status;
  if (seen.holder !== undefined && seen.holder !== seen.addressee) return 'other-holder';
  return seen.orders.length > 0 && !content.alsoUnderOrders ? 'under-order' : 'order';
}
