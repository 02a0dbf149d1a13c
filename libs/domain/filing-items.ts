// A change as a list of places that differ: what the law's ten working days run for, and what the registry shows.
import { type FilingContent } from './filing-content.js';
import { type ChangeItem, type FiledAs } from './filing-state.js';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Equal as JSON: the order of members says nothing, since the log keeps them sorted, nor does a member without a value. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  if (isRecord(a) && isRecord(b)) return [...Object.keys(a), ...Object.keys(b)].every((key) => sameValue(a[key], b[key]));
  return a === b;
}

/** The leaves that differ, lists as a whole: `/algorithm/name`, `/products`. */
export function differences(before: unknown, after: unknown, path = ''): Omit<ChangeItem, 'changedOn'>[] {
  if (isRecord(before) && isRecord(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      differences(before[key], after[key], `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    );
  return sameValue(before, after) ? [] : [{ path, before, after }];
}

/** Everything that can change under one number: the content, and the name and code under which it is filed. */
export interface Changeable extends Partial<FilingContent> {
  filedAs?: FiledAs;
}

/** The content with these items carried out. */
export function applyItems(content: Changeable, items: readonly ChangeItem[]): Changeable {
  const put = (target: unknown, [key, ...rest]: string[], value: unknown): unknown => {
    if (key === undefined) return value;
    const record = isRecord(target) ? target : {};
    return { ...record, [key]: put(record[key], rest, value) };
  };
  const segments = (path: string) =>
    path
      .split('/')
      .slice(1)
      .map((s) => s.replaceAll('~1', '/').replaceAll('~0', '~'));
  return items.reduce((now, { path, after }) => put(now, segments(path), after) as Changeable, content);
}
