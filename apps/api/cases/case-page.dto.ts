import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CaseSummaryDto } from '#api/regulator/case-view.dto.js';
import { CaseFileDto } from './case.dto.js';

export class CaseStepDto {
  /** What is awaited. */
  step: string;
  /** Whose turn it is: `officer`, `second-person`, `other-authority` or `party`. */
  awaits: string;
  /** Kind of the authority that is awaited, where it is not the one whose case it is. */
  authority?: string;
  /** Which submission, change … it belongs to, where there can be several. */
  n?: number;
  startedOn: string;
  /** Absent where nothing names a day. */
  dueOn?: string;
  /** Counted beyond the published calendar. */
  provisional: boolean;
  overdue: boolean;
  /** Where the count comes from, and whether it is `law`, `draft`, `practice` or `design`. */
  basis?: string;
  countKind?: string;
}

/** A leaf of a filing's content, or a list as a whole. */
const anything = [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'array', items: {} }, { type: 'object' }];

export class VersionDifferenceDto {
  /** JSON Pointer into the content. */
  path: string;
  @ApiPropertyOptional({ description: 'Absent where there was nothing.', oneOf: anything })
  before?: unknown;
  @ApiPropertyOptional({ description: 'Absent where nothing is left.', oneOf: anything })
  after?: unknown;
}

export class FilingVersionDto {
  /** 1, 2 … in the order in which they were handed in. */
  n: number;
  /** `submission`, `change`, `holder-change` or `import`. */
  what: string;
  /** Number of the submission or of the change. */
  of?: number;
  /** Under the filing number; absent where it never came into force. */
  version?: number;
  submittedOn: string;
  decidedOn?: string;
  /** `accepted`, `refused`, `withdrawn` or `lapsed`; absent where it awaits its decision. */
  outcome?: string;
  content: object;
  /** The entry from which the differences are counted; a change follows what was in force. */
  follows?: number;
  differences: VersionDifferenceDto[];
}

export class CaseAttachmentDto {
  sha256: string;
  /** What it is; of evidence for an act, `proof`, `evidence` or `attachment`. */
  kind: string;
  /** Type, position and day of the act that handed it in first. */
  act: string;
  position: string;
  on: string;
  link: string;
}

export class LinkedCaseDto extends CaseSummaryDto {
  /** Where it is read. */
  link?: string;
  /** By which members its acts name this case, and the acts of this case name it. */
  @ApiProperty({ example: ['filings'] })
  namesThisBy: string[];
  namedHereBy: string[];
}

export class CasePageDto extends CaseFileDto {
  /** The case in few words; absent for a kind that stands in no list. */
  summary?: CaseSummaryDto;
  link?: string;
  /** The day on which due dates stand, and the calendar by which they were computed. */
  on: string;
  calendarVersion: number;
  /** What the case awaits of whom. */
  steps: CaseStepDto[];
  /** Notes of the caller's own agency that stand. */
  notes: number;
  /** Of a filing: what was handed in, oldest first, at most the latest fifty, and how many there were before them. */
  versions?: FilingVersionDto[];
  earlierVersions?: number;
  attachments: CaseAttachmentDto[];
  /** Everything that touches the case and that the caller may read, the latest first. */
  linked: LinkedCaseDto[];
  /** There is more than is shown here. */
  more: boolean;
}
