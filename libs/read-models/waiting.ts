// What waits in a case, and what an act makes of it: it begins to wait, it is done, or nobody waits for it any more.
import { type LocalDate } from '#domain/decider.js';

/** Whose turn it is. officer: of the authority whose case it is. party: the subject that it concerns. */
export const turns = ['officer', 'second-person', 'other-authority', 'party'] as const;
export type Turn = (typeof turns)[number];

export const waitSteps = [
  'verification',
  'revocation-approval',
  'ex-officio-approval',
  'review',
  'approval',
  'issue',
  'ratification',
  'rectification-check',
  'lift',
  'lift-approval',
  'extension-approval',
  'escalation-approval',
  'withdrawal-approval',
  'transfer-acknowledgement',
  'investigation',
  'penalty-notice',
  'hearing-notice',
  'legal-review',
  'penalty-approval',
  'execution',
  'conclusion',
  'acknowledgement',
  'answer',
  'reply',
  'activation',
  'carrying-out',
  'closure',
] as const;
export type WaitStep = (typeof waitSteps)[number];

export interface Wait {
  step: WaitStep;
  awaits: Turn;
  startedOn: LocalDate;
  /** Named by an act. */
  dueOn?: LocalDate;
  /** Kind of the authority that it awaits, where that is not the one whose case it is. */
  authority?: string;
  ground?: string;
  /** Of what is done piece by piece, what is left. */
  left?: readonly string[];
}

/** By what tells them apart within the case. */
export type Waits = Readonly<Record<string, Wait>>;

/** What one event makes of them, and which of them it met rather than ended. */
export interface Waiting {
  waits: Waits;
  met: readonly Wait[];
}

export type Change = (waiting: Waiting, on: LocalDate) => Waiting;

export const opens =
  (step: WaitStep, awaits: Turn = 'officer', rest: Partial<Wait> = {}, key: string = step): Change =>
  ({ waits, met }, on) => ({ waits: { ...waits, [key]: { step, awaits, startedOn: on, ...rest } }, met });

/** Unless it waits already. */
export const goesOn =
  (step: WaitStep, awaits?: Turn, rest?: Partial<Wait>, key: string = step): Change =>
  (waiting, on) =>
    waiting.waits[key] ? waiting : opens(step, awaits, rest, key)(waiting, on);

export const closes =
  (...keys: string[]): Change =>
  (waiting) =>
    keys.some((key) => waiting.waits[key])
      ? { ...waiting, waits: Object.fromEntries(Object.entries(waiting.waits).filter(([key]) => !keys.includes(key))) }
      : waiting;

export const meets =
  (key: string): Change =>
  (waiting, on) => {
    const found = waiting.waits[key];
    return found ? { waits: closes(key)(waiting, on).waits, met: [...waiting.met, found] } : waiting;
  };

export const closesAll: Change = (waiting) => (Object.keys(waiting.waits).length > 0 ? { ...waiting, waits: {} } : waiting);
