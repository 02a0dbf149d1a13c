// Each failure twice: nothing was persisted, and persisted but the reply was lost. And what holds after a process that died.
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { RevisionConflict, StoreUnavailable } from '#event-store/event-store.js';
import {
  crash,
  Crash,
  digestOf,
  notPersisted,
  overtakenBy,
  replyLost,
  REVIEWER,
  submission,
  takeUp,
  WriteSide,
} from '#support/write-side.js';
import { type FilingRequest } from './filings.js';
import { FreeText, UNSEALED } from './free-text.js';
import { CommandReused, Forbidden, PreconditionFailed, Refused } from './handle.js';

const FILER = 'filer-s-1';
const NATIONAL = 'cac-000000-reviewer';
const ofFiling = /^filing-f-1$/;
const stage: FilingRequest = { type: 'RecordStage', data: { stage: 'initial', result: 'passed' } };
const withdraw: FilingRequest = { type: 'WithdrawFiling', data: { serviceRunning: false } };

let side: WriteSide;
beforeEach(async () => {
  side = new WriteSide();
  await side.verified('s-1');
  await side.submitted('f-1', 's-1');
});
afterEach(() => void jest.useRealTimers());

const tried = () => side.log.appends.filter(({ stream }) => stream === 'filing-f-1').slice(1);

describe('somebody was faster', () => {
  test('the command is decided again on what holds now', async () => {
    side.log.next(
      ofFiling,
      overtakenBy(() => side.filing('f-1', stage, { account: REVIEWER })),
    );
    expect(await side.filing('f-1', withdraw, { account: FILER })).toMatchObject({ revision: 2 });
    expect(await side.log.types('filing-f-1')).toEqual(['FilingSubmitted', 'ReviewStageRecorded', 'FilingWithdrawn']);
  });
  test('it may be refused then, or change nothing any more', async () => {
    side.log.next(
      ofFiling,
      overtakenBy(() => side.filing('f-1', withdraw, { account: FILER })),
    );
    await expect(side.filing('f-1', stage, { account: REVIEWER })).rejects.toThrow(Refused);
    await side.submitted('f-2', 's-1');
    side.log.next(
      /^filing-f-2$/,
      overtakenBy(() => side.filing('f-2', withdraw, { account: FILER })),
    );
    expect(await side.filing('f-2', withdraw, { account: FILER })).toMatchObject({ revision: 1, events: [] });
  });
  test('the policy is asked again as well', async () => {
    side.log.next(
      ofFiling,
      overtakenBy(() => side.filing('f-1', takeUp('重大'), { account: NATIONAL })),
    );
    await expect(side.filing('f-1', stage, { account: REVIEWER })).rejects.toThrow(Forbidden);
  });
  test('an If-Match that held no longer does', async () => {
    side.log.next(
      ofFiling,
      overtakenBy(() => side.filing('f-1', stage, { account: REVIEWER })),
    );
    await expect(side.filing('f-1', withdraw, { account: FILER, ifMatch: 0 })).rejects.toThrow(PreconditionFailed);
  });
  test('the same request, racing with itself, is carried out once, and both get its answer', async () => {
    const both = { account: REVIEWER, idempotencyKey: 'both' };
    side.log.next(
      ofFiling,
      overtakenBy(() => side.filing('f-1', stage, both)),
    );
    expect(await side.filing('f-1', stage, both)).toMatchObject({
      revision: 1,
      position: (await side.log.readLast('filing-f-1'))!.position,
    });
    expect(await side.log.types('filing-f-1')).toHaveLength(2);
  });
  test('two requests that race under one key are not taken for each other', async () => {
    const one = { account: NATIONAL, idempotencyKey: 'shared', hash: 'one' };
    side.log.next(
      ofFiling,
      overtakenBy(() => side.filing('f-1', takeUp('甲'), one)),
    );
    await expect(side.filing('f-1', takeUp('乙'), { ...one, hash: 'two' })).rejects.toThrow(CommandReused);
    expect(await side.log.types('filing-f-1')).toEqual(['FilingSubmitted', 'CaseTakenUp']);
  });
  test('again and again: the caller is to come again', async () => {
    const faster = overtakenBy(async () => {
      const { id, revision, type, version, data, meta, salt } = (await side.log.readLast('filing-f-1'))!;
      const another = { id: id.replace(/^.{8}/, String(revision).padStart(8, '0')), type, version, data, meta, salt };
      await side.log.engine.append('filing-f-1', [another], { expected: revision });
    });
    side.log.next(ofFiling, ...Array.from({ length: 8 }, () => faster));
    await expect(side.filing('f-1', withdraw, { account: FILER })).rejects.toThrow(RevisionConflict);
  });
});

