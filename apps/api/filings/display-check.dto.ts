import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsText } from '#api/http/form-rules.js';

const outcomes = ['shown', 'number-only', 'link-only', 'not-shown', 'unread', 'unreached'] as const;
export type DisplayOutcome = (typeof outcomes)[number];
const wheres = ['text', 'label', 'link'] as const;

export class DisplayCheckFormDto {
  /** The page: https, on port 443 or 8443 of the public Internet. Left out: the first that was stated for the filing. */
  @IsOptional()
  @IsText({ max: 2048 })
  url?: string;
}

export class DisplayFindingDto {
  /** `text` of the page, `label` of a picture or another element, `link`. */
  @ApiProperty({ enum: wheres })
  where: (typeof wheres)[number];
  /** Of the page's source, from 1. */
  line: number;
  /** What stands there, without marks that nobody sees. It is somebody else's words: escape them. */
  excerpt: string;
}

export class DisplaySoughtDto {
  /** As it must be shown. */
  wanted: string;
  found: boolean;
  /** Five at most. */
  findings: DisplayFindingDto[];
}

export class DisplayPageDto {
  /** Where it was in the end. */
  url: string;
  status: number;
  mediaType?: string;
  charset?: string;
  bytes?: number;
}

export class DisplayCheckDto {
  /** `unread`: there was an answer, and no page to look through; `unreached`: there was none. */
  @ApiProperty({ enum: outcomes })
  outcome: DisplayOutcome;
  /** Of what was not read or reached: `status-404`, `media-type`, `too-large`, `timeout`, `too-many-redirects`, `blocked-address`, or a code of the connection. */
  reason?: string;
  /** The page that was asked for. */
  url: string;
  checkedAt: string;
  /** Where it was looked for next, one after the other. */
  redirects: string[];
  /** Absent where there was no answer. */
  page?: DisplayPageDto;
  number: DisplaySoughtDto;
  link: DisplaySoughtDto;
  /** Filing numbers that the page shows besides. */
  otherNumbers: string[];
  /** The page has next to no text but scripts, and what they write is not seen. */
  scriptsOnly: boolean;
}
