// A mail server in this process that can be down, slow, or refuse, and remembers what it took.
import { createServer, type Server, type Socket } from 'node:net';

/**
 * takes: every mail. slow: never answers MAIL FROM. busy, unknown: 4xx or 5xx to the recipient. rejects: 5xx to the message. drops: it takes
 * the message and breaks the connection before it says so.
 */
export type SmtpManner = 'takes' | 'slow' | 'busy' | 'unknown' | 'rejects' | 'drops';

export interface TakenMail {
  from: string;
  to: string[];
  /** As it came, headers and text. */
  source: string;
  messageId: string;
}

export class SmtpStandIn {
  manner: SmtpManner = 'takes';
  readonly taken: TakenMail[] = [];
  /** Commands MAIL FROM so far: attempts that came through to the envelope. */
  attempts = 0;
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();

  private constructor(readonly port: number) {}

  static async start(): Promise<SmtpStandIn> {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as { port: number };
    await new Promise((resolve) => probe.close(resolve));
    const standIn = new SmtpStandIn(port);
    await standIn.up();
    return standIn;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  async up(): Promise<void> {
    this.#server = createServer((socket) => this.#talk(socket));
    await new Promise<void>((resolve) => this.#server!.listen(this.port, '127.0.0.1', resolve));
  }

  /** Nobody answers at the port. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  }

  #talk(socket: Socket): void {
    let buffered = '';
    let mail: { from: string; to: string[]; lines: string[] } | undefined;
    let inData = false;
    const say = (line: string) => socket.write(`${line}\r\n`);
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
    socket.on('data', (chunk) => {
      buffered += chunk.toString('utf8');
      for (let end = buffered.indexOf('\r\n'); end >= 0; end = buffered.indexOf('\r\n')) {
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + 2);
        if (inData && line !== '.') mail?.lines.push(line);
        else if (inData) {
          inData = false;
          this.#finish(socket, mail!);
        } else mail = this.#answer(line, mail, say, () => (inData = true));
      }
    });
    say('220 stand-in');
  }

  #answer(
    line: string,
    mail: { from: string; to: string[]; lines: string[] } | undefined,
    say: (line: string) => void,
    takeData: () => void,
  ): { from: string; to: string[]; lines: string[] } | undefined {
    const [verb = ''] = line.toUpperCase().split(/[ :]/, 1);
    const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
    switch (verb) {
      case 'EHLO':
      case 'HELO':
        say('250 stand-in');
        return mail;
      case 'MAIL':
        this.attempts += 1;
        if (this.manner !== 'slow') say('250 ok');
        return { from: address, to: [], lines: [] };
      case 'RCPT':
        if (this.manner === 'busy') say(`451 4.3.0 ${address} try again later`);
        else if (this.manner === 'unknown') say(`550 5.1.1 ${address} is nobody here`);
        else say('250 ok');
        mail?.to.push(address);
        return mail;
      case 'DATA':
        say('354 go on');
        takeData();
        return mail;
      case 'QUIT':
        say('221 bye');
        return mail;
      default:
        say('250 ok');
        return mail;
    }
  }

  #finish(socket: Socket, { from, to, lines }: { from: string; to: string[]; lines: string[] }): void {
    if (this.manner === 'rejects') {
      socket.write('554 5.7.1 not wanted\r\n');
      return;
    }
    const source = lines.join('\n');
    this.taken.push({ from, to, source, messageId: /^message-id:\s*(<.*>)$/im.exec(source)?.[1] ?? '' });
    if (this.manner === 'drops') socket.destroy();
    else socket.write('250 taken\r\n');
  }
}
