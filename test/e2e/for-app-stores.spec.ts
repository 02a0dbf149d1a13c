// docs/for-app-stores.md is executed here, line by line, in real shells.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePort, startTestService, type TestService } from '#support/service.js';
import { storyPage } from '#support/stories.js';
import { TestTerminal } from '#support/terminal.js';
import { Client } from '../../apps/demo/client.js';
import { play } from '../../apps/demo/play.js';
import { parseStory } from '../../apps/demo/story.js';

const DAY_MS = 86_400_000;
const SHANGHAI_MS = 8 * 3_600_000;
/** Longer than the story takes. */
const STORY_MS = 120_000;

let service: TestService;
let terminal: TestTerminal;
let markdown: string;

beforeAll(async () => {
  // Programs of their own have no clock but the machine's, and a story must not fail at midnight.
  const leftOfDay = DAY_MS - ((Date.now() + SHANGHAI_MS) % DAY_MS);
  if (leftOfDay < STORY_MS) await new Promise((resolve) => setTimeout(resolve, leftOfDay));
  service = await startTestService({ clock: { now: () => new Date() }, environment: { WEBHOOKS_TO_LOOPBACK: 'on' } });
  terminal = await TestTerminal.open({ beian: service.url, port: String(await freePort()) });
  markdown = await storyPage('for-app-stores.md');
}, 240_000);
afterAll(async () => {
  await terminal.close();
  await service.stop();
});

test('an app store comes from nothing to a verified push, and from there to its daily report', async () => {
  const { checks } = await play(parseStory(markdown), new Client(service.url), () => undefined, new Date(), undefined, terminal);
  expect(checks).toBeGreaterThan(25);
}, 180_000);

test('the programs on the page are those that were run, to the letter', async () => {
  const shown = [...markdown.matchAll(/\n```ts\n([^]*?)```\n/g)].map(([, program]) => program);
  const files = ['follow.ts', 'receive.ts'].map((name) => readFile(join(import.meta.dirname, '../../docs/store', name), 'utf8'));
  expect(shown).toEqual(await Promise.all(files));
});

test('stops where the service does something else than the page says', async () => {
  const [first] = markdown.split('## 4');
  expect(first).toContain('# outcome is match');
  const changed = parseStory(first!.replace('# outcome is match', '# outcome is suspended'));
  const played = play(changed, new Client(service.url), () => undefined, new Date(), undefined, terminal);
  await expect(played).rejects.toThrow(/prints outcome as match, not as suspended/);
}, 60_000);
