// A story that can be played: prose in Markdown whose fenced blocks are requests. These kinds of block are read, all others are prose.
//
//   ```json form NAME        a body that requests send by its name
//   ```upload as WHO         one document a line, `variable: what it says`; the variable becomes its SHA-256
//   ```http as WHO           METHOD path [with NAME], a JSON body (or what it changes of the form), then lines that begin with
//                            `→ status [event or problem code]: what it means`, one for each outcome that holds, then
//                            `path is value` for what the answer must show and `variable = path` for what is kept of it;
//                            `shown within N s`: whoever reads without waiting for it sees the last write by then
//   ```readers               GET path, then `→ status for WHO, WHO: what it means`: the same reading by each of them
//   ```sh played             what is typed into a terminal, then lines `# path is value` that the JSON which it prints must show
//   ```sh beside             what is typed into a terminal of its own, where it goes on
//   ```text printed          lines that are printed there by then, or soon
//
// `{{variable}}` stands for a kept value in paths, bodies and values. WHO is a client of the token endpoint, or `anyone`.

/** A block that cannot be read; says on which line. */
export class StoryUnreadable extends Error {
  constructor(line: number, what: string) {
    super(`line ${line}: ${what}`);
  }
}

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

export interface Outcome {
  status: number;
  /** Type of the event appended, `nothing` where there was none to append, or code of the problem; absent where only the status counts. */
  name?: string;
  meaning: string;
}

interface Place {
  /** Where the block begins, from 1. */
  line: number;
  /** The heading that it stands under. */
  chapter: string;
}

interface Step extends Place {
  as: string;
}

interface Check {
  path: string;
  value: string;
}

export interface Upload extends Step {
  kind: 'upload';
  documents: { variable: string; text: string }[];
}

export interface Request extends Step {
  kind: 'request';
  method: string;
  path: string;
  form?: string;
  body?: Json;
  outcomes: Outcome[];
  checks: Check[];
  kept: { variable: string; path: string }[];
  /** Seconds from the sending of the last write until it is seen here. */
  within?: number;
}

export interface Typed extends Place {
  kind: 'typed';
  script: string;
  /** In a terminal of its own. */
  beside: boolean;
  checks: Check[];
}

export interface Printed extends Place {
  kind: 'printed';
  lines: string[];
}

export interface Story {
  forms: ReadonlyMap<string, Json>;
  steps: (Upload | Request | Typed | Printed)[];
}

interface Lines {
  /** Of the first of them. */
  from: number;
  texts: string[];
}

const json = ({ from, texts }: Lines): Json => {
  try {
    return JSON.parse(texts.join('\n')) as Json;
  } catch (error) {
    throw new StoryUnreadable(from, `this is no JSON: ${(error as Error).message}`);
  }
};

function readUpload(step: Step, { from, texts }: Lines): Upload {
  const documents = texts.map((text, i) => {
    const [, variable, words] = /^(\w+): (.+)$/.exec(text) ?? [];
    if (!variable || !words) throw new StoryUnreadable(from + i, '`variable: what the document says` is expected');
    return { variable, text: words };
  });
  return { kind: 'upload', ...step, documents };
}

function readRequest(step: Step, { from, texts }: Lines): Request {
  const [, method, path, form] = /^(GET|POST|PUT) (\/\S*)(?: with (\w+))?$/.exec(texts[0] ?? '') ?? [];
  if (!method || !path) throw new StoryUnreadable(from, '`METHOD /path` or `METHOD /path with form` is expected');
  const arrow = texts.findIndex((text) => text.startsWith('→'));
  if (arrow < 0) throw new StoryUnreadable(from, 'the request says nothing of its outcome');
  const body = arrow > 1 ? json({ from: from + 1, texts: texts.slice(1, arrow) }) : undefined;
  const request: Request = { kind: 'request', ...step, method, path, form, body, outcomes: [], checks: [], kept: [] };
  texts.slice(arrow).forEach((text, i) => {
    const [, status, name, meaning] = /^→ (\d{3})(?: ([\w+-]+))?: (.+)$/.exec(text) ?? [];
    const [, shown, value] = /^(\S+) is (.+)$/.exec(text) ?? [];
    const [, variable, taken] = /^(\w+) = (\S+)$/.exec(text) ?? [];
    const [, seconds] = /^shown within (\d+) s$/.exec(text) ?? [];
    if (status && meaning) request.outcomes.push({ status: Number(status), name, meaning });
    else if (shown && value) request.checks.push({ path: shown, value });
    else if (variable && taken) request.kept.push({ variable, path: taken });
    else if (seconds && method === 'GET') request.within = Number(seconds);
    else
      throw new StoryUnreadable(
        from + arrow + i,
        'an outcome, `path is value`, `variable = path` or `shown within N s` is expected',
      );
  });
  return request;
}

