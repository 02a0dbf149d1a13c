// What an incident awaits: a second person's approval, its activation, order after order, and its end.
import { type Fact } from '#domain/decider.js';
import { type Recorded } from './recorded.js';
import { type Change, closes, closesAll, goesOn, meets, opens } from './waiting.js';

type IncidentFact =
  | Fact<'IncidentOpened' | 'IncidentEdited' | 'IncidentFilingsAdded' | 'IncidentFilingsRemoved', object>
  | Fact<'IncidentApproved', { plan: readonly { filing: string; effect: string }[] }>
  | Fact<'IncidentActivated' | 'IncidentClosed', object>
  | Fact<'IncidentOrdersIssued', { orders: readonly { filing: string }[] }>
  | Fact<'IncidentFilingsPassedOver', { filings: readonly { filing: string }[] }>;

const activated: Change = (waiting, on) => {
  const left = waiting.waits.activation?.left ?? [];
  return opens('carrying-out', 'officer', { left })(meets('activation')(waiting, on), on);
};

/** Carried out is an incident when something is known of every filing that was to be ordered. */
const told =
  (filings: readonly { filing: string }[]): Change =>
  (waiting, on) => {
    const before = waiting.waits['carrying-out'];
    if (before === undefined) return waiting;
    const known = new Set(filings.map(({ filing }) => filing));
    const left = (before.left ?? []).filter((filing) => !known.has(filing));
    if (left.length === 0) return opens('closure')(meets('carrying-out')(waiting, on), on);
    return { ...waiting, waits: { ...waiting.waits, 'carrying-out': { ...before, left } } };
  };

export const ofIncident = (event: Recorded<IncidentFact>): readonly Change[] => {
  switch (event.type) {
    case 'IncidentOpened':
      return [opens('approval', 'second-person')];
    case 'IncidentEdited':
    case 'IncidentFilingsAdded':
    case 'IncidentFilingsRemoved':
      // What was approved was another version.
      return [closes('activation'), goesOn('approval', 'second-person')];
    case 'IncidentApproved': {
      const left = event.data.plan.flatMap(({ filing, effect }) => (effect === 'order' ? [filing] : []));
      return [meets('approval'), opens('activation', 'officer', { left })];
    }
    case 'IncidentActivated':
      return [activated];
    case 'IncidentOrdersIssued':
      return [told(event.data.orders)];
    case 'IncidentFilingsPassedOver':
      return [told(event.data.filings)];
    case 'IncidentClosed':
      return [meets('closure'), closesAll];
    default:
      return [];
  }
};
