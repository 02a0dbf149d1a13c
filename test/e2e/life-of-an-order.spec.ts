// docs/life-of-an-order.md is executed here, after the chapters of docs/life-of-a-filing.md that it follows upon.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestService, type TestService } from '#support/service.js';
import { Client } from '../../apps/demo/client.js';
import { play, type Played } from '../../apps/demo/play.js';
import { parseStory, type Story } from '../../apps/demo/story.js';

const today = new Date('2026-11-24T04:00:00Z');
const page = (name: string): Promise<string> => readFile(join(import.meta.dirname, '../../docs', name), 'utf8');

/** The number of a chapter stands before its title. */
const upTo = (last: number, { forms, steps }: Story): Story => ({
  forms,
  steps: steps.filter(({ chapter }) => Number.parseInt(chapter, 10) <= last),
});

let service: TestService;
let client: Client;
let known: ReadonlyMap<string, string>;
let markdown: string;

beforeAll(async () => {
  service = await startTestService({ clock: { now: () => today } });
  client = new Client(service.url);
  const filing = upTo(8, parseStory(await page('life-of-a-filing.md')));
  known = (await play(filing, client, () => undefined, today)).variables;
  markdown = await page('life-of-an-order.md');
}, 60_000);
afterAll(() => service.stop());

async function played(text: string): Promise<Played[]> {
  const reported: Played[] = [];
  await play(parseStory(text), client, (one) => reported.push(one), today, known);
  return reported;
}

describe('the life of an order', () => {
  test('holds from its draft to its lifting, and the public sees service and lifting within a second', async () => {
    const reported = await played(markdown);
    expect(reported.flatMap(({ name, status }) => (status < 300 && name && /^[A-Z]/.test(name) ? [name] : []))).toEqual([
      'AccountOpened',
      'OrderDrafted',
      'OrderApproved',
      'OrderEdited',
      'OrderApproved',
      'OrderIssued',
      'OrderServed+OrderPublished',
      'OrderAcknowledged',
      'MeasuresApplied',
      'RectificationReported',
      'OrderInspectionScheduled',
      'OrderInspectionRecorded',
      'LiftProposed',
      'OrderLifted',
    ]);
    const seconds = reported.flatMap((one) => one.seconds ?? []);
    expect(seconds).toHaveLength(2);
    expect(Math.max(...seconds)).toBeLessThan(1);
  });

  test('asks at each of its turns what those see whom it does not concern', async () => {
    const { steps } = parseStory(markdown);
    const readings = steps.flatMap((step) =>
      step.kind === 'request' && step.path === '/v1/orders/{{order}}' && step.method === 'GET' ? [step] : [],
    );
    for (const name of ['filer-b', 'store-a', 'cac-shanghai-approver', 'auditor', 'operator']) {
      const asked = readings.filter(({ as }) => as === name);
      expect(asked.map(({ outcomes }) => outcomes.map(({ status }) => status))).toEqual([[404], [404], [404], [404]]);
    }
  });

  // None of these lifts its order: the one that stops after service is the last.
  test.each([
    ['who is told of it', '→ 404 for cac-shanghai-approver, tele', '→ 200 for cac-shanghai-approver, tele', 'with 404 not-found'],
    ['who may decide', '→ 403 forbidden: who drafts', '→ 200 OrderApproved: who drafts', 'with 403 forbidden'],
    ['what the public is shown', 'status.code is suspended', 'status.code is restricted', 'shows status.code as suspended'],
  ])('stops where the service does something else than the page says of %s', async (_, told, otherwise, failure) => {
    expect(markdown).toContain(told);
    const changed = markdown.replace(told, otherwise).replace('colleague-', `colleague-${randomUUID()}-`);
    await expect(played(changed)).rejects.toThrow(failure);
  });
});
