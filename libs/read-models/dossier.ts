// What is asked of a dossier: everything that concerns one subject, as a timeline over all its streams that can be cited line by line.
import { type EventReader, type Position, type RecordedEvent } from '#event-store/event-store.js';
import { casebook, type CasebookRow } from './casebook.js';
import { type VisibleCases } from './case-visibility.js';
import { type Moment, momentOf } from './moments.js';
import { Parameters } from './parameters.js';
import { type Answer, type Least, type LiveTables, type Question, type ReadModels } from './read-models.js';

/** A stream of the dossier, as long as it concerned the subject. */
export interface Source {
  stream: string;
  /** Of its first event. */
  since: Position;
  /** The event by which it passed to somebody else. */
  until?: Position;
}

export interface Timeline {
  events: RecordedEvent[];
  /** What the whole of it shows. */
  position: Position;
}

/** Whether the reader sees the event, among those of its stream so far. */
export type Keeps = (event: RecordedEvent, stream: readonly RecordedEvent[]) => boolean;

/** Streams that are read at once. */
const AT_ONCE = 16;

/** Up to `limit` events of these streams after a position, in the order of the log, of those that `keep` lets through. */
export async function mergedStreams(
  reader: Pick<EventReader, 'readStream'>,
  sources: readonly Source[],
  { after = '', limit }: { after?: Position; limit: number },
  keep: Keeps,
): Promise<RecordedEvent[]> {
  const waiting = [...sources].sort((a, b) => (a.since < b.since ? -1 : 1));
  let found: RecordedEvent[] = [];
  while (waiting.length > 0) {
    // Nothing of a stream stands before its first event.
    const complete = found.filter(({ position }) => position < waiting[0]!.since).length;
    if (complete >= limit) break;
    const read = waiting.splice(0, AT_ONCE).map(async ({ stream, until = '~' }) => {
      const events = await reader.readStream(stream);
      return events.filter((event) => event.position > after && event.position <= until && keep(event, events));
    });
    found = [...found, ...(await Promise.all(read)).flat()].sort((a, b) => (a.position < b.position ? -1 : 1));
  }
  return found.slice(0, limit);
}

export class Dossiers {
  constructor(
    private readonly models: ReadModels,
    private readonly reader: EventReader,
  ) {}

  /** The subject's own case, whoever asks. */
  async subject(id: string, least?: Least): Promise<Answer<{ row: CasebookRow; position: Position }>> {
    const { rows, position } = await this.models.query<{ doc: string; position: Position }>(
      casebook,
      ({ table }) => ({
        name: 'casebook by stream',
        text: `select doc, position from ${table} where key = $1`,
        values: [`subject-${id}`],
      }),
      least,
    );
    return { position, rows: rows.map((found) => ({ row: JSON.parse(found.doc) as CasebookRow, position: found.position })) };
  }

  /**
   * A page after the given position, of the cases that the reader may read now; as of a moment, what had been recorded then. `keep` says
   * which events the reader sees. Throws NotBuilt, NotProjectedYet, UnknownPosition, StoreUnavailable.
   */
  async page(
    subject: string,
    visible: VisibleCases,
    page: { after?: Position; limit: number },
    keep: Keeps,
    { moment, least }: { moment?: Moment; least?: Least } = {},
  ): Promise<Timeline & { at?: Position }> {
    const { at } = await momentOf(this.models, casebook, moment, least);
    const { rows, position } = await this.models.query<{ doc: string; filing: string | null }>(
      casebook,
      (tables) => streamsQuestion(tables, subject, visible),
      least,
    );
    const recorded = (event: RecordedEvent): boolean => {
      if (moment === undefined) return event.position <= position;
      return 'position' in moment ? event.position <= moment.position : event.recordedAt <= moment.instant;
    };
    const sources = sourcesOf(
      rows.map(({ doc, filing }) => ({
        row: JSON.parse(doc) as CasebookRow,
        holding: JSON.parse(filing ?? doc) as CasebookRow,
      })),
      subject,
    );
    const events = await mergedStreams(this.reader, sources, page, (event, stream) => recorded(event) && keep(event, stream));
    return { events, position, at };
  }
}

/** The subject's own cases; and reports and incidents about a filing that it holds or held, with the filing's row. The index is of the default collation. */
function streamsQuestion({ table }: LiveTables, subject: string, visible: VisibleCases): Question {
  const parameters = new Parameters();
  const whose = `${parameters.add([subject])}::text[]`;
  const judged = (name: string): string =>
    ['doc', 'id as key', 'category', 'holder', 'division', 'agency_kind', 'agency_division', 'account', 'readers']
      .map((column) => `${name}.${column}`)
      .join(', ');
  return {
    text: `select doc, filing from (
        select ${judged('own')}, null::text as filing from ${table} own where concerns @> ${whose}
        union all select r.*, f.doc as filing
          from (select id, doc from ${table} where concerns @> ${whose} and category = 'filing' offset 0) f
          cross join lateral (select ${judged('r')} from ${table} r where r.concerns @> array['filing-' || f.id collate "default"] offset 0) r) c
      where ${parameters.adopt(visible)}`,
    values: parameters.values,
  };
}

/** The event by which it ceased to concern the subject, if it did: a case that came back concerns it to the end. */
const endOf = ({ parties }: CasebookRow, subject: string): Position | undefined => {
  const own = parties.filter((party) => party.subject === subject);
  return own.some((party) => party.until === undefined) ? undefined : own.at(-1)?.until;
};

/** Each stream once, as long as what makes it concern the subject lasts: itself, or the filing that it is about. */
function sourcesOf(found: readonly { row: CasebookRow; holding: CasebookRow }[], subject: string): Source[] {
  const sources = new Map<string, Source>();
  for (const { row, holding } of found) {
    const { stream, matter } = row;
    const until = endOf(holding, subject);
    const known = sources.get(stream);
    // What began when the filing had passed on is about its next holder.
    if (until !== undefined && until < matter.since) continue;
    const longer = known === undefined || until === undefined || (known.until !== undefined && until > known.until);
    if (longer) sources.set(stream, { stream, since: matter.since, until });
  }
  return [...sources.values()];
}
