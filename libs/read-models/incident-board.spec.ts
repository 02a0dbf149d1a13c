import { describe, expect, test } from '@jest/globals';
import { fold } from '#domain/decider.js';
import { incident } from '#domain/incident.js';
import { incidents } from '#application/incident-matters.js';
import * as the from '#support/incident-commands.js';
import { asStored } from '#support/registry-rows.js';
import { goldenFiles } from '../../test/golden/files.js';
import { incidentBoard } from './incident-board.js';
import { foldProjection } from './projection.js';

const id = '6f1c2d3e-0000-5000-8000-000000000009';
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const lives = [...goldenFiles()]
  .filter(([, file]) => file.category === 'incident')
  .map(([name, { life }]) => [name, life] as const);

describe.each(lives)('the incident of %s', (_, life) => {
  const { row } = foldProjection(incidentBoard, asStored(life, `incident-${id}`)).rows.get(id)!;

  test('stands where the domain’s own fold puts it', () => {
    expect(plain(row.incident)).toEqual(plain(fold(incident, life as never)));
    expect(row).toMatchObject({ id, revision: life.length - 1, openedOn: life[0]!.effectiveOn });
  });

  test('is listed for whom the policy lets read it one by one', () => {
    const { agency } = incidents.matter(row.incident);
    const columns = Object.fromEntries(incidentBoard.columns.map((column) => [column.name, column.of(row)]));
    expect(columns).toEqual({
      agency_kind: agency?.kind,
      agency_division: agency?.division,
      status: row.incident.status,
    });
  });
});

test('streams of other kinds are none of its business', () =>
  expect(foldProjection(incidentBoard, asStored(the.happened(the.open()), `order-${id}`)).rows.size).toBe(0));
