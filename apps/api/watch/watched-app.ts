// One line of a watch list: an app that is listed, or that is not any more. A hundred thousand of them are judged at a time, so that they
// are no forms, and the first fault of a line is the one that is told.
import { parseCreditCode } from '#domain/credit-code.js';
import { platforms } from '#domain/filing-content.js';
import { parseFilingNumber } from '#domain/filing-number.js';
import { Problem } from '#platform/problem.js';
import { type AppKey, type WatchedApp } from '#reactions/watch-list.js';
import { jsonPointer } from '#api/http/json-pointer.js';
import { isText } from '#api/http/form-rules.js';
import { parseStrictJson } from '#api/http/strict-json.js';

export interface LineFault {
  code: string;
  detail: string;
  pointer?: string;
}

export type ReadLine = { app: WatchedApp } | { gone: AppKey } | { fault: LineFault };

const members = ['platform', 'package', 'name', 'number', 'developer', 'signingDigest', 'listed'] as const;
type Member = (typeof members)[number];
type Given = Partial<Record<Member, unknown>>;

const fault = (member: Member, detail: string, code = 'invalid'): { fault: LineFault } => ({
  fault: { code, detail, pointer: `/${member}` },
});

const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** What an app shows is recorded also where it is no number. */
const SHOWN = { max: 100 };

/** Reads a line; whatever it holds, the answer says so and nothing is thrown. */
export function readLine(line: Buffer): ReadLine {
  let given: object;
  try {
    given = parseStrictJson(line);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { fault: { code: error.code, detail: error.members.detail ?? error.code } };
  }
  if (Array.isArray(given)) return { fault: { code: 'invalid', detail: 'a line is an object' } };
  const unknown = Object.keys(given).find((name) => !(members as readonly string[]).includes(name));
  if (unknown !== undefined)
    return { fault: { code: 'unknown-field', detail: 'an app has no such member', pointer: jsonPointer([unknown]) } };
  return appIn(given);
}

function appIn({ platform, package: app, name, number, developer, signingDigest, listed = true }: Given): ReadLine {
  if (!(platforms as readonly unknown[]).includes(platform)) return fault('platform', platforms.join(', '));
  if (!isText(app, { max: 200 })) return fault('package', 'a text of 1 to 200 characters');
  const key = { platform: platform as string, package: app };
  if (listed === false) return { gone: key };
  if (listed !== true) return fault('listed', 'true or false');
  if (!isText(name, { max: 200 })) return fault('name', 'a text of 1 to 200 characters');
  if (number !== undefined && !isText(number, SHOWN)) return fault('number', 'a text of 1 to 100 characters');
  if (signingDigest !== undefined && !(typeof signingDigest === 'string' && DIGEST.test(signingDigest)))
    return fault('signingDigest', 'sha256: and 64 hexadecimal digits');
  const code = typeof developer === 'string' ? parseCreditCode(developer) : undefined;
  if (developer !== undefined && !code?.ok) return fault('developer', 'a unified social credit code');
  const shown = number === undefined ? undefined : parseFilingNumber(number);
  return {
    app: {
      ...key,
      name,
      number: shown?.ok ? shown.number : number,
      developer: code?.ok ? code.code : undefined,
      signingDigest: signingDigest,
    },
  };
}
