// One write over HTTP folds three streams, and many arrive together: whoever asks while a query is under way shares the next one.
import { type RecordedEvent } from './event-store.js';

export interface StreamRead {
  stream: string;
  from: number;
}

interface Waiting {
  read: StreamRead;
  result: Promise<RecordedEvent[]>;
  resolve: (events: RecordedEvent[]) => void;
  reject: (error: unknown) => void;
}

const READS_PER_QUERY = 128;
const QUERIES_IN_FLIGHT = 2;

/** `query` answers several reads at once, each with its events, in the order of the reads. */
export class StreamReads {
  private readonly waiting = new Map<string, Waiting>();
  private inFlight = 0;
  private scheduled = false;

  constructor(private readonly query: (reads: readonly StreamRead[]) => Promise<RecordedEvent[][]>) {}

  /**
   * The events of the stream as of a query that starts after this call: a caller joins only those who are still waiting, so that
   * it sees whatever was acknowledged before. Throws what `query` throws.
   */
  async read(stream: string, from: number): Promise<RecordedEvent[]> {
    const key = `${from} ${stream}`;
    let entry = this.waiting.get(key);
    if (!entry) {
      let resolve!: Waiting['resolve'];
      let reject!: Waiting['reject'];
      const result = new Promise<RecordedEvent[]>((...settle) => ([resolve, reject] = settle));
      entry = { read: { stream, from }, result, resolve, reject };
      this.waiting.set(key, entry);
      this.schedule();
    }
    return [...(await entry.result)];
  }

  private schedule(): void {
    if (this.scheduled || this.inFlight === QUERIES_IN_FLIGHT || this.waiting.size === 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      void this.run();
    });
  }

  private async run(): Promise<void> {
    const batch = [...this.waiting].slice(0, READS_PER_QUERY);
    for (const [key] of batch) this.waiting.delete(key);
    this.inFlight++;
    this.schedule();
    try {
      const results = await this.query(batch.map(([, { read }]) => read));
      batch.forEach(([, { resolve }], i) => resolve(results[i]!));
    } catch (error) {
      for (const [, { reject }] of batch) reject(error);
    } finally {
      this.inFlight--;
      this.schedule();
    }
  }
}
