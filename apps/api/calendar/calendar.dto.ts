import { ArrayMaxSize, IsArray, IsInt, IsUrl, Max, Min } from 'class-validator';
import { IsFormList, IsLocalDate } from '#api/http/form-rules.js';

export class DaysOffDto {
  /** First day off. */
  @IsLocalDate()
  from: string;

  /** Last day off. */
  @IsLocalDate()
  until: string;
}

export class CalendarYearDto {
  @IsInt()
  @Min(1949)
  @Max(9999)
  year: number;

  /** Where the State Council's notice for this year is published. */
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true })
  notice: string;

  /** Days off, one entry a holiday; a notice may reach into December before its year. */
  @IsFormList(() => DaysOffDto, { min: 1, max: 40 })
  off: DaysOffDto[];

  /** Saturdays and Sundays that are worked (调休). */
  @IsArray()
  @ArrayMaxSize(60)
  @IsLocalDate({ each: true })
  worked: string[];
}

export class DayCountDto {
  name: string;
  count: number;
  /** `working-days`, or `days` and `months` of the calendar, whose last day moves on where it is not worked. */
  unit: string;
  /** `law`; or `draft`, `practice` and `design`, which the operator can set. */
  kind: string;
  source: string;
  note: string;
}

export class CalendarDto {
  /** Raised by each publication; every computed due date names the version that it was computed by. */
  version: number;
  /** First day that is known. */
  from: string;
  /** Last day that is known: a due date beyond it is provisional. */
  until: string;
  dayCounts: DayCountDto[];
  years: CalendarYearDto[];
}
