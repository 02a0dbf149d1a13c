import { describe, expect, test } from '@jest/globals';
import { change, changeHolder, evidence, filed, happened, heir, importRow } from '#support/filing-commands.js';
import { approver, ask, number, submit } from '#support/filing-examples.js';
import { fold } from './decider.js';
import { filing, type FilingEvent } from './filing.js';
import { scenario } from './scenario.js';

const given = scenario(filing);
const inForce = happened(...filed);

describe('the holder changes', () => {
  const passed: FilingEvent = {
    type: 'FilingHolderChanged',
    basis: ['ARP 24 ¶2'],
    effectiveOn: '2026-02-27',
    data: {
      from: 'subject-1',
      to: 'subject-2',
      filedAs: heir().filedAs,
      division: '310115',
      evidence,
      changedOn: '2026-02-27',
    },
  };
  test('the filing passes to another verified subject under the same number', () => {
    given(...inForce)
      .when(changeHolder())
      .then(passed);
    expect(fold(filing, [...inForce, passed])).toMatchObject({ number, holder: 'subject-2', division: '310115' });
  });
  test('it passes once', () =>
    given(...inForce, passed)
      .when(changeHolder())
      .thenNothing());
  test('the new holder is verified, and the transfer has its evidence and has happened', () => {
    given(...inForce)
      .when(changeHolder(heir({ status: 'registered' })))
      .thenRefused('subject-not-verified');
    given(...inForce)
      .when(changeHolder(heir(), [evidence]))
      .thenFinds('/evidence attachment-unknown');
    given(...inForce)
      .when(
        ask(
          'ChangeHolder',
          { to: 'subject-2', evidence, changedOn: '2026-03-03' },
          { by: approver, facts: { to: heir(), unknownAttachments: [] } },
        ),
      )
      .thenFinds('/changedOn in-the-future');
  });
  test('a filing that nobody holds, that is not in force, or whose change is open does not pass on', () => {
    given(...happened(importRow()))
      .when(changeHolder())
      .thenRefused('holder-change-not-possible');
    given(...happened(submit()))
      .when(changeHolder())
      .thenRefused('holder-change-not-possible');
    given(...happened(...filed, change()))
      .when(changeHolder())
      .thenRefused('holder-change-not-possible');
  });
  test('what the former holder’s items would have said of its name is compared with the new holder’s', () =>
    expect(
      filing.decide(
        ask(
          'SubmitChange',
          { sections: [], holderChangedOn: '2026-03-01' },
          { facts: { filedAs: heir().filedAs, unknownAttachments: [] } },
        ),
        fold(filing, [...inForce, passed]),
      ),
    ).toEqual([]));
});
