// An entry of the public registry, as its row holds it.
import { type AssessmentFacts } from '#domain/assessment-state.js';
import { type PublishedContent } from '#domain/filing-content.js';
import { type FilingNumber } from '#domain/filing-number.js';
import { type CancellationNotice, type DisplayPlace, type FiledAs } from '#domain/filing-state.js';
import { type OrdersStatus, type PublishedOrder, statusUnder } from './published-orders.js';

export type FilingStatus = 'filed' | 'cancelled' | 'revoked';
export type PublicStatus = FilingStatus | OrdersStatus;

/** An imported entry tells less than a filing that was accepted here. */
export type RegistryContent = Partial<Omit<PublishedContent, 'algorithm' | 'products'>> &
  Pick<PublishedContent, 'products'> & { algorithm: { name: string } & Partial<PublishedContent['algorithm']> };

export interface RegistryRow {
  id: string;
  number: FilingNumber;
  /** Of the filing itself; orders may weigh on it. */
  status: FilingStatus;
  /** Of the filing's stream after the last event that changed this row. */
  revision: number;
  /** When that event was recorded, UTC. */
  recordedAt: string;
  imported: boolean;
  /** The subject that holds it; an imported entry has none until it is claimed. */
  holder?: string;
  filedAs: FiledAs;
  content: RegistryContent;
  /** 角色 and 应用产品 as an imported list or notice printed them. */
  printed?: { role: string; products: string };
  voluntary: boolean;
  /** 备注, oldest first. */
  remarks: readonly string[];
  batch?: string;
  /** 序号 within the batch, as printed. */
  sequence?: number;
  version: number;
  filedOn?: string;
  cancelledOn?: string;
  revokedOn?: string;
  notice?: CancellationNotice;
  /** A change has been reported and is undecided, or was refused: what stands beside this date is the earlier text. */
  changeReportedOn?: string;
  displays: readonly DisplayPlace[];
  /** By the id of each safety assessment that the filing rests on or was linked to: facts, nothing of its content. */
  assessments: Readonly<Record<string, AssessmentFacts>>;
  /** Orders in force that were published to everyone. */
  orders?: readonly PublishedOrder[];
}

/** What an entry will carry from its first day: told of a filing that is no entry yet, and shown to nobody until it is one. */
export type Foreshadowed = Pick<RegistryRow, 'id' | 'assessments' | 'orders'> & { number?: undefined };

/** What is kept of a filing: its entry, or before there is one what awaits it. */
export type RegistryState = RegistryRow | Foreshadowed;

/** The entry, where the filing has one. */
export const entryIn = (row: RegistryState | undefined): RegistryRow | undefined => (row?.number === undefined ? undefined : row);

/** What anyone is told: revoked and cancelled before suspended, restricted and filed. `at` leaves out what is still to begin. */
export const publicStatus = ({ status, id, orders = [], content }: RegistryRow, at?: string): PublicStatus =>
  status === 'filed'
    ? (statusUnder(
        orders,
        id,
        content.products.map(({ name }) => name),
        at,
      ) ?? 'filed')
    : status;
