// What is asked of a dossier: everything that concerns one subject, as a timeline over all its streams that can be cited line by line.
import { type EventReader, type Position, type RecordedEvent } from '#event-store/event-store.js';
import { casebook, type CasebookRow } from './casebook.js';
import { type VisibleCases } from './case-visibility.js';
import { type Moment, momentOf } from './moments.js';
import { Parameters } from './parameters.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';
import { type ReportCase, reportCases } from './report-cases.js';

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

/** What the reader may read: cases, and reports as a condition over `key`, `holder`, `account` and `readers`. */
export interface Readable {
  cases: VisibleCases;
  reports: VisibleCases;
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
   * A page after the given position, of the cases that the reader may read now, and of the reports that the subject made or that are about
   * its filings; as of a moment, what had been recorded then. `keep` says which events the reader sees. Throws NotBuilt, NotProjectedYet,
   * UnknownPosition, StoreUnavailable.
   */
  async page(
    subject: string,
    readable: Readable,
    page: { after?: Position; limit: number },
    keep: Keeps,
    { moment, least }: { moment?: Moment; least?: Least } = {},
  ): Promise<Timeline & { at?: Position }> {
    const { at } = await momentOf(this.models, casebook, moment, least);
    const { rows, position } = await this.models.query<{ doc: string }>(
      casebook,
      ({ table }) => {
        const parameters = new Parameters();
        const whose = parameters.add([subject]);
        const seen = parameters.adopt(readable.cases);
        return {
          text: `select doc from (select doc, id as key, category, holder, division, agency_kind, agency_division
            from ${table} where parties @> ${whose}::text[]) c where ${seen}`,
          values: parameters.values,
        };
      },
      least,
    );
    const recorded = (event: RecordedEvent): boolean => {
      if (moment === undefined) return event.position <= position;
      return 'position' in moment ? event.position <= moment.position : event.recordedAt <= moment.instant;
    };
    const cases = rows.map(({ doc }) => sourceOf(JSON.parse(doc) as CasebookRow, subject));
    const sources = [...cases, ...(await this.reports(subject, cases, readable.reports, least))];
    const events = await mergedStreams(this.reader, sources, page, (event, stream) => recorded(event) && keep(event, stream));
    return { events, position, at };
  }

  /** Reports that the subject made, and those about its filings for as long as they were its own. */
  private async reports(subject: string, cases: readonly Source[], visible: VisibleCases, least?: Least): Promise<Source[]> {
    const filings = new Map(
      cases
        .filter(({ stream }) => stream.startsWith('filing-'))
        .map(({ stream, until }) => [stream.slice('filing-'.length), until] as const),
    );
    const { rows } = await this.models.query<{ doc: string }>(
      reportCases,
      ({ table }) => {
        const parameters = new Parameters();
        const whose = parameters.add(subject);
        const about = parameters.add([...filings.keys()]);
        const seen = parameters.adopt(visible);
        return {
          text: `select doc from ${table} where (holder = ${whose}::text or filings && ${about}::text[]) and ${seen}`,
          values: parameters.values,
        };
      },
      least,
    );
    return rows.map(({ doc }) => {
      const { id, since, state } = JSON.parse(doc) as ReportCase;
      const ends = state.filings.filter((filing) => filings.has(filing)).map((filing) => filings.get(filing));
      const own = state.reporter?.subject === subject || ends.includes(undefined);
      return { stream: `report-${id}`, since, until: own ? undefined : ends.toSorted().at(-1) };
    });
  }
}

/** A case that came back to the subject concerns it to the end. */
const sourceOf = ({ stream, matter, parties }: CasebookRow, subject: string): Source => {
  const own = parties.filter((party) => party.subject === subject);
  const until = own.some((party) => party.until === undefined) ? undefined : own.at(-1)?.until;
  return { stream, since: matter.since, until };
};
