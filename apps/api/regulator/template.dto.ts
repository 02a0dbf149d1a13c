import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { type MaterialDefect, materialDefects } from '#domain/services.js';
import { type TemplateKind, templateKinds } from '#office/shipped-templates.js';
import { AgencyDto } from '#api/accounts/account.dto.js';
import { CASE_NAME } from '#api/cases/case.dto.js';
import { IsText } from '#api/http/form-rules.js';
import { PageQuery } from '#api/http/page-query.dto.js';

export class TemplateQuery extends OmitType(PageQuery, ['as_of'] as const) {
  @IsOptional()
  @IsIn(templateKinds)
  kind?: TemplateKind;

  /** Those that are no longer in use; otherwise those that are. */
  @IsOptional()
  @IsIn(['true', 'false'])
  retired?: 'true' | 'false';
}

export class TemplateTextDto {
  @IsText({ max: 100 })
  title: string;

  /** With places such as `{主体}`; what is no known place stays visible, for whoever fills the rest in. */
  @IsText({ max: 10_000, lines: true })
  text: string;

  /** Of a refusal reason: the defect that it is about. */
  @IsOptional()
  @IsIn(Object.keys(materialDefects))
  defect?: MaterialDefect;
}

export class NewTemplateDto extends TemplateTextDto {
  @IsIn(templateKinds)
  kind: TemplateKind;
}

export class FilledQuery {
  /** The name of the case's stream, such as `filing-…`. */
  @Matches(CASE_NAME)
  case: string;
}

export class TemplateDto {
  id: string;
  /** Whose it is; absent where it came with the service. */
  agency?: AgencyDto;
  kind: string;
  defect?: string;
  title: string;
  text: string;
  /** The places of title and text. */
  places: string[];
  revision: number;
  retired: boolean;
}

export class PlaceDto {
  name: string;
  /** What comes there. */
  meaning: string;
}

export class TemplatesDto {
  /** Of the caller's agency, of those above it of the same kind, and those that came with the service, by id. */
  templates: TemplateDto[];
  /** Places that are filled from a case. */
  places: PlaceDto[];
}

export class FilledTemplateDto {
  title: string;
  text: string;
  /** Places that stand as they were: unknown, or without a fact in this case. */
  unfilled: string[];
}

export class TemplateVersionQuery extends OmitType(PageQuery, ['as_of'] as const) {}

export class TemplateVersionDto {
  revision: number;
  /** Account that made it. */
  account: string;
  changedAt: string;
  title: string;
  text: string;
  retired: boolean;
}

export class TemplateVersionsDto {
  /** The latest first. */
  versions: TemplateVersionDto[];
}
