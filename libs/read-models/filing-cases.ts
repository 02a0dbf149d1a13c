// A filing as its filer and the authorities concerned see it: where it stands, what was handed in, what was decided and why.
import {
  type ChangeItem,
  type DisplayPlace,
  type ExOfficioGround,
  type FiledAs,
  type PublishedRow,
  type RefusalReason,
  type ReviewStage,
} from '#domain/filing-state.js';
import { type FilingContent, type ServiceStart, type Warning } from '#domain/filing-content.js';
import { applyItems } from '#domain/filing-items.js';
import { type FilingNumber } from '#domain/filing-number.js';
import { type FilingEvent } from '#domain/filing.js';
import { type Remedy } from '#domain/filing-remedies.js';
import { type Projection } from './projection.js';
import { idIn, recorded, type Recorded } from './recorded.js';

export type CaseStatus = 'under-review' | 'refused' | 'withdrawn' | 'filed' | 'cancelled' | 'revoked';

/** What is added to an open change is notified on the day on which it is added. */
export type ReportedItem = ChangeItem & { reportedOn: string };

export interface FilingCase {
  id: string;
  revision: number;
  status: CaseStatus;
  holder?: string;
  filedAs: FiledAs;
  division: string;
  takenUp: boolean;
  imported: boolean;
  number?: FilingNumber;
  version: number;
  batch?: string;
  voluntary: boolean;
  content?: Partial<FilingContent>;
  row?: PublishedRow;
  serviceStart?: ServiceStart;
  warnings: readonly Warning[];
  /** One per submission, oldest first; each starts its own thirty working days. */
  submissions: readonly {
    round: number;
    submittedOn: string;
    decidedOn?: string;
    outcome?: 'accepted' | 'refused';
    reasons?: readonly RefusalReason[];
    notifiedOn?: string;
  }[];
  stages: readonly { round: number; stage: ReviewStage; result: 'passed' | 'failed'; on: string }[];
  change?: {
    n: number;
    status: 'open' | 'accepted' | 'refused' | 'withdrawn' | 'lapsed';
    submittedOn: string;
    items: readonly ReportedItem[];
    /** It adds a function of DSP 15 ¶2: a new safety assessment is asked for. */
    asksForAssessment: boolean;
    decidedOn?: string;
    reasons?: readonly RefusalReason[];
  };
  terminatedOn?: string;
  cancellation?: { status: 'submitted' | 'completed' | 'returned'; submittedOn: string; decidedOn?: string };
  /** A decision that waits for the second person. */
  proposed?: { act: 'revocation' | 'ex-officio-cancellation'; ground: string; on: string; penalties: readonly string[] };
  ended?: {
    how: 'cancelled' | 'cancelled-ex-officio' | 'revoked' | 'cancelled-before-import' | 'cancelled-by-notice';
    on: string;
    ground?: ExOfficioGround;
    documentNo?: string;
    /** Penalty cases that the decision cites. */
    penalties?: readonly string[];
  };
  remedies: readonly (Remedy & { on: string })[];
  displays: readonly DisplayPlace[];
}

const decided = (row: FilingCase, decision: Partial<FilingCase['submissions'][number]>): FilingCase['submissions'] =>
  row.submissions.map((submission, i) => (i === row.submissions.length - 1 ? { ...submission, ...decision } : submission));

/** The refusal has fallen: the submission waits for its decision again. */
const undecided = (row: FilingCase): FilingCase => ({
  ...row,
  status: 'under-review',
  submissions: decided(row, { outcome: undefined, decidedOn: undefined, reasons: undefined, notifiedOn: undefined }),
});

const reported = (items: readonly ChangeItem[], reportedOn: string): ReportedItem[] =>
  items.map((item) => ({ ...item, reportedOn }));

const fresh = (id: string, division: string): FilingCase => ({
  id,
  revision: 0,
  status: 'under-review',
  filedAs: {},
  division,
  takenUp: false,
  imported: false,
  version: 0,
  voluntary: false,
  warnings: [],
  submissions: [],
  stages: [],
  remedies: [],
  displays: [],
});

