// Ids that a repeated request finds again. All are UUIDv5, so that the log alone can tell what a request has already done.
import { hash } from 'node:crypto';
import { parse, v5 } from 'uuid';

const namespace = Buffer.from(parse(v5('https://beian.example/ids', v5.URL)));

/** UUIDv5 (RFC 9562) by one call of OpenSSL: every write needs several. */
const id = (...parts: readonly (string | number)[]): string => {
  const digest = hash('sha1', Buffer.concat([namespace, Buffer.from(parts.join('\n'))]));
  const variant = '89ab'[Number.parseInt(digest[16]!, 16) & 3];
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
};

/** A new matter's id: the same client and Idempotency-Key find the same stream again. */
export const matterId = (client: string, idempotencyKey: string): string => id('matter', client, idempotencyKey);

/** An organisation exists once: its id comes from the credit code under which it first registered. */
export const organisationId = (creditCode: string): string => id('organisation', creditCode);

/** An imported filing's id comes from its number, 21 digits. */
export const importedFilingId = (number: string): string => id('imported', number);

/** One request that touches two streams has two keys. */
export const commandKey = (client: string, stream: string, idempotencyKey: string): string =>
  id('command', client, stream, idempotencyKey);

/** Of the command and its hash: of two requests that race under one key, one finds the other in its way instead of itself. */
export const eventId = (command: string, commandHash: string, index: number): string => id('event', command, commandHash, index);

/** Where a free text of a command is kept; another text under the same key is another place. */
export const textRef = (command: string, commandHash: string, pointer: string): string =>
  id('text', command, commandHash, pointer);

/** The natural person behind an account that was opened for somebody new. */
export const personId = (account: string): string => id('person', account);

/** Seven digits to try for a subject's filing numbers; the first that nobody else has is its own for good. */
export const entityCandidate = (subject: string, attempt: number): string =>
  String((Number.parseInt(id('entity', subject, attempt).slice(0, 8), 16) % 9_000_000) + 1_000_000);

/** The order that an incident makes for a filing: always the same one, however often its activation goes on. */
export const incidentOrderId = (incident: string, filing: string): string => id('incident order', incident, filing);

/** One app in one store: the store as the policy names it, the platform, and the package or bundle id. */
export const listingId = (store: string, platform: string, app: string): string => id('listing', store, platform, app);
