import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type AccountCommand, type Role } from '#domain/account.js';
import { type Request } from '#domain/decider.js';
import { acceptance, context, FaultyLog, WriteSide } from '#support/write-side.js';
import { StoreUnavailable } from '#event-store/event-store.js';
import { AccountCallers, AccountsHandler, OnAccount } from './accounts.js';
import { type FilingRequest } from './filings.js';
import { Forbidden } from './handle.js';
import { type Clock, type SignIns } from './ports.js';

const clock: Clock = { now: () => new Date('2026-03-02T02:00:00Z') };
const noSignIns: SignIns = {
  accountOf: () => Promise.resolve(undefined),
  bind: () => Promise.resolve(),
  end: () => Promise.resolve(),
};

const system = { account: 'system', person: 'system', roles: [] };
const stage = (name: 'initial' | 'second'): FilingRequest => ({ type: 'RecordStage', data: { stage: name, result: 'passed' } });

let log: FaultyLog;
let callers: AccountCallers;
let side: WriteSide;
beforeEach(async () => {
  log = new FaultyLog();
  const before = new WriteSide(log);
  await before.verified('s-1');
  await before.submitted('f-1', 's-1');
  callers = new AccountCallers(log, clock);
  side = new WriteSide(log, { callers });
});
afterEach(() => void jest.restoreAllMocks());

const tell = (id: string, request: Request<AccountCommand>) =>
  new AccountsHandler(side.handler, noSignIns).execute(
    new OnAccount(id, request, context({ account: 'system' }), { within: { actor: system, rule: 'system' } }),
  );
const open = (id: string, roles: readonly Role[]) =>
  tell(id, { type: 'OpenAccount', data: { person: `person-${id}`, roles, agency: { kind: 'cac', division: '110000' } } });

describe('an account', () => {
  test('stands for a person, with roles, for an agency or a subject', async () => {
    await open('a-1', ['reviewer']);
    expect(await callers.current('a-1')).toEqual({
      account: 'a-1',
      person: 'person-a-1',
      roles: ['reviewer'],
      subject: undefined,
      agency: { kind: 'cac', division: '110000' },
    });
  });

  test('that was never opened, or is closed, stands for nobody', async () => {
    await open('a-1', ['reviewer']);
    await tell('a-1', { type: 'CloseAccount', data: {} });
    for (const account of ['a-1', 'a-404']) {
      expect(await callers.current(account)).toBeUndefined();
      await expect(side.filing('f-1', stage('initial'), { account })).rejects.toThrow(Forbidden);
    }
    expect(await log.types('filing-f-1')).toEqual(['FilingSubmitted']);
  });

  test('whose role was revoked is refused at once on writes, whatever is remembered for reads', async () => {
    await open('a-1', ['reviewer']);
    await callers.recent('a-1');
    await side.filing('f-1', stage('initial'), { account: 'a-1' });
    await tell('a-1', { type: 'ChangeRoles', data: { roles: ['inspector'] } });
    await expect(side.filing('f-1', stage('second'), { account: 'a-1' })).rejects.toThrow(Forbidden);
    expect(await log.types('filing-f-1')).toEqual(['FilingSubmitted', 'ReviewStageRecorded']);
  });

  test('that was given a role may use it at once', async () => {
    await open('a-1', ['inspector']);
    await expect(side.filing('f-1', stage('initial'), { account: 'a-1' })).rejects.toThrow(Forbidden);
    await tell('a-1', { type: 'ChangeRoles', data: { roles: ['reviewer'] } });
    expect(await side.filing('f-1', stage('initial'), { account: 'a-1' })).toMatchObject({ revision: 1 });
  });

  test('counts as its person: two accounts of one person are not four eyes', async () => {
    for (const [id, role] of [
      ['a-1', 'reviewer'],
      ['a-2', 'approver'],
    ] as const)
      await tell(id, {
        type: 'OpenAccount',
        data: { person: 'one', roles: [role], agency: { kind: 'cac', division: '110000' } },
      });
    await side.filing('f-1', stage('initial'), { account: 'a-1' });
    await expect(side.filing('f-1', acceptance, { account: 'a-2' })).rejects.toMatchObject({ refusal: { refused: 'four-eyes' } });
  });
});

describe('for reads', () => {
  const standing = async (account: string) => (await callers.recent(account))?.roles;

  test('an account is at most a second old', async () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(10_000);
    await open('a-1', ['reviewer']);
    expect(await standing('a-1')).toEqual(['reviewer']);
    await tell('a-1', { type: 'ChangeRoles', data: { roles: [] } });
    now.mockReturnValue(10_999);
    expect(await standing('a-1')).toEqual(['reviewer']);
    now.mockReturnValue(11_000);
    expect(await standing('a-1')).toEqual([]);
  });

  test('a failure to read is not remembered', async () => {
    await open('a-1', ['reviewer']);
    const read = jest.spyOn(log, 'readStream').mockRejectedValueOnce(new StoreUnavailable('no connection'));
    await expect(callers.recent('a-1')).rejects.toThrow(StoreUnavailable);
    expect(await standing('a-1')).toEqual(['reviewer']);
    expect(read.mock.calls.filter(([stream]) => stream === 'account-a-1')).toHaveLength(2);
  });
});
