// What was handed in for a filing, one beside the other: each submission, each change, each row of a published list, and where each differs
// from the one that it came after.
import { applyItems, type Changeable, differences } from '#domain/filing-items.js';
import { type ChangeItem, type PublishedRow } from '#domain/filing-state.js';
import { type FilingEvent } from '#domain/filing.js';
import { type RecordedEvent } from '#event-store/event-store.js';
import { recorded, type Recorded } from './recorded.js';

export type VersionOutcome = 'accepted' | 'refused' | 'withdrawn' | 'lapsed';

/** Of an imported filing, what its row tells. */
export type VersionContent = Changeable & { row?: PublishedRow };

export interface VersionDifference {
  /** JSON Pointer into the content. */
  path: string;
  before?: unknown;
  after?: unknown;
}

export interface FilingVersion {
  /** 1, 2 … in the order in which they were handed in. */
  n: number;
  what: 'submission' | 'change' | 'holder-change' | 'import';
  /** Number of the submission or of the change. */
  of?: number;
  /** Under the filing number: 1 with acceptance, one more with each accepted change. Absent where it never came into force. */
  version?: number;
  submittedOn: string;
  /** Absent where it awaits its decision. */
  decidedOn?: string;
  outcome?: VersionOutcome;
  content: VersionContent;
  /** The entry before, from which `differences` are counted; a change follows what was in force. */
  follows?: number;
  differences: VersionDifference[];
}

interface Gathered {
  versions: readonly FilingVersion[];
  /** The entry that is in force, or was last submitted. */
  base?: number;
}

type Added = Omit<FilingVersion, 'n' | 'follows' | 'differences'>;

const differing = (before: VersionContent | undefined, after: VersionContent): VersionDifference[] =>
  before === undefined ? [] : differences(before, after);

const contentOf = ({ versions, base }: Gathered): VersionContent => versions[(base ?? 0) - 1]?.content ?? {};

function add(gathered: Gathered, added: Added): FilingVersion {
  const { versions, base } = gathered;
  return {
    n: versions.length + 1,
    ...added,
    follows: base,
    differences: differing(base === undefined ? undefined : contentOf(gathered), added.content),
  };
}

/** Added, and what later ones follow. */
const rested = (gathered: Gathered, added: Added): Gathered => ({
  versions: [...gathered.versions, add(gathered, added)],
  base: gathered.versions.length + 1,
});

/** The last entry of the kind, changed. */
function mended(gathered: Gathered, what: FilingVersion['what'], to: (version: FilingVersion) => FilingVersion): Gathered {
  const at = gathered.versions.findLastIndex((version) => version.what === what);
  return at < 0 ? gathered : { ...gathered, versions: gathered.versions.with(at, to(gathered.versions[at]!)) };
}

const decidedAs = (gathered: Gathered, what: FilingVersion['what'], outcome: VersionOutcome, on: string): Gathered =>
  mended(gathered, what, (version) => ({ ...version, outcome, decidedOn: on }));

const undecided = (gathered: Gathered, what: FilingVersion['what']): Gathered =>
  mended(gathered, what, ({ outcome: _, decidedOn: __, ...version }) => version);

function withItems(gathered: Gathered, n: number, items: readonly ChangeItem[]): Gathered {
  return mended(gathered, 'change', (version) => {
    if (version.of !== n) return version;
    const content = applyItems(version.content, items);
    return { ...version, content, differences: differing(gathered.versions[(version.follows ?? 0) - 1]?.content, content) };
  });
}

function after(gathered: Gathered, event: Recorded<FilingEvent>): Gathered {
  const { on } = event;
  switch (event.type) {
    case 'FilingSubmitted': {
      const { round, content, filedAs } = event.data;
      return rested(gathered, { what: 'submission', of: round, submittedOn: on, content: { ...content, filedAs } });
    }
    case 'FilingAccepted':
      return mended(gathered, 'submission', (version) => ({ ...version, outcome: 'accepted', decidedOn: on, version: 1 }));
    case 'FilingRefused':
      return decidedAs(gathered, 'submission', 'refused', on);
    case 'FilingWithdrawn':
      return decidedAs(gathered, 'submission', 'withdrawn', on);
    case 'RefusalAnnulled':
      return undecided(gathered, 'submission');
    case 'DecisionCorrected':
      return event.data.decision === 'refusal' ? undecided(gathered, 'submission') : gathered;
    case 'FilingImported':
    case 'ImportRevised': {
      const { row } = event.data;
      const content = { ...contentOf(gathered), row, filedAs: { ...contentOf(gathered).filedAs, name: row.entityName } };
      return rested(gathered, { what: 'import', submittedOn: on, decidedOn: on, outcome: 'accepted', version: 1, content });
    }
    case 'ChangeSubmitted': {
      const { change, items } = event.data;
      const content = applyItems(contentOf(gathered), items);
      return {
        ...gathered,
        versions: [...gathered.versions, add(gathered, { what: 'change', of: change, submittedOn: on, content })],
      };
    }
    case 'ChangeItemsAdded':
      return withItems(gathered, event.data.change, event.data.items);
    case 'ChangeAccepted': {
      const { version } = event.data;
      const accepted = mended(gathered, 'change', (one) => ({ ...one, outcome: 'accepted', decidedOn: on, version }));
      return { ...accepted, base: accepted.versions.findLast(({ what }) => what === 'change')?.n };
    }
    case 'ChangeRefused':
      return decidedAs(gathered, 'change', 'refused', on);
    case 'ChangeWithdrawn':
      return decidedAs(gathered, 'change', 'withdrawn', on);
    case 'ChangeLapsed':
      return decidedAs(gathered, 'change', 'lapsed', on);
    case 'ChangeRefusalAnnulled':
      return undecided(gathered, 'change');
    case 'FilingHolderChanged': {
      const { filedAs } = event.data;
      const content = { ...contentOf(gathered), filedAs };
      const { version } = gathered.versions[(gathered.base ?? 0) - 1] ?? {};
      return rested(gathered, { what: 'holder-change', submittedOn: on, decidedOn: on, outcome: 'accepted', version, content });
    }
    case 'ImportedFilingClaimed': {
      const content = { ...contentOf(gathered), filedAs: { ...event.data.filedAs, name: contentOf(gathered).filedAs?.name } };
      return rested(gathered, {
        what: 'holder-change',
        submittedOn: on,
        decidedOn: on,
        outcome: 'accepted',
        version: 1,
        content,
      });
    }
    case 'CancellationImported':
    case 'CaseTakenUp':
    case 'ReviewStageRecorded':
    case 'AttributeFindingRecorded':
    case 'RefusalNotified':
    case 'FilingPublished':
    case 'ServiceStarted':
    case 'DisplayDeclared':
    case 'ServiceTerminated':
    case 'CancellationSubmitted':
    case 'CancellationCompleted':
    case 'CancellationReturned':
    case 'ExOfficioCancellationProposed':
    case 'ExOfficioCancelled':
    case 'RevocationProposed':
    case 'FilingRevoked':
    case 'RemedyRecorded':
    case 'FilingReinstated':
      return gathered;
  }
}

/** Of the events of one filing, in today's shapes: everything that was handed in, oldest first. */
export const versionsIn = (events: readonly RecordedEvent[]): readonly FilingVersion[] =>
  events.reduce<Gathered>((gathered, event) => after(gathered, recorded<FilingEvent>(event)), { versions: [] }).versions;
