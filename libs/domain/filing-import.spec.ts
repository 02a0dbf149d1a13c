import { describe, expect, test } from '@jest/globals';
import {
  accept,
  approveCancellation,
  approveRevocation,
  change,
  claim,
  correct,
  evidence,
  filed,
  happened,
  heir,
  importNotice,
  importRow,
  proposeCancellation,
  proposeRevocation,
  reinstate,
  remedy,
} from '#support/filing-commands.js';
import { importedFiling, notice, number, row, submit, today } from '#support/filing-examples.js';
import { fold } from './decider.js';
import { filing, type FilingCommand, type FilingEvent } from './filing.js';
import { publishedRole } from './filing-import.js';
import { scenario } from './scenario.js';

const given = scenario(filing);
const stateAfter = (...commands: FilingCommand[]) => fold(filing, happened(...commands));
const noticeImported: FilingEvent = {
  type: 'CancellationImported',
  basis: ['ARP 24 ¶3'],
  effectiveOn: '2025-07-14',
  data: { number, notice },
};

describe('a published row is taken over', () => {
  test('cell by cell, with its batch', () => given().when(importRow()).then(importedFiling()));
  test('and is in force, under its number, of its number’s division, and held by nobody here', () => {
    const state = stateAfter(importRow());
    expect(state).toMatchObject({
      status: 'filed',
      imported: true,
      number,
      division: '110108',
      batch: '2023-06',
      version: 1,
      filedAs: { name: row.entityName },
      content: { role: 'provider', mainUse: row.mainUse },
    });
    expect(state.holder).toBeUndefined();
  });
  test('twice it changes nothing', () =>
    given(...happened(importRow()))
      .when(importRow())
      .thenNothing());
  test('a row whose 备注 say 已注销 is cancelled', () => {
    given()
      .when(importRow({ remarks: '已注销' }))
      .then(importedFiling({ remarks: '已注销' }));
    expect(stateAfter(importRow({ remarks: '已注销' })).status).toBe('cancelled');
  });
  test('published again with another text, or in another batch, it is revised', () => {
    expect(filing.decide(importRow({ remarks: '变更内容：新增产品' }), stateAfter(importRow()))).toMatchObject([
      { type: 'ImportRevised', data: { row: { remarks: '变更内容：新增产品' }, cancelled: false } },
    ]);
    expect(filing.decide(importRow({}, '2023-08'), stateAfter(importRow()))).toMatchObject([
      { type: 'ImportRevised', data: { batch: '2023-08' } },
    ]);
    expect(stateAfter(importRow({ remarks: '已注销' }), importRow())).toMatchObject({ status: 'filed' });
  });
  test('roles are read as the lists print them, and what they print beside roles is none', () => {
    expect(publishedRole('服务提供者')).toBe('provider');
    expect(publishedRole('服务技术支持者')).toBe('technical-supporter');
    expect(publishedRole('生成合成类')).toBeUndefined();
    expect(publishedRole('toString')).toBeUndefined();
  });
});

describe('a published cancellation is taken over', () => {
  test('counts from the day of the notice, and is taken over once', () => {
    given(...happened(importRow()))
      .when(importNotice())
      .then(noticeImported);
    given(...happened(importRow(), importNotice()))
      .when(importNotice())
      .thenNothing();
    expect(stateAfter(importRow(), importNotice())).toMatchObject({ status: 'cancelled', row, notice });
  });
  test('of a number that no list named it makes a cancelled stub, of any type of algorithm', () => {
    given().when(importNotice()).then(noticeImported);
    expect(stateAfter(importNotice())).toMatchObject({ status: 'cancelled', imported: true, number, division: '110108' });
  });
  test('before its list it still holds when the list comes', () =>
    expect(stateAfter(importNotice(), importRow())).toMatchObject({ status: 'cancelled', row, notice }));
  test('a corrected notice is another fact', () =>
    expect(filing.decide(importNotice({ cancelledIn: '2025年6月' }), stateAfter(importRow(), importNotice()))).toMatchObject([
      { type: 'CancellationImported', data: { notice: { cancelledIn: '2025年6月' } } },
    ]));
});

