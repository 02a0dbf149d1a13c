// The status of every filing in memory, with the bytes of what a store is told of it, and the keys by which a store looks for it.
import { type AppIdentifier, type Product } from '#domain/filing-content.js';
import { type FilingRole } from '#domain/services.js';
import { type Packed, PackedBytes } from './packed-bytes.js';
import { type PublicStatus } from './registry-row.js';
import { nextTurn, type StatusRow, toldStatus } from './store-status-row.js';

/** An app of a product, as it was filed. */
export interface FiledApp extends AppIdentifier {
  product: string;
  form: Product['form'];
}

/** What is held of one filing. */
export interface HeldStatus {
  /** The 21 digits. */
  number: string;
  status: PublicStatus;
  role: FilingRole | undefined;
  creditCode: string | undefined;
  apps: readonly FiledApp[];
  /** What tells this version of the answer from every other. */
  tag: string;
  /** JSON of what is told, with the change that it is as of. */
  told: Packed;
  /** Its first bytes, which say number, status, role and entity, and lack but the closing brace. */
  brief: number;
  /** When the answer changes without an event, in milliseconds since 1970; Infinity for never. */
  turn: number;
  /** Kept where orders weigh on it: what they make of it depends on the hour and the product. */
  row: StatusRow | undefined;
}

/** By which apps are looked for. */
export type AppKind = 'package' | 'mini-program' | 'domain';

/** How an app of this platform is looked for. */
export const kindOf = ({ platform }: Pick<AppIdentifier, 'platform'>): AppKind =>
  platform === 'mini-program' ? 'mini-program' : platform === 'web' ? 'domain' : 'package';

/** A domain as it is compared, also where an address was given for it. */
export const plainDomain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/[/?#:].*$/s, '')
    .replace(/\.$/, '')
    .replace(/^www\./, '');

const appKey = (kind: AppKind, id: string): string => `${kind} ${kind === 'domain' ? plainDomain(id) : id}`;

const NO_APPS: readonly FiledApp[] = [];
const NOBODY: readonly HeldStatus[] = [];

/** Garbage that may lie among the bytes before they are packed anew. */
const SLACK = 64 << 20;

type Found = HeldStatus | HeldStatus[];

function add(map: Map<string, Found>, key: string, held: HeldStatus): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, held);
  else if (!Array.isArray(known)) map.set(key, [known, held]);
  else known.push(held);
}

function take(map: Map<string, Found>, key: string, held: HeldStatus): void {
  const known = map.get(key);
  if (!Array.isArray(known)) return void map.delete(key);
  const rest = known.filter((other) => other !== held);
  map.set(key, rest.length === 1 ? rest[0]! : rest);
}

const found = (map: Map<string, Found>, key: string): readonly HeldStatus[] => {
  const known = map.get(key);
  return known === undefined ? NOBODY : Array.isArray(known) ? known : [known];
};

export class StatusIndex {
  readonly #bytes = new PackedBytes();
  readonly #byNumber = new Map<string, HeldStatus>();
  readonly #byCode = new Map<string, Found>();
  readonly #byApp = new Map<string, Found>();

  get size(): number {
    return this.#byNumber.size;
  }

  /** Takes over the row as it is at this instant, in milliseconds since 1970. */
  put(row: StatusRow, now: number): void {
    const before = this.#byNumber.get(row.number);
    if (before) this.#forgetKeys(before);
    const held = before ?? this.#blank(row.number);
    held.role = row.content.role;
    held.creditCode = row.filedAs.creditCode;
    held.apps = this.#appsOf(row);
    held.row = row.orders?.length ? row : undefined;
    if (before) this.#bytes.giveBack(before.told);
    this.#render(held, row, now);
    if (!before) this.#byNumber.set(held.number, held);
    if (held.creditCode !== undefined) add(this.#byCode, held.creditCode, held);
    for (const key of this.#appKeys(held)) add(this.#byApp, key, held);
    if (this.#bytes.held > 2 * this.#bytes.live + SLACK) this.#pack();
  }

  /** The filing of this number as it is at this instant. */
  byNumber(number: string, now: number): HeldStatus | undefined {
    const held = this.#byNumber.get(number);
    return held && this.#turned(held, now);
  }

  /** The first of them, at most so many. */
  byCreditCode(code: string, now: number, limit: number): readonly HeldStatus[] {
    return this.#first(found(this.#byCode, code), now, limit);
  }

  /** As `byCreditCode`, by what its apps are recognised by. */
  byApp(kind: AppKind, id: string, now: number, limit: number): readonly HeldStatus[] {
    return this.#first(found(this.#byApp, appKey(kind, id)), now, limit);
  }

  #first(all: readonly HeldStatus[], now: number, limit: number): readonly HeldStatus[] {
    return all.slice(0, limit).map((held) => this.#turned(held, now));
  }

  #blank(number: string): HeldStatus {
    return {
      ...{ number, status: 'filed', role: undefined, creditCode: undefined, apps: NO_APPS, tag: '' },
      ...{ told: { chunk: Buffer.alloc(0), at: 0, length: 0 }, brief: 0, turn: Infinity, row: undefined },
    };
  }

  #turned(held: HeldStatus, now: number): HeldStatus {
    if (now >= held.turn && held.row) {
      this.#bytes.giveBack(held.told);
      this.#render(held, held.row, now);
    }
    return held;
  }

  #render(held: HeldStatus, row: StatusRow, now: number): void {
    const { number, digits, filingId, filingStatus, status, role, entity, ...rest } = toldStatus(
      row,
      new Date(now).toISOString(),
    );
    const { position, index, recordedAt } = row.news;
    const told = { number, digits, filingId, filingStatus, status, role, entity, changedAt: recordedAt };
    const brief = JSON.stringify(told).slice(0, -1);
    const text = `${brief},${JSON.stringify({ ...rest, cursor: `${position}.${index}` }).slice(1)}`;
    held.status = status;
    held.told = this.#bytes.put(text);
    held.brief = Buffer.byteLength(brief);
    held.turn = nextTurn(row, now) ?? Infinity;
    // Without an event the answer changes only at a turn: the next one tells it from those before and after.
    held.tag = held.turn === Infinity && !held.row ? `"s${position}.${index}"` : `"s${position}.${index}.${status}.${held.turn}"`;
  }

  #appsOf({ content }: StatusRow): readonly FiledApp[] {
    const apps = content.products.flatMap(({ name, form, apps }) =>
      apps.map(({ platform, id, signingDigest }) => ({ product: name, form, platform, id, signingDigest })),
    );
    return apps.length === 0 ? NO_APPS : apps;
  }

  #appKeys({ apps }: HeldStatus): Set<string> {
    return new Set(apps.map((app) => appKey(kindOf(app), app.id)));
  }

  #forgetKeys(held: HeldStatus): void {
    if (held.creditCode !== undefined) take(this.#byCode, held.creditCode, held);
    for (const key of this.#appKeys(held)) take(this.#byApp, key, held);
  }

  #pack(): void {
    this.#bytes.restart();
    for (const held of this.#byNumber.values()) held.told = this.#bytes.move(held.told);
  }
}
