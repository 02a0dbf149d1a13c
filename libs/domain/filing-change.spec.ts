import { describe, expect, test } from '@jest/globals';
import {
  acceptChange,
  addItems,
  approveCancellation,
  approveRevocation,
  cancel,
  change,
  claim,
  completeCancellation,
  filed,
  happened,
  importNotice,
  importRow,
  otherUse,
  proposeCancellation,
  proposeRevocation,
  refuseChange,
  renamed,
  withdrawChange,
} from '#support/filing-commands.js';
import { approver, ask, holder, material, number, submit, today, words } from '#support/filing-examples.js';
import { type Reliance } from './assessment-state.js';
import { fold } from './decider.js';
import { filing, type FilingEvent } from './filing.js';
import { scenario } from './scenario.js';

const given = scenario(filing);
const inForce = happened(...filed);
const open = happened(...filed, change());
const refused = happened(...filed, change(), refuseChange());
const stateOf = (past: readonly FilingEvent[]) => fold(filing, past);
const nameItem = { path: '/algorithm/name', before: '云影换脸算法', after: '云影换脸算法二代', changedOn: '2026-02-26' };
const lapsed: FilingEvent = { type: 'ChangeLapsed', basis: ['design'], effectiveOn: today, data: { change: 1 } };

describe('a change is notified (ARP 24 ¶2)', () => {
  test('it says place by place what was, what is, and on which day it changed', () =>
    given(...inForce)
      .when(change())
      .then({
        type: 'ChangeSubmitted',
        basis: ['DSP 19', 'ARP 24 ¶2'],
        effectiveOn: today,
        data: { change: 1, items: [nameItem], addsArticle15Function: false },
      }));

  test('facts that changed on different days keep their own days, since each has its own ten working days', () =>
    expect(filing.decide(change([renamed, otherUse]), stateOf(inForce))).toMatchObject([
      { data: { items: [{ changedOn: '2026-02-26' }, { path: '/mainUse', changedOn: '2026-02-27' }] } },
    ]));

  test('what is the same as filed is no change, in whatever order its members come back from the log', () => {
    const sorted = JSON.parse(
      '{"products":[{"apps":[{"id":"example.yunying","platform":"android"}],"form":"app","functionPath":"首页-换脸","name":"云影"}]}',
    ) as { products: ReturnType<typeof material>['products'] };
    given(...inForce)
      .when(change([{ after: sorted, changedOn: '2026-02-26' }]))
      .thenNothing();
  });

  test('a change is notified after it happened', () =>
    given(...inForce)
      .when(change([renamed, { ...otherUse, changedOn: '2026-03-03' }]))
      .thenFinds('/sections/1/changedOn in-the-future'));

  test('the changed material is as complete as a filing, and an attachment that is new must be there', () => {
    const attachments = [...material().attachments, { kind: 'other' as const, sha256: 'f'.repeat(64) }];
    given(...inForce)
      .when(change([{ after: { products: [] }, changedOn: '2026-02-26' }]))
      .thenFinds('/content/products missing');
    given(...inForce)
      .when(change([{ after: { attachments }, changedOn: '2026-02-26' }], { unknownAttachments: ['f'.repeat(64)] }))
      .thenFinds('/content/attachments/4/sha256 attachment-unknown');
  });

  test('an attachment that is on file already need not be uploaded again by a later holder', () => {
    const attachments = [...material().attachments, { kind: 'other' as const, sha256: 'f'.repeat(64) }];
    const outcome = filing.decide(
      change([{ after: { attachments }, changedOn: '2026-02-26' }], { unknownAttachments: ['a'.repeat(64)] }),
      stateOf(inForce),
    );
    expect(outcome).toMatchObject([{ type: 'ChangeSubmitted' }]);
  });

  test('another role is a new filing', () =>
    expect(
      filing.decide(change([{ after: { role: 'technical-supporter' }, changedOn: '2026-02-26' }]), stateOf(inForce)),
    ).toMatchObject({
      refused: 'incomplete',
      findings: expect.arrayContaining([
        expect.objectContaining({ pointer: '/sections/0/after/role', code: 'new-filing-required' }),
      ]),
    }));

  test('the holder’s own new name is a change of its filing, too', () => {
    const facts = { filedAs: { ...holder().filedAs, name: '海淀云影二代有限公司' }, unknownAttachments: [] };
    expect(
      filing.decide(ask('SubmitChange', { sections: [], holderChangedOn: '2026-02-26' }, { facts }), stateOf(inForce)),
    ).toMatchObject([{ data: { items: [{ path: '/filedAs/name', after: '海淀云影二代有限公司', changedOn: '2026-02-26' }] } }]);
    given(...inForce)
      .when(ask('SubmitChange', { sections: [], holderChangedOn: '2026-03-03' }, { facts }))
      .thenFinds('/holderChangedOn in-the-future');
  });

  test('a function of Article 15 that is new is named, since it needs its own assessment; one that goes is not', () => {
    const services = { ...material().services, article15: ['biometric' as const] };
    const added = [{ after: { services }, changedOn: '2026-02-26' }];
    expect(filing.decide(change(added), stateOf(inForce))).toMatchObject([{ data: { addsArticle15Function: true } }]);
    const without = [{ after: { services: material().services }, changedOn: '2026-02-27' }];
    const past = happened(...filed, change(added), acceptChange());
    expect(filing.decide(change(without), stateOf(past))).toMatchObject([{ data: { addsArticle15Function: false } }]);
  });

  test('a function of Article 15 that is added to an open change is named too, and once', () => {
    const services = { ...material().services, article15: ['biometric' as const] };
    const added = [{ after: { services }, changedOn: '2026-02-26' }];
    expect(filing.decide(addItems(added), stateOf(open))).toMatchObject([
      { type: 'ChangeItemsAdded', data: { addsArticle15Function: true } },
    ]);
    const past = happened(...filed, change(), addItems(added));
    expect(filing.decide(addItems(), stateOf(past))).toMatchObject([{ data: { addsArticle15Function: false } }]);
  });

  test('only a filing in force has changes, and only its holder’s', () => {
    given().when(change()).thenRefused('change-not-possible');
    given(...happened(submit()))
      .when(change())
      .thenRefused('change-not-possible');
    given(...happened(importRow()))
      .when(change())
      .thenRefused('change-not-possible');
  });

  test('at most one change is open', () =>
    given(...open)
      .when(change([otherUse]))
      .thenRefused('change-not-possible'));

  test('an imported row does not tell its role in our words: its holder may say it with the first change', () => {
    const past = happened(importRow({ role: '生成合成类' }), claim());
    const everything = [{ after: material(), changedOn: '2026-02-26' }];
    expect(filing.decide(change(everything), stateOf(past))).toMatchObject([{ type: 'ChangeSubmitted' }]);
    expect(filing.decide(change([renamed]), stateOf(past))).toMatchObject({ refused: 'incomplete' });
  });
});

