export class ReadModelHealthDto {
  name: string;
  /** What its rows show; absent before the first build. */
  position?: string;
  /** Events behind the head of the log. */
  lag?: number;
  /** Why it does not go on. */
  stopped?: string;
  /** Streams that it leaves out because an event in them cannot be projected. */
  parkedStreams: number;
}

export class HealthDto {
  status: 'ready' | 'not-ready';
  /** The newest event; absent while the log does not answer. */
  head?: string;
  readModels: ReadModelHealthDto[];
}
