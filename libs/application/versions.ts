// How what earlier releases stored becomes today's shape. A type that has no row stands at version 1.
import { upcaster, type Upcasts } from '#event-store/upcast.js';

export const upcasts: Upcasts = {
  FilingAccepted: {
    current: 2,
    // Before assessments were kept here, nothing was known of those that an acceptance named.
    from: { 1: (data) => ({ ...(data as object), reliance: [], warnings: [] }) },
  },
};
export const { upcast, versionOf } = upcaster(upcasts);