function step(before: FilingCase | undefined, id: string, event: Recorded<FilingEvent>): FilingCase | undefined {
  switch (event.type) {
    case 'FilingSubmitted': {
      const { round, holder, filedAs, division, content, serviceStart, warnings, voluntary } = event.data;
      const row = before ?? fresh(id, division);
      return {
        ...row,
        status: 'under-review',
        holder,
        filedAs,
        division,
        content,
        serviceStart,
        warnings,
        voluntary,
        submissions: [...row.submissions, { round, submittedOn: event.on }],
      };
    }
    case 'FilingImported':
    case 'ImportRevised': {
      const { number, batch, row, cancelled } = event.data;
      // A notice is dated, a remark in a list is not; whichever came first, the notice tells the day.
      const ended =
        before?.ended?.how === 'cancelled-by-notice'
          ? before.ended
          : cancelled
            ? ({ how: 'cancelled-before-import', on: event.on } as const)
            : undefined;
      return {
        ...(before ?? fresh(id, number.slice(0, 6))),
        status: ended ? 'cancelled' : 'filed',
        imported: true,
        filedAs: { ...before?.filedAs, name: row.entityName },
        number,
        batch,
        row,
        version: 1,
        ended,
      };
    }
    case 'CancellationImported': {
      const { number, notice } = event.data;
      const row = before ?? { ...fresh(id, number.slice(0, 6)), filedAs: { name: notice.entityName } };
      return {
        ...row,
        status: 'cancelled',
        imported: true,
        number,
        proposed: undefined,
        ended: { how: 'cancelled-by-notice', on: event.on },
      };
    }
    default:
      return before && later(before, event);
  }
}

/** An end of the service falls with the cancellation that rested on it; a revocation says nothing of it. */
const inForceAgain = (row: FilingCase): FilingCase => ({
  ...row,
  status: 'filed',
  ended: undefined,
  ...(row.status === 'cancelled' && { terminatedOn: undefined, cancellation: undefined }),
});

