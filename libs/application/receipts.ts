// Who reports without an account gets a receipt and a secret. The secret follows from the request's own key and content, so that a
// repetition after a lost answer is given the same one, while only its hash is kept.
import { createHash, timingSafeEqual } from 'node:crypto';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** 26 letters and digits, 130 bits. As good as the key, which must be drawn at random; `hash` is that of the command. */
export const secretOf = (idempotencyKey: string, hash: string): string =>
  BigInt(`0x${sha256(`secret of a report\n${idempotencyKey}\n${hash}`).toString('hex')}`)
    .toString(32)
    .slice(-26);

export const isSecret = (text: string): boolean => /^[0-9a-v]{26}$/.test(text);

/** `sha256:<hex>`: what may be kept of a secret. */
export const secretHashOf = (secret: string): string => `sha256:${sha256(secret).toString('hex')}`;

/** Whether this is the secret behind the hash, in the same time for every guess. */
export const provesItself = (secret: string, hash: string | undefined): boolean =>
  hash !== undefined && timingSafeEqual(sha256(secretHashOf(secret)), sha256(hash));
