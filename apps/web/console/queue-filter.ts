// What the address of the queue narrows it by, as the API has it.
import { type operations } from '#client/schema.js';
import { type Entered } from '../acts.js';

/** What a saved filter can hold. */
export const filterNames = ['kind', 'region', 'step', 'awaits', 'assignee', 'overdue', 'until'] as const;
const names = [...filterNames, 'filter', 'cursor'] as const;

export type QueueSearch = Partial<Record<(typeof names)[number], string>>;
export type QueueQuery = NonNullable<operations['Queue_queue']['parameters']['query']>;

/** Fields of an address, and of a form, that say something. */
export function given<Name extends string>(fields: Entered, wanted: readonly Name[]): Partial<Record<Name, string>> {
  const entries = wanted.flatMap((name) => {
    const value = typeof fields[name] === 'string' ? fields[name].trim() : '';
    return value === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries) as Partial<Record<Name, string>>;
}

export const searchIn = (query: Entered): QueueSearch => given(query, names);
