// What app stores list: a table of their own working data, up to a million apps for each store. DSP 13.
import { type Pool, type PoolClient } from 'pg';
import { plainDomain } from '#read-models/status-index.js';

export interface WatchedApp {
  platform: string;
  /** Package or bundle id, mini-program id or domain. */
  package: string;
  name: string;
  /** As the app shows it: 21 digits, or what it shows instead of a number. */
  number?: string;
  /** Unified social credit code of who offers it. */
  developer?: string;
  /** `sha256:<hex>` of the signing certificate. */
  signingDigest?: string;
}

/** A filing as far as it tells whom it concerns: the 21 digits, and the apps of its products. */
export interface Touched {
  number: string;
  apps: readonly { platform: string; id: string }[];
}

/** An app in the list of one of the stores. */
export interface ListedApp extends WatchedApp {
  store: string;
}

export type AppKey = Pick<WatchedApp, 'platform' | 'package'>;

/** More apps than a list may hold: nothing of what was put was kept. */
export class WatchListFull extends Error {
  constructor(readonly most: number) {
    super(`a watch list holds at most ${most} apps`);
    this.name = 'WatchListFull';
  }
}

/** Of a replacement: another edition has begun since, or fewer apps were put than the store says. */
export class EditionIncomplete extends Error {
  constructor(
    /** The present one. */
    readonly edition: number,
    readonly apps: number,
  ) {
    super(`edition ${edition} holds ${apps} apps`);
    this.name = 'EditionIncomplete';
  }
}

export interface WatchListState {
  apps: number;
  edition: number;
}

export const MOST_APPS = 1_000_000;

/** Domains are kept as they are compared. */
const packageOf = ({ platform, id }: { platform: string; id: string }): string => (platform === 'web' ? plainDomain(id) : id);

const keptPackageOf = ({ platform, package: id }: AppKey): string => packageOf({ platform, id });

interface Row {
  platform: string;
  package: string;
  name: string;
  number: string | null;
  developer: string | null;
  signing_digest: string | null;
}

const appOf = (row: Row): WatchedApp => ({
  platform: row.platform,
  package: row.package,
  name: row.name,
  number: row.number ?? undefined,
  developer: row.developer ?? undefined,
  signingDigest: row.signing_digest ?? undefined,
});

export class WatchLists {
  /** The pool must reach the migrated schema `watch`. */
  constructor(
    private readonly pool: Pool,
    private readonly most = MOST_APPS,
  ) {}

  /** How many apps the store lists, and in which edition. */
  async state(store: string): Promise<WatchListState> {
    const { rows } = await this.pool.query<WatchListState>({
      name: 'watch list',
      text: 'select apps, edition from watch.list where store = $1',
      values: [store],
    });
    return rows[0] ?? { apps: 0, edition: 1 };
  }

  /**
   * Adds these apps or puts them in the place of those of the same platform and package, and takes the others out; of an app that is named
   * more than once the last holds. All of it or nothing. Throws WatchListFull.
   */
  async change(store: string, changes: readonly (WatchedApp | (AppKey & { gone: true }))[]): Promise<void> {
    const plain = changes.map((change) => ({ ...change, package: packageOf({ platform: change.platform, id: change.package }) }));
    const last = new Map(plain.map((change) => [`${change.platform}\n${change.package}`, change]));
    const put: WatchedApp[] = [];
    const gone: AppKey[] = [];
    for (const change of last.values()) {
      if ('gone' in change) gone.push(change);
      else put.push(change);
    }
    await this.holding(store, async (client, { apps, edition }) => {
      const removed = await client.query({
        name: 'take out of a watch list',
        text: `delete from watch.app a using unnest($2::text[], $3::text[]) as g (platform, package)
          where a.store = $1 and a.platform = g.platform and a.package = g.package`,
        values: [store, gone.map(({ platform }) => platform), gone.map((app) => app.package)],
      });
      const { rows } = await client.query<{ added: number }>({
        name: 'put into a watch list',
        text: `with kept as (
            insert into watch.app as a (store, platform, package, edition, name, number, developer, signing_digest)
            select $1, g.platform, g.package, $2, g.name, g.number, g.developer, g.signing_digest
            from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
              as g (platform, package, name, number, developer, signing_digest)
            on conflict (store, platform, package) do update set edition = excluded.edition, name = excluded.name,
              number = excluded.number, developer = excluded.developer, signing_digest = excluded.signing_digest
            where (a.edition, a.name, a.number, a.developer, a.signing_digest) is distinct from
              (excluded.edition, excluded.name, excluded.number, excluded.developer, excluded.signing_digest)
            returning xmax = 0 as added)
          select count(*) filter (where added)::int as added from kept`,
        values: [
          ...[store, edition, put.map(({ platform }) => platform), put.map((app) => app.package), put.map(({ name }) => name)],
          ...[put.map(({ number }) => number ?? null), put.map(({ developer }) => developer ?? null)],
          put.map(({ signingDigest }) => signingDigest ?? null),
        ],
      });
      const now = apps + (rows[0]?.added ?? 0) - (removed.rowCount ?? 0);
      if (now > this.most) throw new WatchListFull(this.most);
      return { apps: now, edition };
    });
  }

  /** Begins another edition: what is put from now on stays when it is completed, and everything else goes. */
  async begin(store: string): Promise<number> {
    const { edition } = await this.holding(store, (_, { apps, edition }) => Promise.resolve({ apps, edition: edition + 1 }));
    return edition;
  }

