import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { type FilingRole, filingRoles, type ProductForm, productForms } from '#domain/services.js';
import { IsText } from '#api/http/form-rules.js';
import { PageQuery } from '#api/http/page-query.dto.js';

const codes = <T extends object>(table: T) => Object.keys(table) as (keyof T & string)[];

export class RegistryQuery extends PageQuery {
  /** Words in names, products, numbers, credit codes and uses; Chinese and Latin. */
  @IsOptional()
  @IsText({ max: 100 })
  q?: string;

  @IsOptional()
  @IsIn(['filed', 'restricted', 'suspended', 'cancelled', 'revoked'])
  status?: string;

  @IsOptional()
  @IsIn(codes(filingRoles))
  role?: FilingRole;

  /** Two, four or six digits of a division. */
  @IsOptional()
  @Matches(/^\d{2}(\d{2}){0,2}$/)
  division?: string;

  @IsOptional()
  @IsIn(codes(productForms))
  form?: ProductForm;

  @IsOptional()
  @Matches(/^\d{4}-\d{2}$/)
  batch?: string;

  /** Two digits. */
  @IsOptional()
  @Matches(/^\d{2}$/)
  year?: string;

  @IsOptional()
  @IsText({ max: 18 })
  uscc?: string;
}

export class ExportQuery {
  /** `YYYY-MM`; all batches where absent. */
  @ApiPropertyOptional()
  @IsOptional()
  @Matches(/^\d{4}-\d{2}$/)
  batch?: string;
}

export class MomentQuery {
  /** The state at an instant (RFC 3339) or at a position of the log. */
  @ApiPropertyOptional({ example: '2026-01-31T08:00:00Z' })
  @IsOptional()
  @IsText({ max: 64 })
  as_of?: string;
}

/** How a product is recognised: package or bundle id, mini-program id or domain. */
export class RegistryAppDto {
  platform: string;
  id: string;
  /** Of the signing certificate. */
  signingDigest?: string;
}

export class RegistryProductDto {
  name: string;
  form: string;
  address?: string;
  functionPath?: string;
  apps: RegistryAppDto[];
}

export class RegistryModelDto {
  name: string;
  origin: string;
  /** The filing number of the model's own filing. */
  upstreamNumber?: string;
}

/** By their codes: functions of DSP 15, services of DSP 17, fields in which another department regulates as well. */
export class RegistryServicesDto {
  article15: string[];
  article17: string[];
  coRegulated: string[];
}

export class RegistryPublicityDto {
  principle: string;
  mechanism: string;
  scenario: string;
  purpose: string;
  disclosure?: string;
}

/** Where the filer says that it shows number and link. */
export class RegistryDisplayDto {
  url: string;
}

export class LabelledDto {
  code: string;
  zh: string;
  en: string;
}

export class RegistryAssessmentsDto {
  /** A report was submitted, or an assessment that has no recipient was concluded. */
  onRecord: boolean;
  /** What the law asks for before a launch (SA18 7). */
  reportSubmitted: boolean;
  concluded: boolean;
  /** Cyberspace administration and public security have both closed their review. */
  reviewPassed: boolean;
}

export class RegistryMeasureDto {
  measureId: string;
  kind: string;
  services?: string[];
  /** The service itself is stopped, as far as products, functions and region say. */
  stopsService: boolean;
  products?: string[];
  functions?: string[];
  region?: string;
  from: string;
  until?: string;
}

/** An enforcement order in force that was published to everyone (DSP 21). */
export class RegistryOrderDto {
  documentNo: string;
  agency: { kind: string; division: string };
  servedOn: string;
  /** By a court or reviewing authority, for the time of a remedy. */
  stayed: boolean;
  reviewOn?: string;
  measures: RegistryMeasureDto[];
}

export class RegistryEntryDto {
  /** 备案编号 as it is shown, with prefix and suffix. */
  number: string;
  /** The 21 digits. */
  digits: string;
  status: LabelledDto;
  role?: LabelledDto;
  algorithmName: string;
  /** Absent for an individual. */
  entityName?: string;
  creditCode?: string;
  division: { code: string; name: string };
  products: RegistryProductDto[];
  /** 应用产品 as the published list prints it. */
  printedProducts: string;
  technicalService?: string;
  mainUse?: string;
  complaintEntrance?: string;
  applicationField?: string;
  technologies?: string[];
  services?: RegistryServicesDto;
  models?: RegistryModelDto[];
  /** 公示内容 */
  publicity?: RegistryPublicityDto;
  /** 备注 */
  remarks: string[];
  batch?: string;
  sequence?: number;
  version: number;
  filedOn?: string;
  cancelledOn?: string;
  revokedOn?: string;
  /** A reported change that has not been taken over: the text here is the earlier one. */
  changeReportedOn?: string;
  displays: RegistryDisplayDto[];
  /** Safety assessments of DSP 15 ¶2 and 20: facts, nothing of their content. */
  assessments: RegistryAssessmentsDto;
  /** Taken over from a published list; self-declared there, and not verified here. */
  imported: boolean;
  /** Nobody here holds it yet. */
  unclaimed: boolean;
  /** Filed without the attribute of Article 19. */
  voluntary: boolean;
  orders: RegistryOrderDto[];
  recordedAt: string;
  links: { self: string; history: string };
  /** What a filing is not: required on every page and answer. */
  notice: { zh: string; en: string };
}

export class RegistryListDto {
  /** Of all pages. */
  total: number;
  facets: Record<string, Record<string, number>>;
  entries: RegistryEntryDto[];
}

export class RegistryVersionDto {
  from: string;
  until?: string;
  entry: RegistryEntryDto;
}

export class RegistryHistoryDto {
  number: string;
  versions: RegistryVersionDto[];
}
