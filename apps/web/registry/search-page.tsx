// The search of the public registry: words, facets, results. Everything stands in the address.
import { filingRoles, productForms } from '#domain/services.js';
import { type components } from '#client/schema.js';
import { StatusTag } from '../parts/facts.js';
import { Button, type Choice, Select, TextField } from '../parts/fields.js';
import { Page } from '../parts/page.js';
import { pageUrl, useView, withQuery } from '../view.js';
import { provinceName } from '../words/provinces.js';
import { type Language } from '../words/words.js';
import { publicStatuses } from './statuses.js';

type Entry = components['schemas']['RegistryEntryDto'];
type Found = components['schemas']['RegistryListDto'];

/** The names under which the address carries a search, as the API has them. */
export const searchNames = ['q', 'status', 'role', 'division', 'form', 'batch', 'year'] as const;
export type Search = Partial<Record<(typeof searchNames)[number] | 'cursor', string>>;

/** A code and how many entries have it, for a select: `北京 (1,234)`. */
const counted = (counts: Readonly<Record<string, number>> = {}, name: (code: string) => string, language: Language): Choice[] =>
  Object.entries(counts).map(([value, n]) => ({
    value,
    text: `${name(value)} (${n.toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB')})`,
  }));

const named = (terms: Readonly<Record<string, { zh: string; en: string }>>, language: Language) => (code: string) =>
  terms[code]?.[language] ?? code;

function Filters({ search, facets }: { search: Search; facets: Found['facets'] }) {
  const { language, words } = useView();
  const latest = (a: Choice, b: Choice) => (a.value < b.value ? 1 : -1);
  // The API narrows by the first two digits of a division, and counts by all six.
  const provinces = counted(facets.province, (code) => provinceName(code, language), language).map(({ value, text }) => ({
    value: value.slice(0, 2),
    text,
  }));
  return (
    <>
      <h2 class="govuk-heading-m">{words.filters}</h2>
      <Select
        name="status"
        label={words.status}
        any={words.any}
        value={search.status}
        choices={counted(facets.status, named(publicStatuses, language), language)}
      />
      <Select
        name="role"
        label={words.role}
        any={words.any}
        value={search.role}
        choices={counted(facets.role, named(filingRoles, language), language)}
      />
      <Select name="division" label={words.province} any={words.any} value={search.division} choices={provinces} />
      <Select
        name="form"
        label={words.form}
        any={words.any}
        value={search.form}
        choices={counted(facets.form, named(productForms, language), language)}
      />
      <Select
        name="batch"
        label={words.batch}
        any={words.any}
        value={search.batch}
        choices={counted(facets.batch, (code) => code, language).sort(latest)}
      />
      <Select
        name="year"
        label={words.year}
        any={words.any}
        value={search.year}
        choices={counted(facets.year, (code) => `20${code}`, language).sort(latest)}
      />
      <Button secondary>{words.apply}</Button>
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, '/filings')}>
          {words.clear}
        </a>
      </p>
    </>
  );
}

/** An entry in a list. */
export function Result({ entry }: { entry: Entry }) {
  const { language, words } = useView();
  return (
    <li class="app-result">
      <h3 class="govuk-heading-s app-result__name">
        <a class="govuk-link" href={pageUrl(language, `/filings/${entry.digits}`)}>
          {entry.algorithmName}
        </a>{' '}
        <StatusTag code={entry.status.code}>{entry.status[language]}</StatusTag>
      </h3>
      <p class="govuk-body-s app-result__line">
        {entry.entityName ?? words.individual} · {entry.number}
      </p>
      {/[^-—\s]/.test(entry.printedProducts) && <p class="govuk-body-s app-result__line">{entry.printedProducts}</p>}
    </li>
  );
}

export function SearchPage({ search, found, next }: { search: Search; found: Found; next?: string }) {
  const { language, words } = useView();
  const { cursor, ...narrowed } = search;
  const here = (parameters: Search) => pageUrl(language, withQuery('/filings', parameters));
  return (
    <Page title={words.search} section="search">
      <h1 class="govuk-heading-l">{words.search}</h1>
      <form action={pageUrl(language, '/filings')} method="get" role="search">
        <TextField name="q" type="search" label={words.searchLabel} hint={words.searchHint} value={search.q} />
        <Button>{words.searchButton}</Button>
        <div class="govuk-grid-row">
          <div class="govuk-grid-column-one-third app-filters">
            <Filters search={search} facets={found.facets} />
          </div>
          <div class="govuk-grid-column-two-thirds">
            <h2 class="govuk-heading-m">{found.total === 0 ? words.foundNothing : words.found(found.total)}</h2>
            {found.total === 0 && <p class="govuk-body">{words.foundNothingHint}</p>}
            <ul class="govuk-list">
              {found.entries.map((entry) => (
                <Result entry={entry} />
              ))}
            </ul>
            {(next ?? cursor) !== undefined && (
              <nav class="govuk-pagination govuk-pagination--block" aria-label={words.pages}>
                {cursor !== undefined && (
                  <div class="govuk-pagination__prev">
                    <a class="govuk-link govuk-pagination__link" href={here(narrowed)}>
                      {words.firstPage}
                    </a>
                  </div>
                )}
                {next !== undefined && (
                  <div class="govuk-pagination__next">
                    <a class="govuk-link govuk-pagination__link" href={here({ ...narrowed, cursor: next })} rel="next">
                      {words.nextPage}
                    </a>
                  </div>
                )}
              </nav>
            )}
            <p class="govuk-body-s">
              <a class="govuk-link" href={withQuery('/v1/registry', search)}>
                {words.asJson}
              </a>{' '}
              ·{' '}
              <a class="govuk-link" href="/v1/registry/changes">
                {words.subscribe}
              </a>
            </p>
          </div>
        </div>
      </form>
    </Page>
  );
}
