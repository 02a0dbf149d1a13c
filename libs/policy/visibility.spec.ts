import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Actor } from './rules.js';
import { seesAmong, seesEvent, visibleActor, visibleData } from './visibility.js';

const filer: Actor = { account: 'f', person: 'f', roles: ['filer'], subject: 's' };
const officer: Actor = { account: 'o', person: 'o', roles: ['reviewer'], agency: { kind: 'cac', division: '110000' } };

describe('a party', () => {
  test('sees decisions and not their drafts', () => {
    expect(
      ['RevocationProposed', 'ExOfficioCancellationProposed', 'FilingRevoked', 'FilingRefused'].map((type) =>
        seesEvent(filer, type),
      ),
    ).toEqual([false, false, true, true]);
  });

  test('does not see which officials had a hand in a decision', () =>
    expect(visibleData(filer, { number: '1', acceptedBy: 'p', reviewedBy: ['q'] })).toEqual({ number: '1' }));

  test('is not told what gave the occasion to inspect it, nor by whom', () =>
    expect(visibleData(filer, { plannedOn: '2026-11-25', occasion: 'o', concerns: ['report-1'] })).toEqual({
      plannedOn: '2026-11-25',
    }));

  test('is not told what one authority remarks to the next', () =>
    expect(visibleData(filer, { to: { kind: 'telecom', division: '110000' }, remark: 'r' })).toEqual({
      to: { kind: 'telecom', division: '110000' },
    }));

  test('sees its own account and no official’s', () => {
    expect(visibleActor(filer, 'f')).toBe('f');
    expect(visibleActor(filer, 'o')).toBeUndefined();
  });

  test('learns of a penalty when it is served, or notified to the public, and not when it is decided', () => {
    const stream = (...types: string[]) => types.map((type) => ({ type }));
    for (const [types, seen] of [
      [['PenaltyDecided'], false],
      [['PenaltyDecided', 'PenaltyServed'], true],
      [['PenaltyDecided', 'PenaltyPublicNoticeStarted'], true],
    ] as const)
      expect({ types, seen: seesAmong(filer, 'PenaltyDecided', stream(...types)) }).toEqual({ types, seen });
    expect(seesAmong(officer, 'PenaltyDecided', stream('PenaltyDecided'))).toBe(true);
    expect(seesAmong(filer, 'OrderServed', stream('OrderServed'))).toBe(true);
    expect(seesAmong(filer, 'OrderDrafted', stream('OrderServed'))).toBe(false);
  });

  test('is shown no member that names an official, whatever the event', () => {
    const folder = join(import.meta.dirname, '../domain');
    const sources = readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
    // Whatever is given a person has a name that is hidden.
    const members = new Set([...sources.matchAll(/\b(\w+): by\.person\b/g)].map((match) => match[1]!));
    expect(members.size).toBeGreaterThan(8);
    for (const member of members) expect({ member, shown: visibleData(filer, { [member]: 'p' }) }).toEqual({ member, shown: {} });
  });
});

test('an authority sees all of it', () => {
  expect(seesEvent(officer, 'RevocationProposed')).toBe(true);
  expect(visibleData(officer, { acceptedBy: 'p', occasion: 'o' })).toEqual({ acceptedBy: 'p', occasion: 'o' });
  expect(visibleActor(officer, 'f')).toBe('f');
});

test('nobody reads by which a reporter without an account is known again', () => {
  for (const reader of [filer, officer]) expect(visibleData(reader, { text: 't', secretHash: 'h' })).toEqual({ text: 't' });
});
