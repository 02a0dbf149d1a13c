import { type IncomingHttpHeaders } from 'node:http';
import { problem } from '#platform/problem.js';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** The Idempotency-Key of a request. Throws 400 idempotency-key-missing, or header-malformed where it is not 1–255 visible ASCII characters. */
export const idempotencyKey = (headers: IncomingHttpHeaders): string => {
  const key = headers['idempotency-key'];
  if (key === undefined || key === '') throw problem('idempotency-key-missing');
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw problem('header-malformed', {
      errors: [{ header: 'Idempotency-Key', code: 'format', detail: 'one key of 1 to 255 visible ASCII characters' }],
    });
  }
  return key;
};
