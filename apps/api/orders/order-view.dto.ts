import { OmitType, PickType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { PageQuery } from '#api/http/page-query.dto.js';

const statuses = ['draft', 'issued', 'in-force', 'lifted', 'withdrawn', 'annulled'] as const;

export class OrderQuery extends PageQuery {
  @IsOptional()
  @IsIn(statuses)
  status?: string;

  /** Orders that touch this filing. */
  @IsOptional()
  @IsUUID()
  filing?: string;
}

export class OrderExportQuery extends OmitType(OrderQuery, ['limit', 'cursor'] as const) {}

export class OrderMomentQuery extends PickType(PageQuery, ['as_of'] as const) {}

export class OrderMeasureDto {
  measureId: string;
  kind: string;
  services?: string[];
  stopsService: boolean;
  scope: object;
  from: string;
  until?: string;
  /** ordered, in-force, applied, lifted, struck. */
  state: string;
}

export class OrderSummaryDto {
  id: string;
  status: string;
  documentNo?: string;
  agency?: { kind: string; division: string };
  addressee?: string;
  filings: string[];
  issuedOn?: string;
  servedOn?: string;
  rectifyBy?: string;
  reviewOn?: string;
  /** The term has ended and nobody has lifted or extended the order: its measures stand, “term ended, not verified”. */
  termEnded: boolean;
  /** A provisional order that has ended by its own terms. */
  endedByItsTerms: boolean;
  stayed: boolean;
  measures: OrderMeasureDto[];
}

export class OrderStoreAnswerDto {
  /** Of `/v1/store-actions/{id}`. */
  listing: string;
  store: string;
  storeName: string;
  platform: string;
  package: string;
  appName: string;
  /** refused, warned, suspended, delisted, restored: the last that this store did about this app. */
  measure: string;
  on: string;
}

export class OrderDelistingDto {
  /** Absent where stores acted on account of the order without having been asked. */
  requestedOn?: string;
  /** By name; none where it is about all of them. */
  products: string[];
  /** The first thousand; all of them: `GET /v1/store-actions?order=`. */
  answers: OrderStoreAnswerDto[];
}

export class UnansweredAppDto {
  store: string;
  /** As it has called itself where it reported a measure. */
  storeName?: string;
  platform: string;
  package: string;
  appName: string;
  /** What the store says that the app shows. */
  number?: string;
}

export class DelistingAnswersDto {
  /** Absent where stores have not been asked. */
  requestedOn?: string;
  /** By name; none where it is about all of them. */
  products: string[];
  /** Of stores that have not answered, by store, platform and package: the first thousand. */
  unanswered: UnansweredAppDto[];
  /** There are more than these. */
  more: boolean;
  /** The first thousand; all of them: `GET /v1/store-actions?order=`. */
  answers: OrderStoreAnswerDto[];
}

/** What waits for a second person. */
export class OrderProposalDto {
  /** lift, extension, escalation, withdrawal. */
  kind: string;
  /** Absent where it was erased. */
  reason?: string;
  /** Of a lift: the measures by id; none where all are meant. */
  lifted?: string[];
  /** Of a lift: rectified, own-accord, risk-ended, superior-decision. */
  ground?: string;
  /** Of an extension. */
  until?: string;
  reviewOn?: string;
  /** Of an escalation: what is added. */
  added?: OrderMeasureDto[];
}

export class OrderViewDto extends OrderSummaryDto {
  jurisdiction?: object;
  legalBasis: string[];
  /** Absent where it was erased. */
  riskFinding?: string;
  reasons?: string;
  remediesNotice?: object;
  provisionalUntil?: string;
  ratified: boolean;
  acknowledged: boolean;
  serviceRefused: boolean;
  toServe: boolean;
  /** none, reported, verifying, verified, rejected. */
  rectification: string;
  remedies: object[];
  publication?: string;
  inspections: object[];
  /** What app stores were asked (DSP 13), and what they did; absent where neither was. */
  delisting?: OrderDelistingDto;
  /** For authorities: the version of the draft, whether it is approved, what waits for a second person. */
  draft?: number;
  approved?: boolean;
  proposed?: string[];
  /** For authorities: the same with what is proposed. */
  proposals?: OrderProposalDto[];
  /** For authorities: the incident under which it was drafted. */
  incident?: string;
  penalties?: string[];
  transfers?: object[];
}

export class OrderListDto {
  orders: OrderSummaryDto[];
}
