// docs/provisions.md is the index of the system by the law: every article stands in it, and every name in it exists.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/provisions.md'), 'utf8');
const sources = ['libs/domain', 'libs/application']
  .flatMap((folder) => filesIn(folder))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);
}

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| article') && !line.startsWith('| provision'));
const names = [...page.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
const types = new Set([...sources.matchAll(/(?:Command|Fact)<\s*'([A-Za-z]+)'/g)].map((match) => match[1]!));
const paths = (JSON.parse(readFileSync(join(root, 'openapi.json'), 'utf8')) as { paths: Record<string, Record<string, unknown>> })
  .paths;

describe('docs/provisions.md', () => {
  test.each([...Array.from({ length: 25 }, (_, i) => `DSP ${i + 1}`), ...Array.from({ length: 11 }, (_, i) => `ARP ${i + 23}`)])(
    'has %s',
    (article) => expect(rows.some((row) => new RegExp(`^\\| ${article}( ¶\\d)? \\|`).test(row))).toBe(true),
  );

  test('says of each article what became of it', () => {
    for (const row of rows) expect(row.split('|')[3]!.trim()).toMatch(/^(done|not yet|no act)$/);
  });

  test('names only commands and events that exist, and every one of them', () => {
    const named = names.filter((name) => /^[A-Z][a-z]+[A-Za-z]*$/.test(name));
    expect(named.filter((name) => !types.has(name))).toEqual([]);
    expect([...types].filter((type) => !named.includes(type))).toEqual([]);
  });

  test('names only routes that exist, and every one that writes', () => {
    const routes = names.filter((name) => /^(GET|POST|PUT) /.test(name));
    const exists = (route: string) => {
      const [method, path] = route.split(' ') as [string, string];
      return paths[path]?.[method.toLowerCase()] !== undefined;
    };
    expect(routes.filter((route) => !exists(route))).toEqual([]);
    const writing = Object.entries(paths).flatMap(([path, methods]) => (methods.post ? [`POST ${path}`] : []));
    expect(writing.filter((route) => !routes.includes(route))).toEqual([]);
  });

  test('names only files and tables that exist', () => {
    expect(names.filter((name) => /\.(ts|md)$/.test(name) && !existsSync(join(root, name)))).toEqual([]);
    const tables = names.filter((name) => /^(article|coRegulated|LABEL)/.test(name));
    expect(tables.filter((name) => !sources.includes(`const ${name}`))).toEqual([]);
  });
});
