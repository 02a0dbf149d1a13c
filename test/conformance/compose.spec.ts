// No container engine runs here: what can be read off the files is held against the source instead.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { MAX_EVENT_BYTES } from '#event-store/event-store.js';
import { readConfig, VARIABLES } from '#platform/config.js';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

interface Service {
  build?: { context: string; dockerfile: string; target: string };
  image: string;
  profiles?: string[];
  command?: string[];
  environment: Record<string, string>;
  depends_on?: Record<string, { condition: string; required?: boolean }>;
  healthcheck?: { test: string[] };
  ports?: string[];
  volumes?: string[];
}
interface Compose {
  services: { beian: Service; database: Service } & Record<string, Service>;
  volumes: Record<string, unknown>;
}

// Keys that stand twice, or hold what YAML does not allow, make this throw.
const compose = parse(read('docker-compose.yml'), { strict: true, uniqueKeys: true, merge: true }) as Compose;
const { beian, database } = compose.services;
const NODES = ['eventstore-1', 'eventstore-2', 'eventstore-3'] as const;
const nodes = NODES.map((name) => [name, compose.services[name]!] as const);

interface Instruction {
  word: string;
  rest: string;
  stage: string;
}

/** The Dockerfile's instructions, each with the stage that it stands in. */
function instructions(): Instruction[] {
  let stage = '';
  return read('Dockerfile')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [, word = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
      if (word === 'FROM') stage = / AS (\S+)$/.exec(rest)?.[1] ?? '';
      return { word, rest, stage };
    });
}

const dockerfile = instructions();
const all = (word: string) => dockerfile.filter((instruction) => instruction.word === word);
const only = (word: string): string => {
  const found = all(word);
  expect(found).toHaveLength(1);
  return found[0]!.rest;
};
/** What a compose file makes of `${NAME:-default}` where nothing is set. */
const interpolated = (text: string) => text.replace(/\$\{\w+:-([^}]*)\}/g, '$1');
const imageVariables = () =>
  Object.fromEntries(
    only('ENV')
      .split(' ')
      .map((pair) => pair.split('=') as [string, string]),
  );
const serviceEnvironment = () => ({
  ...imageVariables(),
  ...Object.fromEntries(Object.entries(beian.environment).map(([name, value]) => [name, interpolated(value)])),
});

describe('the compose file', () => {
  test('has a database that is ready before the service starts, and nothing else unless a cluster is asked for', () => {
    const always = Object.entries(compose.services).filter(([, { profiles }]) => profiles === undefined);
    expect(always.map(([name]) => name)).toEqual(['beian', 'database']);
    const required = Object.entries(beian.depends_on ?? {}).filter(([, { required }]) => required !== false);
    expect(required).toEqual([['database', { condition: 'service_healthy' }]]);
    expect(database.healthcheck?.test.slice(0, 2)).toEqual(['CMD', 'pg_isready']);
  });

  test('builds a stage of a file that is there', () => {
    expect(existsSync(join(root, beian.build!.context, beian.build!.dockerfile))).toBe(true);
    expect(all('FROM').map(({ stage }) => stage)).toContain(beian.build!.target);
    expect(all('FROM').at(-1)?.stage).toBe(beian.build!.target);
  });

  test('sets no variable that the service does not know', () => {
    for (const name of Object.keys({ ...imageVariables(), ...beian.environment })) expect(Object.keys(VARIABLES)).toContain(name);
    const asked = read('docker-compose.yml').matchAll(/\$\{(\w+)/g);
    for (const [, name] of asked) expect([...Object.keys(VARIABLES), 'POSTGRES_PASSWORD', 'EVENTSTORE_PASSWORD']).toContain(name);
  });

  test('makes a configuration that the service takes, of the database beside it', () => {
    const config = readConfig(serviceEnvironment());
    const url = new URL(config.databaseUrl!);
    const served = Object.fromEntries(Object.entries(database.environment).map(([name, value]) => [name, interpolated(value)]));
    expect(url.hostname).toBe('database');
    expect(url.port).toBe('5432');
    expect([url.username, url.password, url.pathname]).toEqual([
      served.POSTGRES_USER,
      served.POSTGRES_PASSWORD,
      `/${served.POSTGRES_DB}`,
    ]);
    expect(served.POSTGRES_PASSWORD).toContain('demonstration');
  });

  test('publishes the service alone, and on loopback alone, where its links lead', () => {
    const config = readConfig(serviceEnvironment());
    expect(beian.ports).toEqual([`127.0.0.1:${config.port}:${config.port}`]);
    expect(database.ports).toBeUndefined();
    expect(config.publicUrl).toBe(`http://127.0.0.1:${config.port}`);
    expect(config.host).toBe('0.0.0.0');
  });

  test('keeps what the service and its database write in volumes', () => {
    const mounts = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes.map((mount) => mount.split(':')));
    expect(new Set(mounts.map(([name]) => name))).toEqual(new Set(Object.keys(compose.volumes)));
    expect(mounts).toContainEqual(['data', readConfig(serviceEnvironment()).dataDir]);
    // Since version 18 the image keeps its data one level below this folder.
    expect(database.image).toBe('postgres:18');
    expect(mounts).toContainEqual(['database', '/var/lib/postgresql']);
  });
});

