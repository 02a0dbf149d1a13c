// Free text and personal data. An event holds a reference and a digest that nobody can test guesses against, since its key lies
// here, with the text; when the row goes, the log stays whole and says nothing any more about whoever was named.
import { createHmac, randomBytes } from 'node:crypto';
import { type ClientBase, type Pool } from 'pg';
import { transaction } from '#platform/database.js';

/** What a text belongs to: the kind of matter, and the stream of the log whose event refers to it. */
export interface TextOrigin {
  kind: string;
  stream: string;
}

/** Another text is kept under this reference. Nothing was written. */
export class TextDiffers extends Error {
  constructor(readonly ref: string) {
    super(`another text is kept under ${ref}`);
    this.name = 'TextDiffers';
  }
}

export interface KeptText {
  ref: string;
  text: string;
  /** By which it can be looked for; without them nobody finds it. They go with the text. */
  grams?: readonly string[];
}

interface Kept {
  ref: string;
  text: string;
  key: Buffer;
}

/** References are UUIDs in lower case. How long a text may be is the caller's business. */
export class Texts {
  /** The pool must reach the migrated schema `vault`. */
  constructor(private readonly pool: Pool) {}

  /** As `sealAll`, for one text. */
  async seal(ref: string, text: string, about: TextOrigin): Promise<{ ref: string; digest: string }> {
    const digests = await this.sealAll([{ ref, text }], about);
    return { ref, digest: digests.get(ref)! };
  }

