import { setTimeout as delay } from 'node:timers/promises';
import { type Clock } from '#application/ports.js';
import { type Drafts } from '#office/drafts.js';
import { Rounds } from '#reactions/rounds.js';

const EVERY_MS = 3_600_000;

/** Discards, at the start and every hour, drafts that nobody has saved for long. What fails is reported, and made good by the next round. */
export const forgettingDrafts = (drafts: Pick<Drafts, 'forget'>, clock: Clock, failed: (error: unknown) => void): Rounds =>
  new Rounds(
    async () => void (await drafts.forget(clock.now()).catch(failed)),
    (signal) => delay(EVERY_MS, undefined, { signal }),
  );
