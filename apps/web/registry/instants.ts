// Moments as people write them: Beijing has one time zone and no summer time.
const HOURS_AHEAD = 8 * 3_600_000;

/** An instant as `2026-01-31 08:00` in Beijing. What is no instant stays as it is. */
export function inBeijing(instant: string): string {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) return instant;
  return new Date(at + HOURS_AHEAD).toISOString().slice(0, 16).replace('T', ' ');
}

/** The instant of `2026-01-31 08:00` or `2026-01-31`, its end, in Beijing; undefined where the text is none. Full-width signs are taken too. */
export function beijingInstant(text: string): string | undefined {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})(?: +(\d{1,2}):(\d{2}))?$/.exec(text.normalize('NFKC').trim());
  if (!parts) return undefined;
  const [year, month, day, hour, minute] = parts.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  const at = new Date(Date.UTC(year!, month! - 1, day, hour ?? 23, minute ?? 59));
  const back = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()];
  if (back.join() !== [year, month, day, hour ?? 23, minute ?? 59].join()) return undefined;
  return new Date(at.getTime() - HOURS_AHEAD).toISOString();
}