describe('the log did not answer', () => {
  test('and nothing was persisted: the append is repeated with the same ids, bytes and revision', async () => {
    side.log.next(ofFiling, notPersisted);
    expect(await side.filing('f-1', stage, { account: REVIEWER })).toMatchObject({ revision: 1, replayed: false });
    const [first, second] = tried();
    expect(second).toEqual(first);
    expect(await side.log.types('filing-f-1')).toHaveLength(2);
  });
  test('and it was persisted: the command finds itself in the stream, and nothing is written twice', async () => {
    side.log.next(ofFiling, replyLost);
    const receipt = await side.filing('f-1', stage, { account: REVIEWER });
    expect(receipt).toMatchObject({ revision: 1, position: (await side.log.readLast('filing-f-1'))!.position });
    expect(receipt.events).toMatchObject([{ type: 'ReviewStageRecorded' }]);
    expect(tried()).toHaveLength(1);
  });
  test('while creating: there is one matter, not two', async () => {
    side.log.next(/^filing-f-2$/, replyLost);
    side.log.next(/^filing-f-3$/, notPersisted);
    for (const id of ['f-2', 'f-3']) {
      await side.filing(id, submission, { account: FILER }, { holder: 's-1' });
      expect(await side.log.types(`filing-${id}`)).toEqual(['FilingSubmitted']);
    }
  });
  test('and somebody else wrote meanwhile: what is repeated is decided anew', async () => {
    side.log.next(ofFiling, async (append) => {
      await side.filing('f-1', withdraw, { account: FILER });
      return notPersisted(append);
    });
    await expect(side.filing('f-1', stage, { account: REVIEWER })).rejects.toThrow(Refused);
  });
  test('for long: the caller is told that it is unavailable, and the same key resolves it later', async () => {
    jest.useFakeTimers();
    side.log.next(ofFiling, ...Array.from({ length: 8 }, () => notPersisted));
    const by = { account: REVIEWER, idempotencyKey: 'patient' };
    const told = expect(side.filing('f-1', stage, by)).rejects.toThrow(StoreUnavailable);
    await jest.runAllTimersAsync();
    await told;
    expect(await side.filing('f-1', stage, by)).toMatchObject({ revision: 1, replayed: false });
  });
});

describe('a text', () => {
  const reason = async () =>
    ((await side.log.readLast('filing-f-1'))!.data as { reason: { ref: string; digest: string } }).reason;

  test('is kept before the event that refers to it, which holds a reference and a digest and no word', async () => {
    let typesThen: string[] = [];
    side.texts.asked = async () => {
      typesThen = await side.log.types('filing-f-1');
    };
    await side.filing('f-1', takeUp('涉及张三的重大案件'), { account: NATIONAL });
    expect(typesThen).toEqual(['FilingSubmitted']);
    const { ref, digest } = await reason();
    expect(side.texts.kept.get(ref)).toBe('涉及张三的重大案件');
    expect(digest).toBe(digestOf('涉及张三的重大案件'));
    expect(digest).not.toBe(UNSEALED);
    expect(JSON.stringify(await side.log.all())).not.toContain('张三');
  });
  test('of a command that is refused is not kept', async () => {
    await side.filing('f-1', withdraw, { account: FILER });
    const kept = side.texts.kept.size;
    await expect(side.filing('f-1', takeUp('重大'), { account: NATIONAL })).rejects.toThrow(Refused);
    expect(side.texts.kept.size).toBe(kept);
  });
  test('that cannot be kept stops the command', async () => {
    side.texts.asked = () => Promise.reject(new Error('the vault is out of reach'));
    await expect(side.filing('f-1', takeUp('重大'), { account: NATIONAL })).rejects.toThrow('the vault is out of reach');
    expect(await side.log.types('filing-f-1')).toEqual(['FilingSubmitted']);
  });
  test('that was kept when the process died is found again by the same request, and is kept once', async () => {
    const by = { account: NATIONAL, idempotencyKey: 'again' };
    side.log.next(ofFiling, crash);
    await expect(side.filing('f-1', takeUp('重大'), by)).rejects.toThrow(Crash);
    const kept = [...side.texts.kept];
    const next = new WriteSide(side.log, { texts: side.texts });
    await next.filing('f-1', takeUp('重大'), by);
    expect([...side.texts.kept]).toEqual(kept);
    expect(await reason()).toMatchObject({ ref: kept.at(-1)![0], digest: digestOf('重大') });
  });
  test('under a key that another request used before it died has a place of its own', async () => {
    side.log.next(ofFiling, crash);
    await expect(side.filing('f-1', takeUp('甲'), { account: NATIONAL, idempotencyKey: 'again', hash: 'one' })).rejects.toThrow(
      Crash,
    );
    await side.filing('f-1', takeUp('乙'), { account: NATIONAL, idempotencyKey: 'again', hash: 'two' });
    expect((await reason()).digest).toBe(digestOf('乙'));
  });
  test('and another one in the same command have places of their own', async () => {
    await side.filing('f-1', stage, { account: REVIEWER });
    const reasons = ['甲', '乙'].map((words) => ({
      item: 'algorithm' as const,
      defect: 'form' as const,
      text: new FreeText(words),
    }));
    await side.filing('f-1', { type: 'RefuseFiling', data: { reasons } }, { account: 'cac-110000-approver' });
    const { data } = (await side.log.readLast('filing-f-1'))!;
    const texts = (data as unknown as { reasons: { text: { ref: string; digest: string } }[] }).reasons.map(({ text }) => text);
    expect(texts.map(({ ref }) => side.texts.kept.get(ref))).toEqual(['甲', '乙']);
    expect(texts.map(({ digest }) => digest)).toEqual([digestOf('甲'), digestOf('乙')]);
  });
});
