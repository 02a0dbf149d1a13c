// ARP 24 ¶2: what changes in the filed information is notified within ten working days of its change; the number stays.
// At most one change is open at a time; further facts are added to it, each with the day on which it changed.
import { type Slice } from './aggregate.js';
import { type AcceptanceWarning, assessmentWarnings, reliedOnBy, type Reliance } from './assessment-state.js';
import { type Command, type Fact, type Finding, type LocalDate, refuse } from './decider.js';
import { contentFindings, type FilingContent } from './filing-content.js';
import { applyItems, type Changeable, differences } from './filing-items.js';
import { type ChangeItem, decided, type FiledAs, type Filing, type HolderFacts, type RefusalReason } from './filing-state.js';

/** Whole sections of the content as they are now, and the day on which they became so. */
export interface ChangedSections {
  after: Partial<FilingContent>;
  changedOn: LocalDate;
}

interface ReportedChange {
  sections: readonly ChangedSections[];
  /** The day on which the holder's own name or code changed, where that is to be notified too. */
  holderChangedOn?: LocalDate;
}

interface ChangeFacts {
  filedAs: FiledAs;
  unknownAttachments: readonly string[];
}

export type ChangeCommand =
  | Command<'SubmitChange', ReportedChange, ChangeFacts>
  | Command<'AddChangeItems', ReportedChange & { change: number }, ChangeFacts>
  | Command<
      'AcceptChange',
      { change: number; remarks: string; assessments: readonly string[] },
      { reliance: readonly Reliance[] }
    >
  | Command<'RefuseChange', { change: number; reasons: readonly RefusalReason[] }>
  | Command<'WithdrawChange', { change: number }>
  | Command<
      'ChangeHolder',
      { to: string; evidence: string; changedOn: LocalDate },
      { to: HolderFacts; unknownAttachments: readonly string[] }
    >;

interface Reported {
  change: number;
  items: readonly ChangeItem[];
  /** These items add a function of DSP 15 ¶2 to what is filed and reported so far: it needs a safety assessment of its own. */
  addsArticle15Function: boolean;
}

export type ChangeEvent =
  | Fact<'ChangeSubmitted', Reported>
  | Fact<'ChangeItemsAdded', Reported>
  | Fact<
      'ChangeAccepted',
      {
        change: number;
        version: number;
        items: readonly ChangeItem[];
        remarks: string;
        acceptedBy: string;
        /** The safety assessments that acceptance relied on, by id: what a change adds may need one of its own (DSP 15 ¶2, 20). */
        assessments: readonly string[];
        /** What was known of each of them that day. */
        reliance: readonly Reliance[];
        /** What is lacking is recorded and never blocks. */
        warnings: readonly AcceptanceWarning[];
      }
    >
  | Fact<'ChangeRefused', { change: number; reasons: readonly RefusalReason[]; refusedBy: string }>
  | Fact<'ChangeWithdrawn', { change: number }>
  | Lapse
  | Fact<
      'FilingHolderChanged',
      { from?: string; to: string; filedAs: FiledAs; division: string; evidence: string; changedOn: LocalDate }
    >;

/** The filing ended while a change was open. */
export type Lapse = Fact<'ChangeLapsed', { change: number }>;

/** Compares what is handed in with `now`, what is filed or already reported; pointers are into the request, or into the resulting content. */
function itemsOf({ sections, holderChangedOn }: ReportedChange, now: Changeable, on: LocalDate, facts: ChangeFacts) {
  const findings: Finding[] = [];
  const items: ChangeItem[] = [];
  const compare = (after: Changeable, changedOn: LocalDate, pointer: string) => {
    if (changedOn > on) findings.push({ pointer, code: 'in-the-future', detail: 'a change is notified after it happened' });
    const reached = applyItems(now, items);
    const given = Object.entries(after).filter(([, value]) => value !== undefined);
    for (const [key, value] of given)
      items.push(
        ...differences(reached[key as keyof Changeable], value, `/${key}`).map((difference) => ({ ...difference, changedOn })),
      );
  };
  sections.forEach(({ after, changedOn }, i) => {
    if (after.role !== undefined && now.role !== undefined && after.role !== now.role)
      findings.push({
        pointer: `/sections/${i}/after/role`,
        code: 'new-filing-required',
        detail: 'another role is a new filing',
      });
    compare(after, changedOn, `/sections/${i}/changedOn`);
  });
  if (holderChangedOn !== undefined) compare({ filedAs: facts.filedAs }, holderChangedOn, '/holderChangedOn');
  // What is on file already was handed in once, perhaps by an earlier holder.
  const onFile = new Set(now.attachments?.map(({ sha256 }) => sha256));
  const unknown = facts.unknownAttachments.filter((digest) => !onFile.has(digest));
  findings.push(...contentFindings(applyItems(now, items), on, unknown).map((f) => ({ ...f, pointer: `/content${f.pointer}` })));
  return { findings, items };
}

