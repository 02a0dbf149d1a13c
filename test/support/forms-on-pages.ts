// Filling in the forms of pages: what a browser would send with a form, hidden fields and all.
import { type PageVisitor, type Shown } from './visitor.js';

const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The hidden fields of the form that is sent to `to`. Throws where the page has no such form. */
export function hiddenIn({ html, path }: Shown, to: string): Record<string, string> {
  const form = html.split('<form ').find((part) => part.includes(`action="${to}"`));
  if (form === undefined) throw new Error(`${path} has no form to ${to}`);
  const inputs = form.split('</form>')[0]!.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, unescaped(value)]));
}

/** Fills in the form of the page that is sent to `to`, and sends it. */
export const fillIn = (
  visitor: PageVisitor,
  page: Shown,
  to: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<Shown> => visitor.send(to, { ...hiddenIn(page, to), ...fields });
