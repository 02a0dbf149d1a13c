// CSV (RFC 4180) as bytes: each record with the line on which it begins. A record takes no more memory than its limits allow,
// whatever the file holds, and one with a fault keeps no other out.

/** A cell's bytes up to the limit, and how many it really has. */
export interface Cell {
  bytes: Buffer;
  length: number;
}

export interface CsvRecord {
  /** From 1; a record may span several. */
  line: number;
  /** Those up to the limit. */
  cells: Cell[];
  /** How many it really has. */
  width: number;
  /** Why its cells cannot be told apart. */
  fault?: string;
  /** Bytes of the file up to its end. */
  end: number;
}

export interface CsvLimits {
  bytesInCell: number;
  cells: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;
const BOM = Buffer.from('\ufeff');

/**
 * Where the reader stands: before the first byte of a cell, in one with or without quotation marks, after a quotation mark inside
 * quotation marks (the cell's end, or the first of two that stand for one), after a cell's end and a carriage return.
 */
type At = 'start' | 'plain' | 'quoted' | 'mark' | 'return';

/** Takes the file in pieces of any size. */
export class RecordReader {
  private at: At = 'start';
  private line = 1;
  private read = 0;
  private from = 0;
  private bomSeen = 0;
  private pieces: Buffer[] = [];
  private length = 0;
  private quoted = false;
  private record: CsvRecord = { line: 1, cells: [], width: 0, end: 0 };
  private done: CsvRecord[] = [];

  constructor(private readonly limits: CsvLimits) {}

  /** The records that end in this piece. */
  push(chunk: Buffer): CsvRecord[] {
    this.from = 0;
    for (let i = this.afterBom(chunk); i < chunk.length; i++) this.take(chunk[i]!, chunk, i);
    if (this.at === 'plain' || this.at === 'quoted') this.keep(chunk.subarray(this.from));
    this.read += chunk.length;
    return this.done.splice(0);
  }

  /** The record that the end of the file ends. */
  end(): CsvRecord[] {
    if (this.at === 'quoted') this.record.fault = 'a quotation mark that is never closed: nothing after it can be told apart';
    if (this.at !== 'start' || this.record.width > 0) this.endCell(LF, 0);
    return this.done.splice(0);
  }

  private take(byte: number, chunk: Buffer, i: number): void {
    if (this.at === 'start') {
      if (this.record.width === 0) this.record.line = this.line;
      this.quoted = byte === QUOTE;
      this.at = this.quoted ? 'quoted' : 'plain';
      this.from = this.quoted ? i + 1 : i;
      if (this.quoted) return;
    }
    if (byte === LF) this.line += 1;
    const ends = byte === COMMA || byte === LF;
    switch (this.at) {
      case 'plain':
        if (!ends) return;
        this.keep(chunk.subarray(this.from, i));
        return this.endCell(byte, i + 1);
      case 'quoted':
        if (byte !== QUOTE) return;
        this.keep(chunk.subarray(this.from, i));
        this.at = 'mark';
        return;
      case 'mark':
        if (ends) return this.endCell(byte, i + 1);
        this.from = i;
        if (byte === QUOTE) this.at = 'quoted';
        else if (byte === CR) this.at = 'return';
        else this.goOn();
        return;
      case 'return':
        if (byte === LF) return this.endCell(byte, i + 1);
        this.from = i;
        this.goOn();
    }
  }

  private goOn(): void {
    this.record.fault = 'a cell goes on after its closing quotation mark';
    this.at = 'plain';
  }

  /** Where the first piece's text begins. The mark may come in several pieces. */
  private afterBom(chunk: Buffer): number {
    let i = 0;
    while (this.read + i === this.bomSeen && this.bomSeen < BOM.length && i < chunk.length && chunk[i] === BOM[this.bomSeen]) {
      this.bomSeen += 1;
      i += 1;
    }
    return i;
  }

  private keep(piece: Buffer): void {
    const room = this.limits.bytesInCell - this.length;
    if (room > 0 && piece.length > 0) this.pieces.push(piece.length > room ? piece.subarray(0, room) : piece);
    this.length += piece.length;
  }

  private endCell(byte: number, end: number): void {
    let bytes = this.pieces.length === 1 ? this.pieces[0]! : Buffer.concat(this.pieces);
    if (byte === LF && !this.quoted && bytes.at(-1) === CR) {
      bytes = bytes.subarray(0, -1);
      this.length -= 1;
    }
    if (this.record.width < this.limits.cells) this.record.cells.push({ bytes, length: this.length });
    this.record.width += 1;
    this.pieces = [];
    this.length = 0;
    this.at = 'start';
    if (byte === LF) this.endRecord(this.read + end);
  }

  private endRecord(end: number): void {
    const blank = this.record.width === 1 && this.record.cells[0]?.length === 0 && !this.quoted;
    if (!blank) this.done.push({ ...this.record, end });
    this.record = { line: this.line, cells: [], width: 0, end: 0 };
  }
}

/** The records of a file. Throws what reading it throws. */
export async function* csvRecords(chunks: AsyncIterable<Buffer>, limits: CsvLimits): AsyncGenerator<CsvRecord> {
  const reader = new RecordReader(limits);
  for await (const chunk of chunks) yield* reader.push(chunk);
  yield* reader.end();
}
