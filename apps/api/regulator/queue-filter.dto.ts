import { PickType } from '@nestjs/swagger';
import { QueueQuery } from './queue.dto.js';

/** As in the query of the queue. What is asked for beside the filter's name goes before what it says. */
export class QueueFilterDto extends PickType(QueueQuery, [
  'kind',
  'region',
  'step',
  'awaits',
  'assignee',
  'overdue',
  'until',
] as const) {}

export class SavedQueueFilterDto {
  name: string;
  /** All officers of the agency have it. */
  shared: boolean;
  query: QueueFilterDto;
  /** Account that wrote it. */
  changedBy: string;
  changedAt: string;
}

export class SavedQueueFiltersDto {
  /** The caller's own and those that the agency shares, by name. */
  filters: SavedQueueFilterDto[];
}
