import { type ServiceError } from '@grpc/grpc-js';
import { Bell } from './bell.js';
import { subscribe } from './kurrent-calls.js';
import { type KurrentSession } from './kurrent-session.js';

/**
 * One subscription to everything of ours. Events are read by position, never taken from the subscription: one that is dropped or delivers
 * twice costs time and no event.
 */
export class KurrentBell extends Bell {
  constructor(private readonly session: KurrentSession) {
    super();
  }

  protected async hang(signal: AbortSignal): Promise<void> {
    const { client, metadata, lost } = await this.session.connected();
    const call = subscribe(client, metadata);
    const cancel = () => call.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    await new Promise<void>((resolve) => {
      call.on('data', () => this.ring()); // the confirmation rings too
      call.on('error', (error: ServiceError) => {
        if (!signal.aborted) lost(error);
        resolve();
      });
      call.on('end', resolve);
    });
    signal.removeEventListener('abort', cancel);
  }
}