describe('an open change is extended', () => {
  test('further facts are compared with what has been reported, not only with what is filed', () => {
    given(...open)
      .when(addItems())
      .then({
        type: 'ChangeItemsAdded',
        basis: ['ARP 24 ¶2'],
        effectiveOn: today,
        data: {
          change: 1,
          items: [{ path: '/mainUse', before: material().mainUse, after: '生成换脸图像。', changedOn: '2026-02-27' }],
          addsArticle15Function: false,
        },
      });
    given(...open)
      .when(addItems([renamed]))
      .thenNothing();
  });
  test('what is added must be complete and have happened', () =>
    given(...open)
      .when(addItems([{ ...otherUse, changedOn: '2026-03-03' }]))
      .thenFinds('/sections/0/changedOn in-the-future'));
  test('nothing is added where nothing is open, or to another change', () => {
    given(...inForce)
      .when(addItems())
      .thenRefused('change-not-open');
    given(...open)
      .when(addItems([otherUse], 2))
      .thenRefused('change-not-open');
    given(...refused)
      .when(addItems())
      .thenRefused('change-not-open');
  });
});

describe('a change is decided (ARP 25 by analogy)', () => {
  test('acceptance carries out every item, raises the version and leaves the number', () => {
    const past = happened(...filed, change(), addItems());
    given(...past)
      .when(acceptChange())
      .then({
        type: 'ChangeAccepted',
        basis: ['ARP 24 ¶2', 'ARP 25'],
        effectiveOn: today,
        data: {
          change: 1,
          version: 2,
          items: [nameItem, { path: '/mainUse', before: material().mainUse, after: '生成换脸图像。', changedOn: '2026-02-27' }],
          remarks: '2026年3月更名',
          acceptedBy: 'approver',
          assessments: [],
          reliance: [],
          warnings: [],
        },
      });
    expect(stateOf(happened(...filed, change(), addItems(), acceptChange()))).toMatchObject({
      number,
      version: 2,
      status: 'filed',
      content: { algorithm: { name: '云影换脸算法二代', scenario: '短视频制作' }, mainUse: '生成换脸图像。' },
    });
  });
  test('acceptance records the assessments that it relies on, and that one is missing where a function of Article 15 is new', () => {
    const services = { ...material().services, article15: ['biometric' as const] };
    const adding = happened(...filed, change([{ after: { services }, changedOn: '2026-02-26' }]));
    const made = { assessment: 'a1', known: true, reportSubmitted: true, concluded: false, reviewPassed: false };
    const unknown = { assessment: 'a2', known: false, reportSubmitted: false, concluded: false, reviewPassed: false };
    const accepted = (past: FilingEvent[], ...reliance: Reliance[]) => filing.decide(acceptChange(1, reliance), stateOf(past));
    expect(accepted(adding)).toMatchObject([{ data: { assessments: [], warnings: ['assessment-missing'] } }]);
    expect(accepted(adding, made)).toMatchObject([{ data: { assessments: ['a1'], reliance: [made], warnings: [] } }]);
    expect(accepted(adding, made, unknown)).toMatchObject([{ data: { warnings: ['assessment-unknown'] } }]);
    expect(accepted(happened(...filed, change()))).toMatchObject([{ data: { warnings: [] } }]);
  });
  test('accepting twice changes nothing', () =>
    given(...happened(...filed, change(), acceptChange()))
      .when(acceptChange())
      .thenNothing());
  test('what was refused, withdrawn or has lapsed is not accepted any more', () => {
    given(...refused)
      .when(acceptChange())
      .thenRefused('change-not-open');
    given(...happened(...filed, change(), withdrawChange()))
      .when(acceptChange())
      .thenRefused('change-not-open');
    given(...happened(...filed, change(), proposeRevocation(), approveRevocation()))
      .when(acceptChange())
      .thenRefused('change-not-open');
  });
  test('nobody accepts a change that is not the open one', () => {
    given(...open)
      .when(acceptChange(2))
      .thenRefused('change-not-open');
    given(...inForce)
      .when(acceptChange())
      .thenRefused('change-not-open');
  });

  test('refusal names item and defect, and the earlier text stands', () => {
    given(...open)
      .when(refuseChange())
      .then({
        type: 'ChangeRefused',
        basis: ['ARP 24 ¶2', 'ARP 25'],
        effectiveOn: today,
        data: { change: 1, reasons: [{ item: 'algorithm', defect: 'inconsistent', text: words('c1') }], refusedBy: 'approver' },
      });
    expect(stateOf(refused)).toMatchObject({ version: 1, content: { algorithm: { name: '云影换脸算法' } } });
  });
  test('a refusal without reasons is none; refusing twice changes nothing; another change is not refused', () => {
    given(...open)
      .when(ask('RefuseChange', { change: 1, reasons: [] }, { by: approver }))
      .thenFinds('/reasons missing');
    given(...refused)
      .when(refuseChange())
      .thenNothing();
    given(...open)
      .when(refuseChange(2))
      .thenRefused('change-not-open');
    given(...happened(...filed, change(), acceptChange()))
      .when(refuseChange())
      .thenRefused('change-not-open');
  });
  test('after a refusal the change is submitted anew, under the next number', () =>
    expect(filing.decide(change(), stateOf(refused))).toMatchObject([{ type: 'ChangeSubmitted', data: { change: 2 } }]));
});