  /**
   * Takes out what has not been put since this edition began. Asked again it changes nothing. Throws EditionIncomplete where it is not the
   * present edition, or where fewer than `atLeast` apps are of it: a part was lost.
   */
  async complete(store: string, edition: number, atLeast: number): Promise<WatchListState> {
    return this.holding(store, async (client, present) => {
      const { rows } = await client.query<{ apps: number }>(
        'select count(*)::int as apps from watch.app where store = $1 and edition = $2',
        [store, present.edition],
      );
      const apps = rows[0]?.apps ?? 0;
      if (present.edition !== edition || apps < atLeast) throw new EditionIncomplete(present.edition, apps);
      await client.query('delete from watch.app where store = $1 and edition < $2', [store, edition]);
      return { apps, edition };
    });
  }

  /** A page by platform and package of the apps that the store lists. */
  async page(store: string, { limit, after }: { limit: number; after?: AppKey }): Promise<WatchedApp[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'page of a watch list',
      text: `select platform, package, name, number, developer, signing_digest from watch.app
        where store = $1 and (platform, package) > ($2, $3) order by platform, package limit $4`,
      values: [store, after?.platform ?? '', after?.package ?? '', limit],
    });
    return rows.map(appOf);
  }

  /** The stores that list an app with the filing's number, or one of its apps. */
  async watching({ number, apps }: Touched): Promise<string[]> {
    const { rows } = await this.pool.query<{ store: string }>({
      name: 'who watches',
      text: `select store from watch.app where number = $1
        union select a.store from watch.app a join unnest($2::text[], $3::text[]) as g (platform, package)
          on a.package = g.package and a.platform = g.platform`,
      values: [number, apps.map(({ platform }) => platform), apps.map(packageOf)],
    });
    return rows.map(({ store }) => store);
  }

  /**
   * The apps of these filings that stores list, by store, platform and package, `limit` at most, but for those in `except`: an app that bears
   * the number counts, unless the filing knows it as one of those that are not meant.
   */
  async listing(
    filings: readonly (Touched & { besides: Touched['apps'] })[],
    except: readonly (AppKey & { store: string })[],
    limit: number,
  ): Promise<ListedApp[]> {
    const meant = filings.flatMap(({ apps }) => apps);
    const besides = filings.flatMap(({ number, besides }) => besides.map((app) => ({ number, ...app })));
    const { rows } = await this.pool.query<Row & { store: string }>({
      text: `select a.store, a.platform, a.package, a.name, a.number, a.developer, a.signing_digest from (
            select store, platform, package from watch.app n where number = any($1::text[]) and not exists (
              select from unnest($4::text[], $5::text[], $6::text[]) b (number, platform, package)
                where b.number = n.number and b.platform = n.platform and b.package = n.package)
            union select m.store, m.platform, m.package from unnest($2::text[], $3::text[]) g (platform, package)
              join watch.app m on m.package = g.package and m.platform = g.platform) found
          join watch.app a using (store, platform, package)
          where (a.store, a.platform, a.package) not in (select * from unnest($7::text[], $8::text[], $9::text[]))
          order by a.store, a.platform, a.package limit $10`,
      values: [
        ...[filings.map(({ number }) => number), meant.map(({ platform }) => platform), meant.map(packageOf)],
        ...[besides.map(({ number }) => number), besides.map(({ platform }) => platform), besides.map(packageOf)],
        ...[except.map(({ store }) => store), except.map(({ platform }) => platform), except.map(keptPackageOf), limit],
      ],
    });
    return rows.map((row) => ({ store: row.store, ...appOf(row) }));
  }

  /**
   * Of these filings those that concern the store: it lists an app with the number, or one of the apps. What a filing no longer names is
   * found by its number alone.
   */
  async concerned(store: string, filings: readonly Touched[]): Promise<ReadonlySet<string>> {
    const apps = filings.flatMap(({ number, apps }) => apps.map((app) => ({ number, ...app })));
    const { rows } = await this.pool.query<{ number: string }>({
      name: 'what concerns a store',
      text: `select g.number from unnest($2::text[]) as g (number)
          where exists (select from watch.app a where a.number = g.number and a.store = $1)
        union select g.number from unnest($3::text[], $4::text[], $5::text[]) as g (number, platform, package)
          join watch.app a on a.store = $1 and a.platform = g.platform and a.package = g.package`,
      values: [
        ...[store, filings.map(({ number }) => number), apps.map(({ number }) => number)],
        ...[apps.map(({ platform }) => platform), apps.map(packageOf)],
      ],
    });
    return new Set(rows.map(({ number }) => number));
  }

  /** Changes the list while nobody else does. If the process dies before the commit, nothing has happened. */
  private async holding(
    store: string,
    work: (client: PoolClient, present: WatchListState) => Promise<WatchListState>,
  ): Promise<WatchListState> {
    const client = await this.pool.connect();
    let failed = true;
    try {
      await client.query('begin');
      await client.query('insert into watch.list (store) values ($1) on conflict do nothing', [store]);
      const { rows } = await client.query<WatchListState>('select apps, edition from watch.list where store = $1 for update', [
        store,
      ]);
      const after = await work(client, rows[0]!).catch(async (error: unknown) => {
        await client.query('rollback');
        failed = false;
        throw error;
      });
      await client.query('update watch.list set apps = $2, edition = $3, changed_at = now() where store = $1', [
        ...[store, after.apps, after.edition],
      ]);
      await client.query('commit');
      failed = false;
      return after;
    } finally {
      client.release(failed);
    }
  }
}
