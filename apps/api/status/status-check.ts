// Whether a filing number covers an app, and whether the filing stands: the answer to one check, as JSON text. DSP 13.
import { parseFilingNumber } from '#domain/filing-number.js';
import { type CheckOutcome } from '#domain/listing-state.js';
import { type FiledApp, type HeldStatus, plainDomain, type StatusIndex } from '#read-models/status-index.js';
import { toldOfProduct } from '#read-models/store-status-row.js';
import { noEndorsement } from '#api/registry/registry-entry.js';

export const checkReasons = [
  'number-length',
  'number-characters',
  'number-check-digit',
  'item-malformed',
  'credit-code-differs',
  'credit-code-not-on-record',
  'supporter-has-no-products',
  'no-apps-on-record',
  'app-not-filed',
  'platform-differs',
  'signing-digest-differs',
] as const;
export type CheckReason = (typeof checkReasons)[number];

/** What a store asks: a number, and of which app and developer it is said to be. */
export interface Check {
  number: string;
  platform?: string;
  /** Package or bundle id, mini-program id, or domain. */
  package?: string;
  /** SHA-256 of the signing certificate. */
  signingDigest?: string;
  /** 统一社会信用代码 of the developer. */
  uscc?: string;
}

export interface Checked {
  outcome: CheckOutcome;
  reason?: CheckReason;
  detail?: string;
  /** The filing of the number, where there is one. */
  held?: HeldStatus;
  app?: FiledApp;
  /** What was said of the certificate and what was filed. */
  signing?: 'match' | 'not-on-record' | 'not-asked';
}

const plainDigest = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^sha-?256:/, '')
    .replaceAll(':', '');

const digestOf = ({ signingDigest }: FiledApp): string | undefined => signingDigest?.slice('sha256:'.length);

const isSame = ({ platform, id }: FiledApp, asked: string | undefined): boolean =>
  id === asked || (platform === 'web' && asked !== undefined && plainDomain(id) === plainDomain(asked));

/** The app that is asked for among those filed, or why it is none of them. */
function appOf({ apps }: HeldStatus, asked: Check): Pick<Checked, 'app' | 'reason' | 'signing'> {
  if (apps.length === 0) return { reason: 'no-apps-on-record' };
  let reason: CheckReason = 'app-not-filed';
  for (const app of apps) {
    if (!isSame(app, asked.package)) continue;
    if (asked.platform !== undefined && app.platform !== asked.platform) {
      reason = 'platform-differs';
      continue;
    }
    const filed = digestOf(app);
    if (asked.signingDigest === undefined) return { app, signing: 'not-asked' };
    if (filed === undefined) return { app, signing: 'not-on-record' };
    if (filed === plainDigest(asked.signingDigest)) return { app, signing: 'match' };
    reason = 'signing-digest-differs';
  }
  return { reason };
}

/**
 * The answer to one check at this instant, in milliseconds since 1970. A filing that has ended covers nothing, whatever is asked; then
 * whose it is, what it covers, and last what orders make of it.
 */
export function check(index: StatusIndex, asked: Check, now: number): Checked {
  // Only numbers that were read and checked stand in the index: one that is found there as it was sent needs no reading.
  const held = index.byNumber(asked.number, now);
  if (held) return checkHeld(held, asked, now);
  const parsed = parseFilingNumber(asked.number);
  if (!parsed.ok) return { outcome: 'malformed', reason: `number-${parsed.problem}`, detail: parsed.detail };
  const found = index.byNumber(parsed.number, now);
  return found ? checkHeld(found, asked, now) : { outcome: 'not-found' };
}

function checkHeld(held: HeldStatus, asked: Check, now: number): Checked {
  const { status, role, creditCode, row } = held;
  if (status === 'revoked' || status === 'cancelled') return { outcome: status, held };
  if (asked.uscc !== undefined && asked.uscc !== creditCode)
    return {
      outcome: 'entity-mismatch',
      reason: creditCode === undefined ? 'credit-code-not-on-record' : 'credit-code-differs',
      held,
    };
  if (role === 'technical-supporter') return { outcome: 'supporter-only', reason: 'supporter-has-no-products', held };
  if (asked.package === undefined) return { outcome: status === 'filed' ? 'match' : status, held };
  const { app, reason, signing } = appOf(held, asked);
  if (!app) return { outcome: 'product-not-covered', reason, held };
  const outcome = row ? (toldOfProduct(row, app.product, new Date(now).toISOString()).status ?? 'match') : 'match';
  return { outcome, held, app, signing };
}

const END = Buffer.from(`,"notice":${JSON.stringify(noEndorsement)}}`);
const END_OCTETS = END.toString('latin1');
/** A closing brace. */
const CLOSE = 0x7d;

/** What of the answer depends on the question; an object that lacks its closing brace. */
function head({ outcome, reason, detail, held, app, signing }: Checked, now: number): string {
  if (held === undefined || reason !== undefined) {
    const text = JSON.stringify({ outcome, reason, detail });
    return text.slice(0, -1);
  }
  if (!app) return `{"outcome":"${outcome}"`;
  // Written out: an object that is made to be printed would cost more than all the rest of the answer.
  const measures = held.row ? JSON.stringify(toldOfProduct(held.row, app.product, new Date(now).toISOString()).measures) : '[]';
  return `{"outcome":"${outcome}","product":{"name":${JSON.stringify(app.product)},"form":"${app.form}","platform":"${app.platform}","id":${JSON.stringify(app.id)},"signing":"${signing}","measures":${measures}}`;
}

const STATUS = ',"status":';

/**
 * The whole answer, with everything that stores are told of the filing and the official notice: its UTF-8 as one character a byte, which a
 * socket takes together with the headers in one piece.
 */
export function answerOctets(checked: Checked, now: number): string {
  const { held } = checked;
  if (!held) return octets(head(checked, now)) + END_OCTETS;
  const { chunk, at, length } = held.told;
  return octets(`${head(checked, now)}${STATUS}`) + chunk.toString('latin1', at, at + length) + END_OCTETS;
}

/** Of ASCII the octets are the characters. */
const octets = (text: string): string => (/[^ -~]/.test(text) ? Buffer.from(text).toString('latin1') : text);

/** Bytes of an answer, as most are: a larger buffer and all that was written are not to be copied in the midst of a batch. */
const USUAL = 1_024;

/** Where the answers of a batch are written one after the other. */
export class AnswerWriter {
  #bytes: Buffer;
  #length = 0;

  constructor(answers: number) {
    this.#bytes = Buffer.allocUnsafeSlow(answers * USUAL + END.length);
  }

  /** As `answerOctets`, but short: number, status, role and entity of the filing, without the notice. */
  answer(checked: Checked, now: number): void {
    const { held } = checked;
    const begin = held ? `${head(checked, now)}${STATUS}` : head(checked, now);
    // No character is longer than three bytes a unit.
    this.#reserve(3 * begin.length + (held?.brief ?? 0) + 2);
    this.#length += this.#bytes.write(begin, this.#length);
    if (held) {
      const { chunk, at } = held.told;
      chunk.copy(this.#bytes, this.#length, at, at + held.brief);
      this.#length += held.brief;
      this.#bytes[this.#length++] = CLOSE;
    }
    this.#bytes[this.#length++] = CLOSE;
  }

  text(text: string): void {
    this.#reserve(3 * text.length);
    this.#length += this.#bytes.write(text, this.#length);
  }

  done(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length + bytes));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** The end of an answer to several checks. */
export const closingNotice = END.toString();
