// ARP 24 ¶2: what changes in the filed information is notified within ten working days of its change; the number stays.
// At most one change is open at a time; further facts are added to it, each with the day on which it changed.
import { type Slice } from './aggregate.js';
import { type Command, type Fact, type Finding, type LocalDate, refuse } from './decider.js';
import { contentFindings, type FilingContent } from './filing-content.js';
import { type ChangeItem, type Filing, type HolderFacts } from './filing-state.js';
import { type MaterialDefect, type MaterialItem } from './services.js';
import { type TextRef } from './text-ref.js';

/** Whole sections of the content as they are now, and the day on which they became so. */
export interface ChangedSections {
  after: Partial<FilingContent>;
  changedOn: LocalDate;
}

export interface ChangeRefusalReason {
  item: MaterialItem;
  defect: MaterialDefect;
  text: TextRef;
}

export type ChangeCommand =
  | Command<'SubmitChange', { sections: readonly ChangedSections[] }, { unknownAttachments: readonly string[] }>
  | Command<'AddChangeItems', { change: number; sections: readonly ChangedSections[] }, { unknownAttachments: readonly string[] }>
  | Command<'AcceptChange', { change: number; remarks: string }>
  | Command<'RefuseChange', { change: number; reasons: readonly ChangeRefusalReason[] }>
  | Command<'WithdrawChange', { change: number }>
  | Command<'ChangeHolder', { to: string; evidence: string; changedOn: LocalDate }, { to: HolderFacts; unknownAttachments: readonly string[] }>;

export type ChangeEvent =
  | Fact<'ChangeSubmitted', { change: number; items: readonly ChangeItem[]; addsArticle15Function: boolean }>
  | Fact<'ChangeItemsAdded', { change: number; items: readonly ChangeItem[] }>
  | Fact<'ChangeAccepted', { change: number; version: number; items: readonly ChangeItem[]; remarks: string; acceptedBy: string }>
  | Fact<'ChangeRefused', { change: number; reasons: readonly ChangeRefusalReason[]; refusedBy: string }>
  | Fact<'ChangeWithdrawn', { change: number }>
  | Lapse
  | Fact<'FilingHolderChanged', { from?: string; to: string; division: string; evidence: string; changedOn: LocalDate }>;

