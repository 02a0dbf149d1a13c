import { OmitType } from '@nestjs/swagger';
import { PageQuery } from '#api/http/page-query.dto.js';
import { type CaseMatterDto, type CaseSummaryDto } from './case-view.dto.js';

export class DossierQuery extends PageQuery {}

export class DossierExportQuery extends OmitType(PageQuery, ['limit', 'cursor'] as const) {}

export class DossierLineDto {
  /** Of the event: by it and the position a line is cited. */
  id: string;
  position: string;
  matter: CaseMatterDto;
  /** Within the matter; the party may miss numbers of proceedings that are not for it to see. */
  revision: number;
  type: string;
  version: number;
  basis: string[];
  effectiveOn: string;
  recordedAt: string;
  /** Account that acted; the party sees its own only. */
  actor?: string;
  agency?: string;
  data: object;
}

export class DossierDto {
  subject: CaseSummaryDto;
  /** Oldest first, over all matters that the caller may read. */
  lines: DossierLineDto[];
}
