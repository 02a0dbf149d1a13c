import { beforeEach, describe, expect, test } from '@jest/globals';
import { type FilingNumber, issueFilingNumber, numberParts } from '#domain/filing-number.js';
import {
  acceptance,
  APPROVER,
  crash,
  Crash,
  notPersisted,
  overtakenBy,
  replyLost,
  REVIEWER,
  WriteSide,
} from '#support/write-side.js';
import { row } from '#support/filing-examples.js';
import { Refused } from './handle.js';
import { entityCandidate, importedFilingId } from './identifiers.js';

const NATIONAL = 'cac-000000-approver';
const imported = (entity: string, sequence: number): FilingNumber =>
  issueFilingNumber({ division: '110108', entity, year: 23, sequence });

let side: WriteSide;
beforeEach(() => {
  side = new WriteSide();
});

const takeOver = (number: FilingNumber, key?: string) =>
  side.filing(
    importedFilingId(number),
    { type: 'ImportFiling', data: { number, batch: '2023-06', row } },
    { account: NATIONAL, ...(key !== undefined && { idempotencyKey: key, hash: number }) },
    { division: numberParts(number).division },
  );
const sequenceOf = (number: string) => numberParts(number as FilingNumber).sequence;
const reserved = async (entity: string) =>
  (await side.log.readStream(`entity-${entity}`)).flatMap(({ type, data }) =>
    type === 'FilingNumberReserved' ? [(data as { number: string }).number] : [],
  );

describe('a number', () => {
  test('has the division of the seat, the entity’s digits, the year and the next sequence', async () => {
    const entity = await side.verified('s-1');
    await side.reviewed('f-1', 's-1');
    await side.reviewed('f-2', 's-1');
    expect(numberParts((await side.accepted('f-1')) as FilingNumber)).toMatchObject({
      division: '110108',
      entity,
      type: '01',
      year: '26',
      sequence: '001',
    });
    expect(sequenceOf(await side.accepted('f-2'))).toBe('002');
  });

  test('is not reserved before acceptance, nor for one that is refused', async () => {
    const entity = await side.verified('s-1');
    await side.submitted('f-1', 's-1');
    await expect(side.filing('f-1', acceptance, { account: APPROVER })).rejects.toThrow(Refused);
    await side.filing('f-1', { type: 'RecordStage', data: { stage: 'final', result: 'failed' } }, { account: REVIEWER });
    await expect(side.filing('f-1', acceptance, { account: APPROVER })).rejects.toThrow(Refused);
    expect(await reserved(entity)).toEqual([]);
  });

  test('is another for each of two acceptances of one entity that race', async () => {
    const entity = await side.verified('s-1');
    await side.reviewed('f-1', 's-1');
    await side.reviewed('f-2', 's-1');
    let second = '';
    side.log.next(
      new RegExp(`^entity-${entity}$`),
      overtakenBy(async () => {
        second = await side.accepted('f-2');
      }),
    );
    const first = await side.accepted('f-1');
    expect([second, first].map(sequenceOf)).toEqual(['001', '002']);
    expect(await reserved(entity)).toEqual([second, first]);
  });

  test('is another for each of twenty at once', async () => {
    await side.verified('s-1');
    const filings = Array.from({ length: 20 }, (_, i) => `f-${i}`);
    for (const filing of filings) await side.reviewed(filing, 's-1');
    // Each loser of a race comes again, as its caller would.
    const patiently = async (filing: string): Promise<string> =>
      side.accepted(filing, { idempotencyKey: filing }).catch(() => patiently(filing));
    const numbers = await Promise.all(filings.map(patiently));
    expect(numbers.map(sequenceOf).sort()).toEqual(filings.map((_, i) => String(i + 1).padStart(3, '0')));
  });
});

describe('between reservation and acceptance', () => {
  test('a process that dies loses nothing: whoever accepts next uses the number that was reserved', async () => {
    const entity = await side.verified('s-1');
    await side.reviewed('f-1', 's-1');
    await side.reviewed('f-2', 's-1');
    side.log.next(/^filing-f-1$/, crash);
    await expect(side.accepted('f-1', { idempotencyKey: 'died' })).rejects.toThrow(Crash);
    const [first] = await reserved(entity);

    const restarted = new WriteSide(side.log, { texts: side.texts });
    expect(sequenceOf(await restarted.accepted('f-2'))).toBe('002');
    expect(await restarted.accepted('f-1', { idempotencyKey: 'another', account: APPROVER })).toBe(first);
    expect(await reserved(entity)).toHaveLength(2);
  });

  test('the same request after the process died gets the same number, also a year later', async () => {
    const entity = await side.verified('s-1');
    await side.reviewed('f-1', 's-1');
    side.log.next(/^filing-f-1$/, crash);
    await expect(side.accepted('f-1', { idempotencyKey: 'died' })).rejects.toThrow(Crash);
    const nextYear = new WriteSide(side.log, { texts: side.texts, at: '2027-01-04T02:00:00Z' });
    expect(await nextYear.accepted('f-1', { idempotencyKey: 'died' })).toBe((await reserved(entity))[0]);
  });

  test.each([
    ['nothing of the reservation was persisted', notPersisted],
    ['the reservation was persisted, but the reply was lost', replyLost],
  ])('where %s one number is reserved and used', async (_, fault) => {
    const entity = await side.verified('s-1');
    await side.reviewed('f-1', 's-1');
    side.log.next(new RegExp(`^entity-${entity}$`), fault);
    const number = await side.accepted('f-1');
    expect(await reserved(entity)).toEqual([number]);
  });
});

