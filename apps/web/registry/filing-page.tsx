// The page of a filing: what ARP 25 makes public of it. Article 19 ¶3 makes every filed service link here.
import { type ComponentChildren } from 'preact';
import { type components } from '#client/schema.js';
import { article23Technologies, productForms } from '#domain/services.js';
import { Facts, StatusTag, Table } from '../parts/facts.js';
import { Button, TextField } from '../parts/fields.js';
import { ErrorSummary, Inset, Warning } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { pageUrl, safeHref, useView, withQuery } from '../view.js';
import { termOf } from '../words/terms.js';
import { FilingOrders } from './filing-orders.js';
import { inBeijing } from './instants.js';

export type Entry = components['schemas']['RegistryEntryDto'];
type Versions = components['schemas']['RegistryHistoryDto']['versions'];

export interface FilingPageProps {
  entry: Entry;
  versions: Versions;
  /** What is shown is the entry as it was: the moment as the address has it, and in words. */
  asOf?: { value: string; shown: string };
  /** What was entered as a moment and is none. */
  badMoment?: string;
}

/** Text that a filer has written, with its line breaks; a link where it is one. */
function Written({ text }: { text: string | undefined }) {
  if (!text) return null;
  const href = safeHref(text);
  if (!href) return <span class="app-written">{text}</span>;
  return (
    <a class="govuk-link app-written" href={href} rel="nofollow noopener">
      {text}
    </a>
  );
}

const when = (text: string | undefined, content: ComponentChildren) => (text ? content : undefined);

function Notes({ entry }: { entry: Entry }) {
  const { words } = useView();
  const weight = {
    suspended: words.suspendedNote,
    restricted: words.restrictedNote,
    cancelled: words.cancelledNote,
    revoked: words.revokedNote,
  }[entry.status.code];
  return (
    <>
      {weight !== undefined && <Warning>{weight}</Warning>}
      {entry.role?.code === 'technical-supporter' && <Inset>{words.supporterNote}</Inset>}
      {entry.changeReportedOn !== undefined && <Inset>{words.changeReported(entry.changeReportedOn)}</Inset>}
    </>
  );
}

function FilingFacts({ entry }: { entry: Entry }) {
  const { language, words } = useView();
  const { assessments, technologies = [] } = entry;
  const assessed = [
    assessments.reportSubmitted && words.assessmentSubmitted,
    assessments.concluded && words.assessmentConcluded,
    assessments.reviewPassed && words.assessmentPassed,
  ].filter((text) => text !== false);
  return (
    <Facts
      facts={[
        [words.number, entry.number],
        [words.status, <StatusTag code={entry.status.code}>{entry.status[language]}</StatusTag>],
        [words.role, entry.role?.[language]],
        [words.entity, entry.entityName ?? words.individual],
        [words.creditCode, entry.creditCode],
        [words.province, <span lang="zh-Hans">{entry.division.name}</span>],
        [words.mainUse, when(entry.mainUse, <Written text={entry.mainUse} />)],
        [words.technicalService, when(entry.technicalService, <Written text={entry.technicalService} />)],
        [words.applicationField, entry.applicationField],
        [
          words.technologies,
          technologies.map((code) => termOf(article23Technologies, code, language)).join(language === 'zh' ? '；' : '; '),
        ],
        [words.complaintEntrance, when(entry.complaintEntrance, <Written text={entry.complaintEntrance} />)],
        [words.filedOn, entry.filedOn],
        [words.cancelledOn, entry.cancelledOn],
        [words.revokedOn, entry.revokedOn],
        [words.batch, entry.batch && (entry.sequence ? words.listed(entry.batch, String(entry.sequence)) : entry.batch)],
        [words.assessment, assessed.length > 0 ? assessed.join(language === 'zh' ? '；' : '; ') : words.assessmentNone],
        [
          words.displays,
          entry.displays.map(({ url }) => (
            <p class="govuk-body">
              <Written text={url} />
            </p>
          )),
        ],
        [
          words.remarks,
          [
            ...entry.remarks,
            ...(entry.imported ? [words.imported] : []),
            ...(entry.unclaimed ? [words.unclaimed] : []),
            ...(entry.voluntary ? [words.voluntary] : []),
          ].map((text) => <p class="govuk-body">{text}</p>),
        ],
      ]}
    />
  );
}

function Products({ entry }: { entry: Entry }) {
  const { language, words } = useView();
  return (
    <>
      <h2 class="govuk-heading-m">{words.products}</h2>
      {entry.products.length === 0 ? (
        <p class="govuk-body">{words.noProducts}</p>
      ) : (
        <Table
          caption={words.products}
          captionHidden
          columns={[
            { name: words.product },
            { name: words.productForm },
            { name: words.productPlace },
            { name: words.productApps },
          ]}
          rows={entry.products.map(({ name, form, address, apps }) => [
            name,
            termOf(productForms, form, language),
            <Written text={address} />,
            apps.map(({ platform, id }) => (
              <p class="govuk-body-s app-written">
                {platform}: {id}
              </p>
            )),
          ])}
        />
      )}
    </>
  );
}

