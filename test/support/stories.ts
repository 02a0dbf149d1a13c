// The pages of docs/ that tell a story, played against a service of their own.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '../../apps/demo/client.js';
import { play, type Played } from '../../apps/demo/play.js';
import { chaptersUpTo, parseStory } from '../../apps/demo/story.js';
import { startTestService, type TestService } from './service.js';

/** One day for service and player: a story must not fail at midnight. */
export const storyDay = new Date('2026-11-24T04:00:00Z');

export const storyPage = (name: string): Promise<string> => readFile(join(import.meta.dirname, '../../docs', name), 'utf8');

export interface Stage {
  service: TestService;
  /** What the filing has left behind: `filing`, `number`, `subject`. */
  known: ReadonlyMap<string, string>;
  /** Plays a page that follows upon the filing, and answers each request as it was played. Throws StepFailed. */
  played(markdown: string): Promise<Played[]>;
}

/** A service on which chapters 1 to 8 of the life of a filing have been played. */
export async function afterTheFiling(): Promise<Stage> {
  const service = await startTestService({ clock: { now: () => storyDay } });
  const client = new Client(service.url);
  const filing = chaptersUpTo(8, parseStory(await storyPage('life-of-a-filing.md')));
  const { variables: known } = await play(filing, client, () => undefined, storyDay);
  return {
    service,
    known,
    async played(markdown) {
      const reported: Played[] = [];
      await play(parseStory(markdown), client, (one) => reported.push(one), storyDay, known);
      return reported;
    },
  };
}

/** What was appended, request by request. */
export const appended = (played: readonly Played[]): string[] =>
  played.flatMap(({ name, status }) => (status < 300 && name && /^[A-Z]/.test(name) ? [name] : []));
