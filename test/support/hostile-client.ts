// Sends hostile requests over raw sockets. Sound ones share one connection, which shows that none of them cost it.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type HostileRequest } from './hostile-requests.js';

export interface HostileOutcome {
  request: HostileRequest;
  /** Undefined where the connection ended without an answer. */
  status?: number;
  contentType?: string;
  code?: string;
  /** Whether the connection is gone after a request that was sound. */
  dropped: boolean;
}

interface Answer {
  status: number;
  contentType?: string;
  body: string;
  closes: boolean;
}

/** The first whole answer in these bytes; undefined while more must come. All our problems have a Content-Length. */
const answerIn = (bytes: Buffer): { answer: Answer; size: number } | undefined => {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.subarray(0, end).toString('latin1');
  const header = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim();
  const size = end + 4 + Number(header('content-length') ?? 0);
  if (bytes.length < size) return undefined;
  const body = bytes.subarray(end + 4, size).toString();
  return {
    answer: {
      status: Number(head.split(' ')[1]),
      contentType: header('content-type'),
      body,
      closes: header('connection') === 'close',
    },
    size,
  };
};

class Connection {
  private received = Buffer.alloc(0);
  private closed = false;
  private wake: () => void = () => undefined;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.wake();
    });
    // A reset shows as a close without an answer.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      this.wake();
    });
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Connection(socket);
  }

  get usable(): boolean {
    return !this.closed && this.socket.writable;
  }

  async ask(bytes: Buffer): Promise<Answer | undefined> {
    this.socket.write(bytes);
    for (;;) {
      const found = answerIn(this.received);
      if (found) {
        this.received = this.received.subarray(found.size);
        return found.answer;
      }
      if (this.closed) return undefined;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  close(): void {
    this.socket.destroy();
  }
}

const codeIn = (body: string): string | undefined => {
  try {
    return (JSON.parse(body) as { code?: string }).code;
  } catch {
    return undefined;
  }
};

/** Sends all of them, one after the other, to 127.0.0.1, and tells what came of each. */
export async function* sendHostile(port: number, requests: Iterable<HostileRequest>): AsyncGenerator<HostileOutcome> {
  let shared = await Connection.open(port);
  try {
    for (const request of requests) {
      const connection = request.sound ? shared : await Connection.open(port);
      const answer = await connection.ask(request.bytes);
      const dropped = request.sound && (answer === undefined || answer.closes || !shared.usable);
      yield { request, status: answer?.status, contentType: answer?.contentType, code: answer && codeIn(answer.body), dropped };
      if (!request.sound) connection.close();
      else if (dropped) shared = await Connection.open(port);
    }
  } finally {
    shared.close();
  }
}
