// Markup that is escaped by construction: what is no element of ours is text, whatever it looks like.

const written = Symbol('html');

/** Made by `h` and `page` alone. */
export interface Html {
  readonly [written]: string;
}

export type Child = Html | string;

/** The elements that our documents need; none of them runs or loads anything. */
type Tag =
  | 'html'
  | 'head'
  | 'meta'
  | 'title'
  | 'style'
  | 'body'
  | 'main'
  | 'h1'
  | 'p'
  | 'dl'
  | 'dt'
  | 'dd'
  | 'ol'
  | 'li'
  | 'footer'
  | 'code';
type Attributes = Readonly<Partial<Record<'lang' | 'charset' | 'class' | 'name' | 'content', string>>>;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => entities[mark]!);

const isHtml = (child: Child): child is Html => typeof child === 'object';

/** An element; strings among its children become text. */
export const h = (tag: Tag, attributes: Attributes = {}, ...children: readonly Child[]): Html => {
  const named = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const inner = children.map((child) => (isHtml(child) ? child[written] : escaped(child))).join('');
  return { [written]: `<${tag}${named.join('')}>${inner}${tag === 'meta' ? '' : `</${tag}>`}` };
};

/** The whole document's text. */
export const documentText = (root: Html): string => `<!doctype html>\n${root[written]}\n`;
