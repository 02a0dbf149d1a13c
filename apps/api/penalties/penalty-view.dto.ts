import { IsIn, IsOptional } from 'class-validator';
import { ProceedingActDto, ProceedingAgencyDto, ProceedingQuery } from '#api/proceedings/proceeding.dto.js';

export class PenaltyQuery extends ProceedingQuery {
  @IsOptional()
  @IsIn(['open', 'decided', 'no-penalty', 'annulled', 'withdrawn', 'closed'])
  status?: string;
}

export class PenaltySummaryDto {
  id: string;
  /** open, decided, no-penalty, annulled, withdrawn, closed. */
  status: string;
  openedOn: string;
  agency?: ProceedingAgencyDto;
  addressee?: string;
  role?: string;
  grounds: string[];
  filings: string[];
  notifiedOn?: string;
  /** What the party was told of. */
  proposed: object[];
  /** A hearing may be requested (APL 63). */
  hearingRight: boolean;
  /** made, waived, term-passed. */
  statement?: string;
  /** none, requested, notified, held, withdrawn. */
  hearing: string;
  hearingOn?: string;
  decidedOn?: string;
  servedOn?: string;
  sanctions: object[];
  performed: string[];
  paidFen: number;
  /** For authorities: whether the case has been investigated and legally reviewed, and what was handed on. */
  investigated?: boolean;
  legalReview?: string;
  transfers?: object[];
}

export class PenaltyViewDto extends PenaltySummaryDto {
  acts: ProceedingActDto[];
}

export class PenaltyListDto {
  penalties: PenaltySummaryDto[];
}
