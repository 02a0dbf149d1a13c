// The form of what an app store did about an app (DSP 13). What it found, in its own words, goes to the vault.
import { applyDecorators } from '@nestjs/common';
import { IsIn, IsOptional, IsUUID, Matches, ValidateBy, ValidateIf } from 'class-validator';
import { parseCreditCode } from '#domain/credit-code.js';
import { type Platform, platforms } from '#domain/filing-content.js';
import { parseFilingNumber } from '#domain/filing-number.js';
import { type CheckOutcome, checkOutcomes, type MeasureCause, type StoreMeasure, storeMeasures } from '#domain/listing-state.js';
import { IsForm, IsLocalDate, IsText, Parses } from '#api/http/form-rules.js';
import { isPosition } from '#api/http/position.js';
import { words } from '#api/orders/order.dto.js';

const causeKinds = ['check', 'order', 'delisting-request', 'own-finding'] as const satisfies readonly MeasureCause['kind'][];

/** Asked for with these kinds of cause, and refused with every other. Code: `of-kind`. */
const OfKind = (...kinds: readonly MeasureCause['kind'][]): PropertyDecorator =>
  applyDecorators(
    ValidateIf(({ kind }: MeasureCauseDto, value) => kinds.includes(kind) || value !== undefined),
    ValidateBy({
      name: 'isOfKind',
      validator: {
        validate: (_, args) => args !== undefined && kinds.includes((args.object as MeasureCauseDto).kind),
        defaultMessage: () => `$property belongs to ${kinds.join(', ')} alone`,
      },
    }),
  );

export class MeasuredAppDto {
  @IsIn(platforms)
  platform: Platform;

  /** Package or bundle id, mini-program id, or domain. */
  @IsText({ max: 200 })
  package: string;

  /** As it is listed. */
  @IsText({ max: 200 })
  name: string;

  /** SHA-256 of the signing certificate, `sha256:` and 64 hexadecimal digits. */
  @IsOptional()
  @Matches(/^sha256:[0-9a-f]{64}$/)
  signingDigest?: string;

  /** Unified social credit code of who offers it. */
  @IsOptional()
  @Parses('isCreditCode', parseCreditCode, 'must be a unified social credit code')
  developer?: string;

  /** The filing number that it shows, with or without prefix; left out where it shows none. */
  @IsOptional()
  @Parses('isFilingNumber', parseFilingNumber, 'must be a filing number of 21 digits')
  number?: string;
}

export class MeasureCauseDto {
  /** check: what a status check answered. order, delisting-request: an authority's. own-finding: the store's, told in `reason`. */
  @IsIn(causeKinds)
  kind: MeasureCause['kind'];

  /** With `check`: the position of its answer. */
  @OfKind('check')
  @Parses('isPosition', (text) => ({ ok: isPosition(text) }), 'must be the Position of an answer')
  position?: string;

  /** With `check`: what it came to. */
  @OfKind('check')
  @IsIn(checkOutcomes)
  outcome?: CheckOutcome;

  /** With `order` and `delisting-request`: its id. */
  @OfKind('order', 'delisting-request')
  @IsUUID()
  order?: string;
}

export class StoreActionDto {
  /** refused 不予上架, warned 警示, suspended 暂停服务, delisted 下架; restored ends any of them. */
  @IsIn(Object.keys(storeMeasures))
  measure: StoreMeasure;

  /** Under which name the store is known. */
  @IsText({ max: 100 })
  storeName: string;

  @IsForm(() => MeasuredAppDto)
  app: MeasuredAppDto;

  @IsForm(() => MeasureCauseDto)
  cause: MeasureCauseDto;

  /** Needed where the store itself found the cause. */
  @IsOptional()
  @IsText(words)
  reason?: string;

  @IsLocalDate()
  takenOn: string;
}
