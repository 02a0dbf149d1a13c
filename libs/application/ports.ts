// What the write side needs from other rooms, as it needs it. The composition in apps/ says who does it.
import { type Actor } from '#policy/rules.js';
import { type SealedText } from './free-text.js';

/** The time. A class, so that it serves as a token of the container. */
export abstract class Clock {
  abstract now(): Date;
}

/** Keeps words outside the log. */
export abstract class TextKeeper {
  /**
   * Keeps each text under its reference if nothing is kept there yet, and returns its salted digest by reference. Durable when
   * it resolves; asked again with the same words it answers the same digests.
   */
  abstract keep(texts: readonly SealedText[], about: { kind: string; stream: string }): Promise<ReadonlyMap<string, string>>;
}

/** Knows which attachments have been uploaded. */
export abstract class AttachmentIndex {
  /** Those of `digests` (hex SHA-256) that this actor has not uploaded. */
  abstract unknown(digests: readonly string[], actor: Actor): Promise<string[]>;
}

/** Writes down who was refused what. */
export abstract class DenialLog {
  /** Durable when it resolves; if it rejects, the request must not be answered as denied. */
  abstract denied(entry: { actor: Actor; action: string; object: string; requestId: string }): Promise<void>;
}

/** Who stands behind an account at this moment. */
export abstract class Callers {
  /**
   * Folds the account's stream now, what its agency has arranged, and where a matter's stream is named, how the account stands towards
   * that matter. Undefined when the account is not open. Throws StoreUnavailable.
   */
  abstract current(account: string, stream?: string): Promise<Actor | undefined>;
}

/** Knows from which cases somebody is recused, and into which an agency has been let. */
export abstract class CaseIndex {
  /** As the read side has it: what is read follows it, while a write folds the case itself. */
  abstract of(actor: Actor): Promise<Actor['cases']>;
}

/** Who signs in to which account. */
export abstract class SignIns {
  /** The account that this subject of this service's issuer signs in to. */
  abstract accountOf(subject: string): Promise<string | undefined>;

  /** Binds the subject to the account, unless it is bound already. */
  abstract bind(subject: string, account: string): Promise<void>;

  /** Nobody signs in to a closed account any more, as far as this service gives the tokens. A repetition changes nothing. */
  abstract end(account: string): Promise<void>;
}

/** Names of divisions, from a table outside the domain. */
export abstract class DivisionNames {
  abstract knows(division: string): boolean;
}

/** Knows which orders stand on a filing. */
export abstract class OrderIndex {
  /** Issued or in force on one of these filings, as the read side has it: at most a second old. */
  abstract standing(filings: readonly string[]): Promise<readonly { order: string; filings: readonly string[] }[]>;
}

/** Knows the incidents. */
export abstract class IncidentIndex {
  /** Those that were activated and are not yet carried out, as the read side has it. */
  abstract active(): Promise<readonly string[]>;
}
