// A sheet as a page that prints on A4.
import { createHash } from 'node:crypto';
import { documentText, h, type Html } from './html.js';
import { type Block, closing, dayInWords, type Sheet } from './sheet.js';

/** Ours alone: nothing of it comes from a document, and it names nothing that would have to be loaded. */
const STYLE = [
  // Without a mark that escaping would change: a style is read as it stands.
  '@page{size:A4;margin:25mm}',
  'body{font-family:Noto Sans SC,Source Han Sans SC,Microsoft YaHei,PingFang SC,sans-serif;line-height:1.7;max-width:42em;margin:2em auto}',
  '.issuer,h1,.number{text-align:center}.on{text-align:right}',
  'dl{display:grid;grid-template-columns:auto 1fr;gap:.2em 1em}dd{margin:0;overflow-wrap:anywhere}li,p{overflow-wrap:anywhere}',
  'footer{border-top:1px solid;font-size:.85em;margin-top:2em}',
].join('');

/** By which a content security policy lets the style through, and no other. */
export const STYLE_DIGEST = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;

const rows = (pairs: readonly (readonly [string, string])[]): Html =>
  h('dl', {}, ...pairs.flatMap(([label, value]) => [h('dt', {}, label), h('dd', {}, value)]));

const blockHtml = (block: Block): Html => {
  switch (block.kind) {
    case 'paragraph':
      return h('p', {}, block.text);
    case 'facts':
      return rows(block.rows);
    case 'list':
      return h('ol', {}, ...block.items.map((item) => h('li', {}, item)));
  }
};

/** The whole page, in Chinese. */
export function sheetHtml(sheet: Sheet): string {
  const { issuer, title, number, addressee, body, on } = sheet;
  const head = h('head', {}, h('meta', { charset: 'utf-8' }), h('title', {}, title), h('style', {}, STYLE));
  const main = h(
    'main',
    {},
    h('p', { class: 'issuer' }, issuer),
    h('h1', {}, title),
    ...(number ? [h('p', { class: 'number' }, `${number.label}：${number.text}`)] : []),
    h('p', {}, `${addressee}：`),
    ...body.map(blockHtml),
    h('p', { class: 'on' }, issuer),
    h('p', { class: 'on' }, dayInWords(on)),
    h('footer', {}, rows(closing(sheet))),
  );
  return documentText(h('html', { lang: 'zh-CN' }, head, h('body', {}, main)));
}
