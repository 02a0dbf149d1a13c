import { beforeEach, describe, expect, test } from '@jest/globals';
import { acceptance, APPROVER, REVIEWER, takeUp, WriteSide } from '#support/write-side.js';
import { type FilingRequest } from './filings.js';
import { CommandReused, Forbidden, NotFound, PreconditionFailed, Refused } from './handle.js';
import { commandKey, eventId } from './identifiers.js';

const FILER = 'filer-s-1';
const NATIONAL = 'cac-000000-reviewer';
const stage: FilingRequest = { type: 'RecordStage', data: { stage: 'initial', result: 'passed' } };
const withdraw: FilingRequest = { type: 'WithdrawFiling', data: { serviceRunning: false } };

let side: WriteSide;
beforeEach(async () => {
  side = new WriteSide();
  await side.verified('s-1');
  await side.submitted('f-1', 's-1');
});

describe('a command that is carried out', () => {
  test('says in its event who did it, for whom, by which rule, on which basis and from which day', async () => {
    await side.filing('f-1', stage, { account: REVIEWER, idempotencyKey: 'k', hash: 'h', requestId: 'r-7' });
    const event = await side.log.readLast('filing-f-1');
    expect(event).toMatchObject({
      id: eventId(commandKey(REVIEWER, 'filing-f-1', 'k'), 'h', 0),
      type: 'ReviewStageRecorded',
      version: 1,
      meta: {
        actor: REVIEWER,
        agency: 'cac-110000',
        command: commandKey(REVIEWER, 'filing-f-1', 'k'),
        commandHash: 'h',
        rule: 'cac-reviews',
        correlation: 'r-7',
        basis: ['ARP 25'],
        effectiveOn: '2026-03-02',
      },
    });
    expect(event!.salt).toHaveLength(16);
    expect((await side.log.readStream('filing-f-1'))[0]!.meta).toMatchObject({ actor: FILER, onBehalfOf: 's-1' });
  });

  test('falls on the day that it is in Shanghai', async () => {
    const late = new WriteSide(side.log, { at: '2026-03-02T16:00:00Z' });
    const { events } = await late.filing('f-1', stage, { account: REVIEWER });
    expect(events[0]!.effectiveOn).toBe('2026-03-03');
  });

  test('answers with the events, the revision and the position of the last of them', async () => {
    const receipt = await side.filing('f-1', stage, { account: REVIEWER });
    const last = await side.log.readLast('filing-f-1');
    expect(receipt).toMatchObject({ id: 'f-1', revision: 1, position: last!.position, replayed: false });
    expect(receipt.events).toMatchObject([{ id: last!.id, type: 'ReviewStageRecorded' }]);
  });

  test('that asks for what holds already writes nothing and answers where the matter stands', async () => {
    const first = await side.filing('f-1', stage, { account: REVIEWER });
    const again = await side.filing('f-1', stage, { account: REVIEWER });
    expect(again).toMatchObject({ revision: 1, position: first.position, replayed: false, events: [] });
  });
});

describe('an Idempotency-Key', () => {
  const once = { account: REVIEWER, idempotencyKey: 'once' };

  test('gives the first answer again, and nothing is written twice', async () => {
    const first = await side.filing('f-1', stage, once);
    const second = await side.filing('f-1', stage, once);
    expect(second).toEqual({ ...first, replayed: true });
    expect(await side.log.types('filing-f-1')).toEqual(['FilingSubmitted', 'ReviewStageRecorded']);
  });

  test('does so although the matter has moved on, and before If-Match is looked at', async () => {
    const first = await side.filing('f-1', stage, { ...once, ifMatch: 0 });
    await side.filing('f-1', withdraw, { account: FILER });
    expect(await side.filing('f-1', stage, { ...once, ifMatch: 0 })).toEqual({ ...first, replayed: true });
  });

  test('of another request is refused', async () => {
    await side.filing('f-1', stage, { ...once, hash: 'one' });
    await expect(side.filing('f-1', withdraw, { ...once, hash: 'two' })).rejects.toThrow(CommandReused);
    expect(await side.log.types('filing-f-1')).toHaveLength(2);
  });

  test('is its client’s own, and another matter’s another', async () => {
    await side.filing('f-1', stage, { ...once, hash: 'one' });
    await side.filing('f-1', takeUp('重大'), { account: NATIONAL, idempotencyKey: 'once', hash: 'two' });
    await side.submitted('f-2', 's-1');
    await side.filing('f-2', stage, { ...once, hash: 'three' });
    expect(await side.log.types('filing-f-1')).toEqual(['FilingSubmitted', 'ReviewStageRecorded', 'CaseTakenUp']);
    expect(await side.log.types('filing-f-2')).toHaveLength(2);
  });

  test('is not used up by a refusal', async () => {
    const by = { account: APPROVER, idempotencyKey: 'later' };
    await expect(side.filing('f-1', acceptance, by)).rejects.toThrow(Refused);
    await side.filing('f-1', stage, { account: REVIEWER });
    expect((await side.filing('f-1', acceptance, by)).events).toMatchObject([{ type: 'FilingAccepted' }]);
  });
});

