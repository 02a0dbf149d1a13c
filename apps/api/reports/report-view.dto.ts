import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { parseFilingNumber } from '#domain/filing-number.js';
import { Parses } from '#api/http/form-rules.js';
import { PageQuery } from '#api/http/page-query.dto.js';
import { ReceiptDto } from '#api/http/receipt.dto.js';
import { ProceedingActDto, ProceedingAgencyDto } from '#api/proceedings/proceeding.dto.js';

export class ReportQuery extends OmitType(PageQuery, ['as_of'] as const) {
  @IsOptional()
  @IsIn(['incident', 'complaint', 'objection'])
  kind?: string;

  @IsOptional()
  @IsIn(['open', 'closed'])
  status?: string;

  /** Of the filing that the report is about. */
  @IsOptional()
  @Parses('isFilingNumber', parseFilingNumber, 'must be a filing number of 21 digits')
  number?: string;

  /** Present: only those that the caller made. */
  @IsOptional()
  @Matches(/^(true|)$/)
  mine?: string;

  /** Present: only those with which the caller's agency has still to do. */
  @IsOptional()
  @Matches(/^(true|)$/)
  awaiting?: string;
}

export class ReportTrackDto {
  agency: ProceedingAgencyDto;
  /** received, acknowledged, referred, closed. */
  status: string;
  answered: boolean;
  outcome?: string;
}

export class ReportSummaryDto {
  id: string;
  /** incident, complaint, objection. */
  kind?: string;
  /** open while any recipient has still to do with it, then closed. */
  status: string;
  openedOn: string;
  basis: string;
  /** 21 digits. */
  number?: string;
  filings: string[];
  /** Each authority that it was handed to, with its own course. */
  recipients: ReportTrackDto[];
  supplements: number;
  /** Nobody signed in: the reporter has a receipt. */
  anonymous: boolean;
}

export class ReportViewDto extends ReportSummaryDto {
  acts: ProceedingActDto[];
}

export class ReportListDto {
  reports: ReportSummaryDto[];
}

export class ReportReceiptDto extends ReceiptDto {
  /** The number of the receipt: the report's id. */
  receipt: string;
  /** With the receipt it shows how the report stands, to whoever has both. Given only where nobody signed in, and kept nowhere. */
  secret?: string;
}

export class ReportAnswerDto {
  on: string;
  agency: ProceedingAgencyDto;
  /** Of an objection. */
  outcome?: string;
  /** Absent once erased. */
  text?: string;
}

export class ReportStandingDto {
  receipt: string;
  kind?: string;
  status: string;
  openedOn: string;
  recipients: ReportTrackDto[];
  supplements: number;
  answers: ReportAnswerDto[];
}

export class IncidentFaultDto {
  pointer?: string;
  code: string;
  detail: string;
}

export class IncidentResultDto {
  /** Place in the batch, from 0. */
  index: number;
  outcome: 'reported' | 'refused';
  id?: string;
  /** It had been reported before under this key. */
  replayed?: boolean;
  /** Why it was refused. */
  code?: string;
  detail?: string;
  errors?: IncidentFaultDto[];
}

export class IncidentResultsDto {
  results: IncidentResultDto[];
  /** Of the last event; absent where nothing was written. */
  position?: string;
}
