import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyItems, sameValue } from '#domain/filing-items.js';
import { type FilingCommand, type FilingEvent } from '#domain/filing.js';
import { material, row, submit, today } from '#support/filing-examples.js';
import * as the from '#support/filing-commands.js';
import { filingWalk } from '#support/filing-walks.js';
import { asStored, caseOf } from '#support/registry-rows.js';
import { versionsIn } from './filing-versions.js';

const versions = (facts: readonly FilingEvent[]) => versionsIn(asStored(facts));
const after = (...commands: readonly FilingCommand[]) => versions(the.happened(...commands));
const outlined = (facts: ReturnType<typeof versions>) =>
  facts.map(({ n, what, of, version, outcome, follows }) => [n, what, of, version, outcome, follows]);

describe('versions of a filing', () => {
  test('are its submissions, each compared with the one before, and numbered once accepted', () => {
    const found = after(...the.refused, the.notifyRefusal, submit(material({ mainUse: '另一用途' })), the.review(), the.accept);
    expect(outlined(found)).toEqual([
      [1, 'submission', 1, undefined, 'refused', undefined],
      [2, 'submission', 2, 1, 'accepted', 1],
    ]);
    expect(found[1]).toMatchObject({ submittedOn: today, decidedOn: today });
    expect(found[1]!.differences).toEqual([{ path: '/mainUse', before: material().mainUse, after: '另一用途' }]);
  });

  test('are its changes, each compared with what was in force, whatever became of the one before', () => {
    const found = after(
      ...[...the.filed, the.change(), the.refuseChange(), the.withdrawChange()],
      ...[the.change([the.otherUse]), the.acceptChange(2), the.change()],
    );
    expect(outlined(found)).toEqual([
      [1, 'submission', 1, 1, 'accepted', undefined],
      [2, 'change', 1, undefined, 'withdrawn', 1],
      [3, 'change', 2, 2, 'accepted', 1],
      [4, 'change', 3, undefined, undefined, 3],
    ]);
    expect(found.map(({ differences }) => differences.map(({ path }) => path))).toEqual([
      ...[[], ['/algorithm/name'], ['/mainUse'], ['/algorithm/name']],
    ]);
  });

  test('take in what is added to an open change', () => {
    const [, change] = after(...the.filed, the.change(), the.addItems());
    expect(change!.differences.map(({ path }) => path).sort()).toEqual(['/algorithm/name', '/mainUse']);
  });

  test('are undecided again when the refusal has fallen', () => {
    const [submission] = after(...the.refused, the.notifyRefusal, the.remedy('refusal'), the.annulRefusal);
    expect(submission).toMatchObject({ what: 'submission' });
    expect(submission!.outcome ?? submission!.decidedOn).toBeUndefined();
  });

  test('begin with the published row where the filing was imported', () => {
    const [imported, revised] = after(the.importRow(), the.importRow({ products: '另一产品' }, '2024-02'));
    expect(imported).toMatchObject({ what: 'import', version: 1, content: { row } });
    expect(revised!.differences).toEqual([{ path: '/row/products', before: row.products, after: '另一产品' }]);
  });

  test('of every lawful life end with what the case shows, and each follows from the one before by its differences', () =>
    fc.assert(
      fc.property(filingWalk, (walk) => {
        const found = versions(walk);
        if (walk.length === 0) return;
        const inForce = found.findLast(({ what, outcome }) => what !== 'change' || outcome === 'accepted');
        const { content, filedAs } = caseOf(...walk);
        if (inForce && content) expect(sameValue({ ...inForce.content, row: undefined }, { ...content, filedAs })).toBe(true);
        for (const { content: now, follows, differences } of found) {
          if (follows === undefined) continue;
          const items = differences.map((difference) => ({ ...difference, changedOn: today }));
          expect(sameValue(applyItems(found[follows - 1]!.content, items), now)).toBe(true);
        }
      }),
      { numRuns: 300 },
    ));
});
