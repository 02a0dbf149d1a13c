import { IsOptional, Matches } from 'class-validator';
import { IsLocalDate } from '#api/http/form-rules.js';
import { MomentQuery } from '#api/registry/registry.dto.js';

export class StatisticsQuery extends MomentQuery {
  /** Decided on this day or after it. */
  @IsOptional()
  @IsLocalDate()
  from?: string;

  /** Decided on this day or before it. */
  @IsOptional()
  @IsLocalDate()
  until?: string;

  /** Two, four or six digits of a division. */
  @IsOptional()
  @Matches(/^\d{2}(\d{2}){0,2}$/)
  region?: string;

  /** The day on which the reader stands; today where it is absent. */
  @IsOptional()
  @IsLocalDate()
  on?: string;
}

export class DecisionFiguresDto {
  /** Kind and division, such as `cac-110000`. */
  agency?: string;
  /** `decision`, `change-decision`, `review` … */
  kind: string;
  decided: number;
  /** Working days, by the nearest rank. */
  medianDays: number;
  p90Days: number;
  /** Later than its count of days allows. */
  outOfTime: number;
}

export class OrderFiguresDto {
  agency: string;
  /** `in-force`, `lifted`, `annulled` … */
  stage: string;
  orders: number;
}

export class AgeDto {
  /** Up to so many working days since it began; absent for what is older than all of them. */
  upTo?: number;
  open: number;
}

export class OpenFiguresDto {
  /** What is awaited of an authority. */
  step: string;
  open: number;
  overdue: number;
  ages: AgeDto[];
}

export class StatisticsDto {
  /** Of the calendar by which all days of this answer were counted. */
  calendarVersion: number;
  /** The day on which the reader stands. */
  on: string;
  decisions: DecisionFiguresDto[];
  orders: OrderFiguresDto[];
  open: OpenFiguresDto[];
}
