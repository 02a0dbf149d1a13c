// Forms on pages, filled in without a script.
import { type PageVisitor, type Shown } from './visitor.js';

/** The hidden fields of the forms on a page, without the token of the session. */
export const hiddenOn = ({ html }: Shown): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="((?!formToken)[^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll('&quot;', '"'),
    ]),
  );

/** Opens the page of a form, and sends it with these fields. */
export async function sends(visitor: PageVisitor, path: string, fields: Record<string, string>): Promise<Shown> {
  const page = await visitor.open(path);
  if (page.status !== 200) throw new Error(`${path}: ${page.status}`);
  return visitor.send(path, { ...hiddenOn(page), ...fields }, page);
}
