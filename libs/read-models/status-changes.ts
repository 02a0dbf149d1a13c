// What a store is told to have happened to a filing: the difference between two versions of its row, and nothing else.
import { sameValue } from '#domain/filing-items.js';
import { type StatusChangeKind, type StatusEntry, toldStatus, type ToldStatus } from './store-status-row.js';

/** An end, a return, and what the orders make of a filing that stands. */
function statusKinds(before: ToldStatus | undefined, after: ToldStatus): StatusChangeKind[] {
  const underOrders = after.status === 'suspended' || after.status === 'restricted' ? [after.status] : [];
  if (after.filingStatus !== 'filed') return before?.filingStatus === after.filingStatus ? [] : [after.filingStatus];
  if (!before) return ['filed', ...underOrders];
  if (before.filingStatus !== 'filed') return ['reinstated', ...underOrders];
  if (before.status === after.status) return [];
  return underOrders.length > 0 ? underOrders : ['restored'];
}

const asksToDelist = ({ orders }: ToldStatus): unknown => orders.map(({ order, delisting }) => [order, delisting]);

/**
 * The kinds of change between two versions, as they were decided: what begins later is told when it is decided. Empty where a store is
 * told the same.
 */
export function changesBetween(earlier: StatusEntry | undefined, later: StatusEntry): StatusChangeKind[] {
  const before = earlier && toldStatus(earlier);
  const after = toldStatus(later);
  const kinds = statusKinds(before, after);
  if (!before) return kinds;
  if (!sameValue(before.orders, after.orders)) kinds.push('order-changed');
  if (after.orders.some(({ delisting }) => delisting) && !sameValue(asksToDelist(before), asksToDelist(after)))
    kinds.push('delisting-requested');
  if (!sameValue(before.assessments, after.assessments)) kinds.push('assessment-changed');
  if (before.labelMaterial !== after.labelMaterial) kinds.push('label-material-changed');
  const rest = ({ role, entity, algorithmName, products, filedOn, cancelledOn, revokedOn, noticeDate }: ToldStatus) => [
    ...[role, entity, algorithmName, products],
    ...(kinds.length > 0 ? [] : [filedOn, cancelledOn, revokedOn, noticeDate]),
  ];
  if (!sameValue(rest(before), rest(after))) kinds.push('content-changed');
  return kinds;
}
