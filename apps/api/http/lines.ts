// Bodies of many lines, each of which is read and judged by itself while the next ones are still on their way.

const NEWLINE = 0x0a;

/** A line without its end; undefined where it is longer than a line may be. */
export type Line = Buffer | undefined;

/**
 * The lines of a stream, in lots of up to `lot`: no more of it is held than that. A line of more than `longest` bytes is passed over to its
 * end. Throws what the stream throws.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  { lot, longest }: { lot: number; longest: number },
): AsyncGenerator<Line[]> {
  let lines: Line[] = [];
  let begun: Buffer[] = [];
  let length = 0;
  const take = (piece: Buffer): void => {
    length += piece.length;
    if (length <= longest) begun.push(piece);
    else begun = [];
  };
  const end = (): void => {
    lines.push(length > longest ? undefined : Buffer.concat(begun, length));
    begun = [];
    length = 0;
  };
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
      take(bytes.subarray(from, at));
      end();
      from = at + 1;
      if (lines.length === lot) {
        yield lines;
        lines = [];
      }
    }
    // A piece of a chunk would keep all of it from being let go.
    if (from < bytes.length) take(Buffer.from(bytes.subarray(from)));
  }
  if (length > 0) end();
  if (lines.length > 0) yield lines;
}