/** One reading for each reader. */
function readReaders(chapter: string, { from, texts }: Lines): Request[] {
  const [, path] = /^GET (\/\S*)$/.exec(texts[0] ?? '') ?? [];
  if (!path) throw new StoryUnreadable(from, '`GET /path` is expected');
  if (texts.length < 2) throw new StoryUnreadable(from, 'nothing is said of who reads it');
  return texts.slice(1).flatMap((text, i) => {
    const [, status, names, meaning] = /^→ (\d{3}) for ([\w-]+(?:, [\w-]+)*): (.+)$/.exec(text) ?? [];
    if (!status || !names || !meaning)
      throw new StoryUnreadable(from + 1 + i, '`→ status for WHO, WHO: what it means` is expected');
    const outcomes = [{ status: Number(status), meaning }];
    const reading = { kind: 'request' as const, line: from + 1 + i, chapter, method: 'GET', path, checks: [], kept: [] };
    return names.split(', ').map((as): Request => ({ ...reading, as, outcomes }));
  });
}

function readTyped(place: Place, beside: boolean, { texts }: Lines): Typed {
  const checks = texts.flatMap((text) => {
    const [, path, value] = /^# (\S+) is (.+)$/.exec(text) ?? [];
    return path && value ? [{ path, value }] : [];
  });
  return { kind: 'typed', ...place, script: texts.join('\n'), beside, checks };
}

/** The chapters up to this one. The number of a chapter stands before its title. */
export const chaptersUpTo = (last: number, { forms, steps }: Story): Story => ({
  forms,
  steps: steps.filter(({ chapter }) => Number.parseInt(chapter, 10) <= last),
});

/** Reads the blocks of the Markdown text, in their order. Throws StoryUnreadable. */
export function parseStory(markdown: string): Story {
  const lines = markdown.split(/\r?\n/);
  const forms = new Map<string, Json>();
  const steps: Story['steps'] = [];
  let chapter = '';
  for (let i = 0; i < lines.length; i++) {
    const text = lines[i] ?? '';
    chapter = /^## (.+)$/.exec(text)?.[1] ?? chapter;
    const [, kind, rest = ''] = /^```(\w*) ?(.*)$/.exec(text) ?? [];
    if (kind === undefined) continue;
    const line = i + 1;
    const end = lines.indexOf('```', line);
    if (end < 0) throw new StoryUnreadable(line, 'the block that begins here does not end');
    const content = { from: line + 1, texts: lines.slice(line, end) };
    i = end;
    const form = kind === 'json' ? /^form (\w+)$/.exec(rest)?.[1] : undefined;
    if (form) forms.set(form, json(content));
    if (kind === 'sh' && (rest === 'played' || rest === 'beside'))
      steps.push(readTyped({ line, chapter }, rest === 'beside', content));
    if (kind === 'text' && rest === 'printed') steps.push({ kind: 'printed', line, chapter, lines: content.texts });
    if (kind === 'readers') steps.push(...readReaders(chapter, content));
    if (kind !== 'http' && kind !== 'upload') continue;
    const as = /^as (\S+)$/.exec(rest)?.[1];
    if (!as) throw new StoryUnreadable(line, `\`${kind} as WHO\` is expected`);
    steps.push((kind === 'http' ? readRequest : readUpload)({ line, chapter, as }, content));
  }
  for (const step of steps)
    if (step.kind === 'request' && step.form !== undefined && !forms.has(step.form))
      throw new StoryUnreadable(step.line, `there is no form ${step.form}`);
  return { forms, steps };
}
