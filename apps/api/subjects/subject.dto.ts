import { IsIn, IsInt, IsOptional, IsUrl, Matches, Max, Min } from 'class-validator';
import { parseCreditCode } from '#domain/credit-code.js';
import { isDivisionCode } from '#domain/division.js';
import { type MaterialDefect, materialDefects } from '#domain/services.js';
import { type SubjectDocument, type SubjectReason } from '#domain/subject.js';
import { IsForm, IsFormList, IsLocalDate, IsText, Parses } from '#api/http/form-rules.js';

const SHA256 = /^[0-9a-f]{64}$/;
const documentKinds = [
  'commitment',
  'safety-responsibility',
  'business-licence',
  'icp-proof',
  'identity-document',
  'other',
] as const;

const IsCreditCode = () =>
  Parses('isCreditCode', parseCreditCode, 'must be a unified social credit code with a right check character');
const IsDivision = () =>
  Parses('isDivision', (text) => ({ ok: isDivisionCode(text) }), 'must be the six digits of a division under a known province');

export class SubjectDetailsDto {
  /** 主体名称; absent for an individual. */
  @IsOptional()
  @IsText({ max: 200 })
  name?: string;

  /** 统一社会信用代码; absent for an individual. */
  @IsOptional()
  @IsCreditCode()
  creditCode?: string;

  /** 主体类型 */
  @IsOptional()
  @IsText({ max: 100 })
  legalForm?: string;

  /** 注册地, six digits. */
  @IsDivision()
  division: string;

  /** 详细地址 */
  @IsText({ max: 500 })
  address: string;

  @IsOptional()
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true })
  website?: string;

  /** 月活跃用户量 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000_000_000)
  monthlyActiveUsers?: number;
}

export class PersonDto {
  @IsText({ max: 100 })
  name: string;

  /** 证件类型 */
  @IsText({ max: 50 })
  documentType: string;

  /** 证件号码 */
  @IsText({ max: 50 })
  documentNumber: string;

  @IsOptional()
  @IsText({ max: 30 })
  phone?: string;

  @IsOptional()
  @IsText({ max: 254 })
  email?: string;
}

/** Personal data: kept in the vault, never in the log. */
export class ContactsDto {
  /** 法定代表人 */
  @IsForm(() => PersonDto)
  legalRepresentative: PersonDto;

  /** 算法安全责任人 */
  @IsForm(() => PersonDto)
  safetyOfficer: PersonDto;
}

export class SubjectDocumentDto implements SubjectDocument {
  @IsIn(documentKinds)
  kind: SubjectDocument['kind'];

  /** Hex SHA-256 of the content, uploaded before. */
  @Matches(SHA256)
  sha256: string;
}

export class RegistrationDto {
  @IsIn(['organisation', 'individual'])
  kind: 'organisation' | 'individual';

  @IsForm(() => SubjectDetailsDto)
  details: SubjectDetailsDto;

  @IsFormList(() => SubjectDocumentDto, { max: 30 })
  documents: SubjectDocumentDto[];

  @IsForm(() => ContactsDto)
  contacts: ContactsDto;
}

export class RecordedSubjectDto {
  @IsIn(['organisation', 'individual', 'unidentified'])
  kind: 'organisation' | 'individual' | 'unidentified';

  @IsDivision()
  division: string;

  /** All that is known of it. */
  @IsText({ max: 2000, lines: true })
  knownAs: string;
}

export class SubjectReasonDto {
  @IsIn(['name', 'creditCode', 'address', 'contacts', ...documentKinds])
  item: SubjectReason['item'];

  @IsIn(Object.keys(materialDefects))
  defect: MaterialDefect;

  @IsText({ max: 5000, lines: true })
  text: string;
}

export class VerificationDto {
  @IsIn(['verified', 'refused'])
  result: 'verified' | 'refused';

  /** Seven digits of an imported entity that this subject is; its later numbers then continue there. */
  @IsOptional()
  @Matches(/^\d{7}$/)
  claimEntity?: string;

  /** Required with `refused`. */
  @IsOptional()
  @IsFormList(() => SubjectReasonDto, { min: 1, max: 30 })
  reasons?: SubjectReasonDto[];
}

export class DetailsChangeDto {
  @IsForm(() => SubjectDetailsDto)
  details: SubjectDetailsDto;

  /** The day on which they changed: ten working days run for each filing that the subject holds (ARP 24 ¶2). */
  @IsLocalDate()
  changedOn: string;

  @IsOptional()
  @IsForm(() => ContactsDto)
  contacts?: ContactsDto;
}

export class ServiceConsentDto {
  @IsIn(['given', 'withdrawn'])
  consent: 'given' | 'withdrawn';

  /** Where electronic service reaches the subject. Required with `given`. */
  @IsOptional()
  @IsText({ max: 254 })
  address?: string;

  /** SHA-256 of the uploaded signed confirmation (APL 61 ¶2). Required with `given`. */
  @IsOptional()
  @Matches(SHA256)
  signedForm?: string;
}

export class SubjectDto {
  id: string;
  kind: string;
  status: string;
  details?: SubjectDetailsDto;
  documents: SubjectDocumentDto[];
  division: { code: string; name: string; known: boolean };
  /** The seven digits of its filing numbers. */
  entity?: string;
  serviceConsent: boolean;
  registeredOn?: string;
  verifiedOn?: string;
  detailsChangedOn: string[];
  /** Why verification was refused. */
  reasons?: { item: string; defect: string; text?: string }[];
  /** Personal data, for the subject itself and the authority that verifies it. */
  contacts?: ContactsDto;
}

export class SubjectListDto {
  subjects: SubjectDto[];
}

export class SubjectQuery {
  /** 统一社会信用代码 */
  @IsText({ max: 40 })
  uscc: string;
}
