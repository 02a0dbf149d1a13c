import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, Matches } from 'class-validator';
import { IsForm, IsText } from '#api/http/form-rules.js';

/** 32 bytes in base64url. */
const COORDINATE = /^[\w-]{43}$/;

export class PublicKeyDto {
  /** `EC` with `P-256`, or `OKP` with `Ed25519`. */
  @IsIn(['EC', 'OKP'])
  kty: 'EC' | 'OKP';

  @IsIn(['P-256', 'Ed25519'])
  crv: 'P-256' | 'Ed25519';

  @Matches(COORDINATE)
  x: string;

  /** Of `EC` alone. */
  @IsOptional()
  @Matches(COORDINATE)
  y?: string;

  /** Your name for the key; its thumbprint (RFC 7638), where absent. An assertion whose header names a key names it by this. */
  @IsOptional()
  @IsText({ max: 100 })
  kid?: string;

  /** Not needed: `ES256` for `P-256`, `EdDSA` for `Ed25519`. */
  @IsOptional()
  @IsIn(['ES256', 'EdDSA', 'Ed25519'])
  alg?: string;

  /** Not needed. */
  @IsOptional()
  @IsIn(['sig'])
  use?: string;

  /** Not needed. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1)
  @IsIn(['verify'], { each: true })
  key_ops?: string[];

  /** Not needed. */
  @IsOptional()
  @IsBoolean()
  ext?: boolean;
}

export class NewClientDto {
  /** What to call it. */
  @IsText({ max: 100 })
  name: string;

  /** The public half, as JWK. A private member is refused: keep it to yourself. */
  @IsForm(() => PublicKeyDto)
  key: PublicKeyDto;
}

export class ClientKeyFormDto {
  /** The public half, as JWK. */
  @IsForm(() => PublicKeyDto)
  key: PublicKeyDto;
}

export class ClientKeyDto {
  kid: string;
  /** By which assertions are signed. */
  @ApiProperty({ enum: ['ES256', 'EdDSA'] })
  alg: 'ES256' | 'EdDSA';
  kty: string;
  crv: string;
  x: string;
  y?: string;
}

export class ClientDto {
  /** Its `client_id`, and the id of its account. */
  id: string;
  name: string;
  @ApiProperty({ enum: ['open', 'closed'] })
  status: 'open' | 'closed';
  key: ClientKeyDto;
  /** 0, 1, 2 …; the ETag carries it. */
  revision: number;
  /** Account that registered it. */
  registeredBy: string;
  registeredAt: string;
  /** Account that replaced its key last, if it was replaced. */
  keyChangedBy?: string;
  keyChangedAt?: string;
  closedAt?: string;
}

export class ClientsDto {
  /** Whose tokens the service takes. */
  issuer: string;
  /** `elsewhere`: clients are registered with the issuer, and their accounts opened by POST /v1/accounts. */
  @ApiProperty({ enum: ['here', 'elsewhere'] })
  registered: 'here' | 'elsewhere';
  /** Open ones first, then those that were closed last. */
  clients: ClientDto[];
}
