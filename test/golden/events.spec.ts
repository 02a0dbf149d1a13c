// What was once written is read for ever. Each version of each type of event has a file in `events`: its stream as it lies in the log.
// A new type, or a new version of one: add its row to lives.ts, then
//
//     GOLDEN=write npm run jest -- test/golden
//
// which writes the files that are missing and touches no other. The file of an older version stays, and is given `today`: what its data
// must become. Only a type that no release has shipped yet may have its file deleted and written again.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { foldOn } from '#application/folds.js';
import { upcast, upcasts, versionOf } from '#application/versions.js';
import { canonical } from '#event-store/canonical.js';
import { type Json, type RecordedEvent } from '#event-store/event-store.js';
import { formatPosition } from '#event-store/position.js';
import { goldenFaults } from '#event-store/upcast.js';
import { readModels } from '#read-models/all.js';
import { foldProjection } from '#read-models/projection.js';
import { fileName, goldenFiles, type GoldenFile, stored, writeGolden } from './files.js';
import { kinds } from './lives.js';

if (process.env.GOLDEN === 'write')
  for (const { category, lives } of kinds)
    for (const [type, life] of lives) writeGolden(fileName(type, versionOf(type)), { category, life: stored(life, versionOf) });

const files = goldenFiles();
const eventOf = ({ life }: GoldenFile) => life.at(-1)!;
const types = kinds.flatMap(({ category, lives }) => [...lives].map(([type, life]) => ({ category, type, life })));

/** The life as a reader is given it. */
const recordedLife = ({ category, life }: GoldenFile): RecordedEvent[] =>
  life.map(({ type, version, basis, effectiveOn, data }, revision) => ({
    id: `00000000-0000-5000-8000-${String(revision).padStart(12, '0')}`,
    ...{ type, version, data, stream: `${category}-1`, revision, position: formatPosition(1, revision + 1) },
    meta: { actor: 'a', command: `c-${revision}`, commandHash: '0', rule: 'r', basis, effectiveOn },
    salt: new Uint8Array(16),
    recordedAt: '2026-03-02T00:00:00.000Z',
  }));

/** Every path in the value with the kind of what stands there. */
function shape(value: Json, path = ''): string[] {
  if (value === null || typeof value !== 'object') return [`${path}: ${value === null ? 'null' : typeof value}`];
  const members = Array.isArray(value)
    ? (value as readonly Json[]).map((item) => ['*', item] as const)
    : Object.entries(value as Record<string, Json>);
  return [
    `${path}: ${Array.isArray(value) ? 'array' : 'object'}`,
    ...members.flatMap(([name, item]) => shape(item, `${path}/${name}`)),
  ];
}
const shapeOf = (value: Json) => [...new Set(shape(value))].sort();

describe('the golden files', () => {
  test('hold every version of every type of event, and each becomes today what its file says', () => {
    const table = Object.fromEntries(types.map(({ type }) => [type, upcasts[type] ?? { current: 1, from: {} }]));
    const stands = [...files.values()].map((file) => ({
      type: eventOf(file).type,
      version: eventOf(file).version,
      data: eventOf(file).data,
      today: file.today ?? eventOf(file).data,
    }));
    // A type without a file: add its row to lives.ts and run `GOLDEN=write npm run jest -- test/golden`.
    expect(goldenFaults(table, stands)).toEqual([]);
  });

  test('hold the events of every aggregate', () => {
    const application = fileURLToPath(new URL('../../libs/application', import.meta.url));
    const sources = readdirSync(application).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
    const categories = sources.flatMap((name) =>
      [...readFileSync(`${application}/${name}`, 'utf8').matchAll(/\bcategory: '([\w-]+)'/g)].map(([, category]) => category),
    );
    // An aggregate that is missing here adds its table to `kinds` in lives.ts.
    expect(kinds.map(({ category }) => category).sort()).toEqual([...new Set(categories)].sort());
  });

  test('are named after the event that ends them, and are of types that the log still has', () => {
    for (const [name, file] of files) {
      const { type, version } = eventOf(file);
      expect(name).toBe(fileName(type, version));
      expect(types).toContainEqual(expect.objectContaining({ type, category: file.category }));
    }
  });

  test.each(types)('$type is written today in the shape of its present version', ({ type, life }) => {
    const golden = files.get(fileName(type, versionOf(type)));
    const [event] = stored(life.slice(-1), versionOf);
    // Another shape is another version: raise it in versions.ts, with the way from the one before, and write its golden file.
    expect(shapeOf(event!.data)).toEqual(shapeOf(golden ? eventOf(golden).data : null));
  });

  test.each([...files])('%s is folded by its aggregate, and by every read model', (_, file) => {
    const { category, decider } = kinds.find((kind) => kind.category === file.category)!;
    const life = recordedLife(file);
    expect(foldOn({ category, decider, upcast }, life).revision).toBe(life.length - 1);
    for (const model of readModels) {
      const { rows } = foldProjection(model, life.map(upcast));
      for (const { row } of rows.values())
        for (const column of model.columns) expect(() => canonical({ value: column.of(row) as Json })).not.toThrow();
    }
  });
});