  /**
   * Keeps each text under its reference unless it is kept there already, all of them or none, durably when it resolves.
   * Returns by reference the digest (`hmac-sha256:` and 64 hexadecimal digits) under the key that is kept with the text, so that
   * the same request gives the same digests however often it is made, also after a crash or a lost reply.
   *
   * @throws TextDiffers; RangeError for a text that cannot be stored as it is (NUL, lone surrogates); else what `pg` throws
   */
  async sealAll(items: readonly KeptText[], about: TextOrigin): Promise<Map<string, string>> {
    const texts = unambiguous(items);
    if (texts.size === 0) return new Map();
    // One that differs throws, and takes back what was kept of the others: no event will ever name them.
    return transaction(this.pool, (client) => this.#sealed(client, texts, about));
  }

  /** The text, or undefined if it was erased or never kept. Throws what `pg` throws. */
  async read(ref: string): Promise<string | undefined> {
    return (await this.readAll([ref])).get(ref);
  }

  /** The texts by reference; those that were erased or never kept are absent. Throws what `pg` throws. */
  async readAll(refs: readonly string[]): Promise<Map<string, string>> {
    return new Map((await this.#find(this.pool, refs)).map(({ ref, text }) => [ref, text]));
  }

  /** Of these, the texts that have all the grams, by reference. Throws what `pg` throws. */
  async readWith(grams: readonly string[], refs: readonly string[]): Promise<Map<string, string>> {
    const { rows } = await this.pool.query<{ ref: string; text: string }>({
      name: 'vault-texts-with',
      text: 'select ref, text from vault.text where ref = any($1::uuid[]) and grams @> $2::text[]',
      values: [refs, grams],
    });
    return new Map(rows.map(({ ref, text }) => [ref, text]));
  }

  /** Streams whose texts have all the grams, of each at least one: up to `limit` of them, in no order. Throws what `pg` throws. */
  async streamsWith(grams: readonly string[], limit: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ stream: string }>({
      name: 'vault-streams-with',
      text: 'select distinct stream from vault.text where grams @> $1::text[] limit $2',
      values: [grams, limit],
    });
    return rows.map(({ stream }) => stream);
  }

  /** As `streamsWith`, of these streams. `offset 0`: few texts are of a stream, and many may have the grams. */
  async withinStreams(grams: readonly string[], streams: readonly string[]): Promise<string[]> {
    const { rows } = await this.pool.query<{ stream: string }>({
      name: 'vault-within-streams',
      text: `select distinct stream from (select stream, grams from vault.text where stream = any($2::text[]) offset 0) t
             where grams @> $1::text[]`,
      values: [grams, streams],
    });
    return rows.map(({ stream }) => stream);
  }

  /** Whether this digest was given for the text that is kept here; false, for ever, once it is erased. Throws what `pg` throws. */
  async verify(ref: string, digest: string): Promise<boolean> {
    const [row] = await this.#find(this.pool, [ref]);
    return row !== undefined && digestOf(row) === digest;
  }

  /** Removes the text with its key, and says whether there was one. Throws what `pg` throws. */
  async erase(ref: string): Promise<boolean> {
    const { rowCount } = await this.pool.query('delete from vault.text where ref = $1', [ref]);
    return rowCount === 1;
  }

  async #sealed(client: ClientBase, texts: ReadonlyMap<string, KeptText>, about: TextOrigin): Promise<Map<string, string>> {
    const kept = await this.#keep(client, texts, about);
    // What was there before, or came from another request in this moment, has a key of its own. If the process dies before the
    // digests are used, a repetition takes this way.
    const others = [...texts.keys()].filter((ref) => !kept.has(ref));
    for (const other of others.length > 0 ? await this.#find(client, others) : []) kept.set(other.ref, other);

    const digests = new Map<string, string>();
    for (const [ref, { text }] of texts) {
      const row = kept.get(ref);
      if (row === undefined) throw new Error(`the text under ${ref} was erased while it was being kept`);
      if (row.text !== text) throw new TextDiffers(ref);
      digests.set(ref, digestOf(row));
    }
    return digests;
  }

  /** Inserts those that are absent and returns them as they stand now. Sorted, so that two requests wait in one direction only. */
  async #keep(
    client: ClientBase,
    texts: ReadonlyMap<string, KeptText>,
    { kind, stream }: TextOrigin,
  ): Promise<Map<string, Kept>> {
    const rows = [...texts.values()].map(({ ref, text, grams = [] }) => ({ ref, text, grams, key: randomBytes(32) }));
    const { rows: inserted } = await client.query<{ ref: string }>({
      name: 'vault-seal',
      // Arrays of unequal lengths have no type of their own.
      text: `insert into vault.text (ref, text, key, kind, stream, grams)
             select q.ref, q.text, q.key, $5, $6, array(select jsonb_array_elements_text(q.grams))
             from unnest($1::uuid[], $2::text[], $3::bytea[], $4::jsonb[]) as q(ref, text, key, grams) order by q.ref
             on conflict (ref) do nothing returning ref`,
      values: [
        rows.map(({ ref }) => ref),
        rows.map(({ text }) => text),
        rows.map(({ key }) => key),
        rows.map(({ grams }) => JSON.stringify(grams)),
        kind,
        stream,
      ],
    });
    const mine = new Set(inserted.map(({ ref }) => ref));
    return new Map(rows.filter(({ ref }) => mine.has(ref)).map(({ ref, text, key }) => [ref, { ref, text, key }]));
  }

  async #find(database: Pick<ClientBase, 'query'>, refs: readonly string[]): Promise<Kept[]> {
    if (refs.length === 0) return [];
    const { rows } = await database.query<Kept>({
      name: 'vault-texts',
      text: 'select ref, text, key from vault.text where ref = any($1::uuid[])',
      values: [refs],
    });
    return rows;
  }
}

function unambiguous(items: readonly KeptText[]): Map<string, KeptText> {
  const texts = new Map<string, KeptText>();
  for (const item of items) {
    const { ref, text } = item;
    // Node's UTF-8 would replace a lone surrogate, and PostgreSQL's text cannot hold NUL.
    if (text.includes('\0') || LONE_SURROGATE.test(text)) throw new RangeError('a text is Unicode without NUL');
    if (texts.has(ref) && texts.get(ref)!.text !== text) throw new TextDiffers(ref);
    texts.set(ref, item);
  }
  return texts;
}

const LONE_SURROGATE = /\p{Surrogate}/u;

const digestOf = ({ key, text }: Kept): string => `hmac-sha256:${createHmac('sha256', key).update(text, 'utf8').digest('hex')}`;
