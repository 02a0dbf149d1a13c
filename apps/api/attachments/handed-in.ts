// To which matters a document was handed in: who may read the matter, and the act that names the document, may read the document.
import { type AssessmentEvent } from '#domain/assessment.js';
import { type InspectionEvent } from '#domain/inspection.js';
import { type OrderEvent } from '#domain/order.js';
import { type PenaltyEvent } from '#domain/penalty.js';
import { type ReportEvent } from '#domain/report.js';

type Handed = AssessmentEvent | InspectionEvent | OrderEvent | PenaltyEvent | ReportEvent;

/** Of the matters that a document can be asked for with, those whose acts are read in their stream. */
export const handingIn = ['assessment', 'order', 'penalty', 'inspection', 'report'] as const;

/**
 * The documents that an act has handed in, by SHA-256. Only members that the act itself holds against what its author had uploaded:
 * whoever writes a digest into any other one has not thereby handed the document in.
 */
export function documentsIn({ type, data }: { type: string; data: unknown }): readonly string[] {
  const act = { type, data } as unknown as Handed;
  switch (act.type) {
    case 'ReportSubmitted':
    case 'AssessmentConcluded':
      return act.data.documents.map(({ sha256 }) => sha256);
    case 'RectificationReported':
    case 'InspectionRequestAnswered':
    case 'IncidentReported':
    case 'ComplaintMade':
    case 'ObjectionRaised':
    case 'ReportSupplemented':
      return act.data.attachments;
    case 'OrderServed':
    case 'PenaltyServed':
      return [act.data.proof];
    default:
      return [];
  }
}
