// What the API finds in a form: it is asked by a dry run, so that a page knows of no rule itself.
import { randomUUID } from 'node:crypto';
import { type ApiClient } from '#client/api-client.js';
import { type components } from '#client/schema.js';
import { type Answer, faultsIn } from '../../acts.js';
import { type ProblemBody } from '../../inner-api.js';
import { type Field, idOf, withValue } from '../../parts/form-fields.js';
import { type FieldFault } from '../../parts/notes.js';
import { materialKinds } from '../../words/filing-terms.js';
import { termOf } from '../../words/terms.js';
import { type Language, words } from '../../words/words.js';
import { type Begun, changeBody, changedKeys, changeOf } from './drafts.js';
import { fieldsOf, type Form, isList, materialOf, sectionAt, type SectionName, sectionsOf } from './form.js';

type Submission = components['schemas']['SubmissionDto'];

export interface Asking {
  key: string;
  /** The ETag of the filing that was read, where there is one. */
  revision?: string;
  /** Ask what would come of it, and do nothing. */
  dry?: boolean;
}

/** Hands the form in. Resolves to what the API answers. */
export function handIn(api: ApiClient, begun: Begun, { key, revision = '', dry = false }: Asking): Promise<Answer> {
  const { kind, form, of } = begun;
  const header = { 'Idempotency-Key': key, ...(dry && { Prefer: 'dry-run' }) };
  const body = { ...materialOf(form), serviceStart: form.serviceStart ?? {} } as unknown as Submission;
  if (!of) return api.POST('/v1/filings', { params: { header }, body });
  const { id } = of.filing;
  const held = { ...header, 'If-Match': revision };
  if (kind !== 'change') return api.POST('/v1/filings/{id}/resubmission', { params: { path: { id }, header: held }, body });
  const change = changeBody(begun);
  const open = changeOf(of.filing);
  if (open?.status !== 'open')
    return api.POST('/v1/filings/{id}/changes', { params: { path: { id }, header: held }, body: change });
  const path = { id, n: open.n };
  return api.POST('/v1/filings/{id}/changes/{n}/items', { params: { path, header: held }, body: change });
}

/** Where a fault stands among the fields of the draft. */
export interface Placed extends FieldFault {
  /** Undefined where it is no field's. */
  section?: SectionName;
}

const within = (id: string, field: string): boolean => id === field || id.startsWith(`${field}-`);

/** Puts a fault, by the id that the API's pointer makes, to the field that a page has for it. */
function placed(begun: Begun, { field: given, message }: FieldFault): Placed {
  const { kind, form } = begun;
  const keys = changedKeys(begun);
  const field = given
    .replace(/^sections-(\d+)-changedOn$/, (_, i: string) => `changedOn-${keys[Number(i)] ?? ''}`)
    .replace(/^sections-\d+-after-/, '')
    .replace(/^content-/, '');
  if (/^(changedOn-|holderChangedOn$)/.test(field)) return { field, message, section: 'dates' };
  for (const section of sectionsOf(kind)) {
    const own = fieldsOf(kind, section, form).find(({ path }) => within(field, idOf(path)));
    if (own) return { field: idOf(own.path), message, section };
  }
  const list = /^(models|products|attachments)(?:-\d+)?/.exec(field);
  if (list) return { field: list[1]!, message, section: sectionAt(`/${list[1]!}`) };
  return { field: 'act', message };
}

/** One fault for each field: the first. */
const onePerField = (faults: readonly Placed[]): Placed[] =>
  faults.filter(({ field, message }, i) => {
    const same = (other: Placed) => other.field === field && (field !== 'attachments' || other.message === message);
    return faults.findIndex(same) === i;
  });

/** Something that a field takes, so that the API can go on to judge the rest. */
function standIn(field: Field): unknown {
  if ('terms' in field) return field.as === 'some' ? [] : field.as === 'whether' ? false : Object.keys(field.terms)[0];
  if (field.key === 'signingDigest' || field.key === 'upstreamNumber') return undefined;
  return field.as === 'list' ? [] : field.as === 'day' ? '2026-01-01' : '—';
}

function withStandIns(begun: Begun, faults: readonly Placed[]): Begun {
  const fields = sectionsOf(begun.kind).flatMap((section) => fieldsOf(begun.kind, section, begun.form));
  const faulty = fields.filter(({ path }) => faults.some(({ field }) => field === idOf(path)));
  return { ...begun, form: faulty.reduce<Form>((form, field) => withValue(form, field.path, standIn(field)), begun.form) };
}

/** The faults that an answer names, each at its field. Throws Unanswered where it is no judgement of the form. */
export function faultsOf(begun: Begun, answer: Answer, language: Language): Placed[] {
  if (answer.data !== undefined) return [];
  const { errors = [] } = (answer.error ?? {}) as Partial<ProblemBody>;
  return faultsIn(answer, language).map((fault, i) => {
    const at = placed(begun, fault);
    const kind = /^(\S+) is missing$/.exec(errors[i]?.detail ?? '')?.[1];
    if (at.field !== 'attachments' || kind === undefined) return at;
    return { ...at, message: words[language].filing.materialMissing(termOf(materialKinds, kind, language)) };
  });
}

/**
 * All that is wrong with the draft. Where its form already keeps the API from judging the material, it is asked a second time with
 * stand-ins in the faulty fields, so that nobody learns of the next fault only when the first is mended.
 */
export async function judged(api: ApiClient, begun: Begun, language: Language): Promise<Placed[]> {
  const ask = (asked: Begun) => handIn(api, asked, { key: randomUUID(), revision: begun.of?.etag, dry: true });
  const answer = await ask(begun);
  const faults = faultsOf(begun, answer, language);
  if (answer.response.status !== 422) return onePerField(faults);
  const further = await ask(withStandIns(begun, faults));
  const more = further.response.status === 409 || further.response.status === 422 ? faultsOf(begun, further, language) : [];
  return onePerField([...faults, ...more]);
}

/** The page of the draft on which a fault can be mended. */
export function pageOf({ id }: Begun, { section, field }: Pick<Placed, 'section' | 'field'>): string {
  const draft = `/desk/drafts/${id}`;
  if (section === undefined) return `${draft}/check`;
  const item = /^(?:models|products)-(\d+)-/.exec(field)?.[1];
  return `${draft}/${section}${isList(section) && item !== undefined ? `/${item}` : ''}`;
}
