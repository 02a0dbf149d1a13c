// What app stores did about apps (DSP 13): one row for each app in each store.
import { listing, type ListingEvent } from '#domain/listing.js';
import { type Listing } from '#domain/listing-state.js';
import { type ProceedingCase, proceedingCases } from './proceeding-cases.js';
import { type Projection } from './projection.js';

export type ListingCase = ProceedingCase<Listing>;

const cases = proceedingCases(listing, {
  category: 'listing',
  name: 'listing-cases',
  version: 1,
  status: ({ status }) => status,
  subject: ({ holder }) => holder,
  holder: ({ holder }) => holder,
  division: ({ division }) => division,
});

/** The last of its acts as the log has it: a row begins with one. */
export const lastMeasure = ({ acts }: ListingCase): ListingEvent['data'] => acts.at(-1)!.data as ListingEvent['data'];

export const listingCases: Projection<ListingCase> = {
  ...cases,
  columns: [
    ...cases.columns,
    { name: 'store', type: 'text', of: ({ state }) => state.store },
    { name: 'agency_kind', type: 'text', of: ({ state }) => state.agency?.kind },
    { name: 'agency_division', type: 'text', of: ({ state }) => state.agency?.division },
    { name: 'number', type: 'text', of: ({ state }) => state.number },
    { name: 'package', type: 'text', of: (row) => lastMeasure(row).package },
    // Every order that was ever behind a measure here.
    {
      name: 'orders',
      type: 'text[]',
      of: ({ acts }) => [...new Set(acts.flatMap(({ data }) => (data as ListingEvent['data']).orders))],
    },
  ],
  indexes: [
    ...cases.indexes,
    'create index on {table} (store, key)',
    'create index on {table} (agency_kind, agency_division text_pattern_ops, key)',
    'create index on {table} (number, key)',
    'create index on {table} (package, key)',
    'create index on {table} using gin (orders)',
  ],
};
