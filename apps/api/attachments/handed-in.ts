// To which matters a document was handed in: who may read the matter, and the act that names the document, may read the document.
import { type AssessmentEvent } from '#domain/assessment.js';
import { type FilingEvent } from '#domain/filing.js';
import { type InspectionEvent } from '#domain/inspection.js';
import { type OrderEvent } from '#domain/order.js';
import { type PenaltyEvent } from '#domain/penalty.js';
import { type ReportEvent } from '#domain/report.js';

type Handed = FilingEvent | AssessmentEvent | InspectionEvent | OrderEvent | PenaltyEvent | ReportEvent;

/** Of the matters that a document can be asked for with, those whose acts are read in their stream. */
export const handingIn = ['assessment', 'order', 'penalty', 'inspection', 'report'] as const;

export interface HandedIn {
  sha256: string;
  /** What it is; of what is evidence for an act, the member that names it. */
  kind: string;
}

const of = (kind: string, digests: readonly string[]): HandedIn[] => digests.map((sha256) => ({ sha256, kind }));
const plain = (documents: readonly HandedIn[]): HandedIn[] => documents.map(({ sha256, kind }) => ({ sha256, kind }));

/**
 * The documents that an act has handed in. Only members that the act itself holds against what its author had uploaded: whoever writes a
 * digest into any other one has not thereby handed the document in.
 */
export function handedIn({ type, data }: { type: string; data: unknown }): readonly HandedIn[] {
  const act = { type, data } as unknown as Handed;
  switch (act.type) {
    case 'FilingSubmitted':
      return plain(act.data.content.attachments);
    case 'ChangeSubmitted':
    case 'ChangeItemsAdded':
      return act.data.items.flatMap(({ path, after }) => (path === '/attachments' ? plain(after as HandedIn[]) : []));
    case 'FilingHolderChanged':
    case 'ImportedFilingClaimed':
      return of('evidence', [act.data.evidence]);
    case 'ReportSubmitted':
    case 'AssessmentConcluded':
      return plain(act.data.documents);
    case 'RectificationReported':
    case 'InspectionRequestAnswered':
    case 'IncidentReported':
    case 'ComplaintMade':
    case 'ObjectionRaised':
    case 'ReportSupplemented':
      return of('attachment', act.data.attachments);
    case 'OrderServed':
    case 'PenaltyServed':
      return of('proof', [act.data.proof]);
    default:
      return [];
  }
}

/** The same, by SHA-256 alone. */
export const documentsIn = (event: { type: string; data: unknown }): string[] => handedIn(event).map(({ sha256 }) => sha256);
