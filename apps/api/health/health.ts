import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { ReadModels } from '#read-models/read-models.js';
import { Reconciler } from '#read-models/reconciler.js';
import { readModels } from '#read-models/all.js';
import { distance } from '#read-models/positions.js';
import { type HealthDto } from './health.dto.js';
import { Paces } from './paces.js';

/** A server that hangs is not ready either. */
const PATIENCE_MS = 3_000;

const inTime = <T>(work: Promise<T>): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS).unref()),
  ]);

const placeOf = (position: string): number => distance(`${position.split('-')[0]}-${'0'.repeat(16)}`, position);

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

  private readonly position = new Gauge({
    name: 'beian_read_model_position',
    help: 'Place in the log of the last event whose effect a read model shows',
    labelNames: ['name'],
    registers: [this.registry],
  });
  private readonly head = new Gauge({
    name: 'beian_log_head',
    help: 'Place of the newest event in the log',
    registers: [this.registry],
  });
  private readonly pace = new Gauge({
    name: 'beian_read_model_events_per_second',
    help: 'How fast a read model catches up with the log; absent while it is up to date',
    labelNames: ['name'],
    registers: [this.registry],
  });
  private readonly left = new Gauge({
    name: 'beian_read_model_seconds_left',
    help: 'Until a read model has caught up, at the present pace; absent while it is up to date',
    labelNames: ['name'],
    registers: [this.registry],
  });

  private readonly missing = new Gauge({
    name: 'beian_orders_missing_downstream',
    help: 'Orders in force that a read model lacks, or shows otherwise than they are, a second after it could have known',
    labelNames: ['name'],
    registers: [this.registry],
  });
  private readonly unexpected = new Gauge({
    name: 'beian_orders_unexpected_downstream',
    help: 'Orders that a read model shows and that are not in force',
    labelNames: ['name'],
    registers: [this.registry],
  });
  private readonly compared = new Gauge({
    name: 'beian_orders_compared_seconds',
    help: 'When orders in force were last compared with what is shown, in seconds since 1970',
    registers: [this.registry],
  });

  constructor(
    private readonly models: ReadModels,
    private readonly paces: Paces,
    private readonly reconciler: Reconciler,
  ) {
    collectDefaultMetrics({ register: this.registry });
  }

  async now(): Promise<HealthDto> {
    const standing = await inTime(this.models.status(readModels)).catch(() => undefined);
    const reconciliation = this.reconciliation();
    if (!standing) return { status: 'not-ready', readModels: [], reconciliation };
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
      reconciliation,
    };
  }

  private reconciliation(): HealthDto['reconciliation'] {
    if (!this.reconciler.last) return undefined;
    const { at, downstreams } = this.reconciler.last;
    return {
      at,
      missing: downstreams.reduce((sum, { missing, different }) => sum + missing + different, 0),
      unexpected: downstreams.reduce((sum, { unexpected }) => sum + unexpected, 0),
      behind: downstreams.filter(({ behind }) => behind).map(({ name }) => name),
    };
  }

  async metrics(): Promise<string> {
    const { head, readModels } = await this.now();
    if (head !== undefined) this.head.set(placeOf(head));
    for (const { name, position, lag, parkedStreams } of readModels) {
      if (position !== undefined) this.position.set({ name }, placeOf(position));
      if (lag !== undefined) this.lag.set({ name }, lag);
      this.parked.set({ name }, parkedStreams);
    }
    for (const { name, missing, different, unexpected } of this.reconciler.last?.downstreams ?? []) {
      this.missing.set({ name }, missing + different);
      this.unexpected.set({ name }, unexpected);
    }
    if (this.reconciler.last) this.compared.set(Date.parse(this.reconciler.last.at) / 1_000);
    await this.measurePaces();
    return this.registry.metrics();
  }

  private async measurePaces(): Promise<void> {
    this.pace.reset();
    this.left.reset();
    for (const { name, state, eventsPerSecond, secondsLeft } of await inTime(this.paces.now()).catch(() => [])) {
      if (state !== 'building' && state !== 'catching-up') continue;
      this.pace.set({ name }, eventsPerSecond);
      if (secondsLeft !== undefined) this.left.set({ name }, secondsLeft);
    }
  }
}
