// `npm run demo`: plays docs/life-of-a-filing.md against a running service. It can be played again and again: the company is registered and
// verified once, the filings are new each time.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Client, NoService } from './client.js';
import { play, type Played, StepFailed } from './play.js';
import { parseStory, StoryUnreadable } from './story.js';

const STORY = 'docs/life-of-a-filing.md';

const USAGE = `npm run demo [-- --url http://127.0.0.1:3000]

Plays ${STORY} over HTTP against the running service, with its demonstration identities.`;

class Misused extends Error {}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function urlOf(args: string[]): string | undefined {
  try {
    const options = { url: { type: 'string', default: 'http://127.0.0.1:3000' }, help: { type: 'boolean' } } as const;
    const { values } = parseArgs({ args, options });
    return values.help ? undefined : new URL(values.url).href.replace(/\/+$/, '');
  } catch (error) {
    throw new Misused(`${(error as Error).message}\n\n${USAGE}`);
  }
}

const line = ({ as, method, path, status, name = '', meaning, kept }: Played): string => {
  const values = Object.entries(kept).map(([variable, value]) => `${variable} = ${value}`);
  const shown = values.length > 0 ? `  [${values.join(', ')}]` : '';
  return `  ${as.padEnd(21)} ${`${method} ${path}`.padEnd(49)} ${status} ${name.padEnd(21)} ${meaning}${shown}`;
};

async function run(): Promise<void> {
  const url = urlOf(process.argv.slice(2));
  if (url === undefined) return print(USAGE);
  const story = parseStory(
    await readFile(STORY, 'utf8').catch((cause: unknown) => {
      throw new Misused(`${STORY} is not here: run the demo from the project's own folder`, { cause });
    }),
  );
  print(`The life of a filing (${STORY}), played against ${url}`);
  let chapter: string | undefined;
  const report = (played: Played): void => {
    if (played.chapter !== chapter) print(`\n${played.chapter}`);
    chapter = played.chapter;
    print(line(played));
  };
  const { requests, checks, identities, variables } = await play(story, new Client(url), report);
  print(
    `\nEverything held: ${requests} requests by ${identities.length} parties (${identities.join(', ')}), ${checks} values looked at.`,
  );
  for (const [variable, meaning] of [
    ['number', 'filed, changed, cancelled'],
    ['secondNumber', 'filed, revoked'],
  ] as const)
    if (variables.has(variable)) print(`  ${meaning.padEnd(26)} ${url}/v1/registry/${variables.get(variable)}`);
}

// Who reads only the beginning (`| head`) has seen enough.
process.stdout.on('error', () => process.exit(1));

try {
  await run();
} catch (error) {
  const sentence = error instanceof StepFailed || error instanceof StoryUnreadable ? `${STORY}, ${error.message}` : undefined;
  const expected = sentence ?? (error instanceof NoService || error instanceof Misused ? error.message : undefined);
  process.stderr.write(`${expected ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
  process.exitCode = 1;
}
