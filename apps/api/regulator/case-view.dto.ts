// A case as every list of an authority shows it.
export class CaseMatterDto {
  /** `filing`, `order` … */
  category: string;
  id: string;
}

export class CaseDivisionDto {
  code: string;
  name: string;
}

export class CaseAgencyDto {
  kind: string;
  division: string;
}

export class CaseAssigneeDto {
  account: string;
  /** Kind and division, such as `cac-110000`. */
  agency: string;
  /** Last day, included. */
  until: string;
}

export class CaseSummaryDto {
  matter: CaseMatterDto;
  stage: string;
  /** Of a filing the name of its algorithm, of an order its number, of an assessment the service. */
  title?: string;
  /** Whose it is, as it was filed. */
  party?: string;
  /** The subject whom it concerns. */
  subject?: string;
  /** Filing numbers, numbers of documents, codes. */
  numbers: string[];
  division?: CaseDivisionDto;
  /** The authority whose own matter it is. */
  agency?: CaseAgencyDto;
  /** Position of the event that made the case what it is shown as. */
  position: string;
}
