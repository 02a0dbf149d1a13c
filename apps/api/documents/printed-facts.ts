// What a document needs of the log: the facts of a stream until its event, and a digest of the event as it is stored.
import { createHash } from 'node:crypto';
import { type AnyFact } from '#domain/decider.js';
import { divisionName } from '#application/division-names.js';
import { upcast } from '#application/versions.js';
import { agencyName } from '#documents/citations.js';
import { canonical } from '#event-store/canonical.js';
import { type RecordedEvent } from '#event-store/event-store.js';

/** SHA-256 of the RFC 8785 text of the event's id, stream, revision, type, version, basis, effectiveOn and data. */
export const digestOf = ({ id, stream, revision, type, version, meta, data }: RecordedEvent): string => {
  const { basis, effectiveOn } = meta;
  const text = canonical({ id, stream, revision, type, version, basis, effectiveOn, data });
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
};

/** As the domain folds them. */
export const factsIn = <E extends AnyFact>(events: readonly RecordedEvent[]): E[] =>
  events
    .map(upcast)
    .map(({ type, data, meta }) => ({ type, data, basis: meta.basis, effectiveOn: meta.effectiveOn }) as unknown as E);

/** What every document says of its event. */
export const headOf = (event: RecordedEvent) => ({
  event: { id: event.id, digest: digestOf(event) },
  issuer: event.meta.agency === undefined ? '' : agencyName(event.meta.agency, (code) => divisionName(code).full),
  basis: event.meta.basis,
  on: event.meta.effectiveOn,
});
