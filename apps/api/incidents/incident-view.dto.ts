import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '#api/http/page-query.dto.js';

/** Incidents are shown as they stand. */
export class IncidentQuery extends OmitType(PageQuery, ['as_of'] as const) {
  @IsOptional()
  @IsIn(['draft', 'active', 'carried-out', 'closed'])
  status?: string;
}

/** How many filings it names, how many of them the approved plan orders, and what has become of these. */
export class IncidentProgressDto {
  filings: number;
  planned: number;
  issued: number;
  passedOver: number;
}

export class IncidentSummaryDto {
  id: string;
  /** draft, active (being carried out), carried-out, closed. */
  status: string;
  openedOn: string;
  activatedOn?: string;
  closedOn?: string;
  agency?: { kind: string; division: string };
  /** Raised by every change. */
  version: number;
  approved: boolean;
  /** On each of its orders. */
  documentNo?: string;
  progress: IncidentProgressDto;
}

export class IncidentFilingViewDto {
  filing: string;
  addressee: string;
  /** In the approved plan: order, or why the filing is left out of it. */
  planned?: string;
  /** The order that was issued. */
  order?: string;
  /** Why it was passed over when it was to be ordered. */
  obstacle?: string;
  because?: string;
}

export class IncidentViewDto extends IncidentSummaryDto {
  jurisdiction?: object;
  legalBasis: string[];
  /** Absent where it was erased. */
  riskFinding?: string;
  reasons?: string;
  measures: object[];
  reviewOn?: string;
  rectifyBy?: string;
  remediesNotice?: object;
  publication?: string;
  publicationBasis?: string;
  alsoUnderOrders?: boolean;
  officers: string[];
  /** Digest of the preview that was approved. */
  preview?: string;
  filings: IncidentFilingViewDto[];
}

export class IncidentListDto {
  incidents: IncidentSummaryDto[];
}

export class IncidentPreviewFilingDto {
  filing: string;
  number?: string;
  addressee: string;
  /** order; or outside-jurisdiction, recused, revoked, cancelled, other-holder, under-order. */
  effect: string;
  /** In a sentence, where the filing is left out. */
  because?: string;
  /** The id that its order will have. */
  order?: string;
  /** Orders that stand on it already, of whatever authority. */
  standing: string[];
}

export class IncidentPreviewDto {
  version: number;
  /** Digest of what is shown here for this reader: it is what an approval approves. */
  preview: string;
  orders: number;
  leftOut: number;
  filings: IncidentPreviewFilingDto[];
}
