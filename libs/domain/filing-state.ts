// What the acts on a filing need to know of its past. The slices of the aggregate share this one state.
import { type LocalDate } from './decider.js';
import { type FilingContent, type ServiceStart, type Warning } from './filing-content.js';
import { type FilingNumber } from './filing-number.js';
import { type MaterialDefect, type MaterialItem } from './services.js';
import { type TextRef } from './text-ref.js';

export interface ChangeItem {
  /** JSON Pointer into the content. */
  path: string;
  before?: unknown;
  after?: unknown;
  /** Each fact changes on its own day and has its own ten working days (ARP 24 ¶2). */
  changedOn: LocalDate;
}

export interface Filing {
  status: 'none' | 'under-review' | 'refused' | 'withdrawn' | 'filed' | 'cancelled' | 'revoked';
  /** Submissions so far; each starts a new period of thirty working days (ARP 25). */
  round: number;
  /** The subject that holds the filing; undefined for an imported one that nobody has claimed. */
  holder?: string;
  /** Of the holder's seat when it was filed, or the first six digits of an imported number. */
  division?: string;
  /** Taken up by the national cyberspace administration: the province no longer decides. */
  takenUp: boolean;
  filedAs: FiledAs;
  /** As filed, or as much of it as an imported row tells. */
  content?: Partial<FilingContent>;
  /** As last submitted: complete. */
  submitted?: FilingContent;
  serviceStart?: ServiceStart;
  warnings: readonly Warning[];
  /** Stages recorded in this round, newest last, with the natural person behind each. */
  stages: readonly { stage: ReviewStage; result: 'passed' | 'failed'; person: string }[];
  number?: FilingNumber;
  /** 0 before acceptance, then 1; each accepted change adds 1. */
  version: number;
  batch?: string;
  refusalNotifiedOn?: LocalDate;
  terminatedOn?: LocalDate;
  change?: { n: number; status: 'open' | 'refused' | 'accepted' | 'withdrawn' | 'lapsed'; items: readonly ChangeItem[] };
  cancellation?: { status: 'submitted' | 'returned'; terminatedOn: LocalDate };
  /** A proposal waiting for the second person; every natural person who had a hand in it. */
  exOfficio?: Proposed & { ground: ExOfficioGround };
  revocation?: Proposed;
  imported: boolean;
  /** The published list's row, once imported; a stub from a cancellation notice has none. */
  row?: PublishedRow;
  notice?: CancellationNotice;
  /** The authority's own finding in this round; it prevails over what the filer declared. */
  attributeFound?: boolean;
  displays: readonly { url: string; place: string }[];
  /** The decision that ended the filing here; an imported cancellation does not tell whose it was. */
  endedBy?: Ending;
  /** Every kind of decision taken so far: each stays open to remedies, also when it no longer stands. */
  decisions: readonly DecisionKind[];
  /** The kinds of decision of which the last one taken was annulled. */
  annulled: readonly DecisionKind[];
  /** The last decision that was undone, by annulment or correction, until another is taken. */
  undone?: DecisionKind;
}

interface Proposed {
  hands: readonly string[];
  expressBasis?: string;
  /** Penalty cases that it cites. */
  penalties: readonly string[];
}

/** ARP 25 tests completeness: each reason names an item of the material and what is wrong with it. */
export interface RefusalReason {
  item: MaterialItem;
  defect: MaterialDefect;
  text: TextRef;
}

export interface DisplayPlace {
  url: string;
  /** Where on the page or in the app the number and the link stand. */
  place: string;
}

export type ReviewStage = 'initial' | 'second' | 'on-site' | 'final';
export type ExOfficioGround = 'not-cancelled-after-termination' | 'site-closed' | 'permit-revoked' | 'licence-revoked';
/** The decisions against which the law gives remedies; `inaction` after the thirty working days is one of them. */
export type DecisionKind = 'refusal' | 'change-refusal' | 'inaction' | Ending;
export type Ending = 'revocation' | 'cancellation' | 'ex-officio-cancellation';

/** A row of the published list, every cell as it was printed. */
export interface PublishedRow {
  /** 序号 */
  sequence: number;
  algorithmName: string;
  role: string;
  entityName: string;
  products: string;
  mainUse: string;
  remarks: string;
}

/** A row of a cancellation notice, every cell as it was printed. */
export interface CancellationNotice {
  noticeDate: LocalDate;
  /** Place in the notice, from 1. */
  sequence: number;
  algorithmName: string;
  /** 角色或算法类别: notices also name other types of algorithm. */
  roleOrCategory: string;
  entityName: string;
  products: string;
  /** 注销时间, a month in Chinese. */
  cancelledIn: string;
}

/** What a filing needs to know of a subject that is to hold it. */
export interface HolderFacts {
  subject: string;
  status: string;
  division?: string;
  entity?: string;
  filedAs: FiledAs;
}

/** Under which name and code the filing stands; the subject's own may have changed since, which is a change to notify. */
export interface FiledAs {
  /** Absent for an individual, whose name is not published. */
  name?: string;
  creditCode?: string;
}

export const nothingFiled: Filing = {
  status: 'none',
  round: 0,
  takenUp: false,
  filedAs: {},
  warnings: [],
  stages: [],
  version: 0,
  imported: false,
  displays: [],
  decisions: [],
  annulled: [],
};

/** A decision is taken: one of the same kind that was annulled before is another one. */
export const decided = (state: Filing, kind: DecisionKind): Filing => ({
  ...state,
  decisions: [...state.decisions.filter((other) => other !== kind), kind],
  annulled: state.annulled.filter((other) => other !== kind),
  undone: undefined,
});

/** The filing ends. What was proposed about it falls with it: should the filing come back, no old proposal can be approved. */
export const ended = (state: Filing, ending: Ending): Filing => ({
  ...decided(state, ending),
  status: ending === 'revocation' ? 'revoked' : 'cancelled',
  endedBy: ending,
  exOfficio: undefined,
  revocation: undefined,
});
