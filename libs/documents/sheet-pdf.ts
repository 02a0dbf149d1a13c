// A sheet as PDF, A4, with the characters that it uses embedded.
import PDFDocument from 'pdfkit';
import { readSlices, sliceOf, type Slice } from './pdf-fonts.js';
import { type Block, closing, dayInWords, type Sheet } from './sheet.js';

const MARGIN = 71;
const WIDTH = 595.28 - 2 * MARGIN;
const BOTTOM = 841.89 - MARGIN;
const LEADING = 1.7;

interface Style {
  /** Points. */
  size: number;
  align?: 'left' | 'center' | 'right';
  indent?: number;
}

/** One character with the font that has it. */
interface Glyph {
  character: string;
  slice: Slice;
  /** In ems. */
  width: number;
}

/** A character that the font lacks is written as its number, so that nothing is silently left out. */
const inFont = (character: string): string =>
  sliceOf(character) ? character : `〔U+${character.codePointAt(0)!.toString(16).toUpperCase()}〕`;

const widths = new Map<string, number>();

function glyphOf(character: string): Glyph {
  const slice = sliceOf(character)!;
  let width = widths.get(character);
  if (width === undefined) {
    width = slice.font.layout(character, []).advanceWidth / slice.font.unitsPerEm;
    widths.set(character, width);
  }
  return { character, slice, width };
}

const glyphsOf = (text: string): Glyph[] =>
  [...text.replaceAll('\t', ' ')].flatMap((character) => [...inFont(character)].map(glyphOf));

const widthOf = (glyphs: readonly Glyph[]): number => glyphs.reduce((sum, { width }) => sum + width, 0);

/** What is not parted at the end of a line: a Latin word, and a mark with the character before it. */
const UNITS = /(?:[\p{Script=Latin}\p{Nd}@._:/+~-]+|.)[，。；：、！？）》」』”’〕]*/gsu;

/** Lines no wider than `limit` ems; what is longer than a line is parted anywhere. */
function linesOf(text: string, limit: number): Glyph[][] {
  return text.split('\n').flatMap((given) => {
    const lines: Glyph[][] = [[]];
    for (const [unit] of given.matchAll(UNITS)) {
      const glyphs = glyphsOf(unit);
      if (widthOf(lines.at(-1)!) + widthOf(glyphs) > limit && lines.at(-1)!.length > 0) lines.push([]);
      for (const glyph of glyphs) {
        if (widthOf(lines.at(-1)!) + glyph.width > limit) lines.push([]);
        lines.at(-1)!.push(glyph);
      }
    }
    return lines;
  });
}

class Typesetter {
  private y = MARGIN;
  private readonly known = new Set<string>();

  constructor(private readonly pdf: PDFKit.PDFDocument) {}

  write(text: string, { size, align = 'left', indent = 0 }: Style): void {
    for (const line of linesOf(text, (WIDTH - indent) / size)) {
      if (this.y + size * LEADING > BOTTOM) {
        this.pdf.addPage();
        this.y = MARGIN;
      }
      const free = WIDTH - indent - widthOf(line) * size;
      const x = MARGIN + indent + (align === 'center' ? free / 2 : align === 'right' ? free : 0);
      this.place(line, x, size);
      this.y += size * LEADING;
    }
  }

  gap(points: number): void {
    this.y += points;
  }

  private place(line: readonly Glyph[], from: number, size: number): void {
    let x = from;
    for (let i = 0; i < line.length;) {
      const { slice } = line[i]!;
      let end = i;
      while (line[end]?.slice === slice) end += 1;
      const run = line.slice(i, end);
      this.use(slice);
      // The package's own weight is thin; a line along the outlines makes it regular.
      this.pdf
        .fontSize(size)
        .lineWidth(size * 0.025)
        .text(run.map(({ character }) => character).join(''), x, this.y, {
          lineBreak: false,
          fill: true,
          stroke: true,
          features: [],
        });
      x += widthOf(run) * size;
      i = end;
    }
  }

  private use({ name, font }: Slice): void {
    if (!this.known.has(name)) this.pdf.registerFont(name, font as unknown as string);
    this.known.add(name);
    this.pdf.font(name);
  }
}

const BODY = 11;
const SMALL = 9;

type Line = { text: string; style: Style } | { gap: number };

const line = (text: string, size: number, rest: Omit<Style, 'size'> = {}): Line => ({ text, style: { size, ...rest } });

function blockLines(block: Block): Line[] {
  switch (block.kind) {
    case 'paragraph':
      return [line(block.text, BODY)];
    case 'facts':
      return block.rows.map(([label, value]) => line(`${label}：${value}`, BODY, { indent: 22 }));
    case 'list':
      return block.items.map((item, i) => line(`${i + 1}. ${item}`, BODY, { indent: 22 }));
  }
}

const linesOfSheet = (sheet: Sheet): Line[] => [
  line(sheet.issuer, 14, { align: 'center' }),
  line(sheet.title, 20, { align: 'center' }),
  ...(sheet.number ? [line(`${sheet.number.label}：${sheet.number.text}`, BODY, { align: 'center' })] : []),
  { gap: BODY },
  line(`${sheet.addressee}：`, BODY),
  ...sheet.body.flatMap(blockLines),
  { gap: BODY },
  line(sheet.issuer, BODY, { align: 'right' }),
  line(dayInWords(sheet.on), BODY, { align: 'right' }),
  { gap: BODY },
  ...closing(sheet).map(([label, text]) => line(`${label}：${text}`, SMALL)),
];

/** The bytes of the PDF; the same sheet gives the same bytes. */
export async function sheetPdf(sheet: Sheet): Promise<Buffer> {
  const lines = linesOfSheet(sheet);
  await readSlices(`〔U+0123456789ABCDEF〕 ${lines.map((one) => ('text' in one ? one.text : '')).join('')}`);
  const pdf = new PDFDocument({
    ...{ size: 'A4', margin: 0, lang: 'zh-CN', displayTitle: true },
    info: { Title: sheet.title, Author: sheet.issuer, CreationDate: new Date(`${sheet.on}T00:00:00+08:00`) },
  });
  const chunks: Buffer[] = [];
  const whole = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  const to = new Typesetter(pdf);
  for (const one of lines) {
    if ('gap' in one) to.gap(one.gap);
    else to.write(one.text, one.style);
  }
  pdf.end();
  return whole;
}
