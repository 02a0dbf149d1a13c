// DSP 21 ¶1, ARP 28: inspection, requests for data, and rectification within a time limit.
import { describe, expect, test } from '@jest/globals';
import * as the from '#support/penalty-examples.js';
import { inspection, type InspectionCommand } from './inspection.js';
import { scenario } from './scenario.js';

const given = (...commands: InspectionCommand[]) => scenario(inspection)(...the.inspectionPast(...commands));
const violated = [the.plan(), the.find()];

describe('an inspection', () => {
  test('is carried by two officers', () =>
    given()
      .when(the.plan({}, { officers: [{ account: 'a-officer', person: 'officer' }] }))
      .thenFinds('/officers/1 not-of-this-agency'));
  test('concerns a known subject and its own filings, in the agency’s area', () =>
    given()
      .when(the.plan({ jurisdiction: { factor: 'seat', division: '310115' } }, { partyKnown: false, foreignFilings: ['f-1'] }))
      .thenFinds('/subject subject-unknown', '/filings/0 not-of-this-subject', '/jurisdiction/division outside-jurisdiction'));
  test('finds by article, and by no article that is no duty', () =>
    given(the.plan()).when(the.find('violates', 'DSP 25')).thenFinds('/article article-unknown'));
  test('is known to the party once something is asked of it, and not before where it was not announced', () => {
    expect(the.inspectionAfter(...violated).known).toBe(false);
    expect(the.inspectionAfter(the.plan(), the.askFor()).known).toBe(true);
    expect(the.inspectionAfter(...violated, the.opine()).known).toBe(true);
    expect(the.inspectionAfter(the.plan({ announced: true })).known).toBe(true);
  });
});

describe('a request for data', () => {
  test('leaves time to answer', () => given(the.plan()).when(the.askFor('2026-03-02')).thenFinds('/dueOn not-in-the-future'));
  test('is answered by its number', () => given(the.plan(), the.askFor()).when(the.reply(2)).thenRefused('no-such-request'));
  test('is answered with what was uploaded', () =>
    given(the.plan(), the.askFor())
      .when(the.reply(1, ['a']))
      .thenFinds('/attachments/0 attachment-unknown'));
});

describe('rectification', () => {
  test('is asked for where a duty is violated', () =>
    given(the.plan(), the.find('complies')).when(the.opine()).thenRefused('nothing-to-rectify'));
  test('has a date that lies ahead', () =>
    given(...violated)
      .when(the.opine('2026-03-02'))
      .thenFinds('/rectifyBy not-in-the-future'));
  test('that is rejected gets a new date', () =>
    given(...violated, the.opine(), the.rectify)
      .when(the.verify('rejected'))
      .thenFinds('/rectifyBy not-in-the-future'));
  test('that is rejected is asked for again', () =>
    expect(the.inspectionAfter(...violated, the.opine(), the.rectify, the.verify('rejected', '2026-05-01')).rectification).toBe(
      'asked',
    ));
});

describe('the end of an inspection', () => {
  test('cannot say that nothing was found where something was', () =>
    given(...violated)
      .when(the.end('nothing-found'))
      .thenRefused('violations-found'));
  test('says rectified after that was verified', () =>
    given(...violated, the.opine(), the.rectify)
      .when(the.end('rectified'))
      .thenRefused('rectification-not-verified'));
  test('names the penalty case or the order that follows', () =>
    given(...violated)
      .when(the.end('penalty-case'))
      .thenFinds('/reference missing'));
});
