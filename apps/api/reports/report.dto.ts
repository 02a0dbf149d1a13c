// The forms of reports and of the acts on them. Words of the public, and who can be reached how, travel to the vault; the log gets digests.
import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
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
import { isSecret } from '#application/receipts.js';
import { parseFilingNumber } from '#domain/filing-number.js';
import {
  type ComplaintGround,
  complaintGrounds,
  type IncidentMeasure,
  incidentMeasures,
  type IncidentReport,
  type ObjectionGround,
  type ObjectionOutcome,
  type ReportOutcome,
} from '#domain/report-state.js';
import { IsForm, IsLocalDate, IsText, Parses } from '#api/http/form-rules.js';
import { IsDivision, words } from '#api/orders/order.dto.js';

const Attachments = (): PropertyDecorator => (target, property) => {
  for (const rule of [IsArray(), ArrayMaxSize(20), ArrayUnique(), Matches(/^[0-9a-f]{64}$/, { each: true })])
    rule(target, property);
};
const IsFilingNumber = () => Parses('isFilingNumber', parseFilingNumber, 'must be a filing number of 21 digits');

export class IncidentReportDto {
  /** DSP 10: illegal content that was found and handled. DSP 11: a rumour that was refuted. */
  @IsIn(['DSP 10', 'DSP 11'])
  article: IncidentReport['article'];

  /** The caller's filings of the services in which it was found. */
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  filings: string[];

  @IsLocalDate()
  foundOn: string;

  @IsLocalDate()
  handledOn: string;

  /** What was found. */
  @IsText(words)
  what: string;

  @IsArray()
  @ArrayUnique()
  @IsIn(Object.keys(incidentMeasures), { each: true })
  measures: IncidentMeasure[];

  /** How it was handled. */
  @IsText(words)
  handling: string;

  /** Pieces of content. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000_000_000)
  items?: number;

  /** Accounts of users. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000_000_000)
  users?: number;

  @IsBoolean()
  recordsKept: boolean;

  /** Kinds of the competent departments that it goes to beside the cyberspace administration, as in `public-security`. */
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsText({ max: 50 }, { each: true })
  departments: string[];

  /** SHA-256 of what was uploaded with it. */
  @Attachments()
  attachments: string[];
}

export class IncidentBatchDto {
  /** Each is judged for itself (IncidentReport); a bad one keeps no other out. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ApiProperty({ type: 'array', items: { $ref: getSchemaPath(IncidentReportDto) } })
  reports: object[];
}

/** How the reporter can be reached; each part as far as it is given. */
export class ReporterContactDto {
  @IsOptional()
  @IsText({ max: 100 })
  name?: string;

  @IsOptional()
  @IsText({ max: 30 })
  phone?: string;

  @IsOptional()
  @IsText({ max: 254 })
  email?: string;
}

export class ComplaintDto {
  @IsIn(Object.keys(complaintGrounds))
  ground: ComplaintGround;

  /** The service complained of, as the reporter knows it. */
  @IsText({ max: 300 })
  service: string;

  /** The filing number that it shows, if it shows one. */
  @IsOptional()
  @IsFilingNumber()
  number?: string;

  /** Where it is: an address in the web, an app store, an account. */
  @IsOptional()
  @IsText({ max: 2000 })
  place?: string;

  /** The division of who offers it, where that is known: six digits. */
  @IsOptional()
  @IsDivision()
  region?: string;

  @IsText(words)
  text: string;

  @IsOptional()
  @IsForm(() => ReporterContactDto)
  contact?: ReporterContactDto;

  /** SHA-256 of what was uploaded; only who is signed in can upload. */
  @IsOptional()
  @Attachments()
  attachments?: string[];
}

export class ObjectionDto {
  /** Of the entry that is objected to. */
  @IsFilingNumber()
  number: string;

  @IsIn(['false-particulars', 'other-service', 'rights-infringed', 'other'])
  ground: ObjectionGround;

  /** The facts and the evidence. */
  @IsText(words)
  text: string;

  @IsOptional()
  @IsForm(() => ReporterContactDto)
  contact?: ReporterContactDto;

  /** SHA-256 of what was uploaded; only who is signed in can upload. */
  @IsOptional()
  @Attachments()
  attachments?: string[];
}

export class SupplementDto {
  @IsText(words)
  text: string;

  @Attachments()
  attachments: string[];
}

export class ReferredToDto {
  /** As in `telecom`. */
  @Matches(/^[a-z]+(-[a-z]+){0,3}$/)
  kind: string;

  @IsDivision()
  division: string;
}

export class ReferralDto {
  @IsForm(() => ReferredToDto)
  to: ReferredToDto;

  /** For the authority that it is handed to. */
  @IsText(words)
  remark: string;
}

export class ComplaintAnswerDto {
  @IsText(words)
  answer: string;
}

export class ObjectionReplyDto {
  @IsIn(['upheld', 'partly-upheld', 'dismissed', 'inadmissible'])
  outcome: ObjectionOutcome;

  @IsText(words)
  reply: string;
}

export class ReportClosureDto {
  @IsIn(['handled', 'not-established', 'inspection', 'order', 'penalty-case'])
  outcome: ReportOutcome;

  /** The inspection, order or penalty case that follows. */
  @IsOptional()
  @IsUUID()
  reference?: string;
}

export class ReportReceiptProofDto {
  @IsUUID()
  receipt: string;

  @Parses('isSecret', (text) => ({ ok: isSecret(text) }), 'must be the 26 letters and digits that were given with the receipt')
  secret: string;
}

export class ReceiptSupplementDto extends ReportReceiptProofDto {
  @IsText(words)
  text: string;
}