describe('a refusal', () => {
  test('says what, on which basis, and what the state allows instead; nothing is written', async () => {
    const head = await side.log.head();
    await expect(side.filing('f-1', acceptance, { account: APPROVER })).rejects.toMatchObject({
      refusal: { refused: 'not-reviewed', basis: 'ARP 25' },
      allowed: expect.arrayContaining(['RecordStage', 'WithdrawFiling']),
    });
    expect(await side.log.head()).toBe(head);
  });
});

describe('If-Match', () => {
  test('of the present revision lets the command through', async () =>
    expect(await side.filing('f-1', stage, { account: REVIEWER, ifMatch: 0 })).toMatchObject({ revision: 1 }));

  test.each([-1, 1, 7])('of another revision (%i) does not, and says which one is present', async (ifMatch) => {
    const failed = side.filing('f-1', stage, { account: REVIEWER, ifMatch });
    await expect(failed).rejects.toThrow(PreconditionFailed);
    await expect(failed).rejects.toMatchObject({ actual: 0 });
    expect(await side.log.types('filing-f-1')).toHaveLength(1);
  });

  test('is not asked of whoever may not do it anyway', () =>
    expect(side.filing('f-1', acceptance, { account: REVIEWER, ifMatch: 7 })).rejects.toThrow(Forbidden));

  test('speaks of the filing alone, not of the entity whose number is reserved', async () => {
    await side.filing('f-1', stage, { account: REVIEWER });
    expect(await side.filing('f-1', acceptance, { account: APPROVER, ifMatch: 1 })).toMatchObject({ revision: 2 });
  });
});

describe('a dry run', () => {
  test('answers the events that would be, writes nothing, keeps no text and reserves no number', async () => {
    await side.filing('f-1', stage, { account: REVIEWER });
    const [head, kept] = [await side.log.head(), side.texts.kept.size];
    const dry = await side.filing('f-1', acceptance, { account: APPROVER, dryRun: true });
    expect(dry).toMatchObject({ revision: 1, events: [{ type: 'FilingAccepted' }] });
    const reason = await side.filing('f-1', takeUp('重大'), { account: NATIONAL, dryRun: true });
    expect(reason.events).toMatchObject([{ type: 'CaseTakenUp' }]);
    expect(await side.log.head()).toBe(head);
    expect(side.texts.kept.size).toBe(kept);
    expect(await side.accepted('f-1')).toBe((dry.events[0]!.data as { number: string }).number);
  });

  test('of a matter that does not exist yet stands at no revision', async () => {
    const dry = await side.filing(
      'f-2',
      { type: 'ImportCancellation', data: { number: '110101128387770123011' as never, notice: {} as never } },
      { account: NATIONAL, dryRun: true },
      { division: '110101' },
    );
    expect(dry).toMatchObject({ revision: -1, position: undefined });
    expect(await side.log.readStream('entity-2838777')).toEqual([]);
  });

  test('says no where the act itself would be refused', async () => {
    await expect(side.filing('f-1', acceptance, { account: APPROVER, dryRun: true })).rejects.toThrow(Refused);
    await side.verified('s-2');
    await expect(
      side.subject('s-2', { type: 'VerifySubject', data: { claimEntity: '7654321' } }, { account: REVIEWER, dryRun: true }),
    ).rejects.toMatchObject({ refusal: { refused: 'entity-not-claimable' } });
  });
});

describe('who may not', () => {
  test('is told so where the matter is visible, once the denial has been written down', async () => {
    await expect(side.filing('f-1', acceptance, { account: REVIEWER, requestId: 'r-9' })).rejects.toThrow(Forbidden);
    expect(side.denials.written).toEqual([
      { account: REVIEWER, action: 'filing.decide', object: 'filing-f-1', requestId: 'r-9' },
    ]);
  });

  test('is not told that there is anything where it is not visible; the denial is written down all the same', async () => {
    for (const account of ['cac-310000-approver', 'filer-s-2', 'store'])
      await expect(side.filing('f-1', acceptance, { account })).rejects.toThrow(NotFound);
    expect(side.denials.written).toHaveLength(3);
    await expect(side.filing('f-404', acceptance, { account: APPROVER })).rejects.toThrow(NotFound);
    expect(side.denials.written).toHaveLength(3);
  });

  test('is told the same of a matter that it would create, whether that exists or not', async () => {
    const register = (id: string) =>
      side.subject(id, { type: 'WithdrawServiceConsent', data: {} }, { account: 'filer-s-9' }, { holder: id });
    await expect(register('s-1')).rejects.toThrow(Forbidden);
    await expect(register('s-404')).rejects.toThrow(Forbidden);
  });

  test('is not answered as denied when the denial could not be written down', async () => {
    const failure = new Error('the audit is out of reach');
    side.denials.failure = failure;
    await expect(side.filing('f-1', acceptance, { account: REVIEWER })).rejects.toBe(failure);
    await expect(side.filing('f-1', acceptance, { account: 'store' })).rejects.toBe(failure);
  });

  test('leaves nothing behind: no event, no text, no number', async () => {
    const [head, kept] = [await side.log.head(), side.texts.kept.size];
    await expect(side.filing('f-1', takeUp('重大'), { account: REVIEWER })).rejects.toThrow(Forbidden);
    expect(await side.log.head()).toBe(head);
    expect(side.texts.kept.size).toBe(kept);
  });
});
