// What a form of somebody who is signed in does: it asks the API once, and leads to a page that shows what has come of it.
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { stringifySetCookie } from 'cookie';
import { type ProblemBody, Unanswered } from './inner-api.js';
import { type FieldFault } from './parts/notes.js';
import { refusalText } from './words/refusals.js';
import { faultText } from './words/faults.js';
import { cookieOf } from './sign-in/visitors.js';
import { withQuery } from './view.js';
import { type Language } from './words/words.js';

/** What was entered, field by field. */
export type Entered = Readonly<Record<string, string>>;

/** What the hidden fields of a form say of the request: sent twice it is one, and it changes only what was seen. */
export const askedBy = ({ key = '', revision = '' }: Entered): { 'Idempotency-Key': string; 'If-Match': string } => ({
  'Idempotency-Key': key,
  'If-Match': revision,
});

/** The newest position that this browser has written: what it reads next is not older. */
const POSITION_COOKIE = '__Host-position';
/** Seconds; by then every read model is long past it. */
const POSITION_SECONDS = 60;
const POSITION = /^[0-9A-Za-z]{1,16}-[0-9]{16}$/;

/** What a page of this browser must have reached, if it has written anything a moment ago. */
export function writtenBy(request: FastifyRequest): string | undefined {
  const position = cookieOf(request, POSITION_COOKIE);
  return position !== undefined && POSITION.test(position) ? position : undefined;
}

export interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** The next pages of this browser show what was written. */
export function remember(reply: FastifyReply, { response }: Pick<Answer, 'response'>): void {
  const value = response.headers.get('position');
  if (value === null) return;
  const name = POSITION_COOKIE;
  const maxAge = POSITION_SECONDS;
  void reply.header(
    'set-cookie',
    stringifySetCookie({ name, value, maxAge, path: '/', httpOnly: true, secure: true, sameSite: 'lax' }),
  );
}

/** Leads to the page `to` (with its language), which shows what was written; `done` is the word for it that the page knows. */
export function leadOn(reply: FastifyReply, answer: Pick<Answer, 'response'>, to: string, done?: string): void {
  remember(reply, answer);
  void reply.header('cache-control', 'no-store').redirect(withQuery(to, { done }), 303);
}

/** `/products/0/name` → `products-0-name`: the id of a field is its place in the form. */
const fieldOf = (pointer: string): string => pointer.slice(1).replaceAll('/', '-');

/**
 * What was wrong with a form, in the words of the page: what its fields lack, and what the law or the state of the matter does not allow.
 * Throws Unanswered where the answer is no judgement of the form: nobody may do this, or it is not there.
 */
export function faultsIn({ error, response }: Answer, language: Language): FieldFault[] {
  const problem = (error ?? {}) as Partial<ProblemBody>;
  if (response.status !== 422 && response.status !== 409) throw new Unanswered(response.status, problem);
  const fields = (problem.errors ?? []).map(({ pointer = '', code, detail }) => ({
    field: fieldOf(pointer),
    message: faultText(code, detail, language),
  }));
  return fields.length > 0 ? fields : [{ field: 'act', message: refusalText(problem, language) }];
}

/**
 * What was wrong with the address of a page, parameter by parameter, where its fields stand on the page. Throws Unanswered where
 * nothing was wrong with it, or nobody says what.
 */
export function faultsInAddress({ error, response }: Answer, language: Language): FieldFault[] {
  const problem = (error ?? {}) as Partial<ProblemBody>;
  const { errors = [] } = problem;
  if (response.status !== 400 || errors.length === 0) throw new Unanswered(response.status, problem);
  return errors.map(({ parameter = '', code, detail }) => ({ field: parameter, message: faultText(code, detail, language) }));
}

/** The fault of a field, for the field itself. */
export const faultOf = (faults: readonly FieldFault[], field: string): string | undefined =>
  faults.find((fault) => fault.field === field)?.message;
