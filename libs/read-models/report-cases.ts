// Reports as their recipients see them, and who made them (DSP 10, 11, ARP 30).
import { agencyKey } from '#domain/case-file.js';
import { selfAndAbove } from '#domain/division.js';
import { type Report } from '#domain/report-state.js';
import { report } from '#domain/report.js';
import { type ProceedingCase, proceedingCases } from './proceeding-cases.js';
import { type Projection } from './projection.js';

export type ReportCase = ProceedingCase<Report>;

const cases = proceedingCases(report, {
  category: 'report',
  name: 'report-cases',
  version: 1,
  status: ({ status }) => status,
  subject: ({ reporter }) => reporter?.subject,
  holder: ({ reporter }) => reporter?.subject,
  division: () => undefined,
});

/** The keys of the agencies that may read it: each recipient, and those of its kind above it. */
const readersOf = ({ tracks }: Report): string[] => [
  ...new Set(
    tracks.flatMap(({ agency: { kind, division } }) =>
      selfAndAbove(division).map((above) => agencyKey({ kind, division: above })),
    ),
  ),
];

export const reportCases: Projection<ReportCase> = {
  ...cases,
  columns: [
    ...cases.columns,
    { name: 'account', type: 'text', of: ({ state }) => state.reporter?.account },
    { name: 'readers', type: 'text[]', of: ({ state }) => readersOf(state) },
    {
      name: 'awaits',
      type: 'text[]',
      of: ({ state }) =>
        state.tracks
          .filter(({ status }) => status === 'received' || status === 'acknowledged')
          .map(({ agency }) => agencyKey(agency)),
    },
    { name: 'kind', type: 'text', of: ({ state }) => state.kind },
    { name: 'number', type: 'text', of: ({ state }) => state.number },
    {
      name: 'unattended',
      type: 'boolean',
      of: ({ state }) => state.reporter === undefined && state.tracks.every(({ status }) => status === 'received'),
    },
  ],
  indexes: [
    ...cases.indexes,
    'create index on {table} (account, key)',
    'create index on {table} using gin (readers)',
    'create index on {table} using gin (awaits)',
    'create index on {table} (number, key)',
    'create index on {table} (key) where unattended',
  ],
};
