// The forms of an inspection and of the acts in it. Words that may name people travel to the vault; the log gets their digest.
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { type InspectionFinding, type InspectionOutcome } from '#domain/inspection.js';
import { IsForm, IsLocalDate, IsText } from '#api/http/form-rules.js';
import { JurisdictionDto, words } from '#api/orders/order.dto.js';

const SHA256 = /^[0-9a-f]{64}$/;

export class InspectionPlanningDto {
  /** The subject that is inspected. */
  @IsUUID()
  subject: string;

  /** Filings that the inspection touches. */
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  filings: string[];

  @IsForm(() => JurisdictionDto)
  jurisdiction: JurisdictionDto;

  /** Agencies that take part, as in `telecom-110000` (DSP 21 ¶1). */
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @Matches(/^[a-z]+(-[a-z]+){0,3}-\d{6}$/, { each: true })
  joint: string[];

  @IsLocalDate()
  plannedOn: string;

  /** The party sees it from the beginning; otherwise from the first request or opinion. */
  @IsBoolean()
  announced: boolean;

  @IsText(words)
  occasion: string;

  /** Matters that gave the occasion, by kind and id. */
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(/^[a-z]+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { each: true })
  concerns: string[];

  /** Accounts of the officers who inspect. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  officers: string[];
}

export class InspectionFindingDto {
  /** As in `DSP 17`. */
  @Matches(/^(DSP|ARP) [1-9]\d?$/)
  article: string;

  @IsIn(['complies', 'violates', 'unclear'])
  result: InspectionFinding['result'];

  @IsText(words)
  text: string;

  @IsLocalDate()
  foundOn: string;
}

export class InspectionRequestDto {
  @IsIn(['data', 'assistance'])
  kind: 'data' | 'assistance';

  @IsText(words)
  what: string;

  @IsLocalDate()
  dueOn: string;
}

export class InspectionAnswerDto {
  /** Number of the request. */
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  request: number;

  @IsText(words)
  answer: string;

  /** SHA-256 of what was uploaded with it. */
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(SHA256, { each: true })
  attachments: string[];
}

export class RectificationOpinionDto {
  @IsText(words)
  opinion: string;

  @IsLocalDate()
  rectifyBy: string;
}

export class InspectionRectificationDto {
  @IsText(words)
  report: string;
}

export class InspectionVerificationDto {
  @IsIn(['verified', 'rejected'])
  result: 'verified' | 'rejected';

  @IsText(words)
  text: string;

  /** With a rejection: the new day. */
  @IsOptional()
  @IsLocalDate()
  rectifyBy?: string;
}

export class InspectionClosureDto {
  @IsIn(['nothing-found', 'rectified', 'penalty-case', 'order', 'called-off'])
  outcome: InspectionOutcome;

  /** The penalty case or order that follows. */
  @IsOptional()
  @IsUUID()
  reference?: string;
}
