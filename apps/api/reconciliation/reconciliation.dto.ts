export class FindingDto {
  /** `missing`: in force and not shown. `unexpected`: shown and not in force. `different`: shown otherwise than it is. */
  kind: 'missing' | 'unexpected' | 'different';
  /** Absent where an entry says that it is under orders and shows none. */
  order?: string;
  /** The filing on whose entry it is to be shown. */
  filing?: string;
  /** What differs, by name. */
  fields: string[];
}

export class DownstreamDto {
  /** The read model. */
  name: string;
  /** What it shows; absent where it was never built. */
  position?: string;
  /** It is more than a second behind, and whatever it shows otherwise by now is a finding. */
  behind: boolean;
  missing: number;
  unexpected: number;
  different: number;
  /** The first hundred. */
  findings: FindingDto[];
}

export class ReconciliationDto {
  /** When the comparison began, UTC. */
  at: string;
  /** Up to where the log was read. */
  position: string;
  /** Orders in force. */
  inForce: number;
  downstreams: DownstreamDto[];
}
