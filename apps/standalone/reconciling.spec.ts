import { expect, test } from '@jest/globals';
import { type Reconciliation } from '#read-models/reconciler.js';
import { KeptLog, until } from '#support/read-side.js';
import { startReconciling } from './reconciling.js';

const sound = { at: '', position: '', inForce: 0, downstreams: [] } satisfies Reconciliation;

test('round follows round, also after one that could not be made, until it is stopped', async () => {
  const log = new KeptLog();
  let rounds = 0;
  const reconcile = (): Promise<Reconciliation> =>
    (rounds += 1) === 2 ? Promise.reject(new Error('no connection')) : Promise.resolve(sound);
  const reconciling = startReconciling({ reconcile }, log, 5);
  await until(() => rounds === 4);
  await reconciling.stop();
  expect(log.lines).toMatchObject([{ level: 'error', values: { err: { message: 'no connection' } } }]);
  const made = rounds;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(rounds).toBe(made);
});

test('what fails because the service ends is no alarm', async () => {
  const log = new KeptLog();
  let fail = (_: Error): void => undefined;
  const reconcile = (): Promise<Reconciliation> => new Promise((_, reject) => (fail = reject));
  let asked = 0;
  const reconciling = startReconciling({ reconcile: () => ((asked += 1), reconcile()) }, log, 1);
  await until(() => asked === 1);
  await reconciling.stop();
  fail(new Error('the pool has ended'));
  await Promise.resolve();
  expect(log.lines).toEqual([]);
});
