// `npm run demo`: plays docs/life-of-a-filing.md against a running service. It can be played again and again: the company is registered and
// verified once, the filings are new each time. With --suspend the filing of an earlier play comes under an order (docs/life-of-an-order.md).
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Client, NoService } from './client.js';
import { play, type Played, StepFailed } from './play.js';
import { chaptersUpTo, parseStory, type Story, StoryUnreadable } from './story.js';

const STORY = 'docs/life-of-a-filing.md';
const ORDER = 'docs/life-of-an-order.md';
/** The chapter in which the order is served. */
const SERVED = 4;
/** Of the company of both stories. */
const CREDIT_CODE = '91110108MA00DEM06X';

const USAGE = `npm run demo [-- --url http://127.0.0.1:3000] [--until CHAPTER] [--suspend NUMBER] [--print NAME]

Plays ${STORY} over HTTP against the running service, with its demonstration identities.

--until CHAPTER   ends after this chapter; after the eighth the filing is in force
--suspend NUMBER  plays ${ORDER} instead, until its order on this filing is served
--print NAME      prints nothing but what is kept under this name: number, filing, order`;

class Misused extends Error {}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface Wanted {
  url: string;
  until: number;
  suspend?: string;
  name?: string;
}

/** Undefined where help is asked for. */
function wantedIn(args: string[]): Wanted | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: {
        url: { type: 'string', default: 'http://127.0.0.1:3000' },
        until: { type: 'string' },
        suspend: { type: 'string' },
        print: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    const until = values.until === undefined ? Infinity : Number(values.until);
    if (!(until > 0)) throw new TypeError('--until takes the number of a chapter');
    if (values.help) return undefined;
    return { url: new URL(values.url).href.replace(/\/+$/, ''), until, suspend: values.suspend, name: values.print };
  } catch (error) {
    throw new Misused(`${(error as Error).message}\n\n${USAGE}`);
  }
}

const storyIn = async (page: string): Promise<Story> =>
  parseStory(
    await readFile(page, 'utf8').catch((cause: unknown) => {
      throw new Misused(`${page} is not here: run the demo from the project's own folder`, { cause });
    }),
  );

/** What the story of an order must know of a filing that an earlier play has left in force. */
async function knownOf(number: string, client: Client): Promise<Map<string, string>> {
  const { body: own } = await client.send('filer-a', 'GET', '/v1/filings?status=filed&limit=100');
  const { body: subjects } = await client.send('filer-a', 'GET', `/v1/subjects?uscc=${CREDIT_CODE}`);
  const { filings = [] } = own as { filings?: { id: string; number?: string }[] };
  const filing = filings.find((one) => one.number?.includes(number));
  const subject = (subjects as { subjects?: { id: string }[] }).subjects?.[0];
  if (!filing || !subject) throw new Misused(`the company of the demonstration has no filing ${number} in force`);
  return new Map([
    ['number', number],
    ['filing', filing.id],
    ['subject', subject.id],
  ]);
}

const line = ({ as, method, path, status, name = '', meaning, kept }: Played): string => {
  const values = Object.entries(kept).map(([variable, value]) => `${variable} = ${value}`);
  const shown = values.length > 0 ? `  [${values.join(', ')}]` : '';
  return `  ${as.padEnd(21)} ${`${method} ${path}`.padEnd(49)} ${status} ${name.padEnd(21)} ${meaning}${shown}`;
};

/** Which page is played, for what is said of its failures. */
let page = STORY;

async function run(): Promise<void> {
  const wanted = wantedIn(process.argv.slice(2));
  if (wanted === undefined) return print(USAGE);
  const { url, until, suspend, name } = wanted;
  const client = new Client(url);
  const say = name === undefined ? print : () => undefined;
  if (suspend !== undefined) page = ORDER;
  const story = chaptersUpTo(suspend === undefined ? until : Math.min(until, SERVED), await storyIn(page));
  const known = suspend === undefined ? undefined : await knownOf(suspend, client);
  say(`${suspend === undefined ? 'The life of a filing' : 'The life of an order'} (${page}), played against ${url}`);
  let chapter: string | undefined;
  const report = (played: Played): void => {
    if (played.chapter !== chapter) say(`\n${played.chapter}`);
    chapter = played.chapter;
    say(line(played));
  };
  const { requests, checks, identities, variables } = await play(story, client, report, new Date(), known);
  say(
    `\nEverything held: ${requests} requests by ${identities.length} parties (${identities.join(', ')}), ${checks} values looked at.`,
  );
  for (const [variable, meaning] of [
    ['number', suspend === undefined ? (until === Infinity ? 'filed, changed, cancelled' : 'filed') : 'under an order'],
    ['secondNumber', 'filed, revoked'],
  ] as const)
    if (variables.has(variable)) say(`  ${meaning.padEnd(26)} ${url}/v1/registry/${variables.get(variable)}`);
  if (name !== undefined) print(variables.get(name) ?? '');
}

// Who reads only the beginning (`| head`) has seen enough.
process.stdout.on('error', () => process.exit(1));

try {
  await run();
} catch (error) {
  const sentence = error instanceof StepFailed || error instanceof StoryUnreadable ? `${page}, ${error.message}` : undefined;
  const expected = sentence ?? (error instanceof NoService || error instanceof Misused ? error.message : undefined);
  process.stderr.write(`${expected ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
  process.exitCode = 1;
}
