// What the checks of the port have in common: the log under test, and events to write to it.
import { randomBytes, randomUUID } from 'node:crypto';
import { type EventStore, type Json, type Meta, type NewEvent } from './event-store.js';

/** Two windows on one log, as two processes have. An engine that lives in one process has one and the same. */
export interface Log {
  one: EventStore;
  other: EventStore;
}

export type Check = (log: Log) => Promise<void>;

export const meta: Meta = {
  actor: '6f6b7b0e-3c52-4d0c-9d0b-0f2f7a3f2c11',
  command: '5ff0b8f3-6a04-5c7b-9e5c-cc3f7dcb0f0a',
  commandHash: 'ab'.repeat(32),
  rule: 'filer-submits',
  basis: ['DSP 19'],
  effectiveOn: '2023-01-10',
};

export const newEvent = (data: Json = { 服务: '换脸' }, rest: Partial<NewEvent> = {}): NewEvent => ({
  id: randomUUID(),
  type: 'FilingSubmitted',
  version: 1,
  data,
  meta,
  salt: randomBytes(16),
  ...rest,
});

export const newEvents = (count: number): NewEvent[] => Array.from({ length: count }, (_, n) => newEvent({ n }));
export const newStream = (): string => `filing-${randomUUID()}`;
export const ids = (events: readonly NewEvent[]) => events.map(({ id }) => id);
