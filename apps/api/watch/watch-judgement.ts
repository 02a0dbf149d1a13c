// What is wrong with an app that a store lists, by the same judgement that answers its single checks. DSP 13.
import { type Platform } from '#domain/filing-content.js';
import { kindOf, type StatusIndex } from '#read-models/status-index.js';
import { type WatchedApp } from '#reactions/watch-list.js';
import { check, type Checked } from '#api/status/status-check.js';

export interface WatchFinding extends WatchedApp {
  /** As a single check has it; `match` only where the app is filed and does not show it. */
  outcome: Checked['outcome'];
  reason?: Checked['reason'] | 'no-number-shown';
  /** The filing that covers an app which shows no number. */
  filed?: string;
}

/** More filings than name one app. */
const MOST_COVERING = 100;

/** Undefined where nothing is wrong. `now` in milliseconds since 1970. */
export function judged(index: StatusIndex, app: WatchedApp, now: number): WatchFinding | undefined {
  const { number, platform, package: id, signingDigest, developer } = app;
  const asked = { platform, package: id, signingDigest, uscc: developer };
  if (number !== undefined) {
    const { outcome, reason } = check(index, { number, ...asked }, now);
    return outcome === 'match' ? undefined : { ...app, outcome, reason };
  }
  // It is filed all the same where a filing names it; several may, and one that stands is enough.
  const covering = index
    .byApp(kindOf({ platform: platform as Platform }), id, now, MOST_COVERING)
    .map((held) => ({ held, ...check(index, { number: held.number, ...asked }, now) }));
  const best = covering.find(({ outcome }) => outcome === 'match') ?? covering[0];
  return { ...app, outcome: best?.outcome ?? 'not-found', reason: 'no-number-shown', filed: best?.held.number };
}
