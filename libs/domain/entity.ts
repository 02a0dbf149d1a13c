// The seven digits in the middle of a filing number, and every number that was ever reserved or imported under them.
// One stream per entity, so that the next sequence is decided where all earlier ones are known.
// Events are the storage format: they change only by a new version.
import { aggregate } from './aggregate.js';
import { type Command, type Decider, type Fact, refuse } from './decider.js';
import { type FilingNumber, issueFilingNumber, numberParts } from './filing-number.js';

export type EntityCommand =
  | Command<'AssignEntity', { subject: string }>
  | Command<'ClaimEntity', { subject: string }>
  | Command<'ReserveNumber', { filing: string; entity: string; division: string; year: number }>
  | Command<'ImportNumber', { filing: string; number: FilingNumber }>;

export type EntityEvent =
  | Fact<'EntityAssigned', { subject: string }>
  | Fact<'EntityClaimed', { subject: string }>
  | Fact<'FilingNumberReserved', { filing: string; number: FilingNumber }>
  | Fact<'FilingNumberImported', { filing: string; number: FilingNumber }>;

export interface Entity {
  exists: boolean;
  /** Whose entity it is; undefined while only imported numbers stand under it. */
  subject?: string;
  /** Number by filing id, reserved and imported ones alike. */
  numbers: Readonly<Record<string, FilingNumber>>;
}

const initial: Entity = { exists: false, numbers: {} };

/** The highest sequence under which a generative-synthesis number (type 01) stands; 0 where there is none. */
const highest = (entity: Entity): number =>
  Math.max(
    0,
    ...Object.values(entity.numbers).flatMap((number) =>
      numberParts(number).type === '01' ? [Number(numberParts(number).sequence)] : [],
    ),
  );

export const entity: Decider<EntityCommand, EntityEvent, Entity> = aggregate<EntityCommand, EntityEvent, Entity>(initial, {
  acts: {
    AssignEntity: {
      basis: 'ARP 25',
      already: ({ data }, state) => state.subject === data.subject,
      when: (state) => !state.exists,
      otherwise: ['entity-taken', 'these seven digits stand for another entity'],
      decide: ({ data, on }) => [{ type: 'EntityAssigned', basis: ['ARP 25'], effectiveOn: on, data: { subject: data.subject } }],
    },
    ClaimEntity: {
      basis: 'ARP 25',
      already: ({ data }, state) => state.subject === data.subject,
      when: (state) => state.exists && state.subject === undefined,
      otherwise: ['entity-not-claimable', 'no imported entity without a subject stands under these seven digits'],
      decide: ({ data, on }) => [{ type: 'EntityClaimed', basis: ['ARP 25'], effectiveOn: on, data: { subject: data.subject } }],
    },
    ReserveNumber: {
      basis: 'ARP 25',
      already: ({ data }, state) => Object.hasOwn(state.numbers, data.filing),
      when: (state) => state.subject !== undefined,
      otherwise: ['entity-unassigned', 'no verified subject stands behind these seven digits'],
      decide({ data, on }, state) {
        const sequence = highest(state) + 1;
        if (sequence > 999) return refuse('sequence-exhausted', 'ARP 25', 'all 999 sequences of this entity have been used');
        const number = issueFilingNumber({ division: data.division, entity: data.entity, year: data.year, sequence });
        return [{ type: 'FilingNumberReserved', basis: ['ARP 25'], effectiveOn: on, data: { filing: data.filing, number } }];
      },
    },
    ImportNumber: {
      basis: 'design',
      already: ({ data }, state) => state.numbers[data.filing] === data.number,
      decide({ data, on }, state) {
        if (Object.values(state.numbers).includes(data.number))
          return refuse('number-taken', 'ARP 25', 'this number was given to another filing');
        if (Object.hasOwn(state.numbers, data.filing))
          return refuse('filing-numbered', 'ARP 25', 'this filing has another number already');
        return [
          {
            type: 'FilingNumberImported',
            basis: ['design'],
            effectiveOn: on,
            data: { filing: data.filing, number: data.number },
          },
        ];
      },
    },
  },
  facts: {
    EntityAssigned: (state, { data }) => ({ ...state, exists: true, subject: data.subject }),
    EntityClaimed: (state, { data }) => ({ ...state, subject: data.subject }),
    FilingNumberReserved: (state, { data }) => ({ ...state, numbers: { ...state.numbers, [data.filing]: data.number } }),
    FilingNumberImported: (state, { data }) => ({
      ...state,
      exists: true,
      numbers: { ...state.numbers, [data.filing]: data.number },
    }),
  },
});
