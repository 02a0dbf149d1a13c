// What following the status feed is made of: one reading for all, and one count of those who follow.
import { type Provider } from '@nestjs/common';
import { type ReadModels } from '#read-models/read-models.js';
import { StatusFeed } from '#read-models/status-feed.js';
import { StatusSnapshots } from '#read-models/status-snapshot.js';
import { StatusTail } from '#read-models/status-tail.js';
import { type Standings } from '#api/http/access.js';
import { type PlaceLimits, Places } from './places.js';
import { StatusStreams, type StreamTimes } from './status-streams.js';
import { StatusWaits } from './status-waits.js';

export type FollowerSettings = PlaceLimits & StreamTimes;

export function statusFollowing(models: ReadModels, standings: Standings, settings: FollowerSettings): Provider[] {
  const tail = new StatusTail(new StatusFeed(models), models);
  const places = new Places(settings);
  return [
    { provide: StatusTail, useValue: tail },
    { provide: Places, useValue: places },
    { provide: StatusStreams, useValue: new StatusStreams(tail, standings, places, settings) },
    { provide: StatusWaits, useValue: new StatusWaits(tail, standings, places) },
    { provide: StatusSnapshots, useValue: new StatusSnapshots(models) },
  ];
}
