import { OmitType } from '@nestjs/swagger';
import { IsText } from '#api/http/form-rules.js';
import { PageQuery } from '#api/http/page-query.dto.js';

export class NewNoteDto {
  /** For the agency of the caller alone. */
  @IsText({ max: 10_000, lines: true })
  text: string;
}

export class NoteQuery extends OmitType(PageQuery, ['as_of'] as const) {}

export class NoteDto {
  id: string;
  /** Account of its author. */
  account: string;
  writtenAt: string;
  /** Absent once it was withdrawn. */
  text?: string;
  withdrawnAt?: string;
}

export class NotesDto {
  /** Of the caller's agency, the newest first. */
  notes: NoteDto[];
}
