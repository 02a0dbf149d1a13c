/** One thing found wrong, and where. */
export class ProblemErrorDto {
  /** JSON Pointer (RFC 6901) into the body. */
  pointer?: string;
  /** Name of a query or path parameter. */
  parameter?: string;
  /** Name of a header. */
  header?: string;
  code: string;
  detail: string;
}

/** RFC 9457, with members of our own. */
export class ProblemDto {
  /** Where the problem is explained, in Chinese and English. */
  type: string;
  title: string;
  status: number;
  detail?: string;
  /** Of this occurrence; name it when you ask about it. */
  instance?: string;
  /** Stable: switch on it. For a refusal, the rule that refused. */
  code: string;
  /** The provision behind it. */
  article?: string;
  errors?: ProblemErrorDto[];
  /** What the matter can answer in its present state. */
  allowed?: string[];
}
