// The forms of the acts on a filing. Words that may name people travel to the vault; the log gets their digest.
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional, IsUrl, IsUUID, Matches } from 'class-validator';
import { type DecisionKind, type ExOfficioGround, type ReviewStage } from '#domain/filing-state.js';
import { type RevocationGround } from '#domain/filing-revocation.js';
import { type MaterialDefect, materialDefects, type MaterialItem, materialItems } from '#domain/services.js';
import { IsForm, IsFormList, IsLocalDate, IsText } from '#api/http/form-rules.js';
import { ChangedContentDto } from './filing-content.dto.js';

const codes = <T extends object>(table: T) => Object.keys(table) as (keyof T & string)[];
const SHA256 = /^[0-9a-f]{64}$/;
const words = { max: 5000, lines: true };

export class ReasonDto {
  /** In the authority's own words. */
  @IsText(words)
  reason: string;
}

export class StageDto {
  @IsIn(['initial', 'second', 'on-site', 'final'])
  stage: ReviewStage;

  @IsIn(['passed', 'failed'])
  result: 'passed' | 'failed';

  @IsOptional()
  @IsText(words)
  remarks?: string;
}

export class AttributeFindingDto {
  @IsBoolean()
  hasAttribute: boolean;

  @IsText(words)
  reason: string;
}

export class AcceptanceDto {
  /** Safety assessments that the acceptance relies on, by id. */
  @IsArray()
  @ArrayMaxSize(20)
  @IsUUID('all', { each: true })
  assessments: string[];
}

export class RefusalReasonDto {
  /** The item of the material that is at fault. */
  @IsIn(codes(materialItems))
  item: MaterialItem;

  @IsIn(codes(materialDefects))
  defect: MaterialDefect;

  @IsText(words)
  text: string;
}

export class RefusalDto {
  @IsFormList(() => RefusalReasonDto, { max: 50 })
  reasons: RefusalReasonDto[];
}

export class NotificationDto {
  @IsLocalDate()
  notifiedOn: string;

  @IsText({ max: 200 })
  method: string;
}

export class WithdrawalDto {
  /** A service that runs without a filing is a matter for supervision; saying so prevents no withdrawal. */
  @IsBoolean()
  serviceRunning: boolean;
}

export class PublicationDto {
  /** `YYYY-MM`, as the published lists are counted. */
  @Matches(/^\d{4}-(0[1-9]|1[0-2])$/)
  batch: string;
}

export class StartDto {
  @IsLocalDate()
  startedOn: string;
}

export class DisplayPlaceDto {
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true })
  url: string;

  /** Where on the page or in the app the number and the link stand. */
  @IsText({ max: 200 })
  place: string;
}

export class DisplayDto {
  @IsFormList(() => DisplayPlaceDto, { min: 1, max: 50 })
  places: DisplayPlaceDto[];
}

export class ChangedSectionsDto {
  /** The sections that changed, each as it is now and complete. */
  @IsForm(() => ChangedContentDto)
  after: ChangedContentDto;

  @IsLocalDate()
  changedOn: string;
}

export class ChangeDto {
  @IsFormList(() => ChangedSectionsDto, { max: 20 })
  sections: ChangedSectionsDto[];

  /** The day on which the holder's name or credit code changed, where the filing is to follow. */
  @IsOptional()
  @IsLocalDate()
  holderChangedOn?: string;
}

export class ChangeAcceptanceDto {
  /** The line of 备注 that the published list will show; may be empty. */
  @IsText({ min: 0, max: 500 })
  remarks: string;

  /** Safety assessments that the acceptance relies on, by id. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsUUID('all', { each: true })
  assessments?: string[];
}

export class HolderChangeDto {
  /** The subject to which the filing passes. */
  @IsUUID()
  to: string;

  /** SHA-256 of the uploaded evidence. */
  @Matches(SHA256)
  evidence: string;

  @IsLocalDate()
  changedOn: string;
}

export class ClaimDto {
  @IsUUID()
  subject: string;

  /** SHA-256 of the uploaded evidence. */
  @Matches(SHA256)
  evidence: string;
}

export class TerminationDto {
  @IsLocalDate()
  terminatedOn: string;
}

export class CancellationDto {
  @IsLocalDate()
  terminatedOn: string;

  /** 妥善安排: what becomes of users and their data. */
  @IsText(words)
  arrangements: string;
}

export class CancellationReturnDto {
  /** How it is known that the service in truth goes on. */
  @IsText(words)
  serviceContinues: string;
}

export class ExternalDecisionDto {
  @IsText({ max: 200 })
  agency: string;

  @IsText({ max: 100 })
  number: string;

  @IsLocalDate()
  date: string;
}

export class ExOfficioCancellationDto {
  @IsIn(['not-cancelled-after-termination', 'site-closed', 'permit-revoked', 'licence-revoked'])
  ground: ExOfficioGround;

  @IsText(words)
  reason: string;

  @IsOptional()
  @IsForm(() => ExternalDecisionDto)
  externalDecision?: ExternalDecisionDto;

  /** Required against a technical supporter. */
  @IsOptional()
  @IsText({ max: 200 })
  expressBasis?: string;

  /** Penalty cases that it cites: of this filing or its holder, decided and not annulled. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  penalties?: string[];
}

export class HearingDto {
  /** The day on which the party was told of facts, reasons, basis and its rights. */
  @IsLocalDate()
  notifiedOn: string;

  @IsOptional()
  @IsText(words)
  statement?: string;
}

export class RevocationDto {
  @IsIn(['concealment', 'false-material', 'other-improper-means'])
  ground: RevocationGround;

  @IsText(words)
  facts: string;

  @IsForm(() => HearingDto)
  hearing: HearingDto;

  /** Required against a technical supporter. */
  @IsOptional()
  @IsText({ max: 200 })
  expressBasis?: string;

  /** Penalty cases that it cites: of this filing or its holder, decided and not annulled. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  penalties?: string[];
}

export class ApprovalDto {
  /** Number of the decision's document. */
  @IsText({ max: 100 })
  documentNo: string;
}

export class RemedyDto {
  @IsIn(['refusal', 'change-refusal', 'revocation', 'cancellation', 'ex-officio-cancellation', 'inaction'])
  against: DecisionKind;

  @IsIn(['reconsideration', 'litigation'])
  kind: 'reconsideration' | 'litigation';

  /** The reviewing authority or court. */
  @IsText({ max: 200 })
  body: string;

  @IsText({ max: 100 })
  documentNo: string;

  @IsBoolean()
  stay: boolean;

  @IsIn(['pending', 'upheld', 'varied', 'annulled', 'ordered-to-act', 'withdrawn'])
  outcome: 'pending' | 'upheld' | 'varied' | 'annulled' | 'ordered-to-act' | 'withdrawn';
}

export class CorrectionDto {
  @IsIn(['refusal', 'revocation', 'cancellation', 'ex-officio-cancellation'])
  decision: 'refusal' | 'revocation' | 'cancellation' | 'ex-officio-cancellation';

  @IsText(words)
  reason: string;
}
