// The forms of the acts on a safety assessment. Words that may name people travel to the vault; the log gets their digest.
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import {
  type AssessmentDecision,
  type AssessmentDocument,
  type AssessmentGround,
  assessmentGrounds,
  type AssessmentItem,
  assessmentItems,
} from '#domain/assessment-state.js';
import { type Remedy } from '#domain/filing-remedies.js';
import { IsForm, IsFormList, IsLocalDate, IsText } from '#api/http/form-rules.js';

const codes = <T extends object>(table: T) => Object.keys(table) as (keyof T & string)[];
const SHA256 = /^[0-9a-f]{64}$/;
const words = { max: 5000, lines: true };

export class TriggerDto {
  /** Who is assessed; for authorities. A filer assesses its own. */
  @IsOptional()
  @IsUUID()
  subject?: string;

  /** The service or function that is assessed, by its name. */
  @IsText({ max: 200 })
  service: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(8)
  @ArrayUnique()
  @IsIn(codes(assessmentGrounds), { each: true })
  grounds: AssessmentGround[];

  /** For the grounds that a report must precede. */
  @IsOptional()
  @IsLocalDate()
  plannedLaunch?: string;

  /** For the grounds that a report follows within thirty working days. */
  @IsOptional()
  @IsLocalDate()
  occurredOn?: string;
}

export class AssessmentStartDto {
  @IsIn(['self', 'professional-body'])
  carriedOutBy: 'self' | 'professional-body';

  /** Name of the professional body. */
  @IsOptional()
  @IsText({ max: 200 })
  body?: string;
}

export class DangerDto {
  @IsText(words)
  description: string;
}

export class RectificationDto {
  @IsText(words)
  rectification: string;
}

export class AssessmentDocumentDto {
  @IsIn(['report', 'label-material', 'body-opinion', 'other'])
  kind: AssessmentDocument['kind'];

  @Matches(SHA256)
  sha256: string;
}

export class ReportItemDto {
  @IsIn(codes(assessmentItems))
  item: AssessmentItem;

  @IsText(words)
  text: string;
}

export class ReportPartsDto {
  /** Function, scope, hardware and software, place of deployment, licences. */
  @IsText(words)
  service: string;

  /** How systems and measures are carried out, and their effect on risk. */
  @IsText(words)
  measures: string;

  @IsText(words)
  conclusion: string;

  @IsOptional()
  @IsText(words)
  other?: string;
}

export class ReportDto {
  /** The eight items of SA18 5, each once. */
  @IsFormList(() => ReportItemDto, { max: 8 })
  items: ReportItemDto[];

  @IsForm(() => ReportPartsDto)
  parts: ReportPartsDto;

  @IsFormList(() => AssessmentDocumentDto, { max: 50 })
  documents: AssessmentDocumentDto[];
}

export class ConclusionDto {
  @IsText(words)
  conclusion: string;

  @IsFormList(() => AssessmentDocumentDto, { max: 50 })
  documents: AssessmentDocumentDto[];
}

export class LinkDto {
  @IsUUID()
  filing: string;
}

export class ExplanationRequestDto {
  @IsText(words)
  question: string;

  @IsLocalDate()
  dueOn: string;
}

export class ExplanationDto {
  @IsText(words)
  text: string;
}

export class ReassessmentDto {
  @IsText(words)
  reasons: string;

  @IsLocalDate()
  dueOn: string;
}

export class OnSiteInspectionDto {
  @IsLocalDate()
  scheduledFor: string;

  /** By both, as the law has it in principle. */
  @IsBoolean()
  jointly: boolean;

  /** Why it is not joint. */
  @IsOptional()
  @IsText(words)
  reason?: string;
}

export class OnSiteRecordDto {
  @IsIn(['held', 'not-held'])
  outcome: 'held' | 'not-held';

  @IsLocalDate()
  on: string;

  @IsText(words)
  findings: string;
}

export class ExpertReviewDto {
  @IsLocalDate()
  heldOn: string;

  @IsText(words)
  opinion: string;
}

export class NoticeToAssessDto {
  @IsLocalDate()
  dueOn: string;
}

export class AssessmentRefusalDto {
  @IsText(words)
  finding: string;
}

export class RiskNoticeDto {
  @IsText({ max: 100 })
  documentNo: string;

  @IsText(words)
  text: string;
}

export class AssessmentRemedyDto {
  @IsIn(['reassessment', 'notice', 'risk-notice'])
  against: AssessmentDecision;

  @IsIn(['reconsideration', 'litigation'])
  kind: Remedy['kind'];

  /** The reviewing authority or court. */
  @IsText({ max: 200 })
  body: string;

  @IsText({ max: 100 })
  documentNo: string;

  @IsBoolean()
  stay: boolean;

  @IsIn(['pending', 'upheld', 'varied', 'annulled', 'ordered-to-act', 'withdrawn'])
  outcome: Remedy['outcome'];
}