describe('after an import', () => {
  test('no number is issued that was imported, also for the entity that a verification claims', async () => {
    await takeOver(imported('2838777', 7));
    await takeOver(imported('2838777', 3));
    expect(await side.verified('s-1', '2838777')).toBe('2838777');
    await side.reviewed('f-1', 's-1');
    const number = await side.accepted('f-1');
    expect([number.slice(6, 13), sequenceOf(number)]).toEqual(['2838777', '008']);
  });

  test('nor for one that was assigned these digits before the list came', async () => {
    const entity = await side.verified('s-1');
    await takeOver(imported(entity, 41));
    await side.reviewed('f-1', 's-1');
    expect(sequenceOf(await side.accepted('f-1'))).toBe('042');
  });

  test('digits under which an imported number stands are assigned to nobody', async () => {
    const taken = entityCandidate('s-1', 0);
    await takeOver(imported(taken, 1));
    expect(await side.verified('s-1')).toBe(entityCandidate('s-1', 1));
  });

  test('also when the import is faster by a moment', async () => {
    const wanted = entityCandidate('s-1', 0);
    side.log.next(
      new RegExp(`^entity-${wanted}$`),
      overtakenBy(() => takeOver(imported(wanted, 1))),
    );
    expect(await side.verified('s-1')).toBe(entityCandidate('s-1', 1));
  });

  test('an imported entity is claimed by one subject only, and nobody claims what was not imported', async () => {
    await takeOver(imported('2838777', 1));
    await side.verified('s-1', '2838777');
    await expect(side.verified('s-2', '2838777')).rejects.toMatchObject({ refusal: { refused: 'entity-not-claimable' } });
    await expect(side.verified('s-3', '1111111')).rejects.toMatchObject({ refusal: { refused: 'entity-not-claimable' } });
  });

  test('an imported filing that is claimed binds its entity, and the claimant’s new numbers repeat none of it', async () => {
    await takeOver(imported('2838777', 5));
    const own = await side.verified('s-1');
    const claim = { type: 'ClaimImportedFiling', data: { subject: 's-1', evidence: 'e'.repeat(64) } } as const;
    await side.filing(importedFilingId(imported('2838777', 5)), claim, { account: APPROVER });
    expect(await side.numbers.owner('2838777')).toBe('s-1');
    await side.reviewed('f-1', 's-1');
    const number = await side.accepted('f-1');
    expect(number.slice(6, 13)).toBe(own);

    await takeOver(imported('2838777', 6));
    await side.verified('s-2');
    await expect(
      side.filing(
        importedFilingId(imported('2838777', 6)),
        { ...claim, data: { ...claim.data, subject: 's-2' } },
        { account: APPROVER },
      ),
    ).rejects.toMatchObject({ refusal: { refused: 'entity-claimed-by-another' } });
  });

  test('one request takes over many numbers of one entity, and does so once', async () => {
    for (const sequence of [1, 2, 3, 1, 2, 3]) await takeOver(imported('2838777', sequence), 'one import');
    expect(await side.log.types('entity-2838777')).toEqual(Array(3).fill('FilingNumberImported'));
  });

  test('a number is taken over before the filing that carries it', async () => {
    const number = imported('2838777', 9);
    side.log.next(/^filing-/, crash);
    await expect(takeOver(number)).rejects.toThrow(Crash);
    expect(await side.log.types('entity-2838777')).toEqual(['FilingNumberImported']);
    await takeOver(number);
    expect(await side.log.types('entity-2838777')).toEqual(['FilingNumberImported']);
  });
});

describe('the digits of an entity', () => {
  test('are assigned once: a verification that died is completed with the same', async () => {
    const first = entityCandidate('s-1', 0);
    side.log.next(/^subject-s-1$/, (append) => append(), crash);
    await expect(side.verified('s-1')).rejects.toThrow(Crash);
    expect(await side.log.types(`entity-${first}`)).toEqual(['EntityAssigned']);
    const { events } = await side.subject('s-1', { type: 'VerifySubject', data: {} }, { account: REVIEWER });
    expect(events).toMatchObject([{ data: { entity: first } }]);
    expect(await side.log.types(`entity-${first}`)).toEqual(['EntityAssigned']);
  });
});
