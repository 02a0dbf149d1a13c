// What every part of a page may ask: the language it is written in, and where it stands.
import { createContext, type VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { renderToString } from 'preact-render-to-string';
import { type Visitor } from './sign-in/visitors.js';
import { type Language, type Words, words } from './words/words.js';

export interface View {
  language: Language;
  words: Words;
  /** Of the page, after the language: `/filings?q=…`; the same in the other language. */
  path: string;
  /** Where the stylesheet is; undefined where none was built. */
  stylesheet?: string;
  /** Where the service is reached from outside, without a slash at its end. */
  publicUrl: string;
  /** Who is signed in; on pages for everyone nobody is. */
  visitor?: Visitor;
}

const Current = createContext<View | undefined>(undefined);

/** The view of the page that is being rendered. */
export function useView(): View {
  const view = useContext(Current);
  if (!view) throw new Error('a part of a page is rendered outside of one');
  return view;
}

/** Who is signed in, on a page that nobody else sees. */
export function useVisitor(): Visitor {
  const { visitor } = useView();
  if (!visitor) throw new Error('a part for those who are signed in is on a page for everyone');
  return visitor;
}

export const viewOf = (language: Language, rest: Omit<View, 'language' | 'words'>): View => ({
  ...rest,
  language,
  words: words[language],
});

/** The page as HTML. Every text in it is escaped. */
export const htmlOf = (view: View, page: VNode): string =>
  `<!doctype html>${renderToString(<Current.Provider value={view}>{page}</Current.Provider>)}`;

/** The address of a page in a language: `/zh/filings`. */
export const pageUrl = (language: Language, path: string): string => `/${language}${path === '/' ? '' : path}`;

/** `path` with these parameters; those that are undefined or empty are left out. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams(Object.entries(parameters).filter((pair): pair is [string, string] => !!pair[1])).toString();
  return query === '' ? path : `${path}?${query}`;
}

/** A link that a filer has written: only to where a browser fetches pages from. */
export const safeHref = (text: string): string | undefined => {
  if (!URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
};