describe('a change is withdrawn, or lapses', () => {
  test('an open and a refused change are withdrawn, once', () => {
    const withdrawn: FilingEvent = { type: 'ChangeWithdrawn', basis: ['design'], effectiveOn: today, data: { change: 1 } };
    given(...open)
      .when(withdrawChange())
      .then(withdrawn);
    given(...refused)
      .when(withdrawChange())
      .then(withdrawn);
    given(...open, withdrawn)
      .when(withdrawChange())
      .thenNothing();
  });
  test('an accepted change is not withdrawn, nor another one, nor one of a filing that has ended', () => {
    given(...happened(...filed, change(), acceptChange()))
      .when(withdrawChange())
      .thenRefused('change-not-open');
    given(...open)
      .when(withdrawChange(2))
      .thenRefused('change-not-open');
    given(...happened(...filed, change(), refuseChange(), cancel, completeCancellation))
      .when(withdrawChange())
      .thenRefused('change-not-open');
  });

  test.each([
    ['its cancellation', [cancel], completeCancellation],
    ['its cancellation ex officio', [proposeCancellation()], approveCancellation()],
    ['its revocation', [proposeRevocation()], approveRevocation()],
  ] as const)('the open change of a filing lapses with %s', (_, before, ending) => {
    const outcome = filing.decide(ending, stateOf(happened(...filed, change(), ...before)));
    expect(outcome).toMatchObject([{}, lapsed]);
    expect(stateOf(happened(...filed, change(), ...before, ending)).change?.status).toBe('lapsed');
  });
  test('it lapses as well with a cancellation that is published elsewhere', () => {
    const all = [{ after: material(), changedOn: '2026-02-26' }];
    const past = happened(importRow(), claim(), change(all));
    expect(filing.decide(importNotice(), stateOf(past))).toMatchObject([{ type: 'CancellationImported' }, lapsed]);
  });
  test('where no change is open nothing lapses', () =>
    expect(filing.decide(approveRevocation(), stateOf(happened(...filed, proposeRevocation())))).toHaveLength(1));
});
