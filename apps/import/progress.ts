const WIDTH = 24;

/** One line that is written over and over on a terminal, and not at all elsewhere. */
export class Progress {
  private shown = false;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  /** Shows how far the file has been taken in, 0 to 1, and how many rows went which way. */
  show(share: number, { imported, unchanged, refused }: { imported: number; unchanged: number; refused: number }): void {
    if (!this.stream.isTTY) return;
    const filled = Math.min(WIDTH, Math.floor(share * WIDTH));
    const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
    const percent = String(Math.floor(share * 100)).padStart(3);
    this.stream.write(`\r\u001b[K${bar} ${percent}% ${imported} imported, ${unchanged} already there, ${refused} refused`);
    this.shown = true;
  }

  /** Something that must stay to be read. */
  line(text: string): void {
    this.done();
    this.stream.write(`${text}\n`);
  }

  done(): void {
    if (this.shown) this.stream.write('\n');
    this.shown = false;
  }
}
