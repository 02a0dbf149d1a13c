// Which events of the log are handed out as documents, and where they stand: asked for by their own id.
import { type Projection } from './projection.js';

export const printedTypes = [
  'FilingAccepted',
  'FilingRefused',
  'CancellationCompleted',
  'ExOfficioCancelled',
  'FilingRevoked',
  'OrderIssued',
  'OrderServed',
  'ChangeAccepted',
  'ChangeRefused',
  'MeasuresLifted',
  'OrderLifted',
  'ProposedPenaltyNotified',
  'PenaltyDecided',
  'PenaltyServed',
  'RectificationOpinionGiven',
  'ObjectionReplied',
] as const;
export type PrintedType = (typeof printedTypes)[number];

export const isPrinted = (type: string): type is PrintedType => (printedTypes as readonly string[]).includes(type);

export interface PrintedEvent {
  stream: string;
  revision: number;
  type: PrintedType;
}

export const printed: Projection<PrintedEvent> = {
  name: 'printed',
  version: 2,
  critical: false,
  history: false,
  keys: ({ id, type }) => (isPrinted(type) ? [id] : []),
  project: (row, { stream, revision, type }) => (isPrinted(type) ? { stream, revision, type } : (row ?? null)),
  columns: [],
  indexes: [],
};
