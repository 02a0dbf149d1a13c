import { describe, expect, test } from '@jest/globals';
import { eventsInWords, isFoundByWords } from './found-words.js';
import { type Actor } from './rules.js';

const officer: Actor = { account: 'o', person: 'o', roles: ['reviewer'], agency: { kind: 'cac', division: '110000' } };
const telecom: Actor = { account: 't', person: 't', roles: ['reviewer'], agency: { kind: 'telecom', division: '110000' } };
const filer: Actor = { account: 'f', person: 'f', roles: ['filer'], subject: 's' };

const typesFor = (reader: Actor, category: string, ...types: string[]): string[] =>
  eventsInWords(reader, {
    ...{ category, id: 's', division: '110108' },
    events: types.map((type) => ({ type, data: {} })),
  }).map(({ event }) => event.type);

describe('a matter is found', () => {
  test('by the reasons of a refusal, not by what was remarked on the way to it', () =>
    expect(
      typesFor(officer, 'filing', 'FilingSubmitted', 'ReviewStageRecorded', 'FilingRefused', 'CancellationSubmitted'),
    ).toEqual(['FilingRefused']));

  test('by the draft that stands, not by one that was written anew', () => {
    expect(typesFor(officer, 'order', 'OrderDrafted')).toEqual(['OrderDrafted']);
    expect(typesFor(officer, 'order', 'OrderDrafted', 'OrderEdited', 'OrderEdited', 'OrderApproved')).toEqual(['OrderEdited']);
    expect(typesFor(officer, 'incident', 'IncidentOpened', 'IncidentEdited')).toEqual(['IncidentEdited']);
  });

  test('by each act of a proceeding that its reader sees', () => {
    const acts = ['PenaltyCaseOpened', 'PenaltyInvestigated', 'PenaltyDecided'];
    expect(typesFor(officer, 'penalty', ...acts)).toEqual(acts);
    expect(typesFor(filer, 'penalty', ...acts)).toEqual(['PenaltyCaseOpened']);
  });

  test('by why a subject was refused, for who verifies it, until it registers again', () => {
    expect(typesFor(officer, 'subject', 'SubjectRegistered', 'SubjectRefused')).toEqual(['SubjectRefused']);
    expect(typesFor(officer, 'subject', 'SubjectRegistered', 'SubjectRefused', 'SubjectRegistered')).toEqual([]);
    expect(typesFor(telecom, 'subject', 'SubjectRegistered', 'SubjectRefused')).toEqual([]);
  });

  test('by nothing that is in no list', () => {
    expect(typesFor(officer, 'account', 'AccountOpened')).toEqual([]);
    expect(typesFor(officer, 'constructor', 'AccountOpened')).toEqual([]);
  });

  test('by no contact, no address, and no note of an agency', () => {
    for (const pointer of ['/contact', '/content/contact', '/contacts', '/address', '/knownAs'])
      expect([pointer, isFoundByWords('report', pointer), isFoundByWords('subject', pointer)]).toEqual([pointer, false, false]);
    expect(isFoundByWords('report', '/text')).toBe(true);
    expect(isFoundByWords('filing', '/reasons/0/text')).toBe(true);
    for (const kind of ['note', 'case', 'account', 'constructor']) expect(isFoundByWords(kind, '/text')).toBe(false);
  });
});
