import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type FilingContent } from '#domain/filing-content.js';
import { fold } from '#domain/decider.js';
import { filing, type FilingEvent } from '#domain/filing.js';
import { accepted, importedFiling, inForce, material, notice, number, submitted } from '#support/filing-examples.js';
import * as the from '#support/filing-commands.js';
import { filingWalk } from '#support/filing-walks.js';
import { asStored, entryOf, filingId, registryRow } from '#support/registry-rows.js';
import { foldedAsOf, foldProjection } from './projection.js';
import { publicRegistry } from './public-registry.js';

const { happened } = the;
const valueOf = (name: string, ...facts: FilingEvent[]) =>
  publicRegistry.columns.find((column) => column.name === name)?.of(registryRow(...facts));

describe('what anyone may read', () => {
  test('nothing stands in the registry before a filing is accepted', () => {
    expect(entryOf(...happened(...the.refused, the.notifyRefusal))).toBeUndefined();
    expect(entryOf(...happened(the.submitPlanned, the.takeUp, the.review(), the.withdraw))).toBeUndefined();
  });

  test('an accepted filing shows its number, its holder and what was proposed for publicity', () => {
    expect(registryRow(...inForce())).toMatchObject({
      id: filingId,
      number,
      status: 'filed',
      imported: false,
      holder: 'subject-1',
      filedAs: { name: '海淀云影科技有限公司' },
      content: {
        mainUse: material().mainUse,
        publicity: { principle: '生成对抗网络' },
        products: [{ name: '云影' }],
        algorithm: { name: '云影换脸算法' },
      },
      filedOn: '2026-03-02',
      version: 1,
    });
  });

  test('a reported change shows its day beside the earlier text until it is decided or withdrawn', () => {
    const reported = happened(...the.filed, the.change());
    expect(registryRow(...reported)).toMatchObject({ changeReportedOn: '2026-03-02', content: { algorithm: { name: '云影换脸算法' } } });
    expect(registryRow(...happened(...the.filed, the.change(), the.refuseChange()))).toMatchObject({ changeReportedOn: '2026-03-02' });
    expect(registryRow(...happened(...the.filed, the.change(), the.withdrawChange())).changeReportedOn).toBeUndefined();
    const accepted = registryRow(...happened(...the.filed, the.change(), the.acceptChange()));
    expect(accepted).toMatchObject({
      number,
      version: 2,
      remarks: ['2026年3月更名'],
      content: { algorithm: { name: '云影换脸算法二代' } },
    });
    expect(accepted.changeReportedOn).toBeUndefined();
  }); // prettier-ignore

  test('revoked is not cancelled, and a decision that falls brings the entry back under its number', () => {
    const revoked = [...the.filed, the.proposeRevocation(), the.approveRevocation()];
    expect(registryRow(...happened(...revoked))).toMatchObject({ status: 'revoked', revokedOn: '2026-03-02' });
    const back = registryRow(...happened(...revoked, the.remedy('revocation'), the.reinstate));
    expect(back).toMatchObject({ status: 'filed', number });
    expect(back.revokedOn).toBeUndefined();
    expect(registryRow(...happened(...the.filed, the.cancel, the.completeCancellation)).status).toBe('cancelled');
  });

  test('the finding of the authority prevails over what the filer declared', () => {
    expect(registryRow(...inForce()).voluntary).toBe(false);
    expect(registryRow(...happened(...the.filed, the.findAttribute(false))).voluntary).toBe(true);
  });

  test('a notice falls with the cancellation of which it told', () => {
    const cancelled = [the.importRow(), the.claim(), the.importNotice()];
    const back = registryRow(...happened(...cancelled, the.remedy('cancellation'), the.reinstate));
    expect(back).toMatchObject({ status: 'filed', imported: true });
    expect([back.notice, back.cancelledOn]).toEqual([undefined, undefined]);
  });
});

describe('what was taken over', () => {
  test('a list and a cancellation notice make the same entry in either order', () => {
    const told = (...facts: FilingEvent[]) => ({ ...registryRow(...facts), revision: 0, recordedAt: '' });
    for (const remarks of ['', '已注销'])
      expect(told(...happened(the.importRow({ remarks }), the.importNotice()))).toEqual(
        told(...happened(the.importNotice(), the.importRow({ remarks }))),
      );
  });

  test('a number known from a notice alone is a cancelled entry, and stands in no list', () => {
    const facts = happened(the.importNotice());
    expect(registryRow(...facts)).toMatchObject({ status: 'cancelled', imported: true, cancelledOn: notice.noticeDate, notice });
    expect(valueOf('list_place', ...facts)).toBeUndefined();
  });

  test('a row that says 已注销 is cancelled and stays listed; published again without it, it is filed', () => {
    const cancelled = happened(the.importRow({ remarks: '已注销' }));
    expect(registryRow(...cancelled).status).toBe('cancelled');
    expect(valueOf('list_place', ...cancelled)).toBe(valueOf('list_place', ...happened(the.importRow())));
    expect(registryRow(...happened(the.importRow({ remarks: '已注销' }), the.importRow())).status).toBe('filed');
  });

  test('a claimed entry keeps the published name and gains the credit code of its holder', () => {
    expect(registryRow(...happened(the.importRow(), the.claim()))).toMatchObject({
      holder: 'subject-2',
      filedAs: { name: '某某网络有限公司', creditCode: '91310115MA00DEM14A' },
      printed: { products: '某某（APP）' },
    });
  });
});

