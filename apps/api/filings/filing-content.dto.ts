// The form of a filing's content. Whether the material is complete is the domain's to say.
import { PartialType } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, Matches } from 'class-validator';
import { type Attachment, attachmentKinds, type Model, type Platform, platforms, type Product } from '#domain/filing-content.js';
import {
  type Article15Function,
  article15Functions,
  type Article17Service,
  article17Services,
  type Article23Technology,
  article23Technologies,
  type CoRegulatedField,
  coRegulatedFields,
  type FilingRole,
  filingRoles,
  type ProductForm,
  productForms,
} from '#domain/services.js';
import { IsForm, IsFormList, IsLocalDate, IsText } from '#api/http/form-rules.js';

const codes = <T extends object>(table: T) => Object.keys(table) as (keyof T & string)[];
const SHA256 = /^[0-9a-f]{64}$/;

export class AppIdentifierDto {
  @IsIn(platforms)
  platform: Platform;

  /** Package or bundle id, mini-program id, or domain. */
  @IsText({ max: 200 })
  id: string;

  /** SHA-256 of the signing certificate, `sha256:` and 64 hexadecimal digits. */
  @IsOptional()
  @Matches(/^sha256:[0-9a-f]{64}$/)
  signingDigest?: string;
}

export class ProductDto implements Product {
  @IsText({ max: 100 })
  name: string;

  @IsIn(codes(productForms))
  form: ProductForm;

  /** 访问地址 */
  @IsOptional()
  @IsText({ max: 500 })
  address?: string;

  /** 功能访问路径 */
  @IsOptional()
  @IsText({ max: 500 })
  functionPath?: string;

  @IsFormList(() => AppIdentifierDto, { max: 50 })
  apps: AppIdentifierDto[];
}

export class ModelDto implements Model {
  @IsText({ max: 200 })
  name: string;

  @IsIn(['own', 'third-party'])
  origin: 'own' | 'third-party';

  /** Filing number of the model's own filing, with or without prefix. */
  @IsOptional()
  @IsText({ max: 40 })
  upstreamNumber?: string;
}

export class AttachmentDto implements Attachment {
  @IsIn(attachmentKinds)
  kind: Attachment['kind'];

  /** Hex SHA-256 of the content, uploaded before with PUT /v1/attachments/{sha256}. */
  @Matches(SHA256)
  sha256: string;
}

export class AlgorithmDto {
  /** 算法名称 */
  @IsText({ max: 100 })
  name: string;

  /** 应用领域 */
  @IsText({ max: 200 })
  applicationField: string;

  /** 算法简介 */
  @IsText({ max: 5000, lines: true })
  introduction: string;

  /** 使用场景 */
  @IsText({ max: 2000, lines: true })
  scenario: string;

  @IsArray()
  @ArrayMaxSize(20)
  @IsText({ max: 50 }, { each: true })
  inputs: string[];

  @IsArray()
  @ArrayMaxSize(20)
  @IsText({ max: 50 }, { each: true })
  outputs: string[];

  /** 算法策略 */
  @IsText({ max: 5000, lines: true })
  strategy: string;

  /** 风险与防范机制 */
  @IsText({ max: 5000, lines: true })
  riskPrevention: string;

  /** Kinds of technology, DSP 23. */
  @IsArray()
  @ArrayMaxSize(10)
  @IsIn(codes(article23Technologies), { each: true })
  technologies: Article23Technology[];
}

export class ServicesDto {
  /** Functions that need a safety assessment, DSP 15 ¶2. */
  @IsArray()
  @ArrayMaxSize(10)
  @IsIn(codes(article15Functions), { each: true })
  article15: Article15Function[];

  /** Services that need a conspicuous label, DSP 17 ¶1. */
  @IsArray()
  @ArrayMaxSize(10)
  @IsIn(codes(article17Services), { each: true })
  article17: Article17Service[];

  /** Fields in which other departments regulate too, DSP 24. */
  @IsArray()
  @ArrayMaxSize(10)
  @IsIn(codes(coRegulatedFields), { each: true })
  coRegulated: CoRegulatedField[];
}

export class AttributeDto {
  /** Public opinion attributes or social mobilization capability. */
  @IsBoolean()
  declared: boolean;

  @IsArray()
  @ArrayMaxSize(20)
  @IsText({ max: 500 }, { each: true })
  grounds: string[];
}

export class PublicityDto {
  /** 算法基本原理 */
  @IsText({ max: 3000, lines: true })
  principle: string;

  /** 算法运行机制 */
  @IsText({ max: 3000, lines: true })
  mechanism: string;

  /** 算法应用场景 */
  @IsText({ max: 3000, lines: true })
  scenario: string;

  /** 算法目的意图 */
  @IsText({ max: 3000, lines: true })
  purpose: string;

  /** 算法公示情况 */
  @IsOptional()
  @IsText({ max: 3000, lines: true })
  disclosure?: string;
}

export class FilingContentDto {
  @IsIn(codes(filingRoles))
  role: FilingRole;

  @IsForm(() => AlgorithmDto)
  algorithm: AlgorithmDto;

  @IsFormList(() => ModelDto, { max: 50 })
  models: ModelDto[];

  @IsFormList(() => ProductDto, { max: 100 })
  products: ProductDto[];

  /** 技术服务方式, of a technical supporter. */
  @IsOptional()
  @IsText({ max: 2000, lines: true })
  technicalService?: string;

  @IsForm(() => ServicesDto)
  services: ServicesDto;

  @IsForm(() => AttributeDto)
  attribute: AttributeDto;

  /** 拟公示内容 */
  @IsForm(() => PublicityDto)
  publicity: PublicityDto;

  /** 主要用途 */
  @IsText({ max: 500 })
  mainUse: string;

  /** Where users and the public complain, DSP 12. */
  @IsText({ max: 500 })
  complaintEntrance: string;

  @IsFormList(() => AttachmentDto, { max: 50 })
  attachments: AttachmentDto[];
}

/** Some sections of the content, each complete in itself. */
export class ChangedContentDto extends PartialType(FilingContentDto) {}

export class ServiceStartDto {
  @IsIn(['started', 'planned'])
  state: 'started' | 'planned';

  /** First day of the service: the ten working days of ARP 24 ¶1 run from it. */
  @IsLocalDate()
  on: string;
}

export class SubmissionDto extends FilingContentDto {
  @IsForm(() => ServiceStartDto)
  serviceStart: ServiceStartDto;
}
