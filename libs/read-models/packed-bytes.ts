// Many small byte strings in few large buffers: a buffer of its own for each would cost more than what it holds.

/** Where one lies. */
export interface Packed {
  chunk: Buffer;
  at: number;
  length: number;
}

const CHUNK = 1 << 20;

export class PackedBytes {
  #chunk = Buffer.alloc(0);
  #used = 0;
  #held = 0;
  #live = 0;

  /** Bytes that what was given out and not given back takes. */
  get live(): number {
    return this.#live;
  }

  /** Bytes of all chunks since the last `restart`, of which some may be garbage. */
  get held(): number {
    return this.#held;
  }

  put(text: string): Packed {
    const length = Buffer.byteLength(text);
    const { chunk, at } = this.#room(length);
    chunk.write(text, at);
    return { chunk, at, length };
  }

  /** The same bytes in a new place; what lies where it lay may go. */
  move({ chunk: from, at: begin, length }: Packed): Packed {
    const { chunk, at } = this.#room(length);
    from.copy(chunk, at, begin, begin + length);
    return { chunk, at, length };
  }

  giveBack({ length }: Packed): void {
    this.#live -= length;
  }

  /** Begins new chunks: when all has been moved into them, the earlier ones are garbage. */
  restart(): void {
    this.#chunk = Buffer.alloc(0);
    this.#used = this.#held = this.#live = 0;
  }

  #room(length: number): { chunk: Buffer; at: number } {
    if (this.#used + length > this.#chunk.length) {
      this.#chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK, length));
      this.#held += this.#chunk.length;
      this.#used = 0;
    }
    const at = this.#used;
    this.#used += length;
    this.#live += length;
    return { chunk: this.#chunk, at };
  }
}
