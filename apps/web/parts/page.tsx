// The frame of every page.
import { type ComponentChildren } from 'preact';
import { areaOf, homes, sectionsOf } from '../areas.js';
import { pageUrl, useView } from '../view.js';

interface PageProps {
  title: string;
  /** The path of the entry of the navigation that it belongs to: `/filings`. */
  section?: string;
  /** Where the page is found for good, if not at its own address. */
  canonical?: string;
  /** Whether something is wrong with what was entered: the title says so first. */
  faulty?: boolean;
  children: ComponentChildren;
}

const htmlLanguage = { zh: 'zh-Hans', en: 'en' } as const;

export function Page({ title, section, canonical, faulty = false, children }: PageProps) {
  const { language, words, path, stylesheet, publicUrl } = useView();
  return (
    <html lang={htmlLanguage[language]} class="govuk-template govuk-template--rebranded">
      <head>
        <meta charset="utf-8" />
        <title>{`${faulty ? words.errorPrefix : ''}${title} - ${words.serviceName}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#8c1c13" />
        {canonical !== undefined && <link rel="canonical" href={`${publicUrl}${canonical}`} />}
        {(['zh', 'en'] as const).map((each) => (
          <link rel="alternate" hreflang={htmlLanguage[each]} href={`${publicUrl}${pageUrl(each, path)}`} />
        ))}
        <link rel="alternate" type="application/atom+xml" title={words.dataChanges} href="/v1/registry/changes" />
        <link rel="icon" type="image/svg+xml" href="/assets/icon.svg" />
        {stylesheet !== undefined && <link rel="stylesheet" href={stylesheet} />}
      </head>
      <body class="govuk-template__body">
        <a href="#main-content" class="govuk-skip-link">
          {words.skipToContent}
        </a>
        <Header />
        <Navigation section={section} />
        <div class="govuk-width-container">
          <main class="govuk-main-wrapper" id="main-content" tabIndex={-1}>
            {children}
          </main>
        </div>
        <footer class="govuk-footer">
          <div class="govuk-width-container">
            <p class="govuk-body-s">{words.footerNote}</p>
            <ul class="govuk-footer__inline-list">
              {(['registry', 'desk', 'console'] as const).map((area) => (
                <li class="govuk-footer__inline-list-item">
                  <a class="govuk-footer__link" href={pageUrl(language, homes[area])}>
                    {words.signIn.area[area]}
                  </a>
                </li>
              ))}
              <li class="govuk-footer__inline-list-item">
                <a class="govuk-footer__link" href={pageUrl(language, '/standing')}>
                  {words.askStanding}
                </a>
              </li>
              <li class="govuk-footer__inline-list-item">
                <a class="govuk-footer__link" href="/docs">
                  {words.api}
                </a>
              </li>
            </ul>
          </div>
        </footer>
      </body>
    </html>
  );
}

/** Whose place it is, who is signed in, and the way to the same page in the other language. */
function Header() {
  const { language, words, path, visitor } = useView();
  const other = language === 'zh' ? 'en' : 'zh';
  const area = areaOf(path);
  return (
    <header class="app-header">
      <div class="govuk-width-container app-header__row">
        <a class="app-header__name" href={pageUrl(language, homes[area])}>
          {words.serviceName}
          {area !== 'registry' && <span class="app-header__area"> {words.signIn.area[area]}</span>}
        </a>
        <div class="app-header__side">
          {visitor && (
            <form class="app-header__visitor" method="post" action={pageUrl(language, '/sign-out')}>
              <input type="hidden" name="formToken" value={visitor.formToken} />
              <span>{words.signIn.as(visitor.name)}</span> <button type="submit">{words.signIn.out}</button>
            </form>
          )}
          <nav class="app-header__language" aria-label={words.chooseLanguage}>
            <a href={pageUrl(other, path)} lang={htmlLanguage[other]} hreflang={htmlLanguage[other]} rel="alternate">
              {words.otherLanguage}
            </a>
          </nav>
        </div>
      </div>
    </header>
  );
}

function Navigation({ section }: { section?: string }) {
  const { language, words, path, visitor } = useView();
  return (
    <nav class="app-navigation" aria-label={words.navigation}>
      <ul class="govuk-width-container app-navigation__list">
        {sectionsOf(areaOf(path), visitor).map(({ href, text }) => (
          <li class="app-navigation__item">
            <a class="app-navigation__link" href={pageUrl(language, href)} aria-current={href === section ? 'page' : undefined}>
              {text(words)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
