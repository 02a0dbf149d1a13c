// The description of the API: the committed one is what the built service serves, it is whole, and its page works under its own policy.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { startNode, type TestProcess } from '#support/processes.js';
import { routes } from '#support/routes.js';
import { freePort } from '#support/service.js';

const root = join(import.meta.dirname, '../..');
const built = (path: string) => join(root, 'dist/apps', path);
const committed = readFileSync(join(root, 'openapi.json'), 'utf8');

interface Operation {
  operationId?: string;
  summary?: string;
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean; schema?: object }[];
  requestBody?: object;
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: { $ref?: string } }> }>;
}
const document = JSON.parse(committed) as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, Operation['responses'][string]>>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method.toUpperCase()} ${path}`, operation]),
);

const resolved = (response: Operation['responses'][string]): Operation['responses'][string] =>
  response.$ref === undefined ? response : document.components['responses']![response.$ref.split('/').at(-1)!]!;

describe('the built service', () => {
  let database: TestDatabase;
  let folder: string;
  let service: TestProcess;
  let url: string;

  beforeAll(async () => {
    if (!existsSync(built('standalone/main.js'))) throw new Error('there is no build in dist: npm run build');
    database = await migratedDatabase();
    folder = await mkdtemp(join(tmpdir(), 'beian-openapi-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    service = startNode(built('standalone/main.js'), {
      env: { PORT: String(port), HOST: undefined, PUBLIC_URL: undefined, DATA_DIR: folder, DATABASE_URL: database.url },
    });
    await service.says(/is ready at/);
  }, 60_000);
  afterAll(async () => {
    service.signal('SIGTERM');
    await service.exited;
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  test('serves the committed description', async () => {
    const response = await fetch(`${url}/openapi.json`);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toEqual(document);
  });

  test('is described by `npm run openapi` as it is committed, byte for byte', async () => {
    expect(await startNode(built('api/openapi-main.js'), { cwd: folder }).exited).toBe(0);
    expect(await readFile(join(folder, 'openapi.json'), 'utf8')).toBe(committed);
  });

  describe('shows a page at /docs', () => {
    let page: string;
    let policy: Record<string, string[]>;
    beforeAll(async () => {
      const response = await fetch(`${url}/docs`);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      page = await response.text();
      policy = Object.fromEntries(
        response.headers
          .get('content-security-policy')!
          .split(';')
          .map((directive) => directive.trim().split(' '))
          .map(([name, ...sources]) => [name!, sources]),
      );
    });

    test('whose policy lets nothing come from elsewhere or stand inline', () => {
      expect(policy['default-src']).toEqual(["'none'"]);
      expect(policy['frame-ancestors']).toEqual(["'none'"]);
      const sources = Object.entries(policy).flatMap(([name, sources]) => sources.map((source) => `${name} ${source}`));
      expect(sources.filter((source) => !/^[a-z-]+ '(self|none)'$/.test(source))).toEqual(['img-src data:']);
    });

    test('that holds nothing inline, and only what the service itself gives', async () => {
      expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
      expect([...page.matchAll(/<script[^>]*>([^<]*)/g)].map(([, inline]) => inline)).toEqual(['', '']);
      const addresses = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1]!);
      expect(addresses).toHaveLength(4);
      const types: Record<string, RegExp> = { css: /^text\/css/, js: /^text\/javascript/, png: /^image\/png/ };
      for (const address of addresses) {
        expect(address).toMatch(/^docs\//);
        const response = await fetch(new URL(address, `${url}/docs`));
        expect({ address, status: response.status }).toEqual({ address, status: 200 });
        expect(response.headers.get('content-type')).toMatch(types[address.split('.').at(-1)!]!);
        expect(response.headers.get('x-content-type-options')).toBe('nosniff');
        expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(50);
      }
    });

    test('that begins with a script of its own, which reads the description of this service', async () => {
      const script = await (await fetch(`${url}/docs/start.js`)).text();
      const asked: { url?: string; validatorUrl?: unknown }[] = [];
      runInNewContext(script, { SwaggerUIBundle: (options: (typeof asked)[number]) => asked.push({ ...options }) });
      expect(asked).toEqual([expect.objectContaining({ url: 'openapi.json', dom_id: '#swagger-ui', validatorUrl: null })]);
    });

    test('and no other file of the package', async () => {
      for (const name of ['index.html', 'swagger-initializer.js', 'oauth2-redirect.html', '../package.json', 'swagger-ui.js.map'])
        expect((await fetch(`${url}/docs/${name}`)).status).toBe(404);
    });

    test('while every other answer keeps the stricter policy', async () => {
      for (const path of ['/openapi.json', '/v1/registry', '/problems/not-found'])
        expect((await fetch(`${url}${path}`)).headers.get('content-security-policy')).toContain("default-src 'none'");
      expect((await fetch(`${url}/v1/registry`)).headers.get('content-security-policy')).not.toContain('script-src');
    });
  });
});

/** Of what is new, these open a matter. */
const opens =
  /^(POST \/v1\/(subjects|subjects\/recorded|filings|accounts|assessments|calendar|orders|penalties|inspections|incidents|reports|objections|incident-reports|store-actions|webhooks|drafts|clients|regulator\/templates|regulator\/cases\/\{case\}\/notes)|PUT \/v1\/attachments\/.*)$/;

/** Reads of what is projected: they wait for a position. */
const projected = [
  /^\/v1\/(filings|subjects|attachments|accounts|assessments|orders(?!.*\/drafts\/)|penalties|inspections|reports|deadlines|notices|documents)/,
  /^\/v1\/incidents(\/\{id\}(\/events)?)?$/,
  /^\/v1\/regulator(?!\/(templates(?!.*\/filled)|queue\/filters|cases\/.*\/notes))/,
  /^\/v1\/registry(\/\{number\}(\/history)?)?$/,
  /^\/v1\/(store-actions|watch\/report)/,
  /^\/v1\/status(-feed|-snapshot|\/\{number\})?$/,
];

describe('the description', () => {
  test('is valid by the rules of redocly', async () => {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [join(root, 'node_modules/@redocly/cli/bin/cli.js'), 'lint', '--extends=recommended', '--format=json', 'openapi.json'],
      { cwd: root, env: { ...process.env, NODE_OPTIONS: '', REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } },
    ).catch((error: { stdout: string; stderr: string }) => error);
    const report = JSON.parse(stdout.slice(stdout.indexOf('{')) || '{}') as { problems?: { message: string }[] };
    expect({ problems: report.problems?.map(({ message }) => message), stderr: report.problems ? '' : stderr }).toEqual({
      problems: [],
      stderr: '',
    });
  }, 60_000);

  test('names each operation once, in words too', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      operations.filter(([, { operationId, summary }]) => !operationId || !summary?.endsWith('.')).map(([name]) => name),
    ).toEqual([]);
  });

  test('refers to nothing that is not there', () => {
    const refs = [...committed.matchAll(/"\$ref": "#\/components\/([^"]+)"/g)].map((match) => match[1]!.split('/'));
    expect(refs.length).toBeGreaterThan(100);
    expect(refs.filter(([kind, name]) => document.components[kind!]?.[name!] === undefined)).toEqual([]);
  });

  test.each(operations)('%s says who may ask', (name, { security }) =>
    expect(security).toEqual(routes[name]!.kind === 'anyone' ? [{}] : [{ bearer: [] }]),
  );

  test.each(operations)('%s says what headers it reads', (name, { parameters = [] }) => {
    const required = (wanted: boolean) =>
      parameters.filter((parameter) => parameter.in === 'header' && (parameter.required ?? false) === wanted).map((p) => p.name);
    const [method, path] = name.split(' ') as [string, string];
    const writes =
      (method === 'POST' && !routes[name]!.unlogged) ||
      /^PUT \/v1\/(subjects|orders|incidents|regulator\/templates)\//.test(name);
    const changes = (writes && path.includes('{') && !routes[name]!.adds) || routes[name]!.versioned === true;
    expect(required(true).sort()).toEqual([...(writes ? ['Idempotency-Key'] : []), ...(changes ? ['If-Match'] : [])]);
    expect(required(false).includes('Prefer')).toBe(writes);
    const follows = method === 'GET' && projected.some((pattern) => pattern.test(path));
    expect(required(false).includes('Min-Position')).toBe(follows);
  });

  test.each(operations)('%s says which problems it answers with', (name, { responses, requestBody, parameters = [] }) => {
    const headers = parameters.map((parameter) => parameter.name);
    const wanted = [
      ...[400, 401, 429, 503],
      ...(routes[name]!.kind === 'anyone' ? [] : [403]),
      ...(headers.includes('Idempotency-Key') ? [409, 422] : []),
      ...(headers.includes('If-Match') ? [404, 412, 428] : []),
      ...(requestBody ? [413, 415, 422] : []),
    ].map(String);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(wanted));
    for (const [status, response] of Object.entries(responses)) {
      if (Number(status) < 400 || (name === 'GET /health/ready' && status === '503')) continue;
      expect(resolved(response).content).toEqual({
        'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDto' } },
      });
    }
    const successes = Object.keys(responses).filter((status) => Number(status) < 300);
    expect(successes.length).toBeGreaterThan(0);
    expect(successes.includes('201')).toBe(opens.test(name));
  });
});
