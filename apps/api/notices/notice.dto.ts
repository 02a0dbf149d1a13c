import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '#api/http/page-query.dto.js';

export class NoticeQuery extends OmitType(PageQuery, ['as_of'] as const) {
  /** Only those that have been read, or only those that have not. */
  @IsOptional()
  @IsIn(['true', 'false'])
  read?: 'true' | 'false';
}

class NoticeDeadlineDto {
  /** As in `GET /v1/deadlines`. */
  kind: string;
  dueOn: string;
  /** Counted beyond the published calendar: it may move when its year is published. */
  provisional: boolean;
  /** The time for a right: when it has passed, nothing is overdue. */
  right?: boolean;
}

class ReadDto {
  at: string;
  /** The account of the party that was the first to mark it. */
  by: string;
}

export class InboxNoticeDto {
  id: string;
  /** The type of the event, or `deadline-ahead`, `deadline-passed`. */
  kind: string;
  /** What the notice is called. */
  title: string;
  matter: { category: string; id: string };
  /** Where it is read. */
  link?: string;
  /** Where its document is, if the event has one. */
  document?: string;
  /** On which it was given, in Asia/Shanghai. */
  on: string;
  /** Of the event; absent where the clock gave the notice. */
  position?: string;
  recordedAt?: string;
  /** The provisions on which the event rests. */
  basis: string[];
  deadline?: NoticeDeadlineDto;
  read?: ReadDto;
}

export class InboxDto {
  /** Newest first. */
  notices: InboxNoticeDto[];
}
