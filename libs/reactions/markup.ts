// What a person could see of a page, as far as its markup tells: text, what stands for pictures, and links. It reads anything, well formed
// or not, in one pass; what scripts would write it does not know.

export interface MarkupLink {
  href: string;
  text: string;
  line: number;
}

export interface Markup {
  /** Without what is never shown; blocks stand on lines of their own. */
  text: string;
  /** The line of the source, from 1, on which this place of the text begins. */
  lineAt(offset: number): number;
  /** Alternative texts and titles. */
  labels: { value: string; line: number }[];
  links: MarkupLink[];
  /** Of the first `base`. */
  base?: string;
  hasScripts: boolean;
}

/** Their content is not shown, or not to who lets scripts run. */
const HIDDEN = new Set(['script', 'style', 'template', 'noscript', 'title', 'noembed', 'noframes', 'iframe', 'xmp']);
const INLINE = new Set(
  'a abbr b bdi bdo big cite code data em font i kbd mark q s small span strong sub sup time tt u var wbr'.split(' '),
);
const LABELS = new Set(['alt', 'title', 'aria-label']);

/** A `<` before anything else is text. */
const MARK = /<(?=[a-z!?/])/gi;
const NAME = /[a-z][^\s/>]*/iy;
const ATTRIBUTE = /[\s/]*([^\s/>=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?/y;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp|ensp|emsp|thinsp));?/gi;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.includes('&')
    ? text.replaceAll(ENTITY, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
        if (name !== undefined) return NAMED[name.toLowerCase()] ?? ' ';
        const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      })
    : text;

class Scan {
  readonly labels: Markup['labels'] = [];
  readonly links: MarkupLink[] = [];
  base: string | undefined;
  hasScripts = false;
  private readonly pieces: string[] = [];
  /** Where each piece begins in the text, and on which line of the source. */
  private readonly starts: { offset: number; line: number }[] = [];
  private length = 0;
  private line = 1;
  private lineEnd: number;
  private at = 0;
  private open: { link: MarkupLink; piece: number } | undefined;

  constructor(private readonly source: string) {
    this.lineEnd = this.endOfLine(0);
  }

  run(): Markup {
    const { source } = this;
    while (this.at < source.length) {
      MARK.lastIndex = this.at;
      const mark = MARK.exec(source)?.index ?? source.length;
      this.add(source.slice(this.at, mark));
      this.at = mark;
      if (mark < source.length) this.mark();
    }
    this.endLink();
    const { labels, links, base, hasScripts, starts } = this;
    const text = this.pieces.join('');
    return { text, lineAt: (offset) => lineIn(text, starts, offset), labels, links, base, hasScripts };
  }

  /** Whatever begins with `<`. */
  private mark(): void {
    const { source, at } = this;
    const next = source[at + 1] ?? '';
    if (source.startsWith('<!--', at)) this.beyond('-->', at + 4);
    else if (next === '!' || next === '?') this.beyond('>', at + 1);
    else if (next === '/') {
      const name = this.name(at + 2);
      this.beyond('>', at + 2);
      if (name === 'a') this.endLink();
      if (!INLINE.has(name)) this.add('\n');
    } else this.element(this.name(at + 1));
  }

  private element(name: string): void {
    const line = this.lineOf(this.at);
    const attributes = this.attributes(this.at + 1 + name.length);
    if (!INLINE.has(name)) this.add('\n');
    for (const [key, value] of attributes) if (LABELS.has(key)) this.labels.push({ value, line });
    const href = attributes.get('href');
    if (name === 'base') this.base ??= href;
    if (name === 'a' || name === 'area') {
      this.endLink();
      if (href !== undefined) {
        const link = { href, text: attributes.get('alt') ?? '', line };
        this.links.push(link);
        if (name === 'a') this.open = { link, piece: this.pieces.length };
      }
    }
    if (name === 'script') this.hasScripts = true;
    if (!HIDDEN.has(name)) return;
    const end = new RegExp(`</${name}`, 'gi');
    end.lastIndex = this.at;
    this.at = end.exec(this.source)?.index ?? this.source.length;
  }

  /** Of an element, from behind its name on; the first of each name counts. */
  private attributes(from: number): Map<string, string> {
    const found = new Map<string, string>();
    ATTRIBUTE.lastIndex = from;
    let end = from;
    for (let match = ATTRIBUTE.exec(this.source); match; match = ATTRIBUTE.exec(this.source)) {
      end = ATTRIBUTE.lastIndex;
      const [, key = '', value = ''] = match;
      if (!found.has(key.toLowerCase())) found.set(key.toLowerCase(), unescaped(value.replace(/^(["'])([^]*)\1$/, '$2')));
    }
    this.beyond('>', end);
    return found;
  }

  private name(from: number): string {
    NAME.lastIndex = from;
    return (NAME.exec(this.source)?.[0] ?? '').toLowerCase();
  }

  private beyond(mark: string, from: number): void {
    const end = this.source.indexOf(mark, from);
    this.at = end < 0 ? this.source.length : end + mark.length;
  }

  private endLink(): void {
    if (this.open) this.open.link.text ||= this.pieces.slice(this.open.piece).join('');
    this.open = undefined;
  }

  private add(text: string): void {
    if (text === '') return;
    const piece = unescaped(text);
    this.starts.push({ offset: this.length, line: this.lineOf(this.at) });
    this.pieces.push(piece);
    this.length += piece.length;
  }

  /** Offsets are asked for in their order. */
  private lineOf(offset: number): number {
    while (this.lineEnd < offset) {
      this.line += 1;
      this.lineEnd = this.endOfLine(this.lineEnd + 1);
    }
    return this.line;
  }

  private endOfLine(from: number): number {
    const end = this.source.indexOf('\n', from);
    return end < 0 ? this.source.length : end;
  }
}

/** `starts` is in the order of the text. */
function lineIn(text: string, starts: readonly { offset: number; line: number }[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]!.offset <= offset) low = middle + 1;
    else high = middle;
  }
  const start = starts[low - 1];
  return start ? start.line + text.slice(start.offset, offset).split('\n').length - 1 : 1;
}

export const readMarkup = (source: string): Markup => new Scan(source).run();