function Publicity({ entry: { publicity, models = [] } }: { entry: Entry }) {
  const { language, words } = useView();
  if (!publicity) return null;
  return (
    <>
      <h2 class="govuk-heading-m">{words.publicity}</h2>
      <Facts
        facts={[
          [words.principle, <Written text={publicity.principle} />],
          [words.mechanism, <Written text={publicity.mechanism} />],
          [words.scenario, <Written text={publicity.scenario} />],
          [words.purpose, <Written text={publicity.purpose} />],
          [words.disclosure, when(publicity.disclosure, <Written text={publicity.disclosure} />)],
          [
            words.models,
            models
              .map(({ name, origin }) => `${name} (${origin === 'own' ? words.ownModel : words.thirdPartyModel})`)
              .join(language === 'zh' ? '；' : '; '),
          ],
        ]}
      />
    </>
  );
}

function History({ entry, versions }: { entry: Entry; versions: Versions }) {
  const { language, words } = useView();
  return (
    <Table
      caption={words.history}
      columns={[{ name: words.historyFrom }, { name: words.historyChange }, { name: words.historyView }]}
      rows={[...versions].reverse().map((version) => [
        inBeijing(version.entry.recordedAt),
        version.entry.status[language],
        <a class="govuk-link" href={pageUrl(language, withQuery(`/filings/${entry.digits}`, { as_of: version.from }))}>
          {words.historyView}
          <span class="govuk-visually-hidden"> {words.historyViewAt(inBeijing(version.entry.recordedAt))}</span>
        </a>,
      ])}
    />
  );
}

function Share({ entry }: { entry: Entry }) {
  const { language, words, publicUrl } = useView();
  const link = `${publicUrl}/f/${entry.digits}`;
  const alt = words.badgeText(entry.number, entry.status[language]);
  const badge = `/${language}/filings/${entry.digits}/badge.svg`;
  return (
    <section class="app-no-print">
      <h2 class="govuk-heading-m">{words.share}</h2>
      <p class="govuk-body">{words.shareHint}</p>
      <Facts
        facts={[
          [
            words.link,
            <a class="govuk-link app-written" href={`/f/${entry.digits}`}>
              {link}
            </a>,
          ],
          [words.qrCode, <img src={`/${language}/filings/${entry.digits}/qr.svg`} alt={words.qrCode} width="132" height="132" />],
          [words.badge, <img src={badge} alt={alt} height="28" />],
          [
            words.snippet,
            <code class="app-written">{`<a href="${link}"><img src="${publicUrl}${badge}" alt="${alt}" height="28"></a>`}</code>,
          ],
        ]}
      />
    </section>
  );
}

export function FilingPage({ entry, versions, asOf, badMoment }: FilingPageProps) {
  const { language, words } = useView();
  const here = pageUrl(language, `/filings/${entry.digits}`);
  return (
    <Page title={entry.algorithmName} section="/filings" canonical={here} faulty={badMoment !== undefined}>
      <ErrorSummary faults={badMoment === undefined ? [] : [{ field: 'on', message: words.asOfBadly }]} />
      {asOf && (
        <Inset>
          {words.asOfShown(asOf.shown)}{' '}
          <a class="govuk-link" href={here}>
            {words.asOfNow}
          </a>
        </Inset>
      )}
      <span class="govuk-caption-l">{entry.number}</span>
      <h1 class="govuk-heading-l">{entry.algorithmName}</h1>
      <Notes entry={entry} />
      <FilingFacts entry={entry} />
      <FilingOrders orders={entry.orders} />
      <Products entry={entry} />
      <Publicity entry={entry} />
      <Inset>{entry.notice[language]}</Inset>
      <p class="govuk-body app-no-print">
        <a class="govuk-button govuk-button--secondary" href={`${here}/objection`} role="button" draggable={false}>
          {words.object}
        </a>
      </p>
      <History entry={entry} versions={versions} />
      <form class="app-no-print" action={here} method="get">
        <h2 class="govuk-heading-m">{words.asOf}</h2>
        <TextField
          name="on"
          label={words.asOfLabel}
          hint={words.asOfHint}
          value={badMoment}
          fault={badMoment === undefined ? undefined : words.asOfBadly}
          width={20}
          autocomplete="off"
        />
        <Button secondary>{words.asOfButton}</Button>
      </form>
      <Share entry={entry} />
      <p class="govuk-body-s app-no-print">
        <a class="govuk-link" href={withQuery(entry.links.self, { as_of: asOf?.value })}>
          {words.asJson}
        </a>{' '}
        ·{' '}
        <a class="govuk-link" href={`${entry.links.self}/entry.csv`}>
          {words.asCsv}
        </a>{' '}
        · {words.print}
      </p>
    </Page>
  );
}