const changeable = (state: Filing): Changeable => ({ ...state.content, filedAs: state.filedAs });
const open = (state: Filing): state is Filing & { change: NonNullable<Filing['change']> } => state.change?.status === 'open';
/** A function of Article 15 that was not filed before needs its own safety assessment. */
const addsArticle15Function = (now: Changeable, items: readonly ChangeItem[]): boolean =>
  applyItems(now, items).services?.article15.some((kind) => !now.services?.article15.includes(kind)) ?? false;
const notOpen = ['change-not-open', 'there is no open change'] as const;
const another = (n: number) => refuse('change-not-open', 'ARP 24 ¶2', `change ${n} is not the open one`);

export const change: Slice<ChangeCommand, ChangeEvent, Filing> = {
  acts: {
    SubmitChange: {
      basis: 'ARP 24 ¶2',
      when: (state) => state.status === 'filed' && state.holder !== undefined && !open(state),
      otherwise: ['change-not-possible', 'a change is submitted by the holder of a filing in force that has no open change'],
      decide({ data, facts, on }, state) {
        const { findings, items } = itemsOf(data, changeable(state), on, facts);
        if (findings.length > 0) return refuse('incomplete', 'ARP 24 ¶2', 'the change is incomplete', findings);
        if (items.length === 0) return [];
        return [
          {
            type: 'ChangeSubmitted',
            basis: ['DSP 19', 'ARP 24 ¶2'],
            effectiveOn: on,
            data: {
              change: (state.change?.n ?? 0) + 1,
              items,
              addsArticle15Function: addsArticle15Function(changeable(state), items),
            },
          },
        ];
      },
    },
    AddChangeItems: {
      basis: 'ARP 24 ¶2',
      when: open,
      otherwise: notOpen,
      decide({ data, facts, on }, state) {
        if (state.change?.n !== data.change) return another(data.change);
        const now = applyItems(changeable(state), state.change.items);
        const { findings, items } = itemsOf(data, now, on, facts);
        if (findings.length > 0) return refuse('incomplete', 'ARP 24 ¶2', 'the change is incomplete', findings);
        if (items.length === 0) return [];
        return [
          {
            type: 'ChangeItemsAdded',
            basis: ['ARP 24 ¶2'],
            effectiveOn: on,
            data: { change: data.change, items, addsArticle15Function: addsArticle15Function(now, items) },
          },
        ];
      },
    },
    AcceptChange: {
      basis: 'ARP 25',
      already: ({ data }, state) => state.change?.n === data.change && state.change.status === 'accepted',
      when: open,
      otherwise: notOpen,
      decide({ data, facts, on, by }, state) {
        if (state.change?.n !== data.change) return another(data.change);
        const { items } = state.change;
        return [
          {
            type: 'ChangeAccepted',
            basis: ['ARP 24 ¶2', 'ARP 25'],
            effectiveOn: on,
            data: {
              change: data.change,
              version: state.version + 1,
              items,
              remarks: data.remarks,
              acceptedBy: by.person,
              assessments: [...new Set(data.assessments)],
              reliance: reliedOnBy(facts.reliance),
              warnings: assessmentWarnings(addsArticle15Function(changeable(state), items), facts.reliance),
            },
          },
        ];
      },
    },
    RefuseChange: {
      basis: 'ARP 25',
      already: ({ data }, state) => state.change?.n === data.change && state.change.status === 'refused',
      when: open,
      otherwise: notOpen,
      decide({ data, on, by }, state) {
        if (state.change?.n !== data.change) return another(data.change);
        if (data.reasons.length === 0)
          return refuse('incomplete', 'ARP 25', 'a refusal states its reasons', [
            { pointer: '/reasons', code: 'missing', detail: 'name the item and what is wrong with it' },
          ]);
        return [
          {
            type: 'ChangeRefused',
            basis: ['ARP 24 ¶2', 'ARP 25'],
            effectiveOn: on,
            data: {
              change: data.change,
              reasons: data.reasons.map(({ item, defect, text }) => ({ item, defect, text })),
              refusedBy: by.person,
            },
          },
        ];
      },
    },
    WithdrawChange: {
      basis: 'design',
      already: ({ data }, state) => state.change?.n === data.change && state.change.status === 'withdrawn',
      when: (state) => open(state) || (state.status === 'filed' && state.change?.status === 'refused'),
      otherwise: notOpen,
      decide: ({ data, on }, state) =>
        state.change?.n === data.change
          ? [{ type: 'ChangeWithdrawn', basis: ['design'], effectiveOn: on, data: { change: data.change } }]
          : another(data.change),
    },
    ChangeHolder: {
      basis: 'ARP 24 ¶2',
      already: ({ data }, state) => state.holder === data.to,
      // An open change may speak of the holder's own name: it is decided first, so that nothing of the former holder's
      // overwrites the new one's.
      when: (state) => state.status === 'filed' && state.holder !== undefined && !open(state),
      otherwise: [
        'holder-change-not-possible',
        'a filing in force that has a holder and no open change passes to another holder; an imported one is claimed',
      ],
      decide({ data, facts, on }, state) {
        if (facts.to.status !== 'verified' || facts.to.division === undefined)
          return refuse('subject-not-verified', 'ARP 24 ¶1', 'the new holder must be verified');
        if (data.changedOn > on)
          return refuse('incomplete', 'ARP 24 ¶2', 'a transfer is recorded after it happened', [
            { pointer: '/changedOn', code: 'in-the-future', detail: 'this day has not come yet' },
          ]);
        if (facts.unknownAttachments.includes(data.evidence))
          return refuse('incomplete', 'ARP 24 ¶2', 'the transfer needs its evidence', [
            { pointer: '/evidence', code: 'attachment-unknown', detail: 'upload the attachment first' },
          ]);
        return [
          {
            type: 'FilingHolderChanged',
            basis: ['ARP 24 ¶2'],
            effectiveOn: data.changedOn,
            data: {
              from: state.holder,
              to: facts.to.subject,
              filedAs: facts.to.filedAs,
              division: facts.to.division,
              evidence: data.evidence,
              changedOn: data.changedOn,
            },
          },
        ];
      },
    },
  },
  facts: {
    ChangeSubmitted: (state, { data }) => ({ ...state, change: { n: data.change, status: 'open', items: data.items } }),
    ChangeItemsAdded: (state, { data }) =>
      state.change ? { ...state, change: { ...state.change, items: [...state.change.items, ...data.items] } } : state,
    ChangeAccepted: (state, { data }) => {
      const { filedAs = {}, ...content } = applyItems(changeable(state), data.items);
      return {
        ...state,
        version: data.version,
        filedAs,
        content,
        change: { n: data.change, status: 'accepted', items: data.items },
      };
    },
    ChangeRefused: (state) =>
      state.change ? { ...decided(state, 'change-refusal'), change: { ...state.change, status: 'refused' } } : state,
    ChangeWithdrawn: (state) => (state.change ? { ...state, change: { ...state.change, status: 'withdrawn' } } : state),
    ChangeLapsed: (state) => (state.change ? { ...state, change: { ...state.change, status: 'lapsed' } } : state),
    FilingHolderChanged: (state, { data }) => ({ ...state, holder: data.to, filedAs: data.filedAs, division: data.division }),
  },
};

/** A filing that ends closes what was open on it. */
export const lapse = (state: Filing, on: LocalDate): Lapse[] =>
  open(state) ? [{ type: 'ChangeLapsed', basis: ['design'], effectiveOn: on, data: { change: state.change.n } }] : [];
