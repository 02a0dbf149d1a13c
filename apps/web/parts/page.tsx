// The frame of every page.
import { type ComponentChildren } from 'preact';
import { pageUrl, useView } from '../view.js';

interface PageProps {
  title: string;
  /** What it is read for: `search` marks the entry of the navigation. */
  section?: string;
  /** Where the page is found for good, if not at its own address. */
  canonical?: string;
  /** Whether something is wrong with what was entered: the title says so first. */
  faulty?: boolean;
  children: ComponentChildren;
}

const sections = [
  ['search', '/filings'],
  ['batches', '/batches'],
  ['underOrder', '/orders'],
  ['cancelled', '/ended'],
  ['statistics', '/statistics'],
  ['data', '/data'],
] as const;

export function Page({ title, section, canonical, faulty = false, children }: PageProps) {
  const { language, words, path, stylesheet, publicUrl } = useView();
  const other = language === 'zh' ? 'en' : 'zh';
  const htmlLanguage = { zh: 'zh-Hans', en: 'en' } as const;
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
        <header class="app-header">
          <div class="govuk-width-container app-header__row">
            <a class="app-header__name" href={pageUrl(language, '/')}>
              {words.serviceName}
            </a>
            <nav class="app-header__language" aria-label={words.chooseLanguage}>
              <a href={pageUrl(other, path)} lang={htmlLanguage[other]} hreflang={htmlLanguage[other]} rel="alternate">
                {words.otherLanguage}
              </a>
            </nav>
          </div>
        </header>
        <nav class="app-navigation" aria-label={words.navigation}>
          <ul class="govuk-width-container app-navigation__list">
            {sections.map(([name, href]) => (
              <li class="app-navigation__item">
                <a
                  class="app-navigation__link"
                  href={pageUrl(language, href)}
                  aria-current={name === section ? 'page' : undefined}
                >
                  {words[name]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="govuk-width-container">
          <main class="govuk-main-wrapper" id="main-content" tabIndex={-1}>
            {children}
          </main>
        </div>
        <footer class="govuk-footer">
          <div class="govuk-width-container">
            <p class="govuk-body-s">{words.footerNote}</p>
            <ul class="govuk-footer__inline-list">
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