/** The filing ended while a change was open. */
export type Lapse = Fact<'ChangeLapsed', { change: number }>;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The leaves that differ, lists as a whole: `/algorithm/name`, `/products`. */
export function differences(before: unknown, after: unknown, path = ''): Omit<ChangeItem, 'changedOn'>[] {
  if (isRecord(before) && isRecord(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      differences(before[key], after[key], `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    );
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
}

/** The content with these items carried out. */
export function applyItems(content: Partial<FilingContent>, items: readonly ChangeItem[]): Partial<FilingContent> {
  const put = (target: unknown, [key, ...rest]: string[], value: unknown): unknown => {
    if (key === undefined) return value;
    const record = isRecord(target) ? target : {};
    return { ...record, [key]: put(record[key], rest, value) };
  };
  const segments = (path: string) => path.split('/').slice(1).map((s) => s.replaceAll('~1', '/').replaceAll('~0', '~'));
  return items.reduce((now, { path, after }) => put(now, segments(path), after) as Partial<FilingContent>, content);
}

/** Compares what is handed in with what is filed (and already reported); findings name the section by its place in the request. */
function itemsOf(sections: readonly ChangedSections[], now: Partial<FilingContent>, on: LocalDate, unknown: readonly string[]) {
  const findings: Finding[] = [];
  const items: ChangeItem[] = [];
  let content = now;
  sections.forEach(({ after, changedOn }, i) => {
    if (changedOn > on) findings.push({ pointer: `/sections/${i}/changedOn`, code: 'in-the-future', detail: 'a change is notified after it happened' });
    if (after.role !== undefined && after.role !== now.role)
      findings.push({ pointer: `/sections/${i}/after/role`, code: 'new-filing-required', detail: 'another role is a new filing' });
    const given = Object.fromEntries(Object.entries(after).filter(([, value]) => value !== undefined));
    const changed = differences(Object.fromEntries(Object.keys(given).map((key) => [key, content[key as keyof FilingContent]])), given);
    items.push(...changed.map(({ path, before, after }) => ({ path, before, after, changedOn })));
    content = applyItems(content, items);
  });
  findings.push(...contentFindings(content, on, unknown).map((f) => ({ ...f, pointer: `/content${f.pointer}` })));
  return { findings, items };
}

const open = (state: Filing): state is Filing & { change: NonNullable<Filing['change']> } => state.change?.status === 'open';
const notOpen = ['change-not-open', 'there is no open change'] as const;
const another = (n: number) => refuse('change-not-open', 'ARP 24 ¶2', `change ${n} is not the open one`);

export const change: Slice<ChangeCommand, ChangeEvent, Filing> = {
  acts: {
    SubmitChange: {
      basis: 'ARP 24 ¶2',
      when: (state) => state.status === 'filed' && state.holder !== undefined && !open(state),
      otherwise: ['change-not-possible', 'a change is submitted by the holder of a filing in force that has no open change'],
      decide({ data, facts, on }, state) {
        const { findings, items } = itemsOf(data.sections, state.content ?? {}, on, facts.unknownAttachments);
        if (findings.length > 0) return refuse('incomplete', 'ARP 24 ¶2', 'the change is incomplete', findings);
        if (items.length === 0) return [];
        return [
          {
            type: 'ChangeSubmitted',
            basis: ['DSP 19', 'ARP 24 ¶2'],
            effectiveOn: on,
            data: { change: (state.change?.n ?? 0) + 1, items, addsArticle15Function: items.some(({ path }) => path === '/services/article15') },
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
        const reported = applyItems(state.content ?? {}, state.change.items);
        const { findings, items } = itemsOf(data.sections, reported, on, facts.unknownAttachments);
        if (findings.length > 0) return refuse('incomplete', 'ARP 24 ¶2', 'the change is incomplete', findings);
        if (items.length === 0) return [];
        return [{ type: 'ChangeItemsAdded', basis: ['ARP 24 ¶2'], effectiveOn: on, data: { change: data.change, items } }];
      },
    },
    AcceptChange: {
      basis: 'ARP 25',
      already: ({ data }, state) => state.change?.n === data.change && state.change.status === 'closed',
      when: open,
      otherwise: notOpen,
      decide({ data, on, by }, state) {
        if (state.change?.n !== data.change) return another(data.change);
        return [
          {
            type: 'ChangeAccepted',
            basis: ['ARP 24 ¶2', 'ARP 25'],
            effectiveOn: on,
            data: { change: data.change, version: state.version + 1, items: state.change.items, remarks: data.remarks, acceptedBy: by.person },
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
            data: { change: data.change, reasons: data.reasons.map(({ item, defect, text }) => ({ item, defect, text })), refusedBy: by.person },
          },
        ];
      },
    },
    WithdrawChange: {
      basis: 'design',
      already: ({ data }, state) => state.change?.n === data.change && state.change.status === 'closed',
      when: (state) => open(state) || state.change?.status === 'refused',
      otherwise: notOpen,
      decide: ({ data, on }, state) =>
        state.change?.n === data.change
          ? [{ type: 'ChangeWithdrawn', basis: ['design'], effectiveOn: on, data: { change: data.change } }]
          : another(data.change),
    },
    ChangeHolder: {
      basis: 'ARP 24 ¶2',
      already: ({ data }, state) => state.holder === data.to,
      when: (state) => state.status === 'filed' && state.holder !== undefined,
      otherwise: ['filing-not-filed', 'only a filing in force passes to another holder; an imported one is claimed'],
      decide({ data, facts, on }, state) {
        if (facts.to.status !== 'verified' || facts.to.division === undefined)
          return refuse('subject-not-verified', 'ARP 24 ¶1', 'the new holder must be verified');
        if (facts.unknownAttachments.includes(data.evidence))
          return refuse('incomplete', 'ARP 24 ¶2', 'the transfer needs its evidence', [
            { pointer: '/evidence', code: 'attachment-unknown', detail: 'upload the attachment first' },
          ]);
        return [
          {
            type: 'FilingHolderChanged',
            basis: ['ARP 24 ¶2'],
            effectiveOn: data.changedOn,
            data: { from: state.holder, to: facts.to.subject, division: facts.to.division, evidence: data.evidence, changedOn: data.changedOn },
          },
        ];
      },
    },
  },
  facts: {
    ChangeSubmitted: (state, { data }) => ({ ...state, change: { n: data.change, status: 'open', items: data.items } }),
    ChangeItemsAdded: (state, { data }) =>
      state.change ? { ...state, change: { ...state.change, items: [...state.change.items, ...data.items] } } : state,
    ChangeAccepted: (state, { data }) => ({
      ...state,
      version: data.version,
      content: applyItems(state.content ?? {}, data.items),
      change: { n: data.change, status: 'closed', items: data.items },
    }),
    ChangeRefused: (state) => (state.change ? { ...state, change: { ...state.change, status: 'refused' } } : state),
    ChangeWithdrawn: (state) => (state.change ? { ...state, change: { ...state.change, status: 'closed' } } : state),
    ChangeLapsed: (state) => (state.change ? { ...state, change: { ...state.change, status: 'closed' } } : state),
    FilingHolderChanged: (state, { data }) => ({ ...state, holder: data.to, division: data.division }),
  },
};

/** A filing that ends closes what was open on it. */
export const lapse = (state: Filing, on: LocalDate): Lapse[] =>
  open(state) ? [{ type: 'ChangeLapsed', basis: ['design'], effectiveOn: on, data: { change: state.change.n } }] : [];
