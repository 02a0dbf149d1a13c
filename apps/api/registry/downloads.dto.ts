import { ApiProperty } from '@nestjs/swagger';
import { type FileName, fileNames } from './published-files.js';

export class RegistryDownloadDto {
  @ApiProperty({ enum: fileNames })
  name: FileName;
  mediaType: string;
  /** Entries in it; the line of column names is none. */
  rows: number;
  bytes: number;
  /** Of all bytes, in hexadecimal digits. */
  sha256: string;
  /** Where it is, for as long as the edition is remembered. */
  href: string;
}

export class RegistryDownloadsLinksDto {
  self: string;
}

/** An edition of the register. */
export class RegistryDownloadsDto {
  /** Of the log: the last change that the files show. */
  position: string;
  /** When it was recorded; absent for a register in which nothing stands. */
  recordedAt?: string;
  files: RegistryDownloadDto[];
  links: RegistryDownloadsLinksDto;
}
