// Somebody with a browser and no script: keeps cookies, follows redirects, fills in forms.
import { type Answered, type TestService } from './service.js';

export interface Shown {
  status: number;
  /** Where it was found, after redirects. */
  path: string;
  html: string;
  headers: Headers;
}

export interface Ways {
  /** What else is sent. */
  headers?: Record<string, string>;
  /** Stay where a redirect leads away. */
  stay?: boolean;
}

export class PageVisitor {
  readonly cookies = new Map<string, string>();

  constructor(private readonly url: string) {}

  /** Opens a page by its path. */
  open(path: string, ways: Ways = {}): Promise<Shown> {
    return this.go(new URL(path, this.url), { method: 'GET' }, ways);
  }

  /** Sends a form to a path, with the token of the page it stands on where `on` is given. */
  send(path: string, fields: Readonly<Record<string, string>>, on?: Shown, ways: Ways = {}): Promise<Shown> {
    const token = on && tokenOn(on);
    const body = new URLSearchParams({ ...fields, ...(token !== undefined && { formToken: token }) });
    return this.go(new URL(path, this.url), { method: 'POST', body }, ways);
  }

  /** Sends a form with a file, its fields before it, as a browser does. */
  upload(path: string, fields: Readonly<Record<string, string>>, file: File, on?: Shown): Promise<Shown> {
    const body = new FormData();
    const token = on && tokenOn(on);
    for (const [name, value] of Object.entries({ ...(token !== undefined && { formToken: token }), ...fields }))
      body.append(name, value);
    body.append('file', file);
    return this.go(new URL(path, this.url), { method: 'POST', body }, {});
  }

  private async go(url: URL, init: RequestInit, { headers = {}, stay = false }: Ways): Promise<Shown> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', ...init, headers: { ...headers, ...(cookie !== '' && { cookie }) } });
    for (const set of response.headers.getSetCookie()) this.keep(set);
    const location = response.headers.get('location');
    if (location !== null && !stay) return this.go(new URL(location, url), { method: 'GET' }, {});
    return { status: response.status, path: url.pathname + url.search, html: await response.text(), headers: response.headers };
  }

  private keep(set: string): void {
    const [pair = '', ...attributes] = set.split('; ');
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    const over = attributes.some((attribute) => /^Max-Age=0$|^expires=Thu, 01 Jan 1970/i.test(attribute));
    if (over || value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** The token that the forms of this page bring back. */
export const tokenOn = ({ html }: Shown): string | undefined => /name="formToken" value="([^"]*)"/.exec(html)?.[1];

/** What the hidden fields of the page's forms bring back, the last of each name. */
export const hiddenOn = ({ html }: Shown): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      value!.replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
    ]),
  );

/** How far the visitor has written, as an answer of the API says it: see TestClient.afterAnswer. */
export const writtenBy = ({ cookies }: PageVisitor): Pick<Answered, 'headers'> => ({
  headers: new Headers({ position: cookies.get('__Host-position') ?? '' }),
});

/** Signs in on the pages as a demonstration identity, and ends on the page `to`. */
export async function visitAs(
  service: TestService,
  identity: string,
  to: string,
): Promise<{ visitor: PageVisitor; page: Shown }> {
  const visitor = new PageVisitor(service.url);
  const choice = await visitor.open(to);
  const page = await visitor.send(choice.path, { identity });
  return { visitor, page };
}
