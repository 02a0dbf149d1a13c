// The record of acts that append nothing to the log: of the others, the event is the record.
import { type Actor } from '#policy/rules.js';

export interface UnloggedAct {
  actor: Actor;
  action: string;
  /** The stream of the matter, or whatever else was changed. */
  object: string;
  /** The rule that allowed it. */
  rule: string;
  requestId: string;
}

/** A class, so that it serves as a token of the container. */
export abstract class ActRecord {
  /** Written before the act. Throws 503 where it cannot be recorded: then the act does not take place. */
  abstract done(act: UnloggedAct): Promise<void>;
}