describe('what happened here prevails over what was published elsewhere', () => {
  test('a filing that was issued here is not imported', () => {
    given(...happened(...filed))
      .when(importRow())
      .thenRefused('import-of-held-filing');
    given(...happened(...filed))
      .when(importNotice())
      .thenRefused('import-of-held-filing');
    given(...happened(submit()))
      .when(importRow())
      .thenRefused('import-of-held-filing');
  });
  test('a claimed one changes by a change of filing', () =>
    given(...happened(importRow(), claim()))
      .when(importRow({ remarks: '新' }))
      .thenRefused('import-of-held-filing'));
  test.each([
    ['revoked', [proposeRevocation(), approveRevocation()]],
    ['cancelled ex officio', [proposeCancellation(), approveCancellation()]],
    ['put in force again', [proposeRevocation(), approveRevocation(), remedy('revocation'), reinstate]],
    ['corrected', [proposeRevocation(), approveRevocation(), correct('revocation')]],
  ] as const)('one that was %s here stays so', (_, decided) => {
    const past = happened(importRow(), ...decided);
    given(...past)
      .when(importRow({ remarks: '新' }))
      .thenRefused('import-of-held-filing');
    given(...past)
      .when(importNotice())
      .thenRefused('import-of-held-filing');
  });
  test('a published cancellation leaves no proposal to approve', () =>
    given(...happened(importRow(), proposeRevocation(), importNotice()))
      .when(approveRevocation())
      .thenRefused('nothing-proposed'));
});

describe('an imported filing is claimed', () => {
  const claimed: FilingEvent = {
    type: 'ImportedFilingClaimed',
    basis: ['ARP 25'],
    effectiveOn: today,
    data: { subject: 'subject-2', filedAs: heir().filedAs, evidence, claimedBy: 'approver' },
  };
  test('the authority binds it to a verified subject; the published name stands until it is changed', () => {
    given(...happened(importRow()))
      .when(claim())
      .then(claimed);
    expect(stateAfter(importRow(), claim())).toMatchObject({
      holder: 'subject-2',
      filedAs: { name: row.entityName, creditCode: heir().filedAs.creditCode },
      number,
    });
  });
  test('until then nobody can change it', () =>
    given(...happened(importRow()))
      .when(change())
      .thenRefused('change-not-possible'));
  test('it is claimed once, by one subject', () => {
    given(...happened(importRow(), claim()))
      .when(claim())
      .thenNothing();
    given(...happened(importRow(), claim()))
      .when(claim(heir({ subject: 'subject-3' })))
      .thenRefused('filing-not-claimable');
  });
  test('the subject is verified, the entity is nobody else’s, and there is evidence', () => {
    const past = happened(importRow());
    given(...past)
      .when(claim(heir({ status: 'registered' })))
      .thenRefused('subject-not-verified');
    given(...past)
      .when(claim(heir(), { entityClaimedBy: 'subject-3' }))
      .thenRefused('entity-claimed-by-another');
    given(...past)
      .when(claim(heir(), { unknownAttachments: [evidence] }))
      .thenFinds('/evidence attachment-unknown');
    given(...past)
      .when(claim(heir(), { entityClaimedBy: 'subject-2' }))
      .then(claimed);
  });
  test('a stub of a notice, and what was filed here, is not claimed', () => {
    given(...happened(importNotice()))
      .when(claim())
      .thenRefused('filing-not-claimable');
    given(...happened(...filed))
      .when(claim())
      .thenRefused('filing-not-claimable');
    given().when(claim()).thenRefused('filing-not-claimable');
  });
  test('nothing imported is accepted again', () =>
    given(...happened(importRow(), claim()))
      .when(accept)
      .thenRefused('filing-not-under-review'));
});
