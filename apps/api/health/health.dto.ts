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

/** Orders in force against what is shown of them, as last compared. */
export class ReconciliationHealthDto {
  /** When, UTC. */
  at: string;
  /** Orders in force that a read model lacks or shows otherwise than they are. */
  missing: number;
  /** Orders that a read model shows and that are not in force. */
  unexpected: number;
  /** Read models that were more than a second behind. */
  behind: string[];
}

export class HealthDto {
  status: 'ready' | 'not-ready';
  /** The newest event; absent while the log does not answer. */
  head?: string;
  readModels: ReadModelHealthDto[];
  /** Absent before the first comparison. */
  reconciliation?: ReconciliationHealthDto;
}
