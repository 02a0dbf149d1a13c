// The text of a PDF as its fonts say it is: content streams and ToUnicode maps of one writer, which is all that our tests meet.
import { inflateSync } from 'node:zlib';

interface PdfObject {
  head: string;
  stream?: Buffer;
}

function objectsOf(pdf: Buffer): Map<string, PdfObject> {
  const text = pdf.toString('latin1');
  const objects = new Map<string, PdfObject>();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [, number = '', body = ''] = match;
    const at = body.indexOf('stream\n');
    const head = at < 0 ? body : body.slice(0, at);
    const raw = at < 0 ? undefined : Buffer.from(body.slice(at + 7, body.lastIndexOf('\nendstream')), 'latin1');
    objects.set(number, { head, stream: raw && (head.includes('FlateDecode') ? inflateSync(raw) : raw) });
  }
  return objects;
}

/** Character codes to text, of both forms in which ranges are written. */
function unicodeMap(cmap: string): Map<number, string> {
  const map = new Map<number, string>();
  const text = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le');
  for (const [, first = '', , list = ''] of cmap.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gi)) {
    [...list.matchAll(/<([0-9a-f ]+)>/gi)].forEach(([, hex = ''], i) => map.set(Number.parseInt(first, 16) + i, text(hex)));
  }
  return map;
}

/** Every embedded font with what its characters mean, by their numbers in it. */
export function pdfFonts(pdf: Buffer): { program: Buffer; characters: Map<number, string> }[] {
  const objects = objectsOf(pdf);
  const at = (head: string, name: string): PdfObject | undefined =>
    objects.get(new RegExp(`/${name} \\[?(\\d+) 0 R`).exec(head)?.[1] ?? '');
  return [...objects.values()]
    .filter(({ head }) => head.includes('/ToUnicode'))
    .map(({ head }) => {
      const descendant = at(head, 'DescendantFonts')?.head ?? '';
      const program = at(at(descendant, 'FontDescriptor')?.head ?? '', 'FontFile2')?.stream;
      if (!program) throw new Error('a font is not embedded');
      return { program, characters: unicodeMap(at(head, 'ToUnicode')?.stream?.toString('latin1') ?? '') };
    });
}

/** All text in the order in which it was written, without the breaks of lines. Throws for a character that has no meaning. */
export function pdfText(pdf: Buffer): string {
  const objects = objectsOf(pdf);
  const fonts = new Map<string, Map<number, string>>();
  for (const { head } of objects.values())
    for (const [, names = ''] of head.matchAll(/\/Font <<([\s\S]*?)>>/g))
      for (const [, name = '', number = ''] of names.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
        const toUnicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(number)?.head ?? '')?.[1];
        fonts.set(name, unicodeMap(objects.get(toUnicode ?? '')?.stream?.toString('latin1') ?? ''));
      }
  let text = '';
  for (const { stream } of objects.values()) {
    let font: Map<number, string> | undefined;
    for (const [, name, array] of stream?.toString('latin1').matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g) ?? []) {
      if (name !== undefined) font = fonts.get(name);
      for (const [, hex = ''] of (array ?? '').matchAll(/<([0-9a-f]+)>/gi))
        for (let i = 0; i < hex.length; i += 4) {
          const meant = font?.get(Number.parseInt(hex.slice(i, i + 4), 16));
          if (meant === undefined) throw new Error(`a character without a meaning: ${hex.slice(i, i + 4)}`);
          text += meant;
        }
    }
  }
  return text;
}
