// A form as a browser sends it: everything that stands in its fields, and what somebody enters or ticks besides.
import { type PageVisitor, type Shown, type Ways } from './visitor.js';

const unescape = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : unescape(found);
};

export interface ShownForm {
  action: string;
  fields: Record<string, string>;
}

/** The forms of the page's main part, in order. */
export function formsOn({ html }: Shown): ShownForm[] {
  const main = html.slice(html.indexOf('<main'));
  return [...main.matchAll(/<form ([^>]*)>(.*?)<\/form>/gs)].map(([, head = '', inside = '']) => {
    const fields: Record<string, string> = {};
    for (const [tag] of inside.matchAll(/<input [^>]*>/g)) {
      const name = attribute(tag, 'name');
      const isChoice = /type="(checkbox|radio)"/.test(tag);
      if (name !== undefined && !/type="file"/.test(tag) && (!isChoice || / checked(?=[ =/>])/.test(tag)))
        fields[name] = attribute(tag, 'value') ?? '';
    }
    for (const [, tag = '', text = ''] of inside.matchAll(/<textarea ([^>]*)>(.*?)<\/textarea>/gs))
      fields[attribute(` ${tag}`, 'name')!] = unescape(text);
    for (const [, tag = '', options = ''] of inside.matchAll(/<select ([^>]*)>(.*?)<\/select>/gs)) {
      const chosen = [...options.matchAll(/<option [^>]*>/g)].find(([option]) => / selected(?=[ =/>])/.test(option));
      fields[attribute(` ${tag}`, 'name')!] = chosen ? (attribute(chosen[0], 'value') ?? '') : '';
    }
    return { action: attribute(` ${head}`, 'action') ?? '', fields };
  });
}

/** Sends the form whose action ends like this. */
export function submit(
  visitor: PageVisitor,
  page: Shown,
  to: string,
  entered: Readonly<Record<string, string>> = {},
  ways?: Ways,
): Promise<Shown> {
  const form = formsOn(page).find(({ action }) => action.endsWith(to));
  if (!form) throw new Error(`${page.status} ${page.path} has no form to ${to}`);
  return visitor.send(form.action, { ...form.fields, ...entered }, undefined, ways);
}

/** The same with a file, as multipart; the form names its file `file`. */
export async function submitFile(
  visitor: PageVisitor,
  page: Shown,
  to: string,
  entered: Readonly<Record<string, string>>,
  file: File,
): Promise<Shown> {
  const form = formsOn(page).find(({ action }) => action.endsWith(to));
  if (!form) throw new Error(`${page.status} ${page.path} has no form to ${to}`);
  return visitor.upload(form.action, { ...form.fields, ...entered }, file);
}
