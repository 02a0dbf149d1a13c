// Plays a story against a running service, step by step, and stops where the service does not do what is told.
import { type Answer, type Client } from './client.js';
import { type Json, type Outcome, type Printed, type Request, type Story, type Typed, type Upload } from './story.js';

/** A step does not hold; says which, and what came instead. */
export class StepFailed extends Error {}

/** One request as it was played. */
export interface Played {
  chapter: string;
  as: string;
  method: string;
  /** As the story writes it, variables by their names. */
  path: string;
  status: number;
  /** Event, `nothing`, or problem code. */
  name?: string;
  meaning: string;
  /** What was kept of the answer, by variable. */
  kept: Record<string, string>;
  /** From the sending of the last write until this reader saw it, where the story says within which time. */
  seconds?: number;
}

export interface Ending {
  requests: number;
  checks: number;
  identities: string[];
  variables: ReadonlyMap<string, string>;
}

/** Where a story's terminals are. */
export interface Terminal {
  /** Answers what is printed once all of it has been done. Throws where it fails. */
  type(script: string): Promise<string>;
  /** Begins it in a terminal of its own. */
  beside(script: string): void;
  /** Resolves when the line has been printed there; throws where it is not. */
  printed(line: string): Promise<void>;
}

type Variables = Map<string, string>;

const day = (at: Date): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(at);

/** Days of the law are days in Asia/Shanghai. */
const calendar = (now: Date): Variables =>
  new Map([
    ['today', day(now)],
    ['yesterday', day(new Date(now.getTime() - 86_400_000))],
    ['month', day(now).slice(0, 7)],
    ['inThreeDays', day(new Date(now.getTime() + 3 * 86_400_000))],
    ['inThirtyDays', day(new Date(now.getTime() + 30 * 86_400_000))],
  ]);

const isRecord = (value: unknown): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The form with these members in the place of its own, at any depth. */
const merged = (form: Json | undefined, body: Json | undefined): Json | undefined => {
  if (!isRecord(form) || !isRecord(body)) return body ?? form;
  return {
    ...form,
    ...Object.fromEntries(Object.entries(body).map(([name, value]) => [name, merged(form[name], value) as Json])),
  };
};

/** `a.0.b`, and `list.kind=x.y` for the member of a list whose `kind` is `x`. */
const at = (body: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => {
    const [name = '', wanted] = key.split('=');
    if (wanted !== undefined)
      return Array.isArray(value) ? value.find((item) => isRecord(item) && item[name] === wanted) : undefined;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }, body);

const text = (value: unknown): string =>
  value === undefined ? 'absent' : typeof value === 'string' ? value : JSON.stringify(value);

const jsonIn = (output: string): unknown => {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
};

/** What the answer is called: the problem, or the events that a write appended. */
const nameOf = (method: string, { status, body }: Answer): string | undefined => {
  if (!isRecord(body)) return undefined;
  if (status >= 400) return text(body.code);
  if (method === 'GET' || !Array.isArray(body.events)) return undefined;
  return body.events.map((event) => text(at(event, 'type'))).join('+') || 'nothing';
};

const told = ({ status, name }: Outcome): string => [status, name].filter((part) => part !== undefined).join(' ');

/**
 * Plays every step in order and reports each request after it has held. `now` says which day it is, `known` what an earlier story has
 * kept; a story with terminals needs one. Throws StepFailed at the first that does not hold, and what the client throws.
 */
