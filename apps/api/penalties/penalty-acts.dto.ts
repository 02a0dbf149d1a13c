// The forms of the acts in a penalty case. Words that may name people travel to the vault; the log gets their digest.
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsUUID, Max, Min } from 'class-validator';
import { type PenaltyRemedy } from '#domain/penalty-course.js';
import { type PenaltyTransfer, type Sanction, type TransferTarget } from '#domain/penalty-state.js';
import { IsForm, IsLocalDate, IsText } from '#api/http/form-rules.js';
import { RemediesNoticeDto, words } from '#api/orders/order.dto.js';
import { ProposedPenaltyDto, sanctionKinds } from './penalty.dto.js';

export class PenaltyInvestigationDto {
  /** Accounts of the officers who investigated. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  officers: string[];

  @IsText(words)
  findings: string;
}

export class PenaltyNoticeDto extends ProposedPenaltyDto {
  @IsLocalDate()
  notifiedOn: string;
}

export class PenaltyStatementDto {
  @IsText(words)
  statement: string;

  @IsLocalDate()
  madeOn: string;
}

export class PenaltySilenceDto {
  @IsIn(['waived', 'term-passed'])
  how: 'waived' | 'term-passed';

  @IsLocalDate()
  recordedFor: string;
}

export class PenaltyHearingRequestDto {
  @IsLocalDate()
  requestedOn: string;
}

export class PenaltyHearingNoticeDto {
  @IsLocalDate()
  notifiedOn: string;

  @IsLocalDate()
  heldOn: string;

  @IsText({ max: 200 })
  place: string;
}

export class PenaltyHearingDto {
  @IsLocalDate()
  heldOn: string;

  @IsText({ max: 20000, lines: true })
  record: string;
}

export class PenaltyReviewDto {
  @IsIn(['passed', 'failed'])
  result: 'passed' | 'failed';

  @IsText(words)
  opinion: string;
}

export class PenaltyDecisionDto extends ProposedPenaltyDto {
  @IsText({ max: 100 })
  documentNo: string;

  @IsForm(() => RemediesNoticeDto)
  remedies: RemediesNoticeDto;
}

const grounds = ['not-established', 'minor-and-corrected', 'no-fault', 'time-barred', 'crime'] as const;

export class NoPenaltyDto {
  @IsIn(grounds)
  ground: (typeof grounds)[number];

  @IsText(words)
  reasons: string;
}

export class PenaltyWithdrawalDto {
  @IsText(words)
  reason: string;
}

export class SanctionPerformanceDto {
  @IsIn(sanctionKinds)
  sanction: Sanction['kind'];

  @IsLocalDate()
  performedOn: string;
}

export class FinePaymentDto {
  /** In fen. */
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  amountFen: number;

  @IsLocalDate()
  paidOn: string;
}

export class PenaltyDemandDto {
  @IsLocalDate()
  demandedOn: string;
}

export class CourtEnforcementDto {
  @IsText({ max: 200 })
  court: string;

  @IsLocalDate()
  appliedOn: string;
}

export class PenaltyTransferDto {
  @IsIn(['public-security', 'prosecution', 'telecom', 'market-regulation'])
  to: TransferTarget;

  @IsIn(['crime', 'public-security-penalty', 'site-closure', 'permit', 'jurisdiction'])
  matter: PenaltyTransfer['matter'];

  /** The receiving body, by name. */
  @IsText({ max: 200 })
  receiver: string;

  @IsText({ max: 100 })
  documentNo: string;

  @IsText(words)
  reason: string;
}

export class PenaltyTransferAnswerDto {
  @IsIn(['accepted', 'returned'])
  answer: 'accepted' | 'returned';

  @IsText({ max: 100 })
  documentNo: string;

  @IsLocalDate()
  acknowledgedOn: string;
}

export class PenaltyRemedyDto {
  @IsIn(['reconsideration', 'litigation'])
  kind: PenaltyRemedy['kind'];

  /** The reviewing authority or court. */
  @IsText({ max: 200 })
  body: string;

  @IsText({ max: 100 })
  documentNo: string;

  @IsBoolean()
  stay: boolean;

  @IsIn(['pending', 'upheld', 'annulled', 'withdrawn'])
  outcome: PenaltyRemedy['outcome'];
}