function later(
  row: FilingCase,
  event: Exclude<
    Recorded<FilingEvent>,
    { type: 'FilingSubmitted' | 'FilingImported' | 'ImportRevised' | 'CancellationImported' }
  >,
): FilingCase {
  switch (event.type) {
    case 'CaseTakenUp':
      return { ...row, takenUp: true };
    case 'ReviewStageRecorded':
      return {
        ...row,
        stages: [...row.stages, { round: event.data.round, stage: event.data.stage, result: event.data.result, on: event.on }],
      };
    case 'FilingAccepted':
      return {
        ...row,
        status: 'filed',
        number: event.data.number,
        version: 1,
        submissions: decided(row, { outcome: 'accepted', decidedOn: event.on }),
      };
    case 'FilingRefused':
      return {
        ...row,
        status: 'refused',
        submissions: decided(row, { outcome: 'refused', decidedOn: event.on, reasons: event.data.reasons }),
      };
    case 'RefusalNotified':
      return { ...row, submissions: decided(row, { notifiedOn: event.data.notifiedOn }) };
    case 'FilingWithdrawn':
      return { ...row, status: 'withdrawn' };
    case 'FilingPublished':
      return { ...row, batch: event.data.batch };
    case 'ServiceStarted':
      return { ...row, serviceStart: { state: 'started', on: event.data.startedOn } };
    case 'DisplayDeclared':
      return { ...row, displays: event.data.places };
    case 'ChangeSubmitted':
      return {
        ...row,
        change: {
          n: event.data.change,
          status: 'open',
          submittedOn: event.on,
          items: reported(event.data.items, event.on),
          asksForAssessment: event.data.addsArticle15Function,
        },
      };
    case 'ChangeItemsAdded':
      return {
        ...row,
        change: row.change && {
          ...row.change,
          items: [...row.change.items, ...reported(event.data.items, event.on)],
          asksForAssessment: row.change.asksForAssessment || event.data.addsArticle15Function,
        },
      };
    case 'ChangeAccepted': {
      const { filedAs = {}, ...content } = applyItems({ ...row.content, filedAs: row.filedAs }, event.data.items);
      return {
        ...row,
        version: event.data.version,
        filedAs,
        content,
        change: row.change && { ...row.change, status: 'accepted', decidedOn: event.on },
      };
    }
    case 'ChangeRefused':
      return {
        ...row,
        change: row.change && { ...row.change, status: 'refused', decidedOn: event.on, reasons: event.data.reasons },
      };
    case 'ChangeWithdrawn':
      // A refusal that was withdrawn from stays decided on its own day.
      return {
        ...row,
        change: row.change && { ...row.change, status: 'withdrawn', decidedOn: row.change.decidedOn ?? event.on },
      };
    case 'ChangeLapsed':
      return { ...row, change: row.change && { ...row.change, status: 'lapsed', decidedOn: event.on } };
    case 'FilingHolderChanged':
      return { ...row, holder: event.data.to, filedAs: event.data.filedAs, division: event.data.division };
    case 'ImportedFilingClaimed':
      return { ...row, holder: event.data.subject, filedAs: { ...event.data.filedAs, name: row.filedAs.name } };
    case 'ServiceTerminated':
      return { ...row, terminatedOn: event.data.terminatedOn };
    case 'CancellationSubmitted':
      return { ...row, terminatedOn: event.data.terminatedOn, cancellation: { status: 'submitted', submittedOn: event.on } };
    case 'CancellationReturned':
      return {
        ...row,
        terminatedOn: undefined,
        proposed: row.proposed?.ground === 'not-cancelled-after-termination' ? undefined : row.proposed,
        cancellation: row.cancellation && { ...row.cancellation, status: 'returned', decidedOn: event.on },
      };
    case 'CancellationCompleted':
      return {
        ...row,
        status: 'cancelled',
        proposed: undefined,
        cancellation: row.cancellation && { ...row.cancellation, status: 'completed', decidedOn: event.on },
        ended: { how: 'cancelled', on: event.on },
      };
    case 'ExOfficioCancellationProposed':
      return {
        ...row,
        proposed: {
          act: 'ex-officio-cancellation',
          ground: event.data.ground,
          on: event.on,
          penalties: event.data.penalties,
        },
      };
    case 'ExOfficioCancelled':
      return {
        ...row,
        status: 'cancelled',
        proposed: undefined,
        ended: {
          how: 'cancelled-ex-officio',
          on: event.on,
          ground: event.data.ground,
          documentNo: event.data.documentNo,
          penalties: event.data.penalties,
        },
      };
    case 'RevocationProposed':
      return {
        ...row,
        proposed: { act: 'revocation', ground: event.data.ground, on: event.on, penalties: event.data.penalties },
      };
    case 'FilingRevoked':
      return {
        ...row,
        status: 'revoked',
        proposed: undefined,
        ended: { how: 'revoked', on: event.on, documentNo: event.data.documentNo, penalties: event.data.penalties },
      };
    case 'RemedyRecorded':
      return { ...row, remedies: [...row.remedies, { ...event.data, on: event.on }] };
    case 'FilingReinstated':
      return inForceAgain(row);
    case 'ChangeRefusalAnnulled':
      return { ...row, change: row.change && { ...row.change, status: 'open', decidedOn: undefined, reasons: undefined } };
    case 'RefusalAnnulled':
      return undecided(row);
    case 'DecisionCorrected':
      return event.data.decision === 'refusal' ? undecided(row) : inForceAgain(row);
    case 'AttributeFindingRecorded':
      return { ...row, voluntary: !event.data.hasAttribute };
  }
}

export const filingCases: Projection<FilingCase> = {
  name: 'filing-cases',
  version: 4,
  critical: false,
  history: false,
  keys({ stream }) {
    const id = idIn('filing', stream);
    return id === undefined ? [] : [id];
  },
  project(row, event) {
    const after = step(row, idIn('filing', event.stream) ?? '', recorded<FilingEvent>(event));
    return after ? { ...after, revision: event.revision } : null;
  },
  columns: [
    { name: 'holder', type: 'text', of: ({ holder }) => holder },
    { name: 'division', type: 'text', of: ({ division }) => division },
    { name: 'status', type: 'text', of: ({ status }) => status },
    { name: 'number', type: 'text', of: ({ number }) => number },
    { name: 'imported', type: 'boolean', of: ({ imported }) => imported },
    { name: 'submitted_on', type: 'text', of: ({ submissions }) => submissions.at(-1)?.submittedOn },
  ],
  indexes: [
    'create index on {table} (holder, key)',
    'create index on {table} (division text_pattern_ops, key)',
    'create index on {table} (number)',
    'create index on {table} (status, key)',
  ],
};
