import { type ClientConfig } from 'pg';
import { Bell } from './bell.js';
import { QuietClient } from './postgres-session.js';

/** LISTEN on a connection of its own. */
export class PostgresBell extends Bell {
  constructor(
    private readonly config: ClientConfig,
    private readonly channel: string,
  ) {
    super();
  }

  protected async hang(signal: AbortSignal): Promise<void> {
    const client = new QuietClient(this.config);
    const ended = new Promise<void>((resolve) => client.once('end', resolve));
    const end = () => void client.end();
    client.on('notification', () => this.ring());
    signal.addEventListener('abort', end, { once: true });
    try {
      // Where the connection is ended while it is being made, whoever waits for it is never told: only its end is.
      await Promise.race([this.listenOn(client), ended]);
      await ended;
    } catch {
      end();
    }
    signal.removeEventListener('abort', end);
  }

  private async listenOn(client: QuietClient): Promise<void> {
    await client.connect();
    await client.query(`listen ${this.channel}`);
    this.ring();
  }
}
