// The form of a penalty case and of what is imposed in it (ARP 31, 33, DSP 22).
import { applyDecorators } from '@nestjs/common';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { type PenaltyGround, penaltyGrounds, type ProposedPenalty, type Sanction } from '#domain/penalty-state.js';
import { FreeText, type InWords } from '#application/free-text.js';
import { IsForm, IsFormList, IsLocalDate, IsText } from '#api/http/form-rules.js';
import { JurisdictionDto, words } from '#api/orders/order.dto.js';

export class PenaltyOpeningDto {
  /** What is punished. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(Object.keys(penaltyGrounds), { each: true })
  grounds: PenaltyGround[];

  /** The subject against whom the case goes. */
  @IsUUID()
  addressee: string;

  @IsIn(['provider', 'technical-supporter'])
  role: 'provider' | 'technical-supporter';

  /** Filings that the case touches. */
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  filings: string[];

  @IsForm(() => JurisdictionDto)
  jurisdiction: JurisdictionDto;

  /** The provision itself, against technical supporters and under other law. */
  @IsOptional()
  @IsText({ max: 200 })
  expressBasis?: string;

  /** Other penalty cases about the same act: it is fined once (APL 29). */
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  sameActAs: string[];

  @IsText(words)
  facts: string;

  /** The inspection that found it. */
  @IsOptional()
  @IsUUID()
  inspection?: string;
}

export const sanctionKinds = [
  'warning',
  'public-criticism',
  'suspend-information-updates',
  'closure',
  'order-to-correct',
  'fine',
  'permit-revocation',
  'licence-revocation',
] as const satisfies readonly Sanction['kind'][];

/** Asked for with these kinds of sanction, and refused with every other. Code: `of-kind`. */
const OfKind = (...kinds: readonly Sanction['kind'][]): PropertyDecorator =>
  applyDecorators(
    ValidateIf(({ kind }: SanctionDto, value) => kinds.includes(kind) || value !== undefined),
    ValidateBy({
      name: 'isOfKind',
      validator: {
        validate: (_, args) => args !== undefined && kinds.includes((args.object as SanctionDto).kind),
        defaultMessage: () => `$property belongs to ${kinds.join(', ')} alone`,
      },
    }),
  );

export class SanctionDto {
  @IsIn(sanctionKinds)
  kind: Sanction['kind'];

  /** With `order-to-correct`: the day by which. */
  @OfKind('order-to-correct')
  @IsLocalDate()
  correctBy?: string;

  /** With `fine`: CNY 10,000 to 100,000, in fen. */
  @OfKind('fine')
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  amountFen?: number;

  /** With a revocation: the authority that granted what is revoked. */
  @OfKind('permit-revocation', 'licence-revocation')
  @IsText({ max: 200 })
  competentAuthority?: string;

  /** With a revocation: that authority's decision. */
  @OfKind('permit-revocation', 'licence-revocation')
  @IsText({ max: 100 })
  decisionNo?: string;
}

export class ProposedPenaltyDto {
  @IsFormList(() => SanctionDto, { min: 1, max: sanctionKinds.length })
  sanctions: SanctionDto[];

  /** What makes a fine or a suspension possible. */
  @IsOptional()
  @IsIn(['refused-to-correct', 'serious'])
  aggravation?: 'refused-to-correct' | 'serious';

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @IsText({ max: 200 }, { each: true })
  legalBasis: string[];

  @IsText(words)
  reasons: string;
}

/** What a form proposes; each sanction has the members of its kind. */
export const proposalFrom = ({ sanctions, aggravation, legalBasis, reasons }: ProposedPenaltyDto): InWords<ProposedPenalty> => ({
  sanctions: sanctions as Sanction[],
  aggravation,
  legalBasis,
  reasons: new FreeText(reasons),
});
