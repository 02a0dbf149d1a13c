// PDFs are set in threads of their own: a page takes tens of milliseconds, in which the thread of requests would answer nobody.
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { type Sheet } from './sheet.js';

/** More sheets wait already than are set in a few seconds. */
export class PressBusy extends Error {
  readonly retryAfterSeconds = 2;

  constructor() {
    super('more documents are asked for than can be set');
    this.name = 'PressBusy';
  }
}

/** What a thread answers to a sheet: the bytes, or why there are none. It is given the next one after that. */
export type Printed = { pdf: Uint8Array } | { failure: string };

interface Waiting {
  sheet: Sheet;
  readonly resolve: (pdf: Buffer) => void;
  readonly reject: (error: Error) => void;
}

export interface PressSettings {
  /** Threads at most; one is started when there is something to set and none is free. */
  threads: number;
  /** Sheets that may wait for one. */
  waiting: number;
  /** After so many milliseconds without work a thread ends, and its fonts go with it. */
  idleMs: number;
  /** Of the program in each. */
  program: URL;
  /** Of each thread; tests let it read TypeScript. */
  options?: WorkerOptions;
}

const settings: PressSettings = {
  threads: 1,
  waiting: 32,
  idleMs: 60_000,
  program: new URL('pdf-thread.js', import.meta.url),
};

interface Thread {
  worker: Worker;
  busy?: Waiting;
  idle?: NodeJS.Timeout;
}

export class PdfPress {
  private readonly settings: PressSettings;
  private readonly threads = new Set<Thread>();
  private readonly queue: Waiting[] = [];
  private closed = false;

  constructor(given: Partial<PressSettings> = {}) {
    this.settings = { ...settings, ...given };
  }

  /** The bytes of the PDF; the same sheet gives the same bytes. Throws PressBusy where too many wait, and an Error where the thread failed. */
  set(sheet: Sheet): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (this.closed || this.queue.length >= this.settings.waiting) return reject(new PressBusy());
      this.queue.push({ sheet, resolve, reject });
      this.next();
    });
  }

  /** Ends its threads. What waited is given up. */
  async close(): Promise<void> {
    this.closed = true;
    for (const { reject } of this.queue.splice(0)) reject(new PressBusy());
    await Promise.all([...this.threads].map(({ worker }) => worker.terminate()));
  }

  private next(): void {
    if (this.queue.length === 0) return;
    const thread = [...this.threads].find(({ busy }) => busy === undefined) ?? this.start();
    if (!thread) return;
    clearTimeout(thread.idle);
    thread.busy = this.queue.shift();
    thread.worker.ref();
    thread.worker.postMessage(thread.busy?.sheet);
  }

  /** It ends in its own time; what comes meanwhile is for another one. */
  private dismiss(thread: Thread): void {
    this.threads.delete(thread);
    void thread.worker.terminate();
  }

  private start(): Thread | undefined {
    if (this.threads.size >= this.settings.threads) return undefined;
    const thread: Thread = { worker: new Worker(this.settings.program, this.settings.options) };
    this.threads.add(thread);
    thread.worker.on('message', (printed: Printed) => {
      const { busy } = thread;
      thread.busy = undefined;
      if ('pdf' in printed) busy?.resolve(Buffer.from(printed.pdf.buffer, printed.pdf.byteOffset, printed.pdf.byteLength));
      else busy?.reject(new Error(printed.failure));
      thread.worker.unref();
      thread.idle = setTimeout(() => this.dismiss(thread), this.settings.idleMs).unref();
      this.next();
    });
    // An error ends the thread; its exit follows, and another thread takes what waits.
    thread.worker.on('error', (error: Error) => {
      thread.busy?.reject(error);
      thread.busy = undefined;
    });
    thread.worker.on('exit', () => {
      this.threads.delete(thread);
      clearTimeout(thread.idle);
      thread.busy?.reject(this.closed ? new PressBusy() : new Error('the thread that set the document has ended'));
      if (!this.closed) this.next();
    });
    return thread;
  }
}
