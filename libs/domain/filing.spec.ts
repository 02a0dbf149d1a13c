import { describe, expect, test } from '@jest/globals';
import {
  accepted,
  approver,
  ask,
  holder,
  inForce,
  material,
  number,
  refusedFiling,
  reviewed,
  reviewer,
  submit,
  submitted,
  supporterMaterial,
  today,
  words,
} from '#support/filing-examples.js';
import { fold, isRefusal } from './decider.js';
import { filing } from './filing.js';
import { scenario } from './scenario.js';

const given = scenario(filing);
const accept = ask('AcceptFiling', { assessments: [] }, { by: approver, facts: { number, reliance: [] } });
const refusal = ask(
  'RefuseFiling',
  { reasons: [{ item: 'self-assessment-report', defect: 'missing', text: words('r1') }] },
  { by: approver },
);

describe('submission (DSP 19, ARP 24 ¶1)', () => {
  test('complete material of a verified subject is submitted, and its receipt starts the review', () =>
    given().when(submit()).then(submitted()));

  test('a subject that has not been verified cannot file', () =>
    given()
      .when(submit(material(), { holder: holder({ status: 'registered' }) }))
      .thenRefused('subject-not-verified'));

  test('everything that is missing is said at once', () =>
    given()
      .when(submit(material({ products: [], attachments: [], attribute: { declared: true, grounds: [] } })))
      .thenFinds(
        '/products missing',
        '/attribute/grounds missing',
        '/attachments missing',
        '/attachments missing',
        '/attachments missing',
        '/attachments missing',
      ));

  test('label material is required of a provider from 1 September 2025, and not the day before', () => {
    const without = material({ attachments: material().attachments.filter(({ kind }) => kind !== 'label-material') });
    const started = { state: 'started', on: '2025-08-20' } as const;
    const facts = { holder: holder(), divisionKnown: true, unknownAttachments: [] };
    given()
      .when(ask('SubmitFiling', { content: without, serviceStart: started }, { on: '2025-09-01', facts }))
      .thenFinds('/attachments missing');
    const before = filing.decide(
      ask('SubmitFiling', { content: without, serviceStart: started }, { on: '2025-08-31', facts }),
      filing.initial,
    );
    expect(before).toHaveLength(1);
  });

  test('of a technical supporter label material is wanted, and its absence is recorded as a warning', () => {
    const content = supporterMaterial({ attachments: material().attachments.filter(({ kind }) => kind !== 'label-material') });
    const past = submitted(content);
    if (past.type !== 'FilingSubmitted') throw new Error('not a submission');
    given()
      .when(submit(content))
      .then({ ...past, data: { ...past.data, warnings: ['label-material-missing'] } });
  });

  test('a technical supporter files no products, and a provider no technical service', () => {
    given()
      .when(submit(supporterMaterial({ products: material().products })))
      .thenFinds('/products not-of-role');
    given()
      .when(submit(material({ technicalService: '接口' })))
      .thenFinds('/technicalService not-of-role');
  });

  test('an upstream number with a wrong check digit is found', () =>
    given()
      .when(
        submit(
          material({ models: [{ name: '他家模型', origin: 'third-party', upstreamNumber: '网信算备110108470265001230015号' }] }),
        ),
      )
      .thenFinds('/models/0/upstreamNumber number-malformed'));

  test('an attachment that nobody uploaded is found', () =>
    given()
      .when(submit(material(), { unknownAttachments: ['b'.repeat(64)] }))
      .thenFinds('/attachments/1/sha256 attachment-unknown'));

  test('a function of Article 15 without an assessment, a nameless model and an unknown county warn and do not block', () => {
    const content = material({
      services: { article15: ['biometric'], article17: [], coRegulated: [] },
      models: [{ name: '他家模型', origin: 'third-party', upstreamNumber: undefined }],
    });
    const outcome = filing.decide(submit(content, { divisionKnown: false }), filing.initial);
    expect(outcome).toMatchObject([
      { data: { warnings: ['assessment-missing', 'upstream-number-missing', 'division-unknown'] } },
    ]);
  });

  test('a filing without the attribute is voluntary and says so', () =>
    expect(filing.decide(submit(material({ attribute: { declared: false, grounds: [] } })), filing.initial)).toMatchObject([
      { data: { voluntary: true } },
    ]));

  test('a service that starts later is planned, not started', () => {
    const facts = { holder: holder(), divisionKnown: true, unknownAttachments: [] };
    given()
      .when(ask('SubmitFiling', { content: material(), serviceStart: { state: 'started', on: '2026-03-03' } }, { facts }))
      .thenFinds('/serviceStart/on in-the-future');
  });

  test('what is submitted cannot be submitted again while it is under review', () =>
    given(submitted()).when(submit()).thenRefused('filing-exists'));
});

