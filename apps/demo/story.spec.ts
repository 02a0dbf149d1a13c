import { describe, expect, test } from '@jest/globals';
import { parseStory, StoryUnreadable } from './story.js';

const block = (head: string, ...lines: string[]) => ['```' + head, ...lines, '```'].join('\n');

describe('a story', () => {
  test('is its blocks in their order, each under its heading and with its line', () => {
    const { steps } = parseStory(
      [
        '# Title',
        block('sh', 'npm start'),
        '## 1. First',
        'Prose that is → not read.',
        block('http as anyone', 'GET /v1/registry', '→ 200: it answers'),
        '## 2. Second',
        block('upload as filer-a', 'report: 第一稿'),
      ].join('\n'),
    );
    expect(steps).toEqual([
      {
        kind: 'request',
        line: 7,
        chapter: '1. First',
        as: 'anyone',
        method: 'GET',
        path: '/v1/registry',
        form: undefined,
        body: undefined,
        outcomes: [{ status: 200, name: undefined, meaning: 'it answers' }],
        checks: [],
        kept: [],
      },
      { kind: 'upload', line: 12, chapter: '2. Second', as: 'filer-a', documents: [{ variable: 'report', text: '第一稿' }] },
    ]);
  });

  test('has terminals, in which something is typed, looked at, and printed beside', () => {
    const { steps } = parseStory(
      [
        '## 3. Third',
        block('sh played', 'curl -s $beian/v1/status', '# outcome is not-found'),
        block('sh beside', 'node receive.ts'),
        block('text printed', 'listening', 'verified: a test'),
        block('text', 'prose'),
      ].join('\n'),
    );
    const script = 'curl -s $beian/v1/status\n# outcome is not-found';
    const chapter = '3. Third';
    expect(steps).toEqual([
      { kind: 'typed', line: 2, chapter, script, beside: false, checks: [{ path: 'outcome', value: 'not-found' }] },
      { kind: 'typed', line: 6, chapter, script: 'node receive.ts', beside: true, checks: [] },
      { kind: 'printed', line: 9, chapter, lines: ['listening', 'verified: a test'] },
    ]);
  });

  test('has requests with a form, what they change of it, several outcomes, values looked at and values kept', () => {
    const { forms, steps } = parseStory(
      [
        block('json form filing', '{ "role": "provider" }'),
        block(
          'http as filer-a',
          'POST /v1/filings with filing',
          '{',
          '  "mainUse": "{{use}}"',
          '}',
          '→ 201 FilingSubmitted: received: the days begin',
          '→ 409 subject-exists: known',
          'events.0.data.round is 1',
          'filing = id',
        ),
      ].join('\n'),
    );
    expect(forms.get('filing')).toEqual({ role: 'provider' });
    expect(steps[0]).toMatchObject({
      form: 'filing',
      body: { mainUse: '{{use}}' },
      outcomes: [
        { status: 201, name: 'FilingSubmitted', meaning: 'received: the days begin' },
        { status: 409, name: 'subject-exists', meaning: 'known' },
      ],
      checks: [{ path: 'events.0.data.round', value: '1' }],
      kept: [{ variable: 'filing', path: 'id' }],
    });
  });

  test('asks the same of each reader, and says within which time a write is seen', () => {
    const { steps } = parseStory(
      [
        block('readers', 'GET /v1/orders/{{order}}', '→ 200 for filer-a: theirs', '→ 404 for filer-b, store-a: not theirs'),
        block('http as anyone', 'GET /v1/registry', '→ 200: it answers', 'shown within 1 s'),
      ].join('\n'),
    );
    const reading = { kind: 'request', method: 'GET', path: '/v1/orders/{{order}}', checks: [], kept: [] };
    expect(steps.slice(0, 3)).toMatchObject([
      { ...reading, line: 3, as: 'filer-a', outcomes: [{ status: 200, meaning: 'theirs' }] },
      { ...reading, line: 4, as: 'filer-b', outcomes: [{ status: 404, meaning: 'not theirs' }] },
      { ...reading, line: 4, as: 'store-a', outcomes: [{ status: 404, meaning: 'not theirs' }] },
    ]);
    expect(steps[3]).toMatchObject({ as: 'anyone', within: 1 });
  });

  test.each([
    ['a block without end', '```http as anyone\nGET /', 1, 'does not end'],
    ['a block of nobody', block('http', 'GET /', '→ 200: x'), 1, 'as WHO'],
    ['a line that is no request', block('http as anyone', 'FETCH /', '→ 200: x'), 2, 'METHOD /path'],
    ['a request without an outcome', block('http as anyone', 'GET /'), 2, 'nothing of its outcome'],
    ['a body that is no JSON', block('http as anyone', 'POST /', '{ "a": }', '→ 200: x'), 3, 'no JSON'],
    ['an outcome without a meaning', block('http as anyone', 'GET /', '→ 200'), 3, 'an outcome'],
    ['a line after the outcome that says nothing', block('http as anyone', 'GET /', '→ 200: x', 'and so on'), 4, 'path is value'],
    ['a form that nobody wrote', block('http as anyone', 'POST / with filing', '→ 200: x'), 1, 'no form filing'],
    ['a form that is no JSON', block('json form filing', '{'), 2, 'no JSON'],
    [
      'a time within which a write is seen by a write',
      block('http as anyone', 'POST /', '→ 200: x', 'shown within 1 s'),
      4,
      'shown',
    ],
    ['readers of nothing', block('readers', 'POST /', '→ 200 for anyone: x'), 2, 'GET /path'],
    ['readers who are nobody', block('readers', 'GET /'), 2, 'who reads it'],
    ['a reader of whom nothing is said', block('readers', 'GET /', '→ 200 for anyone'), 3, 'WHO'],
    ['a document without a name', block('upload as filer-a', '第一稿'), 2, 'variable'],
  ])('is not read past %s', (_, text, line, why) => {
    expect(() => parseStory(text)).toThrow(StoryUnreadable);
    expect(() => parseStory(text)).toThrow(new RegExp(`^line ${line}: .*${why}`));
  });
});
