// DSP 10, 11, ARP 30: incidents that a provider reports, complaints and objections by anyone, and what authorities do with them.
import { describe, expect, test } from '@jest/globals';
import { number, today, words } from '#support/filing-examples.js';
import * as the from '#support/report-examples.js';
import { report, type ReportCommand } from './report.js';
import { scenario } from './scenario.js';

const given = (...commands: ReportCommand[]) => scenario(report)(...the.past(...commands));
const [cac, police] = [the.beijing.agency!, the.police.agency!];

describe('an incident report', () => {
  test('goes to the cyberspace administration and the competent departments of the seat’s province', () => {
    const { departments: _, ...incident } = the.handledIncident;
    given()
      .when(the.incident())
      .then({
        type: 'IncidentReported',
        basis: ['DSP 10'],
        effectiveOn: today,
        data: {
          ...(incident as object),
          recipients: [cac, police],
          reporter: { account: 'a-provider', subject: 's-1' },
        },
      } as never);
  });
  test('names a department beside the cyberspace administration', () =>
    given()
      .when(the.incident({ departments: [] }))
      .thenFinds('/departments missing'));
  test('goes to departments that the provisions know', () =>
    given()
      .when(the.incident({ departments: ['telecom', 'cac'] }))
      .thenFinds('/departments/1 department-unknown'));
  test('says what was done, under the article on which it rests', () => {
    given()
      .when(the.incident({ measures: [] }))
      .thenFinds('/measures missing');
    given()
      .when(the.incident({ article: 'DSP 11' }))
      .thenFinds('/measures missing');
    expect(the.past(the.incident({ article: 'DSP 11', measures: ['rumour-refuted'] }))[0]?.basis).toEqual(['DSP 11']);
  });
  test('is of what has happened, and was handled after it was found', () => {
    given()
      .when(the.incident({ foundOn: '2026-03-03', handledOn: '2026-03-03' }))
      .thenFinds('/foundOn in-the-future', '/handledOn in-the-future');
    given()
      .when(the.incident({ handledOn: '2026-02-25' }))
      .thenFinds('/handledOn before-it-was-found');
  });
  test('is of a known subject, its own filings, and what it uploaded', () =>
    given()
      .when(the.incident({}, { partyKnown: false, foreignFilings: ['f-1'], unknownAttachments: ['a'] }))
      .thenFinds('/subject subject-unknown', '/filings/0 not-of-this-subject', '/attachments/0 attachment-unknown'));
  test('is closed when each of its recipients has closed it for itself', () => {
    const one = [the.incident(), the.acknowledge(), the.close()];
    expect(the.stateAfter(...one)).toMatchObject({ status: 'open', tracks: [{ status: 'closed' }, { status: 'received' }] });
    expect(the.stateAfter(...one, the.close(the.police)).status).toBe('closed');
  });
  test('is not answered as a complaint is', () => given(the.incident()).when(the.answer()).thenRefused('not-a-complaint'));
});

describe('a complaint', () => {
  test('rests on the duty that it says was broken', () => {
    const bases = (ground: string) => the.past(the.complain({ ground }))[0]?.basis;
    expect(bases('removed-label')).toEqual(['ARP 30', 'DSP 18']);
    expect(bases('unfiled')).toEqual(['ARP 30', 'DSP 19']);
    expect(bases('other')).toEqual(['ARP 30']);
  });
  test('about an entry goes to who decides on it, whatever place is named', () =>
    expect(the.stateAfter(the.complain())).toMatchObject({ filings: ['f-1'], number, tracks: [{ agency: cac }] }));
  test('about a service that is not filed goes to the province that is named, or to the national administration', () => {
    const recipients = (change: object) =>
      the.stateAfter(the.complain({ number: undefined, ...change }, { entry: undefined })).tracks.map(({ agency }) => agency);
    expect(recipients({})).toEqual([{ kind: 'cac', division: '330000' }]);
    expect(recipients({ region: undefined })).toEqual([{ kind: 'cac', division: '000000' }]);
  });
  test('of a number that the registry does not have is a complaint all the same', () =>
    expect(the.stateAfter(the.complain({}, { entry: undefined }))).toMatchObject({ status: 'open', number, filings: [] }));
  test('is made with what was uploaded', () =>
    given()
      .when(the.complain({ attachments: ['a'] }, { unknownAttachments: ['a'] }))
      .thenFinds('/attachments/0 attachment-unknown'));
  test('is answered, and the answer names whom it is for where that is known', () => {
    const answered = (facts: object) => the.past(the.complain({}, facts), the.answer()).at(-1)!.data;
    expect(answered(the.signedIn)).toMatchObject({ addressee: { account: 'a-1', subject: 's-9' }, agency: cac });
    expect(answered({})).toMatchObject({ addressee: undefined });
  });
  test('is answered before it is closed', () => {
    given(the.complain()).when(the.close()).thenRefused('not-answered');
    given(the.complain(), the.answer())
      .when(the.close())
      .then({
        type: 'ReportClosed',
        basis: ['ARP 30'],
        effectiveOn: today,
        data: {
          ...{ filings: ['f-1'], addressee: undefined, agency: cac },
          ...{ outcome: 'handled', reference: undefined, closedBy: the.beijing.person },
        },
      });
  });
  test('is not replied to as an objection is', () => given(the.complain()).when(the.reply()).thenRefused('not-an-objection'));
});

