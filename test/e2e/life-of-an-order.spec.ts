// docs/life-of-an-order.md is executed here, after the chapters of docs/life-of-a-filing.md that it follows upon.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { afterTheFiling, appended, type Stage, storyPage } from '#support/stories.js';
import { parseStory } from '../../apps/demo/story.js';

let stage: Stage;
let markdown: string;

beforeAll(async () => {
  stage = await afterTheFiling();
  markdown = await storyPage('life-of-an-order.md');
}, 60_000);
afterAll(() => stage.service.stop());

describe('the life of an order', () => {
  test('holds from its draft to its lifting, and the public sees service and lifting within a second', async () => {
    const reported = await stage.played(markdown);
    expect(appended(reported)).toEqual([
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
    await expect(stage.played(changed)).rejects.toThrow(failure);
  });
});
