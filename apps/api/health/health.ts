import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { ReadModels } from '#read-models/read-models.js';
import { readModels } from '#read-models/all.js';
import { type HealthDto } from './health.dto.js';

/** A server that hangs is not ready either. */
const PATIENCE_MS = 3_000;

const inTime = <T>(work: Promise<T>): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS).unref()),
  ]);

/** How the service stands, for probes and for Prometheus. */
@Injectable()
export class Health {
  private readonly registry = new Registry();
  private readonly lag = new Gauge({
    name: 'beian_read_model_lag_events',
    help: 'Events between a read model and the head of the log',
    labelNames: ['name'],
    registers: [this.registry],
  });
  private readonly parked = new Gauge({
    name: 'beian_read_model_parked_streams',
    help: 'Streams that a read model leaves out',
    labelNames: ['name'],
    registers: [this.registry],
  });

  constructor(private readonly models: ReadModels) {
    collectDefaultMetrics({ register: this.registry });
  }

  async now(): Promise<HealthDto> {
    const standing = await inTime(this.models.status(readModels)).catch(() => undefined);
    if (!standing) return { status: 'not-ready', readModels: [] };
    const ready = readModels.every(({ name, critical }) => {
      const found = standing.find((model) => model.name === name);
      return found !== undefined && !(critical && found.stopped !== undefined);
    });
    return {
      status: ready ? 'ready' : 'not-ready',
      head: standing[0]?.head,
      readModels: standing.map(({ name, position, lag, stopped, parkedStreams }) => ({
        name,
        position,
        lag,
        stopped,
        parkedStreams,
      })),
    };
  }

  async metrics(): Promise<string> {
    for (const { name, lag, parkedStreams } of (await this.now()).readModels) {
      if (lag !== undefined) this.lag.set({ name }, lag);
      this.parked.set({ name }, parkedStreams);
    }
    return this.registry.metrics();
  }
}