describe('an objection', () => {
  test('is to an entry that there is', () =>
    given()
      .when(the.object({}, { entry: undefined }))
      .thenFinds('/number number-unknown'));
  test('is raised with what was uploaded', () =>
    given()
      .when(the.object({ attachments: ['a'] }, { unknownAttachments: ['a'] }))
      .thenFinds('/attachments/0 attachment-unknown'));
  test('ends with the reply, which names whom it is for', () => {
    given(the.object({}, the.signedIn))
      .when(the.reply('dismissed'))
      .then({
        type: 'ObjectionReplied',
        basis: ['ARP 30'],
        effectiveOn: today,
        data: {
          ...{ filings: ['f-1'], addressee: { account: 'a-1', subject: 's-9' }, agency: cac },
          ...{ outcome: 'dismissed', reply: words('reply'), repliedBy: the.beijing.person },
        },
      });
    expect(the.stateAfter(the.object(), the.reply('dismissed'))).toMatchObject({
      status: 'closed',
      tracks: [{ outcome: 'dismissed' }],
    });
  });
  test('is not closed without one', () => given(the.object()).when(the.close()).thenRefused('not-replied'));
});

describe('an authority', () => {
  test.each([
    ['acknowledges', the.acknowledge],
    ['closes', the.close],
    ['hands on', (by: typeof the.police) => the.refer(the.telecom, by)],
  ])('%s what it was handed, and nothing else', (_, act) =>
    given(the.incident()).when(act(the.hangzhou)).thenRefused('not-a-recipient'),
  );
  test('answers what it was handed, and nothing else', () => {
    given(the.complain()).when(the.answer(the.police)).thenRefused('not-a-recipient');
    given(the.object()).when(the.reply('upheld', the.police)).thenRefused('not-a-recipient');
  });
  test('is one of those that acknowledge for themselves', () => {
    given(the.incident(), the.acknowledge()).when(the.acknowledge()).thenNothing();
    expect(the.stateAfter(the.incident(), the.acknowledge(the.police)).tracks).toMatchObject([
      { agency: cac, status: 'received' },
      { agency: police, status: 'acknowledged' },
    ]);
  });
  test('hands on what is not its own, and has nothing more to do with it', () => {
    expect(the.stateAfter(the.complain(), the.refer()).tracks).toMatchObject([
      { agency: cac, status: 'referred' },
      { agency: the.telecom.agency, status: 'received' },
    ]);
    given(the.complain(), the.refer()).when(the.answer()).thenRefused('not-a-recipient');
    given(the.incident(), the.refer()).when(the.close()).thenRefused('not-a-recipient');
  });
  test('does not hand on to one that has had it', () => {
    given(the.complain(), the.refer()).when(the.refer(the.beijing, the.telecom)).thenFinds('/to recipient-already');
    given(the.incident()).when(the.refer(the.police)).thenFinds('/to recipient-already');
  });
  test.each(['inspection', 'order', 'penalty-case'])('names the %s that follows from a report', (outcome) => {
    given(the.incident()).when(the.close(the.beijing, outcome)).thenFinds('/reference missing');
    expect(the.past(the.incident(), the.close(the.beijing, outcome, 'x')).at(-1)!.data).toMatchObject({ reference: 'x' });
  });
});

describe('a supplement', () => {
  test('is added while the report is open, and tells every authority that has had it', () =>
    expect(the.past(the.complain(), the.refer(), the.supplement()).at(-1)!.data).toMatchObject({
      recipients: [cac, the.telecom.agency],
      n: 1,
    }));
  test('comes with what was uploaded', () =>
    given(the.complain())
      .when(the.supplement(['a'], ['a']))
      .thenFinds('/attachments/0 attachment-unknown'));
  test('is one of a hundred at most', () => {
    const hundred = Array.from({ length: 100 }, () => the.supplement());
    given(the.complain(), ...hundred)
      .when(the.supplement())
      .thenRefused('supplements-exhausted');
    expect(the.stateAfter(the.complain(), ...hundred).supplements).toBe(100);
  });
  test('comes too late for a report that is closed', () =>
    given(the.object(), the.reply()).when(the.supplement()).thenRefused('report-not-open'));
});
