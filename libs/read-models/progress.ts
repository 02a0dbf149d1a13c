// How fast a read model moves through the log, for people who wait for it.
import type { Position } from '#event-store/event-store.js';
import { distance } from './positions.js';

export interface Pace {
  eventsPerSecond: number;
  /** Undefined while nothing can be said. */
  secondsLeft: number | undefined;
}

/** What a read model says about itself; pino's loggers fit. */
export interface Log {
  info(values: object, message: string): void;
  warn(values: object, message: string): void;
  error(values: object, message: string): void;
}

/** Measures from its making on; says where it stands at most every `everyMs` while there is a way to go. */
export class Progress {
  readonly #since = performance.now();
  #said = this.#since;
  #events = 0;
  #reached: Position | undefined;

  constructor(
    private readonly log: Log,
    private readonly readModel: string,
    private readonly everyMs: number,
  ) {}

  /** To be called after each batch. */
  moved(events: number, position: Position, head: Position): void {
    this.#events += events;
    this.#reached = position;
    const now = performance.now();
    if (now - this.#said < this.everyMs) return;
    this.#said = now;
    const { eventsPerSecond, secondsLeft } = this.pace(position, head);
    this.log.info(
      { readModel: this.readModel, position, head, eventsPerSecond: Math.round(eventsPerSecond), secondsLeft },
      'catching up with the log',
    );
  }

  /** The last event that it was told of. */
  get reached(): Position | undefined {
    return this.#reached;
  }

  pace(position: Position, head: Position): Pace {
    const seconds = (performance.now() - this.#since) / 1_000;
    const eventsPerSecond = seconds > 0 ? this.#events / seconds : 0;
    const left = distance(position, head);
    return { eventsPerSecond, secondsLeft: eventsPerSecond > 0 && left >= 0 ? Math.ceil(left / eventsPerSecond) : undefined };
  }
}
