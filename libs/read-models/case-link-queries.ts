// What touches a case, as far as the reader may read it: what its acts name, and whose acts name it.
import { type Position } from '#event-store/event-store.js';
import { casebook, type CasebookRow } from './casebook.js';
import { type CaseLinksRow, caseLinks } from './case-links.js';
import { casesAt, type VisibleCases } from './case-visibility.js';
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
}

/** More would make a page that nobody reads; lists and the dossier have the rest. */
const SHOWN = 500;
/** A subject may be named by thousands; what a reader may see is found among this many of the latest. */
const LOOKED_AT = 5_000;

export class CaseLinkQueries {
  constructor(private readonly models: ReadModels) {}

  /** Two statements, however much there is. Throws NotBuilt, NotProjectedYet, UnknownPosition. */
  async touching(stream: string, visible: VisibleCases, least?: Least): Promise<Touching> {
    const found = await this.models.query<{ doc: string }>(
      caseLinks,
      ({ table }) => ({
        name: 'links of a case',
        text: `(select doc from ${table} where key = $1)
          union all (select doc from ${table} where names @> array[$1::text] order by position desc limit ${LOOKED_AT})`,
        values: [stream],
      }),
      least,
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
        const source = casesAt(tables, undefined, visible, parameters, { by: 'present', where });
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
      position: found.position < cases.position ? found.position : cases.position,
    };
  }
}

function byStream(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [stream, as] of pairs) found.set(stream, [...(found.get(stream) ?? []), as]);
  return found;
}
