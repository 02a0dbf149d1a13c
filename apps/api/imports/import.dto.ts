import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { IsLocalDate, IsText } from '#api/http/form-rules.js';

const cell = (max: number) => IsText({ min: 0, max, lines: true });

export class ListRowDto {
  /** Line of the file, for the answer. */
  @IsInt()
  @Min(1)
  line: number;

  /** 序号 */
  @IsInt()
  @Min(1)
  @Max(9_999_999)
  sequence: number;

  /** 算法名称 */
  @IsText({ max: 500 })
  algorithmName: string;

  /** 角色 */
  @IsText({ max: 100 })
  role: string;

  /** 主体名称 */
  @IsText({ max: 500 })
  entityName: string;

  /** 应用产品 */
  @cell(5000)
  products: string;

  /** 主要用途 */
  @cell(5000)
  mainUse: string;

  /** 备案编号 */
  @IsText({ max: 60 })
  number: string;

  /** 备注 */
  @cell(5000)
  remarks: string;
}

export class NoticeRowDto {
  @IsInt()
  @Min(1)
  line: number;

  /** Place in the notice, from 1. */
  @IsInt()
  @Min(1)
  @Max(9_999_999)
  sequence: number;

  /** 公告日期 */
  @IsLocalDate()
  noticeDate: string;

  /** 算法名称 */
  @IsText({ max: 500 })
  algorithmName: string;

  /** 角色或算法类别 */
  @IsText({ max: 100 })
  roleOrCategory: string;

  /** 主体名称 */
  @IsText({ max: 500 })
  entityName: string;

  /** 应用产品 */
  @cell(5000)
  products: string;

  /** 备案编号 */
  @IsText({ max: 60 })
  number: string;

  /** 注销时间 */
  @IsText({ max: 50 })
  cancelledIn: string;
}

export class ImportDto {
  /** Of which publication the rows are. */
  @IsIn(['list', 'cancellations'])
  kind: 'list' | 'cancellations';

  /** `YYYY-MM`, of a list; a cancellation notice dates its rows itself. */
  @Matches(/^\d{4}-(0[1-9]|1[0-2])$/)
  batch: string;

  /** Each row is judged for itself (ListRow or NoticeRow); a bad one keeps no other out. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ApiProperty({ type: 'array', items: { oneOf: [ListRowDto, NoticeRowDto].map((row) => ({ $ref: getSchemaPath(row) })) } })
  rows: object[];
}

export class ImportResultDto {
  line: number;
  outcome: 'imported' | 'unchanged' | 'refused';
  /** 21 digits. */
  number?: string;
  /** Why it was refused. */
  code?: string;
  detail?: string;
}

export class ImportResultsDto {
  results: ImportResultDto[];
  /** Of the last event; absent where nothing was written. */
  position?: string;
}
