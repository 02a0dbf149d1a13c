// The ways into the registry beside its search: home, batches, what has ended, what is under an order, open data.
import { publicStatuses } from '#domain/public-status.js';
import { type components } from '#client/schema.js';
import { Table } from '../parts/facts.js';
import { Button, TextField } from '../parts/fields.js';
import { Page } from '../parts/page.js';
import { pageUrl, useView, withQuery } from '../view.js';
import { termOf } from '../words/terms.js';
import { inBeijing } from './instants.js';
import { Result } from './search-page.js';

type Found = components['schemas']['RegistryListDto'];

export function HomePage({ found }: { found: Found }) {
  const { language, words } = useView();
  const ways = [
    ['search', '/filings', words.homeSearchText],
    ['batches', '/batches', words.homeBatchesText],
    ['underOrder', '/orders', words.homeOrdersText],
    ['statistics', '/statistics', words.homeStatisticsText],
    ['data', '/data', words.homeDataText],
  ] as const;
  return (
    <Page title={words.home}>
      <h1 class="govuk-heading-xl">{words.serviceName}</h1>
      <p class="govuk-body-l">{words.homeLead}</p>
      <form action={pageUrl(language, '/filings')} method="get" role="search">
        <TextField name="q" type="search" label={words.searchLabel} hint={words.searchHint} />
        <Button>{words.searchButton}</Button>
      </form>
      <p class="govuk-body">{words.found(found.total)}</p>
      <h2 class="govuk-heading-m">{words.homeFor}</h2>
      <ul class="govuk-list app-cards">
        {ways.map(([name, href, text]) => (
          <li class="app-card">
            <h3 class="govuk-heading-s">
              <a class="govuk-link" href={pageUrl(language, href)}>
                {words[name]}
              </a>
            </h3>
            <p class="govuk-body-s">{text}</p>
          </li>
        ))}
      </ul>
    </Page>
  );
}

export function BatchesPage({ found: { facets, total } }: { found: Found }) {
  const { language, words } = useView();
  const batches = Object.entries(facets.batch ?? {}).sort(([a], [b]) => (a < b ? 1 : -1));
  const without = total - batches.reduce((sum, [, n]) => sum + n, 0);
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  return (
    <Page title={words.batches} section="/batches">
      <h1 class="govuk-heading-l">{words.batches}</h1>
      <p class="govuk-body-l">{words.batchesLead}</p>
      <Table
        caption={words.batches}
        captionHidden
        columns={[{ name: words.batchMonth }, { name: words.count, numeric: true }, { name: words.download }]}
        rows={[
          ...batches.map(([batch, n]) => [
            <a class="govuk-link" href={pageUrl(language, withQuery('/filings', { batch }))}>
              {batch}
            </a>,
            n.toLocaleString(locale),
            <a class="govuk-link" href={withQuery('/v1/registry/export.csv', { batch })}>
              CSV<span class="govuk-visually-hidden"> {words.downloadBatch(batch)}</span>
            </a>,
          ]),
          ...(without > 0 ? [[words.withoutBatch, without.toLocaleString(locale), '']] : []),
        ]}
      />
    </Page>
  );
}

export interface StatusList {
  status: string;
  found: Found;
}

/** Entries of some statuses, the newest of each. */
export function StatusListsPage({ of, lists }: { of: 'underOrder' | 'cancelled'; lists: readonly StatusList[] }) {
  const { language, words } = useView();
  return (
    <Page title={words[of]} section={of === 'underOrder' ? '/orders' : '/ended'}>
      <h1 class="govuk-heading-l">{words[of]}</h1>
      <p class="govuk-body-l">{of === 'underOrder' ? words.orderLead : words.endedLead}</p>
      {lists.map(({ status, found }) => {
        const name = termOf(publicStatuses, status, language);
        return (
          <section>
            <h2 class="govuk-heading-m">
              {name} · {words.found(found.total)}
            </h2>
            <ul class="govuk-list">
              {found.entries.map((entry) => (
                <Result entry={entry} />
              ))}
            </ul>
            {found.total > found.entries.length && (
              <p class="govuk-body">
                <a class="govuk-link" href={pageUrl(language, withQuery('/filings', { status }))}>
                  {words.showAll(name)}
                </a>
              </p>
            )}
          </section>
        );
      })}
    </Page>
  );
}

export type Downloads = components['schemas']['RegistryDownloadsDto'];

/** The newest edition's files, and how to check one; undefined where none has been made yet. */
function Files({ downloads }: { downloads: Downloads | undefined }) {
  const { language, words, publicUrl } = useView();
  if (!downloads) return <p class="govuk-inset-text">{words.dataNotYet}</p>;
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const { position, recordedAt, files, links } = downloads;
  const [first] = files;
  return (
    <>
      <p class="govuk-body">
        {recordedAt === undefined ? words.dataAsOfNothing : words.dataAsOf(position, inBeijing(recordedAt))}{' '}
        <a class="govuk-link" href={links.self}>
          {words.dataManifest}
        </a>
      </p>
      <Table
        caption={words.dataFiles}
        captionHidden
        columns={[
          { name: words.dataFile },
          { name: words.dataRows, numeric: true },
          { name: words.dataBytes, numeric: true },
          { name: words.dataDigest },
        ]}
        rows={files.map(({ name, href, rows, bytes, sha256 }) => [
          <>
            <a class="govuk-link" href={href}>
              {words.dataFileNames[name]}
            </a>
            <p class="govuk-body-s">{words.dataFileTexts[name]}</p>
          </>,
          rows.toLocaleString(locale),
          bytes.toLocaleString(locale),
          <code class="app-digest">{sha256}</code>,
        ])}
      />
      <h3 class="govuk-heading-s">{words.dataCheck}</h3>
      <p class="govuk-body">{words.dataCheckText}</p>
      {first && (
        <pre class="app-code" tabIndex={0}>
          <code>
            curl -s {publicUrl}
            {first.href} | sha256sum
          </code>
        </pre>
      )}
    </>
  );
}

export function DataPage({ downloads }: { downloads: Downloads | undefined }) {
  const { words } = useView();
  const data = [
    [words.dataChanges, '/v1/registry/changes', words.dataChangesText],
    [words.dataApi, '/docs', words.dataApiText],
  ] as const;
  return (
    <Page title={words.data} section="/data">
      <h1 class="govuk-heading-l">{words.data}</h1>
      <p class="govuk-body-l">{words.dataLead}</p>
      <h2 class="govuk-heading-m">{words.dataFiles}</h2>
      <Files downloads={downloads} />
      {data.map(([name, href, text]) => (
        <>
          <h2 class="govuk-heading-s">
            <a class="govuk-link" href={href}>
              {name}
            </a>
          </h2>
          <p class="govuk-body">{text}</p>
        </>
      ))}
    </Page>
  );
}
