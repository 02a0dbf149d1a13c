import { IsOptional, IsUUID } from 'class-validator';

export class AttachmentReceiptDto {
  /** Hex digest of the content, as named in the path and found in the bytes. */
  sha256: string;
  bytes: number;
  mediaType: string;
}

/** The matter that the document belongs to, for those who did not upload it. */
export class AttachmentQuery {
  @IsOptional()
  @IsUUID()
  filing?: string;

  /** Its report or its conclusion: for its subject and the authorities that receive it (SA18 7, 15). */
  @IsOptional()
  @IsUUID()
  assessment?: string;

  /** The proof of its service, or what its addressee handed in. */
  @IsOptional()
  @IsUUID()
  order?: string;

  /** The proof of its service. */
  @IsOptional()
  @IsUUID()
  penalty?: string;

  /** What its party answered with. */
  @IsOptional()
  @IsUUID()
  inspection?: string;

  /** What its reporter handed in with it. */
  @IsOptional()
  @IsUUID()
  report?: string;
}
