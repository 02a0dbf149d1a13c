// How a mail leaves: to a mail server, or into a folder. It says that there is something to read and where; it never carries what it says.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { type MailItem } from './mail-work.js';

export interface Letter extends MailItem {
  /** One address, as `isAddress` lets it through. */
  to: string;
}

export interface Post {
  /** Resolves when somebody else has taken charge of it. Throws Undelivered, at once where the signal ends the wait for an answer. */
  send(letter: Letter, signal?: AbortSignal): Promise<void>;
}

/** It may have been delivered all the same: the answer can be lost. */
export class Undelivered extends Error {
  constructor(
    /** Codes only, fit for a log. */
    readonly reason: string,
    /** This message was refused; others may pass. Otherwise nothing can be sent at present. */
    readonly refused: boolean,
    cause: unknown,
  ) {
    super(`a mail was not delivered: ${reason}`, { cause });
    this.name = 'Undelivered';
  }
}

export interface Sender {
  /** Address in the From line. */
  from: string;
  /** Base of the links, without a slash at its end. */
  publicUrl: string;
}

export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS where the server offers it, and always before a password is sent. */
  secure: boolean;
  auth?: { user: string; pass: string };
  /** Milliseconds that one message may take; 30,000 where it is absent. */
  timeout?: number;
}

const TIMEOUT = 30_000;

/** One plain address and nothing beside it: what a filer wrote must not become a list of addresses, or a header. */
export const isAddress = (text: string): boolean =>
  /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?$/.test(text);

const message = ({ to, notice, party }: Letter, { from, publicUrl }: Sender) => ({
  from: { name: '备案系统', address: from },
  to: { name: '', address: to },
  subject: '备案系统：您有一条新通知 / A notice for you to read',
  // The same for each attempt, so that a receiver recognises a second copy.
  messageId: `<${notice}.${party}@${new URL(publicUrl).hostname}>`,
  headers: { 'Auto-Submitted': 'auto-generated' },
  text: [
    '备案系统中有一条发给贵单位的通知。请登录后查阅：',
    'There is a notice for your organisation in the filing system. Sign in to read it:',
    '',
    `${publicUrl}/v1/notices/${notice}`,
    '',
    '本邮件不含通知内容，也不是送达；请勿直接回复。',
    'This mail does not carry the notice, and is not its service. Please do not reply.',
    '',
  ].join('\n'),
  disableFileAccess: true,
  disableUrlAccess: true,
});

export class SmtpPost implements Post {
  private readonly transport;
  private readonly timeout: number;

  constructor(
    { host, port, secure, auth, timeout = TIMEOUT }: SmtpServer,
    private readonly sender: Sender,
  ) {
    this.timeout = timeout;
    const limits = { connectionTimeout: timeout, greetingTimeout: timeout, socketTimeout: timeout };
    this.transport = createTransport({ host, port, secure, auth, requireTLS: !secure && auth !== undefined, ...limits });
  }

  async send(letter: Letter, signal?: AbortSignal): Promise<void> {
    const signals = [AbortSignal.timeout(this.timeout), ...(signal ? [signal] : [])];
    try {
      await this.transport.sendMail({ ...message(letter, this.sender), signal: AbortSignal.any(signals) });
    } catch (error) {
      const { code = 'unknown', responseCode } = error as { code?: string; responseCode?: number };
      const refused = responseCode !== undefined && (code === 'EENVELOPE' || code === 'EMESSAGE');
      throw new Undelivered([code, responseCode].filter((part) => part !== undefined).join(' '), refused, error);
    }
  }
}

/** A file for each, for whoever tries the system without a mail server. */
export class FolderPost implements Post {
  private readonly composer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });

  constructor(
    /** Made when it is first needed. */
    private readonly folder: string,
    private readonly sender: Sender,
  ) {}

  async send(letter: Letter): Promise<void> {
    try {
      const { message: bytes } = await this.composer.sendMail(message(letter, this.sender));
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      const path = join(this.folder, `${letter.notice}.${letter.party}.eml`);
      await writeFile(`${path}.part`, bytes as Buffer, { mode: 0o600 });
      // Whole or not at all; a second attempt writes the same name.
      await rename(`${path}.part`, path);
    } catch (error) {
      throw new Undelivered((error as { code?: string }).code ?? 'unknown', false, error);
    }
  }
}
