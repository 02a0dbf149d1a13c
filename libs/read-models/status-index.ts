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

/** The id itself, where that can be: a text of its own for each would cost more memory than the rest of the entry. */
const appKey = (kind: AppKind, id: string): string => (kind === 'domain' ? plainDomain(id) : id);

/** The text in one piece: one that was put together keeps its pieces, and what they were cut from. */
const inOnePiece = (text: string): string => Buffer.from(text, 'latin1').toString('latin1');

const NO_APPS: readonly FiledApp[] = [];
const NOBODY: readonly HeldStatus[] = [];
const NOTHING: Packed = { chunk: Buffer.alloc(0), at: 0, length: 0 };

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
  readonly #byApp: Readonly<Record<AppKind, Map<string, Found>>> = {
    package: new Map(),
    'mini-program': new Map(),
    domain: new Map(),
  };

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
    this.#eachApp(held, (map, key) => add(map, key, held));
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
    return this.#first(found(this.#byApp[kind], appKey(kind, id)), now, limit);
  }

  #first(all: readonly HeldStatus[], now: number, limit: number): readonly HeldStatus[] {
    return all.slice(0, limit).map((held) => this.#turned(held, now));
  }

  #blank(number: string): HeldStatus {
    // Written out: an object that is put together from others keeps most of its fields elsewhere.
    return {
      number,
      status: 'filed',
      role: undefined,
      creditCode: undefined,
      apps: NO_APPS,
      tag: '',
      told: NOTHING,
      brief: 0,
      turn: Infinity,
      row: undefined,
    };
  }

  #turned(held: HeldStatus, now: number): HeldStatus {
    // Most have no row: their hour need not be looked at, which lies elsewhere in the memory.
    if (held.row && now >= held.turn) {
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
    const turns = held.row ? `.${status}.${held.turn}` : '';
    held.tag = inOnePiece(`"s${position}.${index}${turns}"`);
  }

  #appsOf({ content }: StatusRow): readonly FiledApp[] {
    const apps = content.products.flatMap(({ name, form, apps }) =>
      apps.map(({ platform, id, signingDigest }) => ({ product: name, form, platform, id, signingDigest })),
    );
    // Copied, since one that has grown keeps room to grow on.
    return apps.length === 0 ? NO_APPS : apps.slice();
  }

  /** For each key by which its apps are found, once. */
  #eachApp({ apps }: HeldStatus, visit: (map: Map<string, Found>, key: string) => void): void {
    const seen = new Set<string>();
    for (const app of apps) {
      const kind = kindOf(app);
      const key = appKey(kind, app.id);
      if (seen.has(`${kind} ${key}`)) continue;
      seen.add(`${kind} ${key}`);
      visit(this.#byApp[kind], key);
    }
  }

  #forgetKeys(held: HeldStatus): void {
    if (held.creditCode !== undefined) take(this.#byCode, held.creditCode, held);
    this.#eachApp(held, (map, key) => take(map, key, held));
  }

  #pack(): void {
    this.#bytes.restart();
    for (const held of this.#byNumber.values()) held.told = this.#bytes.move(held.told);
  }
}