describe('the profile of the cluster', () => {
  const variables = Object.fromEntries(
    read('cluster.env')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

  test('has three nodes of one fixed version, each with its own name, its own data, and the others for seeds', () => {
    expect(variables.COMPOSE_PROFILES).toBe('cluster');
    for (const [i, [name, node]] of nodes.entries()) {
      expect([node.profiles, node.image]).toEqual([['cluster'], 'eventstore/eventstore:24.10.4-jammy']);
      expect(node.depends_on).toEqual({ certificates: { condition: 'service_completed_successfully' } });
      expect(node.ports).toBeUndefined();
      expect(node.volumes).toContain(`${name}:/var/lib/eventstore`);
      expect(node.environment).toMatchObject({
        EVENTSTORE_CLUSTER_SIZE: String(NODES.length),
        EVENTSTORE_NODE_HOST_ADVERTISE_AS: name,
        EVENTSTORE_REPLICATION_HOST_ADVERTISE_AS: name,
        EVENTSTORE_GOSSIP_SEED: NODES.filter((other) => other !== name)
          .map((other) => `${other}:2113`)
          .join(','),
        EVENTSTORE_CERTIFICATE_FILE: `/certificates/node${i + 1}/node.crt`,
        EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE: `/certificates/node${i + 1}/node.key`,
        EVENTSTORE_TRUSTED_ROOT_CERTIFICATES_PATH: `/certificates/node${i + 1}/trusted`,
      });
      // Above what one event of ours may have, below what the server's log can hold in one record.
      const limit = Number(node.environment.EVENTSTORE_MAX_APPEND_SIZE);
      expect(limit > 8 * MAX_EVENT_BYTES && limit < 16 * MAX_EVENT_BYTES).toBe(true);
      expect(beian.depends_on?.[name]).toEqual({ condition: 'service_healthy', required: false });
    }
  });

  test('has certificates for the names of the nodes, and gives the service none of the keys', () => {
    const script = compose.services.certificates!.command!.join('\n');
    expect(script).toContain('-dns-names localhost,eventstore-$$n');
    expect(script).toContain('for n in 1 2 3;');
    expect(script).toContain('cp ca/ca.crt /authority/ca.crt');
    expect(beian.volumes).toContain('authority:/authority:ro');
    expect(beian.volumes!.some((mount) => mount.startsWith('certificates:'))).toBe(false);
  });

  test('connects the service to all of them, encrypted, as the user that they know', () => {
    expect(beian.environment.EVENT_STORE_URL).toBe('${EVENT_STORE_URL:-}');
    const { eventStore } = readConfig({ ...serviceEnvironment(), EVENT_STORE_URL: variables.EVENT_STORE_URL });
    expect(eventStore).toEqual({
      seeds: NODES.map((address) => ({ address, port: 2113 })),
      discover: true,
      tls: { caFile: '/authority/ca.crt' },
      user: { name: 'admin', password: variables.EVENTSTORE_PASSWORD },
    });
    for (const [, { environment }] of nodes)
      expect(interpolated(environment.EVENTSTORE_DEFAULT_ADMIN_PASSWORD!)).toBe(variables.EVENTSTORE_PASSWORD);
    expect(variables.EVENTSTORE_PASSWORD).toContain('demonstration');
  });
});

describe('the image', () => {
  test('copies what is there, and what is not kept from the build', () => {
    const ignored = read('.dockerignore').split('\n').filter(Boolean);
    for (const { rest } of all('COPY').filter(({ rest }) => !rest.startsWith('--from'))) {
      for (const source of rest.split(' ').slice(0, -1)) {
        expect(existsSync(join(root, source))).toBe(true);
        expect(ignored).not.toContain(source);
      }
    }
  });

  test('takes from earlier stages what they make', () => {
    const stages = new Set(['node:22-slim']);
    for (const { word, rest, stage } of dockerfile) {
      const from = word === 'FROM' ? rest.split(' ')[0] : /^--from=(\S+)/.exec(rest)?.[1];
      if (word === 'FROM' || from) expect(stages).toContain(from);
      if (word === 'FROM') stages.add(stage);
    }
    const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;
    for (const [, script] of read('Dockerfile').matchAll(/npm run (\w+)/g)) expect(Object.keys(scripts)).toContain(script);
  });

  test('builds all that the type check of the source covers', () => {
    const { include, compilerOptions } = JSON.parse(read('tsconfig.json')) as {
      include: string[];
      compilerOptions: { outDir: string };
    };
    const copied = all('COPY').flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    for (const folder of include) expect(copied).toContain(folder);
    expect(copied).toContain(`/app/${compilerOptions.outDir.replace('./', '')}`);
  });

  test('starts a program that has a source', () => {
    const [node, program = ''] = JSON.parse(all('CMD').at(-1)!.rest) as string[];
    expect(node).toBe('node');
    expect(existsSync(join(root, program.replace(/^dist\//, '').replace(/\.js$/, '.ts')))).toBe(true);
  });

  test('runs as nobody special, on the port that it names, and asks whether it is ready', () => {
    const variables = imageVariables();
    expect(only('USER')).toBe('node');
    expect(only('EXPOSE')).toBe(variables.PORT);
    expect(only('HEALTHCHECK')).toContain('/health/ready');
  });
});
