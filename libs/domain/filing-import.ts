// Taking over the existing register. The published lists and cancellation notices name numbers and names, no credit codes:
// an imported filing belongs to nobody in this system until the cyberspace administration binds it to a verified subject.
import { type Slice } from './aggregate.js';
import { type Command, type Fact, refuse } from './decider.js';
import { type Lapse, lapse } from './filing-change.js';
import { type FilingContent } from './filing-content.js';
import { type FilingNumber, numberParts } from './filing-number.js';
import { type CancellationNotice, type FiledAs, type Filing, type HolderFacts, type PublishedRow } from './filing-state.js';
import { type FilingRole, filingRoles } from './services.js';

export type ImportCommand =
  | Command<'ImportFiling', { number: FilingNumber; batch: string; row: PublishedRow }>
  | Command<'ImportCancellation', { number: FilingNumber; notice: CancellationNotice }>
  | Command<
      'ClaimImportedFiling',
      { subject: string; evidence: string },
      { holder: HolderFacts; entityClaimedBy?: string; unknownAttachments: readonly string[] }
    >;

export type ImportEvent =
  | Fact<'FilingImported', { number: FilingNumber; batch: string; row: PublishedRow; cancelled: boolean }>
  /** The same number was published again with another text, as the lists do when they record a change in 备注. */
  | Fact<'ImportRevised', { number: FilingNumber; batch: string; row: PublishedRow; cancelled: boolean }>
  | Fact<'CancellationImported', { number: FilingNumber; notice: CancellationNotice }>
  | Fact<'ImportedFilingClaimed', { subject: string; filedAs: FiledAs; evidence: string; claimedBy: string }>;

const cellsOf = (row: PublishedRow): PublishedRow => ({
  sequence: row.sequence,
  algorithmName: row.algorithmName,
  role: row.role,
  entityName: row.entityName,
  products: row.products,
  mainUse: row.mainUse,
  remarks: row.remarks,
});

const sameCells = <T extends object>(a: T | undefined, b: T): boolean =>
  a !== undefined && (Object.keys(b) as (keyof T)[]).every((key) => a[key] === b[key]);

/** What the row tells of the content: enough to show the entry, not enough to be a complete filing. */
const contentFrom = (row: PublishedRow): Partial<FilingContent> => ({ role: publishedRole(row.role), mainUse: row.mainUse });

/** The role as a published list prints it; undefined for the algorithm types that older notices print in its place. */
export const publishedRole = (printed: string): FilingRole | undefined =>
  (Object.keys(filingRoles) as FilingRole[]).find((role) => filingRoles[role].zh === printed);

/** An authority has ended the filing here, or put it in force again: what was published elsewhere no longer says how it stands. */
const decidedHere = (state: Filing): boolean => state.endedBy !== undefined || state.undone !== undefined;

export const filingImport: Slice<ImportCommand, ImportEvent, Filing, Lapse> = {
  acts: {
    ImportFiling: {
      basis: 'design',
      already: ({ data }, state) => state.batch === data.batch && sameCells(state.row, cellsOf(data.row)),
      when: (state) => state.status === 'none' || (state.imported && state.holder === undefined && !decidedHere(state)),
      otherwise: ['import-of-held-filing', 'this number is held or was decided on here; its entry changes by acts on it'],
      decide({ data, on }, state) {
        const fact = {
          number: data.number,
          batch: data.batch,
          row: cellsOf(data.row),
          cancelled: data.row.remarks.includes('已注销'),
        };
        return state.row === undefined
          ? [{ type: 'FilingImported', basis: ['ARP 25'], effectiveOn: on, data: fact }]
          : [{ type: 'ImportRevised', basis: ['ARP 25'], effectiveOn: on, data: fact }];
      },
    },
    ImportCancellation: {
      basis: 'design',
      already: ({ data }, state) => sameCells(state.notice, data.notice),
      when: (state) => state.status === 'none' || (state.imported && !decidedHere(state)),
      otherwise: ['import-of-held-filing', 'this number was issued or decided on here; it is cancelled here'],
      decide: ({ data, on }, state) => [
        {
          type: 'CancellationImported',
          basis: ['ARP 24 ¶3'],
          effectiveOn: data.notice.noticeDate,
          data: {
            number: data.number,
            notice: {
              noticeDate: data.notice.noticeDate,
              sequence: data.notice.sequence,
              algorithmName: data.notice.algorithmName,
              roleOrCategory: data.notice.roleOrCategory,
              entityName: data.notice.entityName,
              products: data.notice.products,
              cancelledIn: data.notice.cancelledIn,
            },
          },
        },
        ...lapse(state, on),
      ],
    },
    ClaimImportedFiling: {
      basis: 'ARP 25',
      already: ({ data }, state) => state.imported && state.holder === data.subject,
      when: (state) => state.imported && state.holder === undefined && state.row !== undefined,
      otherwise: ['filing-not-claimable', 'only an imported filing that nobody holds can be claimed'],
      decide({ data, facts, on, by }) {
        if (facts.holder.status !== 'verified')
          return refuse('subject-not-verified', 'ARP 24 ¶1', 'the claiming subject must be verified');
        if (facts.entityClaimedBy !== undefined && facts.entityClaimedBy !== facts.holder.subject)
          return refuse('entity-claimed-by-another', 'ARP 25', 'the entity in this number belongs to another subject');
        if (facts.unknownAttachments.includes(data.evidence))
          return refuse('incomplete', 'ARP 25', 'a claim needs its evidence', [
            { pointer: '/evidence', code: 'attachment-unknown', detail: 'upload the attachment first' },
          ]);
        return [
          {
            type: 'ImportedFilingClaimed',
            basis: ['ARP 25'],
            effectiveOn: on,
            data: { subject: facts.holder.subject, filedAs: facts.holder.filedAs, evidence: data.evidence, claimedBy: by.person },
          },
        ];
      },
    },
  },
  facts: {
    FilingImported: (state, { data }) => imported(state, data),
    ImportRevised: (state, { data }) => imported(state, data),
    CancellationImported: (state, { data }) => ({
      ...state,
      status: 'cancelled',
      imported: true,
      number: data.number,
      division: state.division ?? numberParts(data.number).division,
      notice: data.notice,
      exOfficio: undefined,
      revocation: undefined,
    }),
    ImportedFilingClaimed: (state, { data }) => ({
      ...state,
      holder: data.subject,
      filedAs: { ...data.filedAs, name: state.filedAs.name },
    }),
  },
};

const imported = (
  state: Filing,
  data: { number: FilingNumber; batch: string; row: PublishedRow; cancelled: boolean },
): Filing => ({
  ...state,
  // A notice that came before its list has said already that the filing is cancelled.
  status: data.cancelled || state.notice !== undefined ? 'cancelled' : 'filed',
  imported: true,
  number: data.number,
  division: numberParts(data.number).division,
  batch: data.batch,
  row: data.row,
  filedAs: { name: data.row.entityName },
  content: contentFrom(data.row),
  version: 1,
});
