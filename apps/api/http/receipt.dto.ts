export class ReceiptEventDto {
  id: string;
  /** A legal fact, in the past tense. */
  type: string;
  /** The provisions that it rests on. */
  basis: string[];
  /** The day from which it counts in law, in Asia/Shanghai. */
  effectiveOn: string;
  data: object;
}

export class ReceiptDto {
  /** Of the matter. */
  id: string;
  /** Of the matter after this request; the ETag carries it. */
  revision: number;
  /** Of the last event; give it as Min-Position to read what was written. Absent where nothing has been written yet. */
  position?: string;
  /** What was appended; empty where there was nothing to change. */
  events: ReceiptEventDto[];
}
