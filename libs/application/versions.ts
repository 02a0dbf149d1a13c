// How what earlier releases stored becomes today's shape. A type that has no row stands at version 1.
import { type Json } from '#event-store/event-store.js';
import { upcaster, type Upcasts } from '#event-store/upcast.js';

/** Before penalty cases could be cited, none was. */
const citesNone = { current: 2, from: { 1: (data: Json) => ({ ...(data as object), penalties: [] }) } };

export const upcasts: Upcasts = {
  FilingAccepted: {
    current: 2,
    // Before assessments were kept here, nothing was known of those that an acceptance named.
    from: { 1: (data) => ({ ...(data as object), reliance: [], warnings: [] }) },
  },
  RevocationProposed: citesNone,
  FilingRevoked: citesNone,
  ExOfficioCancellationProposed: citesNone,
  ExOfficioCancelled: citesNone,
};
export const { upcast, versionOf } = upcaster(upcasts);
