// A table of transitions, and the walk over every pair of state and command that holds it to be complete.
import { describe, expect, test } from '@jest/globals';
import { type Decider, fold, isRefusal } from '#domain/decider.js';

/** What one state makes of the commands. A command that stands in neither list is refused there. */
export interface Row<E> {
  past: readonly E[];
  /** Command to the types of the events that follow. */
  facts: Readonly<Record<string, string>>;
  /** Commands that ask for what holds already. */
  nothing?: readonly string[];
}

export const without = (facts: Row<never>['facts'], ...commands: string[]): Row<never>['facts'] =>
  Object.fromEntries(Object.entries(facts).filter(([command]) => !commands.includes(command)));

/** `commands` gives, for a row, the command of each type that would succeed there if any could. */
export function walk<C extends { type: string }, E extends { type: string }, S>(
  decider: Decider<C, E, S>,
  rows: Readonly<Record<string, Row<E>>>,
  commands: (row: string) => readonly C[],
): void {
  describe.each(Object.entries(rows))('%s', (name, { past, facts, nothing = [] }) => {
    const state = fold(decider, past);
    test.each(commands(name).map((command) => [command.type, command] as const))('%s', (type, command) => {
      const outcome = decider.decide(command, state);
      if (isRefusal(outcome)) {
        expect({ ...outcome, listed: [...Object.keys(facts), ...nothing].includes(type) }).toMatchObject({ listed: false });
        expect(outcome.refused).toMatch(/^[a-z]+(-[a-z]+)+$/);
        expect(outcome.basis).toMatch(/^((DSP|ARP|ARL|ALL|APL|SA18) \d+( ¶\d)?|design)$/);
        expect(outcome.because).not.toBe('');
      } else if (outcome.length === 0) {
        expect(nothing).toContain(type);
      } else {
        expect(outcome.map((event) => event.type).join(' ')).toBe(facts[type]);
        expect(() => fold(decider, [...past, ...outcome])).not.toThrow();
      }
    });
    test('allowed names just what can be answered with a fact', () =>
      expect([...decider.allowed(state)].sort()).toEqual(Object.keys(facts).sort()));
  });
  test('no command is left out of the table', () =>
    expect([...new Set(Object.keys(rows).flatMap((row) => commands(row).map(({ type }) => type)))].sort()).toEqual(
      [...new Set(Object.values(rows).flatMap(({ facts }) => Object.keys(facts)))].sort(),
    ));
}
