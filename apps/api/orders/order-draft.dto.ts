import { OrderDto } from './order.dto.js';

/** A version of the draft, as it was handed in. Words that were erased are empty. */
export class OrderDraftDto extends OrderDto {
  /** 1, 2 … within the order; an approval names the one that it approves. */
  draft: number;

  /** Account that wrote it. */
  account: string;

  /** The day on which it was written. */
  on: string;
}