describe('columns', () => {
  test('a number is found with its prefix, as digits, and in part', () => {
    const search = valueOf('search', ...inForce());
    for (const text of [`网信算备${number}号`, number, number.slice(3, 9)]) expect(search).toContain(text);
  });

  test('an imported entry is sorted by the month of its list, ours by its day', () => {
    expect(valueOf('sort_key', importedFiling())).toBe(`2023-06 ${number}`);
    expect(valueOf('sort_key', ...inForce())).toBe(`2026-03-02 ${number}`);
  });
});

describe('the fold', () => {
  /** Every text under these names anywhere in the value. */
  const textsIn = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'object' && value !== null
        ? Object.values(value).flatMap(textsIn)
        : [];

  test('nothing that is not published reaches a row or a column, whatever a filing holds', () => {
    const secret = 'SECRET';
    const marked = (content: FilingContent): FilingContent => ({
      ...content,
      algorithm: {
        ...content.algorithm,
        strategy: secret,
        riskPrevention: secret,
        introduction: secret,
        scenario: secret,
        inputs: [secret],
        outputs: [secret],
      },
      attribute: { declared: true, grounds: [secret] },
      attachments: content.attachments.map((attachment) => ({ ...attachment, sha256: secret })),
    });
    const before = { path: '/algorithm/strategy', before: secret, after: secret, changedOn: '2026-03-01' };
    const items = [
      before,
      { ...before, path: '/algorithm/introduction' },
      { ...before, path: '/attachments', after: [{ kind: 'other', sha256: secret }] },
      { ...before, path: '/attribute/grounds', after: [secret] },
      { ...before, path: '/algorithm', after: marked(material()).algorithm },
    ];
    const evidence = (event: FilingEvent): FilingEvent =>
      JSON.parse(JSON.stringify(event), (key, value: unknown) =>
        ['evidence', 'ref', 'digest', 'person', 'acceptedBy', 'reviewedBy', 'proposedBy', 'approvedBy', 'claimedBy', 'basis'].includes(key)
          ? secret
          : value,
      ) as FilingEvent; // prettier-ignore
    fc.assert(
      fc.property(filingWalk, (walk) => {
        const events = walk.map(evidence).map((event): FilingEvent => {
          if (event.type === 'FilingSubmitted') return { ...event, data: { ...event.data, content: marked(event.data.content) } };
          if (event.type === 'ChangeSubmitted' || event.type === 'ChangeAccepted')
            return { ...event, data: { ...event.data, items: [...event.data.items, ...items] } } as FilingEvent;
          return event;
        });
        const row = entryOf(...events);
        if (row === undefined) return;
        const columns = publicRegistry.columns.map((column) => column.of(row));
        expect(textsIn([row, columns]).filter((text) => text.toUpperCase().includes(secret))).toEqual([]);
      }),
    );
  });

  test('the registry says of every lawful life what the filing itself says', () =>
    fc.assert(
      fc.property(filingWalk, (walk) => {
        const state = fold(filing, walk);
        const row = entryOf(...walk);
        if (row === undefined) {
          expect(['none', 'under-review', 'refused', 'withdrawn']).toContain(state.status);
          return;
        }
        expect(row).toMatchObject({ status: state.status, number: state.number, imported: state.imported });
        const name = state.filedAs.name ?? state.notice?.entityName;
        expect([row.holder, row.batch, row.filedAs.name]).toEqual([state.holder, state.batch, name]);
        expect(row.changeReportedOn !== undefined).toBe(['open', 'refused'].includes(state.change?.status ?? ''));
        if (state.status === 'cancelled') expect(row.revokedOn).toBeUndefined();
        if (state.status === 'filed') expect([row.cancelledOn, row.revokedOn]).toEqual([undefined, undefined]);
      }),
    ));

  test('an event that changes nothing public makes no version, and the rows of every position can be told', () => {
    const events = asStored(happened(...the.filed, the.proposeRevocation(), the.change(), the.acceptChange()));
    const folded = foldProjection(publicRegistry, events);
    expect(folded.superseded).toHaveLength(2);
    for (const [i, { position }] of events.entries()) {
      const then = foldProjection(publicRegistry, events.slice(0, i + 1)).rows.get(filingId)?.row;
      expect(foldedAsOf(folded, position).get(filingId)).toEqual(then);
    }
  });

  test('events of other matters are none of its business', () => {
    expect(publicRegistry.keys(asStored([submitted()], 'subject-1')[0]!)).toEqual([]);
    expect(publicRegistry.keys(asStored([accepted()])[0]!)).toEqual([filingId]);
  });
});
