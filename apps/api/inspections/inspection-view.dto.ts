import { IsIn, IsOptional } from 'class-validator';
import { ProceedingActDto, ProceedingAgencyDto, ProceedingQuery } from '#api/proceedings/proceeding.dto.js';

export class InspectionQuery extends ProceedingQuery {
  @IsOptional()
  @IsIn(['open', 'closed'])
  status?: string;
}

export class InspectionAskedDto {
  n: number;
  answered: boolean;
}

export class InspectionSummaryDto {
  id: string;
  /** open, closed. */
  status: string;
  openedOn: string;
  agency?: ProceedingAgencyDto;
  subject?: string;
  filings: string[];
  requests: InspectionAskedDto[];
  /** none, asked, reported, verified. */
  rectification: string;
  /** For authorities: the results of the findings, in their order, and whether the party has been told. */
  findings?: string[];
  known?: boolean;
}

export class InspectionViewDto extends InspectionSummaryDto {
  acts: ProceedingActDto[];
}

export class InspectionListDto {
  inspections: InspectionSummaryDto[];
}
