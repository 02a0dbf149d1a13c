import { describe, expect, test } from '@jest/globals';
import { type Command, fold } from './decider.js';
import { entity, type EntityCommand, type EntityEvent } from './entity.js';
import { type FilingNumber, issueFilingNumber, numberParts, parseFilingNumber } from './filing-number.js';
import { scenario } from './scenario.js';

const given = scenario(entity);
const on = '2026-03-02';
const digits = '1234567';

const ask = (
  request: EntityCommand extends infer C ? (C extends Command<infer T, infer D> ? { type: T; data: D } : never) : never,
) => ({ ...request, facts: undefined, on, by: { person: 'system' } }) as EntityCommand;
const assign = (subject = 's-1') => ask({ type: 'AssignEntity', data: { subject } });
const claim = (subject = 's-1') => ask({ type: 'ClaimEntity', data: { subject } });
const reserve = (filing: string, year = 26, division = '110108') =>
  ask({ type: 'ReserveNumber', data: { filing, entity: digits, division, year } });
const take = (filing: string, number: FilingNumber) => ask({ type: 'ImportNumber', data: { filing, number } });

const numbered = (sequence: number, year = 26, division = '110108') =>
  issueFilingNumber({ division, entity: digits, year, sequence });
const published = (digits21: string): FilingNumber => {
  const parsed = parseFilingNumber(digits21);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.number;
};

const assigned: EntityEvent = { type: 'EntityAssigned', basis: ['ARP 25'], effectiveOn: on, data: { subject: 's-1' } };
const claimed: EntityEvent = { type: 'EntityClaimed', basis: ['ARP 25'], effectiveOn: on, data: { subject: 's-1' } };
const reserved = (filing: string, number: FilingNumber): EntityEvent => ({
  type: 'FilingNumberReserved',
  basis: ['ARP 25'],
  effectiveOn: on,
  data: { filing, number },
});
const imported = (filing: string, number: FilingNumber): EntityEvent => ({
  type: 'FilingNumberImported',
  basis: ['design'],
  effectiveOn: on,
  data: { filing, number },
});

describe('whose seven digits they are', () => {
  test('free digits are assigned to a subject', () => given().when(assign()).then(assigned));
  test('assigning them to the same subject again changes nothing', () => given(assigned).when(assign()).thenNothing());
  test('they are never assigned to another', () => given(assigned).when(assign('s-2')).thenRefused('entity-taken'));
  test('digits under which an imported number stands are not free', () =>
    given(imported('f-1', numbered(1)))
      .when(assign())
      .thenRefused('entity-taken'));
  test('an imported entity is claimed by a subject', () =>
    given(imported('f-1', numbered(1)))
      .when(claim())
      .then(claimed));
  test('claiming it again changes nothing', () =>
    given(imported('f-1', numbered(1)), claimed)
      .when(claim())
      .thenNothing());
  test('a second subject cannot claim it', () =>
    given(imported('f-1', numbered(1)), claimed)
      .when(claim('s-2'))
      .thenRefused('entity-not-claimable'));
  test('digits that nobody has cannot be claimed', () => given().when(claim()).thenRefused('entity-not-claimable'));
});

describe('reserving a number', () => {
  test('the first filing has sequence 001', () =>
    given(assigned)
      .when(reserve('f-1'))
      .then(reserved('f-1', numbered(1))));
  test('the next has the next, also in another year and from another seat', () =>
    given(assigned, reserved('f-1', numbered(1)))
      .when(reserve('f-2', 27, '310115'))
      .then(reserved('f-2', numbered(2, 27, '310115'))));
  test('the same filing keeps its number, whenever it asks', () =>
    given(assigned, reserved('f-1', numbered(1)))
      .when(reserve('f-1', 27))
      .thenNothing());
  test('an imported filing keeps its own', () =>
    given(imported('f-1', numbered(7)), claimed)
      .when(reserve('f-1'))
      .thenNothing());
  test('a sequence that was imported is never given again', () =>
    given(imported('f-1', numbered(7, 23)), imported('f-2', numbered(2, 24)), claimed)
      .when(reserve('f-3'))
      .then(reserved('f-3', numbered(8))));
  test('an imported number of another algorithm type takes no sequence of ours', () =>
    given(imported('f-1', published('110108823483902220017')), assigned)
      .when(reserve('f-2'))
      .then(reserved('f-2', numbered(1))));
  test('nobody is given a number under digits without a verified subject', () => {
    given().when(reserve('f-1')).thenRefused('entity-unassigned');
    given(imported('f-1', numbered(1)))
      .when(reserve('f-2'))
      .thenRefused('entity-unassigned');
  });
  test('the last sequence is 999', () => {
    given(assigned, reserved('f-1', numbered(998)))
      .when(reserve('f-2'))
      .then(reserved('f-2', numbered(999)));
    given(assigned, reserved('f-1', numbered(999)))
      .when(reserve('f-2'))
      .thenRefused('sequence-exhausted');
  });
  test('a filing named like something that every object has is a filing like any other', () =>
    given(assigned)
      .when(reserve('constructor'))
      .then(reserved('constructor', numbered(1))));
  test('no two of many filings have the same number', () => {
    let events: EntityEvent[] = [assigned];
    for (let i = 0; i < 50; i++) {
      const outcome = entity.decide(reserve(`f-${i}`, 26 + (i % 3)), fold(entity, events));
      if ('refused' in outcome) throw new Error(outcome.because);
      events = [...events, ...outcome];
    }
    const sequences = Object.values(fold(entity, events).numbers).map((number) => numberParts(number).sequence);
    expect(new Set(sequences).size).toBe(50);
  });
});

describe('importing a number', () => {
  test('a published number is taken over', () =>
    given()
      .when(take('f-1', numbered(3)))
      .then(imported('f-1', numbered(3))));
  test('once more changes nothing', () =>
    given(imported('f-1', numbered(3)))
      .when(take('f-1', numbered(3)))
      .thenNothing());
  test('a number that another filing has is not taken over, imported or reserved', () => {
    given(imported('f-1', numbered(3)))
      .when(take('f-2', numbered(3)))
      .thenRefused('number-taken');
    given(assigned, reserved('f-1', numbered(1)))
      .when(take('f-2', numbered(1)))
      .thenRefused('number-taken');
  });
  test('a filing is never given a second number, which would set the first one free', () =>
    given(imported('f-1', numbered(3)))
      .when(take('f-1', numbered(2)))
      .thenRefused('filing-numbered'));
});
