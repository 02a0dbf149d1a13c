// How what earlier releases stored becomes today's shape. A type that has no row stands at version 1.
import { type ChangeItem } from '#domain/filing-state.js';
import { type Json } from '#event-store/event-store.js';
import { upcaster, type Upcasts } from '#event-store/upcast.js';

/** Before penalty cases could be cited, none was. */
const citesNone = { current: 2, from: { 1: (data: Json) => ({ ...(data as object), penalties: [] }) } };

/** The item itself tells what it adds. */
const addsFunction = ({ path, before, after }: ChangeItem): boolean => {
  const functions = (value: unknown): readonly unknown[] =>
    ((path === '/services' ? (value as { article15?: unknown[] } | undefined)?.article15 : value) as unknown[] | undefined) ?? [];
  if (path !== '/services' && path !== '/services/article15') return false;
  return functions(after).some((kind) => !functions(before).includes(kind));
};

export const upcasts: Upcasts = {
  FilingAccepted: {
    current: 2,
    // Before assessments were kept here, nothing was known of those that an acceptance named.
    from: { 1: (data) => ({ ...(data as object), reliance: [], warnings: [] }) },
  },
  ChangeAccepted: {
    current: 2,
    // A change could not name any.
    from: { 1: (data) => ({ ...(data as object), assessments: [], reliance: [], warnings: [] }) },
  },
  ChangeItemsAdded: {
    current: 2,
    // What was added to an open change was not looked at for functions of DSP 15 ¶2.
    from: {
      1: (data) => {
        const added = data as unknown as { items: readonly ChangeItem[] };
        return { ...(data as object), addsArticle15Function: added.items.some(addsFunction) };
      },
    },
  },
  PenaltyRemedyRecorded: {
    current: 2,
    // Who entered a remedy was not kept: whoever records its outcome is another.
    from: { 1: (data) => ({ ...(data as object), recordedBy: '' }) },
  },
  RevocationProposed: citesNone,
  FilingRevoked: citesNone,
  ExOfficioCancellationProposed: citesNone,
  ExOfficioCancelled: citesNone,
};
export const { upcast, versionOf } = upcaster(upcasts);
