import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { type DutyKind, dutyKinds } from '#read-models/duties.js';
import { IsLocalDate } from '#api/http/form-rules.js';
import { PageQuery } from '#api/http/page-query.dto.js';

const flags = ['true', 'false'] as const;
type Flag = (typeof flags)[number];

class DayQuery extends PageQuery {
  /** The day on which the reader stands; today where it is absent. */
  @IsOptional()
  @IsLocalDate()
  on?: string;
}

/** With `as_of`, what had been recorded then, counted by the calendar that had been published then. */
export class DeadlineQuery extends DayQuery {
  @IsOptional()
  @IsIn(dutyKinds)
  kind?: DutyKind;

  /** Whose duty it is. */
  @IsOptional()
  @IsIn(['subject', 'agency'])
  of?: 'subject' | 'agency';

  /** Of one matter, by the name of its stream. */
  @IsOptional()
  @Matches(/^[a-z]+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  matter?: string;

  /** `open` where it is absent; `all` is both. */
  @IsOptional()
  @IsIn(['open', 'closed', 'all'])
  state?: 'open' | 'closed' | 'all';

  @IsOptional()
  @IsIn(flags)
  overdue?: Flag;

  @IsOptional()
  @IsIn(flags)
  provisional?: Flag;

  /** Due on this day or before it. */
  @IsOptional()
  @IsLocalDate()
  until?: string;
}

export class DeadlineExportQuery extends OmitType(DeadlineQuery, ['limit', 'cursor'] as const) {}

export class DeadlineFeedQuery extends OmitType(DayQuery, ['as_of'] as const) {
  /** How many working days ahead it looks, 0 to 60; 5 where it is absent. */
  @IsOptional()
  @Matches(/^([0-5]?\d|60)$/)
  within?: string;
}

export class DutyDto {
  matter: { category: string; id: string };
  kind: string;
  /** Whose duty it is. */
  of: 'subject' | 'agency';
  /** Which submission, change … it belongs to, where there can be several. */
  n?: number;
  /** Nobody's duty but the time for a right, such as to ask for reconsideration: it passes, and nothing is overdue. */
  right?: boolean;
  /** Day 0, which is not counted. */
  startedOn: string;
  dueOn: string;
  /** Counted beyond the published calendar: it may move when its year is published. */
  provisional: boolean;
  metOn?: string;
  /** It was not met, and nobody waits for it any more. */
  endedOn?: string;
  /** A flag for people: nothing is accepted, refused or cancelled by it. */
  overdue: boolean;
  /** Where the count comes from, and whether it is `law`, `draft`, `practice` or `design`; absent where an act named the day. */
  basis?: string;
  countKind?: string;
}

export class NoticeDto extends DutyDto {
  /** Before the day or on it a reminder, after it an alarm. */
  notice: 'reminder' | 'alarm';
  /** Working days from the day of the feed to the due date; negative after it. */
  workingDays: number;
}

class CountedDto {
  /** Of the calendar by which all dates of this answer were computed. */
  calendarVersion: number;
  /** The day on which the reader stands. */
  on: string;
}

export class DeadlineListDto extends CountedDto {
  deadlines: DutyDto[];
}

export class DeadlineFeedDto extends CountedDto {
  notices: NoticeDto[];
}
