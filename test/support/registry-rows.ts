// Facts of a filing as the log would hold them, and the rows that read models make of them.
import { type AnyFact } from '#domain/decider.js';
import { type FilingEvent } from '#domain/filing.js';
import { type Json, type RecordedEvent } from '#event-store/event-store.js';
import { type FilingCase, filingCases } from '#read-models/filing-cases.js';
import { foldProjection } from '#read-models/projection.js';
import { publicRegistry } from '#read-models/public-registry.js';
import { entryIn, type RegistryRow } from '#read-models/registry-row.js';
import { inForce } from './filing-examples.js';

export const filingId = '6f1c2d3e-0000-5000-8000-000000000001';

const position = (place: number): string => `0001-${String(place).padStart(16, '0')}`;

/** These facts as one stream, one a second. The actor and the bytes that no projection may depend on are the same for all. */
export const asStored = (facts: readonly AnyFact[], stream = `filing-${filingId}`): RecordedEvent[] =>
  facts.map(({ type, basis, effectiveOn, data }, revision) => ({
    id: `event-${revision}`,
    stream,
    revision,
    position: position(revision + 1),
    type,
    version: 1,
    data: JSON.parse(JSON.stringify(data)) as Json,
    meta: { actor: 'a', command: 'c', commandHash: '0', rule: 'r', basis: [...basis], effectiveOn },
    salt: new Uint8Array(16),
    recordedAt: `2026-03-02T00:00:${String(revision % 60).padStart(2, '0')}.000Z`,
  }));

/** The public entry after these events; undefined where there is none. */
export const entryAfter = (events: readonly RecordedEvent[]): RegistryRow | undefined =>
  entryIn(foldProjection(publicRegistry, events).rows.get(filingId)?.row);

/** The public entry after these facts of the filing; undefined where there is none. */
export const entryOf = (...facts: readonly FilingEvent[]): RegistryRow | undefined => entryAfter(asStored(facts));

/** As `entryOf`. Throws where there is none. */
export function registryRow(...facts: readonly FilingEvent[]): RegistryRow {
  const row = entryOf(...facts);
  if (!row) throw new Error('these facts make no public entry');
  return row;
}

/** The case after these facts. Throws where there is none. */
export function caseOf(...facts: readonly FilingEvent[]): FilingCase {
  const row = foldProjection(filingCases, asStored(facts)).rows.get(filingId)?.row;
  if (!row) throw new Error('these facts make no case');
  return row;
}

/** What a filing that has been accepted here has behind it. */
export const published = (): FilingEvent[] => inForce();
