export class MatterEventDto {
  id: string;
  /** Of the matter; a party may miss numbers of what is not for it to see. */
  revision: number;
  position: string;
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

export class MatterEventsDto {
  events: MatterEventDto[];
}
