import { describe, expect, test } from '@jest/globals';
import { caseFile, type CaseCommand, type CaseEvent } from '#domain/case-file.js';
import { fold, isRefusal } from '#domain/decider.js';
import { words } from '#support/filing-examples.js';
import { asStored } from '#support/registry-rows.js';
import { caseFiles } from './case-files.js';
import { foldProjection } from './projection.js';

const beijing = { kind: 'cac', division: '110000' };
const shanghai = { kind: 'cac', division: '310000' };
const reason = words('reason');
const facts = { officer: { account: 'a-2', person: 'p-2' }, leads: true };
const until = '2026-12-31';

/** The row after these requests, made by the domain's own decisions. */
function after(...requests: object[]) {
  let past: CaseEvent[] = [];
  for (const request of requests) {
    const command = { facts, on: '2026-03-02', by: { person: 'lead', agency: beijing }, ...request } as CaseCommand;
    const outcome = caseFile.decide(command, fold(caseFile, past));
    if (isRefusal(outcome)) throw new Error(outcome.refused);
    past = [...past, ...outcome];
  }
  const { rows } = foldProjection(caseFiles, asStored(past, 'case-filing-f-1'));
  const row = rows.get('filing-f-1')!.row;
  return { row, columns: Object.fromEntries(caseFiles.columns.map(({ name, of }) => [name, of(row)])) };
}

const assign = { type: 'AssignCase', data: { account: 'a-2', until } };
const recuse = { type: 'RecuseOfficer', data: { account: 'a-2', reason } };
const readmit = { type: 'EndRecusal', data: { account: 'a-2', reason } };
const grant = { type: 'GrantAccess', data: { agency: shanghai, until, reason } };

describe('the file of a case', () => {
  test('shows who works on it, until when, and is found by him', () => {
    const { row, columns } = after(assign);
    expect(row.assigned).toEqual([{ account: 'a-2', person: 'p-2', agency: 'cac-110000', until }]);
    expect(columns.assigned).toEqual(['a-2']);
  });
  test('is found by the person who is recused, until that has ended', () => {
    expect(after(assign, recuse).columns).toMatchObject({ recused: ['p-2'], assigned: [] });
    expect(after(assign, recuse, readmit).columns).toMatchObject({ recused: [] });
  });
  test('is found by the agency that was let in, until it is shut out', () => {
    expect(after(grant).columns.granted).toEqual(['cac-310000']);
    const { row, columns } = after(grant, { type: 'EndGrant', data: { n: 1 } });
    expect(columns.granted).toEqual([]);
    expect(row.grants).toMatchObject([{ n: 1, endedOn: '2026-03-02' }]);
  });
  test('is none of other streams’ business', () =>
    expect(['filing-f-1', 'case', 'casefile-1'].flatMap((stream) => caseFiles.keys({ stream } as never))).toEqual([]));
});
