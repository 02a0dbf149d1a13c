// Machines of an organisation over HTTP: registered by a public key, signed in by it, given another one, and closed.
import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { submission, verifiedSubject } from '#support/forms.js';
import { askForToken, machineKey, type MachineKey, signedIn } from '#support/machines.js';
import { lastPart } from '#support/order-forms.js';
import { invalid, problem } from '#support/problems.js';
import { until } from '#support/read-side.js';
import { type Answered, startTestService, TestClient, type TestService } from '#support/service.js';
import { forge } from '#support/tokens.js';

let service: TestService;
let admin: TestClient;
let stranger: TestClient;
let subject: string;

const ok = (answer: Answered): Answered => {
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const tagOf = (answer: Answered): string => answer.headers.get('etag')!;
const register = async (key: MachineKey, name = '报送系统'): Promise<Answered> =>
  ok(await admin.post('/v1/clients', { name, key: key.jwk }));
const replace = (client: TestClient, id: string, jwk: unknown, tag: string): Promise<Answered> =>
  client.send('PUT', `/v1/clients/${id}/key`, { body: { key: jwk }, headers: { 'if-match': tag } });
const close = (id: string, client = admin): Promise<Answered> => client.post(`/v1/clients/${id}/closure`);
const refusedToken = { status: 401, error: 'invalid_client' };

beforeAll(async () => {
  service = await startTestService();
  [admin, stranger] = [await service.as('filer-a'), await service.as('filer-b')];
  subject = lastPart(await verifiedSubject(admin, await service.as('cac-beijing-reviewer')));
}, 60_000);
afterAll(() => service.stop());

describe('a client', () => {
  test.each(['ES256', 'EdDSA'] as const)('with a key for %s signs in by it, and files for its organisation', async (kind) => {
    const key = await machineKey(kind);
    const registered = await register(key);
    const { id } = registered.body;
    expect(registered.status).toBe(201);
    expect(registered.headers.get('location')).toBe(`/v1/clients/${id}`);
    expect(registered.body).toEqual({
      ...{ id, name: '报送系统', status: 'open', revision: 0, registeredAt: '2026-11-24T02:00:00.000Z' },
      registeredBy: expect.any(String),
      key: { ...key.jwk, kid: expect.stringMatching(/^[\w-]{43}$/), alg: kind },
    });
    expect((await admin.get(`/v1/clients/${id}`)).body).toEqual(registered.body);
    const machine = await signedIn(service, id, key);
    expect((await machine.post('/v1/filings', await submission(machine))).status).toBe(201);
    expect((await machine.get(`/v1/accounts/${id}`)).body).toMatchObject({ id, status: 'open', roles: ['filer'], subject });
    // It files, and keeps neither accounts nor clients.
    expect(await machine.get('/v1/clients')).toMatchObject(problem(403, 'forbidden'));
    expect((await machine.post('/v1/clients', { name: 'x', key: key.jwk })).status).toBe(403);
    ok(await close(id));
  });

  test('is asked for the key that its owner names', async () => {
    const key = await machineKey();
    const { id } = (
      await register({ ...key, jwk: { ...key.jwk, kid: '2026-甲', use: 'sig', alg: 'ES256', key_ops: ['verify'], ext: true } })
    ).body;
    expect((await askForToken(service, id, key, '2026-甲')).status).toBe(200);
    expect((await askForToken(service, id, key)).status).toBe(200);
    expect(await askForToken(service, id, key, 'another')).toMatchObject(refusedToken);
    ok(await close(id));
  });

  test('whose key was replaced gets no token by the one before, from that moment on', async () => {
    const [old, next] = [await machineKey(), await machineKey('EdDSA')];
    const registered = await register(old);
    const { id } = registered.body;
    await signedIn(service, id, old);
    const replaced = ok(await replace(admin, id, next.jwk, tagOf(registered)));
    expect(replaced.body).toMatchObject({
      revision: 1,
      key: { alg: 'EdDSA', x: next.jwk.x },
      keyChangedAt: '2026-11-24T02:00:00.000Z',
    });
    expect(await askForToken(service, id, old)).toMatchObject(refusedToken);
    expect((await askForToken(service, id, next)).status).toBe(200);
    // Asked again it is a success; over a version that was overtaken it is not.
    expect((await replace(admin, id, next.jwk, tagOf(registered))).body).toEqual(replaced.body);
    expect(await replace(admin, id, old.jwk, tagOf(registered))).toMatchObject(problem(412, 'precondition-failed'));
    expect(await admin.send('PUT', `/v1/clients/${id}/key`, { body: { key: old.jwk } })).toMatchObject(
      problem(428, 'precondition-required'),
    );
    expect((await askForToken(service, id, next)).status).toBe(200);
    ok(await close(id));
  });

  test.each(['client', 'account'])(
    'whose %s was closed gets no token, and what it has is refused within a second',
    async (what) => {
      const key = await machineKey();
      const { id } = (await register(key)).body;
      const machine = await signedIn(service, id, key);
      ok(await machine.get('/v1/filings'));
      ok(what === 'client' ? await close(id) : await admin.act(`/v1/accounts/${id}`, 'closure'));
      const from = performance.now();
      expect(await askForToken(service, id, key)).toMatchObject(refusedToken);
      expect((await machine.post('/v1/filings', await submission(admin))).status).toBe(403);
      await until(async () => (await machine.get('/v1/filings')).status === 403);
      expect(performance.now() - from).toBeLessThan(2_000);
      const closed = await admin.get(`/v1/clients/${id}`);
      expect(closed.body).toMatchObject({ status: 'closed', closedAt: '2026-11-24T02:00:00.000Z' });
      expect((await admin.get(`/v1/accounts/${id}`)).body.status).toBe('closed');
      expect((await close(id)).body).toEqual(closed.body);
      expect(await replace(admin, id, (await machineKey()).jwk, tagOf(closed))).toMatchObject(problem(409, 'client-closed'));
      expect(await askForToken(service, id, key)).toMatchObject(refusedToken);
    },
  );

  test('is one, however often its request is repeated; and a rehearsal registers and closes none', async () => {
    const form = { name: '甲', key: (await machineKey()).jwk };
    const rehearsed = ok(await admin.post('/v1/clients', form, { dryRun: true }));
    expect([rehearsed.status, rehearsed.headers.get('etag')]).toEqual([200, null]);
    expect((await admin.get(`/v1/clients/${rehearsed.body.id}`)).status).toBe(404);
    const answers = await Promise.all([1, 2, 3].map(() => admin.post('/v1/clients', form, { key: 'c' })));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(await admin.post('/v1/clients', { ...form, name: '乙' }, { key: 'c' })).toMatchObject(
      problem(422, 'idempotency-key-reused'),
    );
    const { id } = answers[0]!.body;
    expect(ok(await admin.post(`/v1/clients/${id}/closure`, undefined, { dryRun: true })).body.status).toBe('closed');
    expect((await admin.get(`/v1/clients/${id}`)).body.status).toBe('open');
    ok(await close(id));
  });

  test('is its organisation’s administrator’s to keep: to others there is none', async () => {
    const { sign } = await forge(service);
    ok(await admin.post('/v1/accounts', { signIn: 'colleague', roles: ['filer'], subject }));
    const colleague = new TestClient(service.url, await sign({ sub: 'colleague', client_id: 'colleague' }));
    const key = await machineKey();
    const registered = await register(key);
    const { id } = registered.body;
    const others = [
      stranger,
      colleague,
      await service.as('cac-national-admin'),
      await service.as('auditor'),
      await service.as('store-a'),
    ];
    for (const other of others) {
      expect(await other.get(`/v1/clients/${id}`)).toMatchObject(problem(404, 'not-found'));
      expect(await replace(other, id, key.jwk, tagOf(registered))).toMatchObject(problem(404, 'not-found'));
      expect(await close(id, other)).toMatchObject(problem(404, 'not-found'));
      if (other === stranger) continue;
      expect(await other.get('/v1/clients')).toMatchObject(problem(403, 'forbidden'));
      expect(await other.post('/v1/clients', { name: 'x', key: key.jwk })).toMatchObject(problem(403, 'forbidden'));
    }
    expect((await stranger.get('/v1/clients')).body.clients).toEqual([]);
    expect((await askForToken(service, id, key)).status).toBe(200);
    ok(await close(id));
  });
});

describe('a key', () => {
  test('is public, on its curve and whole, or it is refused; nothing private is ever kept', async () => {
    const [{ jwk: ec }, { jwk: ed }] = [await machineKey(), await machineKey('EdDSA')];
    const secret = await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey);
    const rsa = await exportJWK((await generateKeyPair('RS256', { extractable: true })).publicKey);
    const p384 = await exportJWK((await generateKeyPair('ES384', { extractable: true })).publicKey);
    const before = (await admin.get('/v1/accounts')).body.accounts.length;
    for (const [key, pointer, code] of [
      [secret, '/key/d', 'unknown-field'],
      [rsa, '/key/n', 'unknown-field'],
      [p384, '/key/crv', 'in'],
      [{ kty: 'oct', k: 'c2VjcmV0' }, '/key/k', 'unknown-field'],
      [{ ...ec, crv: 'Ed25519' }, '/key', 'public-key'],
      [{ ...ec, y: undefined }, '/key', 'public-key'],
      [{ ...ec, y: ec.x }, '/key', 'public-key'],
      [{ ...ec, x: 'A'.repeat(43) }, '/key', 'public-key'],
      // The same point, spelt with bits that count for nothing.
      [{ ...ec, x: `${ec.x!.slice(0, 42)}${String.fromCharCode(ec.x!.charCodeAt(42) + 1)}` }, '/key', 'public-key'],
      [{ ...ec, x: `${ec.x!.slice(0, 42)}=` }, '/key/x', 'matches'],
      [{ ...ec, x: ec.x!.slice(1) }, '/key/x', 'matches'],
      [{ ...ed, y: ed.x }, '/key', 'public-key'],
      [{ ...ed, crv: 'X25519' }, '/key/crv', 'in'],
      [{ ...ec, kid: '' }, '/key/kid', 'text'],
      [{ ...ec, kid: null }, '/key/kid', 'null'],
      [{ ...ec, use: 'enc' }, '/key/use', 'in'],
      [{ ...ec, key_ops: ['sign'] }, '/key/key_ops', 'in'],
      [{ ...ec, x5u: 'https://10.0.0.1/' }, '/key/x5u', 'unknown-field'],
      ['x', '/key', 'object'],
      [[ec], '/key', 'object'],
    ] as const)
      expect({ key, ...(await admin.post('/v1/clients', { name: 'x', key })) }).toMatchObject({ key, ...invalid(pointer, code) });
    for (const name of ['', ' ', '\u202e', 'x'.repeat(101), 1])
      expect(await admin.post('/v1/clients', { name, key: ec })).toMatchObject(invalid('/name', 'text'));
    expect((await admin.get('/v1/accounts')).body.accounts).toHaveLength(before);
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ key: object }>('select key from identity.client').finally(() => client.end());
    expect(rows.filter(({ key }) => Object.keys(key).some((member) => !/^(kty|crv|x|y|kid|alg)$/.test(member)))).toEqual([]);
  });

  test('of nobody gets no token, whatever the client calls itself', async () => {
    const key = await machineKey();
    for (const id of ['', '\0']) expect([400, 401]).toContain((await askForToken(service, id, key)).status);
    for (const id of [randomUUID(), randomUUID().toUpperCase(), 'filer-a', 'x', `${randomUUID()}'--`])
      expect({ id, ...(await askForToken(service, id, key)) }).toMatchObject({ id, ...refusedToken });
  });
});

describe('the list', () => {
  test('says where clients are registered, has the open ones first, and room for twenty of them', async () => {
    const { jwk } = await machineKey();
    const { body: before } = ok(await admin.get('/v1/clients'));
    expect(before).toMatchObject({ issuer: `${service.url}/oidc`, registered: 'here' });
    expect(before.clients.every(({ status }: { status: string }) => status === 'closed')).toBe(true);
    const ids: string[] = [];
    for (let n = 0; n < 20; n++) ids.push((await admin.post('/v1/clients', { name: `机 ${n}`, key: jwk })).body.id);
    expect(await admin.post('/v1/clients', { name: 'x', key: jwk })).toMatchObject(problem(409, 'too-many-clients'));
    const after = (await admin.get('/v1/clients')).body.clients as { id: string; status: string }[];
    expect(
      after
        .slice(0, 20)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.sort());
    expect(after).toHaveLength(before.clients.length + 20);
    ok(await close(ids[0]!));
    expect((await admin.post('/v1/clients', { name: 'x', key: jwk })).status).toBe(201);
  });
});
