// The versions of a filing, and how each differs from the one before.
import { Table } from '../../parts/facts.js';
import { Page } from '../../parts/page.js';
import { pageUrl, useView } from '../../view.js';
import { type Words } from '../../words/words.js';
import { Differences, Summary } from './summary.js';
import { type Version } from './versions.js';

const nameOf = ({ how, count }: Version, { versionSubmitted, versionChanged }: Words['filing']): string =>
  how === 'submitted' ? versionSubmitted(count) : versionChanged(count);

export function Versions({ filing: id, versions }: { filing: string; versions: readonly Version[] }) {
  const { language, words } = useView();
  const { filing } = words;
  if (versions.length === 0) return null;
  return (
    <Table
      caption={filing.versions}
      columns={[filing.version, filing.versionOn, filing.seeDifferences].map((name) => ({ name }))}
      rows={[...versions].reverse().map((version) => [
        nameOf(version, filing),
        version.on,
        <a class="govuk-link" href={pageUrl(language, `/desk/filings/${id}/versions/${version.n}`)}>
          {version.n === 1 ? filing.firstVersion : filing.seeDifferences}
          <span class="govuk-visually-hidden"> {nameOf(version, filing)}</span>
        </a>,
      ])}
    />
  );
}

export function VersionPage({ filing: id, version, before }: { filing: string; version: Version; before?: Version }) {
  const { language, words } = useView();
  const { filing } = words;
  const name = nameOf(version, filing);
  return (
    <Page title={name} section="/desk">
      <span class="govuk-caption-l">{version.on}</span>
      <h1 class="govuk-heading-l">{name}</h1>
      {before && <Differences caption={filing.differencesTo} before={before.form} after={version.form} />}
      <h2 class="govuk-heading-m">{filing.content}</h2>
      <Summary kind="filing" form={version.form} />
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, `/desk/filings/${id}`)}>
          {filing.backToFiling}
        </a>
      </p>
    </Page>
  );
}
