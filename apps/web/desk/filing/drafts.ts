// A filing's form that has been begun, and what it is to follow on.
import { sameValue } from '#domain/filing-items.js';
import { type ApiClient } from '#client/api-client.js';
import { type components } from '#client/schema.js';
import { dataOf, Unanswered } from '../../inner-api.js';
import { valueAt, withValue } from '../../parts/form-fields.js';
import { type DraftKind, type Form, materialKeys, type MaterialKey, materialOf } from './form.js';
import { type Reason } from './reasons.js';

export type FilingCase = components['schemas']['FilingCaseDto'];
type DraftDto = components['schemas']['DraftDto'];

export interface Begun {
  id: string;
  kind: DraftKind;
  title?: string;
  form: Form;
  /** The ETag of the draft. */
  etag: string;
  /** What a resubmission or a change is of. */
  of?: { filing: FilingCase; etag: string };
}

interface OpenChange {
  n: number;
  status: string;
  submittedOn: string;
  items: readonly { path: string; before?: unknown; after?: unknown; changedOn: string }[];
}

export const changeOf = ({ change }: FilingCase): OpenChange | undefined => change as OpenChange | undefined;

export async function filingOf(api: ApiClient, id: string): Promise<{ filing: FilingCase; etag: string }> {
  const answer = await api.GET('/v1/filings/{id}', { params: { path: { id } } });
  return { filing: dataOf(answer), etag: answer.response.headers.get('etag') ?? '' };
}

const kinds: readonly string[] = ['filing', 'resubmission', 'change'];

/** Throws Unanswered where there is none, and where it is a draft of something else. */
export async function draftOf(api: ApiClient, id: string): Promise<Begun> {
  const answer = await api.GET('/v1/drafts/{id}', { params: { path: { id } } });
  const { kind, title, of, content }: DraftDto = dataOf(answer);
  if (!kinds.includes(kind)) throw new Unanswered(404, {});
  const etag = answer.response.headers.get('etag') ?? '';
  return {
    ...{ id, kind: kind as DraftKind, title, etag, form: content },
    ...(of !== undefined && { of: await filingOf(api, of.slice('filing-'.length)) }),
  };
}

/** What a filing says now, with what is reported of it already. */
export function filedForm(filing: FilingCase): Form {
  const now: Form = { ...(filing.content as Form | undefined), serviceStart: filing.serviceStart };
  const change = changeOf(filing);
  if (change?.status !== 'open') return now;
  return change.items.reduce((form, { path, after }) => withValue(form, path, after), now);
}

/** The parts of the content in which the draft says something else than the filing. */
export function changedKeys({ form, of }: Begun): readonly MaterialKey[] {
  if (!of) return [];
  const [now, before] = [materialOf(form), materialOf(filedForm(of.filing))];
  return (Object.keys(materialKeys) as MaterialKey[]).filter((key) => !sameValue(now[key], before[key]));
}

/** The body of a change: each part of the content as it is now, with its day. */
export const changeBody = (begun: Begun) => ({
  sections: changedKeys(begun).map((key) => ({
    after: { [key]: materialOf(begun.form)[key] },
    changedOn: valueAt(begun.form, `/changedOn/${key}`) as string,
  })),
  ...(begun.form.holderChangedOn !== undefined && { holderChangedOn: begun.form.holderChangedOn as string }),
});

/** Why what the draft is to mend was refused. */
export function reasonsFor({ kind, of }: Begun): readonly Reason[] {
  if (kind === 'resubmission') return of?.filing.submissions.at(-1)?.reasons ?? [];
  return kind === 'change' ? (of?.filing.changeReasons ?? []) : [];
}

/** Keeps the form over the version that was read. Resolves to what the API answers: 412 where somebody else has saved it since. */
export function keep(api: ApiClient, { id, title }: Begun, form: Form, revision: string) {
  const name = valueAt(form, '/algorithm/name');
  return api.PUT('/v1/drafts/{id}', {
    params: { path: { id }, header: { 'If-Match': revision } },
    body: {
      title: typeof name === 'string' && name.trim() !== '' ? [...name.replace(/\p{C}/gu, ' ')].slice(0, 100).join('') : title,
      content: form,
    },
  });
}
