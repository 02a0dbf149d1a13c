import { expect, test } from '@jest/globals';
import { type FastifyRequest } from 'fastify';
import { type Problem } from '#platform/problem.js';
import { type Actor } from '#policy/rules.js';
import { PublicIntake } from './public-intake.js';

const from = (ip: string) => ({ ip }) as FastifyRequest;
const store: Actor = { account: 'a-1', person: 'p-1', roles: ['store'] };
const intake = (perHour: number, unattended = 0) =>
  new PublicIntake({ unattended: (most) => Promise.resolve(Math.min(unattended, most)) }, { perHour, backlog: 10 });
const refusal = (admitted: Promise<void>): Promise<Problem | undefined> =>
  admitted.then(
    () => undefined,
    (error: unknown) => error as Problem,
  );

test('many addresses together get a hundred times what one gets, and whoever signs in is heard beside them', async () => {
  const door = intake(1);
  for (let i = 0; i < 100; i++) expect(await refusal(door.admit(from(`192.0.2.${i}`), undefined))).toBeUndefined();
  const { code, status, members } = (await refusal(door.admit(from('192.0.2.200'), undefined)))!;
  expect({ code, status, soon: members.retryAfter! <= 36 }).toEqual({ code: 'rate-limited', status: 429, soon: true });
  expect(await refusal(door.admit(from('192.0.2.200'), store))).toBeUndefined();
});

test('a full backlog keeps out who has no account, and nobody else', async () => {
  expect(await refusal(intake(5, 9).admit(from('192.0.2.1'), undefined))).toBeUndefined();
  const full = intake(5, 10);
  expect((await refusal(full.admit(from('192.0.2.1'), undefined)))?.members).toMatchObject({ specific: 'backlog-full' });
  expect(await refusal(full.admit(from('192.0.2.1'), store))).toBeUndefined();
});

test('without a limit every address is heard, as long as the backlog is', async () => {
  const open = intake(0);
  for (let i = 0; i < 500; i++) expect(await refusal(open.admit(from('192.0.2.1'), undefined))).toBeUndefined();
  expect((await refusal(intake(0, 10).admit(from('192.0.2.1'), undefined)))?.status).toBe(429);
});