export async function play(
  story: Story,
  client: Client,
  report: (played: Played) => void,
  now = new Date(),
  known: ReadonlyMap<string, string> = new Map(),
  terminal?: Terminal,
): Promise<Ending> {
  const variables: Variables = new Map([...known, ...calendar(now)]);
  let requests = 0;
  let checks = 0;

  const filled = (template: string, line: number): string =>
    template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const value = variables.get(name);
      if (value === undefined) throw new StepFailed(`line ${line}: nothing has been kept as ${name}`);
      return value;
    });
  const filledIn = (body: Json, line: number): Json => {
    if (typeof body === 'string') return filled(body, line);
    if (Array.isArray(body)) return body.map((item) => filledIn(item, line));
    if (!isRecord(body)) return body;
    return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, filledIn(value, line)]));
  };

  async function upload({ line, chapter, as, documents }: Upload): Promise<void> {
    for (const { variable, text: words } of documents) {
      const { sha256, status } = await client.upload(as, words);
      if (status !== 200 && status !== 201)
        throw new StepFailed(`line ${line}: uploading “${words}” as ${as} was answered with ${status}`);
      variables.set(variable, sha256);
      requests += 1;
      report({ chapter, as, method: 'PUT', path: `/v1/attachments/{${variable}}`, status, meaning: words, kept: {} });
    }
  }

  async function request({ line, chapter, as, method, path, form, body, outcomes, within, ...step }: Request): Promise<void> {
    const template = merged(form === undefined ? undefined : story.forms.get(form), body);
    const sent = template === undefined ? undefined : filledIn(template, line);
    const answer: Answer & { seconds?: number } =
      within === undefined
        ? await client.send(as, method, filled(path, line), sent)
        : await client.untilShown(as, filled(path, line), within);
    const { status, seconds } = answer;
    const name = nameOf(method, answer);
    const failed = (why: string) => new StepFailed(`line ${line}: ${method} ${path} as ${as} ${why}`);
    if (within !== undefined && seconds !== undefined && seconds > within)
      throw failed(`did not show what was written within ${within} s`);
    const outcome = outcomes.find((one) => one.status === status && (one.name === undefined || one.name === name));
    if (!outcome) {
      const detail = status >= 400 ? ` (${text(at(answer.body, 'detail') ?? at(answer.body, 'title'))})` : '';
      throw failed(
        `was answered with ${told({ status, name, meaning: '' })}${detail}, not with ${outcomes.map(told).join(' or ')}`,
      );
    }
    for (const { path: shown, value } of step.checks) {
      const found = text(at(answer.body, filled(shown, line)));
      if (found !== filled(value, line)) throw failed(`shows ${shown} as ${found}, not as ${filled(value, line)}`);
      checks += 1;
    }
    const kept: Record<string, string> = {};
    for (const { variable, path: taken } of step.kept) {
      const value = at(answer.body, filled(taken, line));
      if (value === undefined) throw failed(`shows no ${taken}`);
      kept[variable] = text(value);
      variables.set(variable, text(value));
    }
    requests += 1;
    const shownPath = path.replace(/\{\{(\w+)\}\}/g, '{$1}');
    report({ chapter, as, method, path: shownPath, status, name, meaning: outcome.meaning, kept, seconds });
  }

  async function typed({ line, script, beside, checks: looked }: Typed): Promise<void> {
    if (!terminal) throw new StepFailed(`line ${line}: there is no terminal`);
    if (beside) return terminal.beside(script);
    const output = await terminal.type(script).catch((cause: unknown) => {
      throw new StepFailed(`line ${line}: ${(cause as Error).message}`, { cause });
    });
    for (const { path, value } of looked) {
      const found = text(at(jsonIn(output), path));
      if (found !== value) throw new StepFailed(`line ${line}: prints ${path} as ${found}, not as ${value}: ${output}`);
      checks += 1;
    }
  }

  async function printed({ line, lines }: Printed): Promise<void> {
    for (const one of lines) {
      await terminal?.printed(one).catch((cause: unknown) => {
        throw new StepFailed(`line ${line}: ${(cause as Error).message}`, { cause });
      });
      checks += 1;
    }
  }

  for (const step of story.steps)
    switch (step.kind) {
      case 'upload':
        await upload(step);
        break;
      case 'request':
        await request(step);
        break;
      case 'typed':
        await typed(step);
        break;
      case 'printed':
        await printed(step);
        break;
    }
  return {
    requests,
    checks,
    identities: [...new Set(story.steps.flatMap((step) => ('as' in step ? [step.as] : [])))],
    variables,
  };
}
