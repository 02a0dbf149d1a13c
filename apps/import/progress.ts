/** One line that is written over and over on a terminal, and not at all elsewhere. */
export class Progress {
  private shown = false;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  /** Shows how many rows have gone in. `size` is that of the file, in bytes. */
  show({ imported, unchanged, refused }: { imported: number; unchanged: number; refused: number }, size: number): void {
    if (!this.stream.isTTY) return;
    const rows = imported + unchanged + refused;
    this.stream.write(
      `\r\u001b[K${rows} rows of ${Math.ceil(size / 1024)} KiB: ${imported} imported, ${unchanged} already there, ${refused} refused`,
    );
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
