// docs/life-of-a-filing.md is executed here: what it tells is what the service does.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startNode } from '#support/processes.js';
import { freePort, startTestService, type TestService } from '#support/service.js';
import { Client } from '../../apps/demo/client.js';
import { type Ending, play, type Played, StepFailed } from '../../apps/demo/play.js';
import { parseStory, type Story } from '../../apps/demo/story.js';

const today = new Date('2026-11-24T04:00:00Z');

let service: TestService;
let markdown: string;
let story: Story;

beforeAll(async () => {
  markdown = await readFile(join(import.meta.dirname, '../../docs/life-of-a-filing.md'), 'utf8');
  story = parseStory(markdown);
  // One day for service and player: the story must not fail at midnight.
  service = await startTestService({ clock: { now: () => today } });
}, 60_000);
afterAll(() => service.stop());

async function played(what: Story): Promise<Ending & { reported: Played[] }> {
  const reported: Played[] = [];
  const ending = await play(what, new Client(service.url), (one) => reported.push(one), today);
  return { ...ending, reported };
}

describe('the life of a filing', () => {
  let first: string;

  test('holds from registration to cancellation, and for another filing to revocation', async () => {
    const { reported, variables, requests } = await played(story);
    expect(reported).toHaveLength(requests);
    expect(reported.flatMap(({ name }) => (name && /^[A-Z]/.test(name) ? [name] : []))).toEqual([
      'SubjectRegistered',
      'SubjectVerified',
      'FilingSubmitted',
      'ReviewStageRecorded',
      'FilingRefused',
      'RefusalNotified',
      'FilingSubmitted',
      'ReviewStageRecorded',
      'FilingAccepted',
      'DisplayDeclared',
      'FilingPublished',
      'ChangeSubmitted',
      'ChangeAccepted',
      'CancellationSubmitted',
      'CancellationCompleted',
      'FilingSubmitted',
      'ReviewStageRecorded',
      'FilingAccepted',
      'RevocationProposed',
      'FilingRevoked',
    ]);
    first = variables.get('number')!;
    const { body } = await service.anyone.get('/v1/registry');
    expect(body).toMatchObject({ total: 2, facets: { status: { cancelled: 1, revoked: 1 } } });
  });

  test('holds again on the same service: the company is known, the filings are new', async () => {
    const { reported, variables } = await played(story);
    expect(reported.slice(0, 4).map(({ status, name }) => [status, name])).toEqual([
      [409, 'subject-exists'],
      [200, undefined],
      [200, undefined],
      [200, 'nothing'],
    ]);
    expect(variables.get('number')).not.toBe(first);
    expect((await service.anyone.get('/v1/registry')).body.total).toBe(4);
  });

  test('stops where the service does something else, and says on which line, and what came instead', async () => {
    const line = 1 + markdown.split('\n').findIndex((text) => text.startsWith('POST /v1/filings/{{filing}}/stages'));
    const refused = parseStory(markdown.replace('→ 200 ReviewStageRecorded', '→ 200 FilingAccepted'));
    await expect(played(refused)).rejects.toThrow(
      new StepFailed(
        `line ${line - 1}: POST /v1/filings/{{filing}}/stages as cac-beijing-reviewer was answered with 200 ReviewStageRecorded, not with 200 FilingAccepted`,
      ),
    );
    const misjudged = parseStory(markdown.replace('status is under-review', 'status is filed'));
    await expect(played(misjudged)).rejects.toThrow('shows status as under-review, not as filed');
  });

  test('says so where the one that answers knows no demonstration identities', async () => {
    await expect(new Client(service.url).send('nobody', 'GET', '/v1/filings')).rejects.toThrow(
      'gives no token to the demonstration identity nobody (401)',
    );
  });

  test('ends the demonstration with 1 and one sentence where no service answers', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const demo = startNode(join(import.meta.dirname, '../../apps/demo/main.ts'), { args: ['--url', nowhere] });
    expect(await demo.exited).toBe(1);
    expect(demo.output()).toMatch(new RegExp(`^${nowhere} does not answer: start the service with npm start\\n?$`, 'm'));
    expect(demo.output()).not.toContain('    at ');
  });
});
