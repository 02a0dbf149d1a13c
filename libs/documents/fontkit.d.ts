// As much of these two as we use: they have no types of their own.
declare module 'fontkit' {
  export interface Glyph {
    path: { toSVG(): string };
  }
  export interface Font {
    readonly unitsPerEm: number;
    readonly numGlyphs: number;
    layout(text: string, features?: readonly string[]): { advanceWidth: number; glyphs: readonly Glyph[] };
    getGlyph(id: number): Glyph;
  }
  /** Throws for what is no font. */
  export function create(bytes: Uint8Array): Font;
}

declare module 'wawoff2' {
  /** The font as TrueType. */
  export function decompress(woff2: Uint8Array): Promise<Uint8Array>;
}
