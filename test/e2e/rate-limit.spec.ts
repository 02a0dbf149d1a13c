// How much one client may ask, seen from outside: thirty requests a minute.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Answered, startTestService, TestClient, type TestService } from '#support/service.js';

const PER_MINUTE = 30;

let service: TestService;
beforeEach(async () => {
  service = await startTestService({ environment: { RATE_LIMIT_PER_MINUTE: String(PER_MINUTE) } });
}, 60_000);
afterEach(() => service.stop());

/** Asks until it is told to wait; the answers, that one last. A bucket that fills while it is emptied lets a few more through. */
async function untilLimited(ask: () => Promise<Answered>): Promise<Answered[]> {
  const answers: Answered[] = [];
  while (answers.at(-1)?.status !== 429 && answers.length < 10 * PER_MINUTE) answers.push(await ask());
  return answers;
}

const limited = {
  status: 429,
  body: { type: expect.stringMatching(/\/problems\/rate-limited$/), code: 'rate-limited', status: 429 },
};

describe('a limit of thirty requests a minute', () => {
  test('counts down in the RateLimit header, then says when to come again', async () => {
    const filer = await service.as('filer-a');
    const answers = await untilLimited(() => filer.get('/v1/filings'));
    expect(answers.length).toBeGreaterThan(PER_MINUTE);
    expect(answers.slice(0, -1).every(({ status }) => status === 200)).toBe(true);
    expect(answers[0]!.headers.get('ratelimit-policy')).toBe(`"minute";q=${PER_MINUTE};w=60`);
    expect(answers[0]!.headers.get('ratelimit')).toMatch(/^"minute";r=29;t=\d+$/);
    const last = answers.at(-1)!;
    expect(last).toMatchObject(limited);
    expect(last.headers.get('ratelimit')).toMatch(/^"minute";r=0;t=[12]$/);
    expect(last.headers.get('retry-after')).toMatch(/^[12]$/);
  });

  test('is each client’s own', async () => {
    const [filer, store] = await Promise.all([service.as('filer-a'), service.as('store-a')]);
    await untilLimited(() => filer.get('/v1/filings'));
    expect((await store.get('/v1/filings')).status).toBe(200);
    expect((await service.anyone.get('/v1/registry')).status).toBe(200);
  });

  test('counts who has no name by address', async () => {
    const answers = await untilLimited(() => service.anyone.get('/v1/registry'));
    expect(answers.slice(0, -1).every(({ status }) => status === 200)).toBe(true);
    expect(answers.at(-1)).toMatchObject(limited);
  });

  test.each([
    ['no token', undefined],
    ['a token that is none', 'x.y.z'],
  ])('counts refusals by address, with %s, and hinders no good token from the same address', async (_, token) => {
    const good = await service.as('filer-a');
    const bad = new TestClient(service.url, token);
    const answers = await untilLimited(() => bad.get('/v1/filings'));
    expect(answers.length).toBeLessThan(2 * PER_MINUTE);
    expect(answers.slice(0, -1).every(({ status }) => status === 401)).toBe(true);
    expect(answers[0]!.headers.get('ratelimit')).toMatch(/^"minute";r=\d+;t=\d+$/);
    expect(answers.at(-1)).toMatchObject(limited);
    expect((await good.get('/v1/filings')).status).toBe(200);
  });
});
