// The search of the public registry: words, facets, results. Everything stands in the address.
import { publicStatuses } from '#domain/public-status.js';
import { filingRoles, productForms } from '#domain/services.js';
import { type components } from '#client/schema.js';
import { StatusTag } from '../parts/facts.js';
import { Button, type Choice, Select, TextField } from '../parts/fields.js';
import { Page } from '../parts/page.js';
import { Pagination } from '../parts/pagination.js';
import { pageUrl, useView, withQuery } from '../view.js';
import { provinceName } from '../words/provinces.js';
import { type Language } from '../words/words.js';

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
  const choicesOf = (facet: string, name: (code: string) => string): Choice[] => counted(facets[facet], name, language);
  const filters: readonly [name: keyof Search, label: string, choices: readonly Choice[]][] = [
    ['status', words.status, choicesOf('status', named(publicStatuses, language))],
    ['role', words.role, choicesOf('role', named(filingRoles, language))],
    ['division', words.province, provinces],
    ['form', words.form, choicesOf('form', named(productForms, language))],
    ['batch', words.batch, choicesOf('batch', (code) => code).sort(latest)],
    ['year', words.year, choicesOf('year', (code) => `20${code}`).sort(latest)],
  ];
  return (
    <>
      <h2 class="govuk-heading-m">{words.filters}</h2>
      {filters.map(([name, label, choices]) => (
        <Select name={name} label={label} any={words.any} value={search[name]} choices={choices} />
      ))}
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
    <Page title={words.search} section="/filings">
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
            <Pagination
              first={cursor === undefined ? undefined : here(narrowed)}
              next={next === undefined ? undefined : here({ ...narrowed, cursor: next })}
            />
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
