// What touches a case, as far as the reader may read it: what its acts name, and whose acts name it.
import { type Position } from '#event-store/event-store.js';
import { casebook, type CasebookRow } from './casebook.js';
import { type CaseLinksRow, caseLinks } from './case-links.js';
import { casesAt, type VisibleCases } from './case-visibility.js';
import { type Moment, momentOf } from './moments.js';
import { Parameters } from './parameters.js';
import { type Least, type ReadModels } from './read-models.js';

export interface LinkedCase {
  row: CasebookRow;
  position: Position;
  /** By which members the case names this one, and this one the case. */
  names: readonly string[];
  namedAs: readonly string[];
}

export interface Touching {
  /** Of the case itself; absent where it stands in no casebook. */
  own?: { row: CasebookRow; position: Position };
  /** What has changed last, first. */
  linked: LinkedCase[];
  /** There are more than are shown. */
  more: boolean;
  position: Position;
  /** The position that the moment came to. */
  at?: Position;
}

/** More would make a page that nobody reads; lists and the dossier have the rest. */
const SHOWN = 500;
/** How long a past moment waits for what links cases, in milliseconds. */
const WAIT_MS = 5_000;
/** A subject may be named by thousands; what a reader may see is found among this many of the latest. */
const LOOKED_AT = 5_000;

export class CaseLinkQueries {
  constructor(private readonly models: ReadModels) {}

  /**
   * What touches it, or did at a moment, of what the reader may read now and could read then. Throws NotBuilt, NotProjectedYet,
   * UnknownPosition.
   */
  async touching(
    stream: string,
    visible: VisibleCases,
    { moment, least }: { moment?: Moment; least?: Least } = {},
  ): Promise<Touching> {
    const { at } = await momentOf(this.models, casebook, moment, least);
    const found = await this.models.query<{ doc: string }>(
      caseLinks,
      ({ table, asOf }) => {
        const source = at === undefined ? table : asOf('$2::text');
        return {
          name: at === undefined ? 'links of a case' : 'links of a case at a moment',
          text: `(select doc from ${source} l where key = $1)
            union all (select doc from ${source} l where names @> array[$1::text] order by position desc limit ${LOOKED_AT})`,
          values: at === undefined ? [stream] : [stream, at],
        };
      },
      at === undefined ? least : { position: at, timeoutMs: least?.timeoutMs ?? WAIT_MS },
    );
    const rows = found.rows.map(({ doc }) => JSON.parse(doc) as CaseLinksRow);
    const names = byStream(
      rows.filter((row) => row.stream === stream).flatMap(({ links }) => links.map(({ to, as }) => [to, as])),
    );
    const namedAs = byStream(
      rows.flatMap((row) => row.links.filter(({ to }) => to === stream).map(({ as }): [string, string] => [row.stream, as])),
    );
    const streams = [...new Set([stream, ...names.keys(), ...namedAs.keys()])];
    const cases = await this.models.query<{ doc: string; position: Position }>(
      casebook,
      (tables) => {
        const parameters = new Parameters();
        const where = `now.key = any(${parameters.add(streams)}::text[])`;
        const source = casesAt(tables, at, visible, parameters, { by: 'present', where });
        return {
          text: `select doc, position from ${source} order by stream = ${parameters.add(stream)}::text desc, position desc limit ${SHOWN + 2}`,
          values: parameters.values,
        };
      },
      least,
    );
    const all = cases.rows.map(({ doc, position }) => ({ row: JSON.parse(doc) as CasebookRow, position }));
    const others = all.filter(({ row }) => row.stream !== stream);
    return {
      own: all.find(({ row }) => row.stream === stream),
      linked: others
        .slice(0, SHOWN)
        .map((one) => ({ ...one, names: names.get(one.row.stream) ?? [], namedAs: namedAs.get(one.row.stream) ?? [] })),
      more: others.length > SHOWN,
      at,
      position: found.position < cases.position ? found.position : cases.position,
    };
  }
}

function byStream(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [stream, as] of pairs) found.set(stream, [...(found.get(stream) ?? []), as]);
  return found;
}
