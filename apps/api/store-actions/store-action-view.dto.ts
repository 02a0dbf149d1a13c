import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { parseFilingNumber } from '#domain/filing-number.js';
import { storeMeasures } from '#domain/listing-state.js';
import { IsText, Parses } from '#api/http/form-rules.js';
import { PageQuery } from '#api/http/page-query.dto.js';
import { ProceedingActDto, ProceedingAgencyDto } from '#api/proceedings/proceeding.dto.js';

/** Measures are shown as they stand. */
export class StoreActionQuery extends OmitType(PageQuery, ['as_of'] as const) {
  /** Apps on which this was the last measure. */
  @IsOptional()
  @IsIn(Object.keys(storeMeasures))
  measure?: string;

  /** Apps that show this number. */
  @IsOptional()
  @Parses('isFilingNumber', parseFilingNumber, 'must be a filing number of 21 digits')
  number?: string;

  /** Package or bundle id, on every platform. */
  @IsOptional()
  @IsText({ max: 200 })
  package?: string;

  /** Measures that answer to this order. */
  @IsOptional()
  @IsUUID()
  order?: string;
}

export class MeasuredAppViewDto {
  platform: string;
  package: string;
  name: string;
  signingDigest?: string;
  developer?: string;
  /** 21 digits. */
  number?: string;
}

export class StoreActionSummaryDto {
  id: string;
  /** refused, warned, suspended, delisted, restored. */
  measure: string;
  /** Its organisation, or its account where it has none here. */
  store: string;
  storeName: string;
  app: MeasuredAppViewDto;
  cause: object;
  takenOn: string;
  /** What the number stood for in the register. */
  filing?: string;
  /** Where the matter belongs, six digits. */
  division: string;
  /** Whose order was the last cause. */
  agency?: ProceedingAgencyDto;
}

export class StoreActionViewDto extends StoreActionSummaryDto {
  /** Every measure of this store on this app, oldest first, with its words. */
  acts: ProceedingActDto[];
}

export class StoreActionListDto {
  actions: StoreActionSummaryDto[];
}
