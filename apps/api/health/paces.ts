/** How a read model moves through the log, where it is written by this process. */
export interface ReadModelPace {
  name: string;
  state: string;
  eventsPerSecond: number;
  /** Undefined while nothing can be said. */
  secondsLeft: number | undefined;
}

/** A class, so that it serves as a token of the container. */
export abstract class Paces {
  /** Empty where another process writes the read models. Throws StoreUnavailable. */
  abstract now(): Promise<readonly ReadModelPace[]>;
}

export class NoPaces extends Paces {
  now(): Promise<readonly ReadModelPace[]> {
    return Promise.resolve([]);
  }
}