describe('review and decision (ARP 25)', () => {
  const stage = ask('RecordStage', { stage: 'final', result: 'passed' }, { by: reviewer });

  test('a stage of the review is recorded with the person behind it', () => given(submitted()).when(stage).then(reviewed()));
  test('the same stage by the same person is recorded once', () => given(submitted(), reviewed()).when(stage).thenNothing());
  test('nothing is reviewed that is not under review', () =>
    given(...inForce())
      .when(stage)
      .thenRefused('filing-not-under-review'));

  test('a reviewed filing is accepted by a second person, with its number and what becomes public', () =>
    given(submitted(), reviewed()).when(accept).then(accepted()));

  test('nobody accepts what nobody reviewed', () => given(submitted()).when(accept).thenRefused('not-reviewed'));
  test('who reviewed does not accept', () => given(submitted(), reviewed('approver')).when(accept).thenRefused('four-eyes'));
  test('who reviewed does not refuse either', () =>
    given(submitted(), reviewed('approver')).when(refusal).thenRefused('four-eyes'));
  test('what failed its last stage is not accepted', () =>
    given(submitted(), reviewed('reviewer', 'failed')).when(accept).thenRefused('review-not-passed'));
  test('accepting twice changes nothing, so that no filing has two numbers', () =>
    given(...inForce())
      .when(accept)
      .thenNothing());
  test('there is no number before acceptance, and the one given stays', () => {
    expect(fold(filing, [submitted(), reviewed()]).number).toBeUndefined();
    expect(fold(filing, inForce()).number).toBe(number);
  });

  test('a refusal names item and defect of each reason', () => given(submitted(), reviewed()).when(refusal).then(refusedFiling));
  test('a refusal without reasons is none', () =>
    given(submitted(), reviewed())
      .when(ask('RefuseFiling', { reasons: [] }, { by: approver }))
      .thenFinds('/reasons missing'));
  test('a refused filing is submitted again as a new round, which somebody must review anew', () => {
    given(submitted(), reviewed(), refusedFiling).when(submit()).then(submitted(material(), 2));
    given(submitted(), reviewed(), refusedFiling, submitted(material(), 2)).when(accept).thenRefused('not-reviewed');
  });
  test('nobody submits the refused filing of another', () =>
    given(submitted(), reviewed(), refusedFiling)
      .when(submit(material(), { holder: holder({ subject: 'subject-2' }) }))
      .thenRefused('filing-of-another'));

  test('the notification of a refusal is recorded once, on the day it was made', () => {
    const notify = ask('NotifyRefusal', { notifiedOn: today, method: 'post' }, { by: reviewer });
    const notified = {
      type: 'RefusalNotified',
      basis: ['ARP 25'],
      effectiveOn: today,
      data: { round: 1, notifiedOn: today, method: 'post' },
    } as const;
    given(submitted(), reviewed(), refusedFiling).when(notify).then(notified);
    given(submitted(), reviewed(), refusedFiling, notified).when(notify).thenNothing();
    given(submitted()).when(notify).thenRefused('filing-not-refused');
  });

  test('the national administration takes a case up once', () => {
    const takeUp = ask('TakeUpCase', { reason: words('t') }, { by: reviewer });
    const taken = { type: 'CaseTakenUp', basis: ['ARP 25'], effectiveOn: today, data: { reason: words('t') } } as const;
    given(submitted()).when(takeUp).then(taken);
    given(submitted(), taken).when(takeUp).thenNothing();
  });
});

