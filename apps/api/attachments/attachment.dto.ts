import { IsOptional, IsUUID } from 'class-validator';

export class AttachmentReceiptDto {
  /** Hex digest of the content, as named in the path and found in the bytes. */
  sha256: string;
  bytes: number;
  mediaType: string;
}

export class AttachmentQuery {
  /** The filing that the document belongs to, for those who did not upload it. */
  @IsOptional()
  @IsUUID()
  filing?: string;
}