describe('withdrawal, start, display, publication', () => {
  const withdraw = ask('WithdrawFiling', { serviceRunning: false });
  const withdrawn = { type: 'FilingWithdrawn', basis: ['design'], effectiveOn: today, data: { serviceRunning: false } } as const;

  test('a filing is withdrawn while it is under review or refused', () => {
    given(submitted()).when(withdraw).then(withdrawn);
    given(submitted(), reviewed(), refusedFiling).when(withdraw).then(withdrawn);
    given(submitted(), withdrawn).when(withdraw).thenNothing();
  });
  test('a filing in force is cancelled, not withdrawn', () =>
    given(...inForce())
      .when(withdraw)
      .thenRefused('filing-not-open'));

  test('a planned service reports its start once, and its ten days run from then', () => {
    const past = submitted();
    if (past.type !== 'FilingSubmitted') throw new Error('not a submission');
    const planned = { ...past, data: { ...past.data, serviceStart: { state: 'planned', on: '2026-04-01' } as const } };
    const start = ask('StartService', { startedOn: today });
    const started = { type: 'ServiceStarted', basis: ['ARP 24 ¶1'], effectiveOn: today, data: { startedOn: today } } as const;
    given(planned).when(start).then(started);
    given(planned, started).when(start).thenNothing();
    given(submitted()).when(start).thenRefused('service-not-planned');
    given(planned)
      .when(ask('StartService', { startedOn: '2026-03-03' }))
      .thenFinds('/startedOn in-the-future');
  });

  test('number and link are shown once the filing is completed', () => {
    const places = [{ url: 'https://yunying.example/about', place: '页脚' }];
    given(...inForce())
      .when(ask('DeclareDisplay', { places }))
      .then({ type: 'DisplayDeclared', basis: ['DSP 19 ¶3', 'ARP 26'], effectiveOn: today, data: { places } });
    given(...inForce(), { type: 'DisplayDeclared', basis: ['DSP 19 ¶3', 'ARP 26'], effectiveOn: today, data: { places } })
      .when(ask('DeclareDisplay', { places }))
      .thenNothing();
    given(submitted()).when(ask('DeclareDisplay', { places })).thenRefused('filing-not-filed');
  });

  test('a filing in force is published in one batch', () => {
    const publish = ask('PublishFiling', { batch: '2026-03' }, { by: reviewer });
    const published = { type: 'FilingPublished', basis: ['ARP 25'], effectiveOn: today, data: { batch: '2026-03' } } as const;
    given(...inForce())
      .when(publish)
      .then(published);
    given(...inForce(), published)
      .when(publish)
      .thenNothing();
    given(...inForce(), published)
      .when(ask('PublishFiling', { batch: '2026-05' }, { by: reviewer }))
      .thenRefused('filing-not-publishable');
  });

  test('the authority records its own finding on the attribute', () =>
    given(submitted())
      .when(ask('RecordAttributeFinding', { hasAttribute: false, reason: words('f') }, { by: reviewer }))
      .then({
        type: 'AttributeFindingRecorded',
        basis: ['DSP 19 ¶1', 'ARP 23'],
        effectiveOn: today,
        data: { hasAttribute: false, reason: words('f') },
      }));
  test('and accepts what was declared otherwise as the filing that it found it to be', () => {
    const finding = ask('RecordAttributeFinding', { hasAttribute: false, reason: words('f') }, { by: reviewer });
    const found = filing.decide(finding, fold(filing, [submitted()]));
    if (isRefusal(found)) throw new Error(found.refused);
    const past = [submitted(), ...found, reviewed()];
    expect(filing.decide(accept, fold(filing, past))).toMatchObject([{ type: 'FilingAccepted', data: { voluntary: true } }]);
    const again = [...past, refusedFiling, submitted(material(), 2), reviewed()];
    expect(filing.decide(accept, fold(filing, again))).toMatchObject([{ data: { voluntary: false } }]);
  });
});

describe('what a state can answer', () => {
  test('allowed names just the commands that are not refused by state', () => {
    expect(filing.allowed(filing.initial)).toEqual(expect.arrayContaining(['SubmitFiling', 'ImportFiling']));
    expect(filing.allowed(filing.initial)).not.toContain('AcceptFiling');
    const state = fold(filing, inForce());
    for (const type of ['SubmitChange', 'SubmitCancellation', 'ProposeRevocation', 'DeclareDisplay'])
      expect(filing.allowed(state)).toContain(type);
    for (const type of ['SubmitFiling', 'AcceptFiling', 'RefuseFiling', 'WithdrawFiling'])
      expect(filing.allowed(state)).not.toContain(type);
  });

  test('a command of another aggregate is an error of ours, not a refusal', () =>
    expect(() =>
      filing.decide({ ...ask('DeclareDisplay', { places: [] }), type: 'OpenAccount' as never }, filing.initial),
    ).toThrow(RangeError));
});
