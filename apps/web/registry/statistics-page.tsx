// How many filings there are and where, counted by the registry itself.
import { publicStatuses } from '#domain/public-status.js';
import { filingRoles, productForms } from '#domain/services.js';
import { type components } from '#client/schema.js';
import { Table } from '../parts/facts.js';
import { Page } from '../parts/page.js';
import { useView } from '../view.js';
import { provinceName } from '../words/provinces.js';
import { termOf } from '../words/terms.js';
import { type Bar, BarChart } from './bar-chart.js';

type Found = components['schemas']['RegistryListDto'];

const most = (a: Bar, b: Bar) => b.count - a.count;

function Figures({ title, bars, total }: { title: string; bars: readonly Bar[]; total: number }) {
  const { language, words } = useView();
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  if (bars.length === 0) return null;
  return (
    <section>
      <h2 class="govuk-heading-m">{title}</h2>
      <BarChart title={title} bars={bars} />
      <Table
        caption={title}
        captionHidden
        columns={[{ name: words.category }, { name: words.count, numeric: true }, { name: words.share100, numeric: true }]}
        rows={bars.map(({ name, count }) => [
          name,
          count.toLocaleString(locale),
          percent.format(total === 0 ? 0 : count / total),
        ])}
      />
    </section>
  );
}

export function StatisticsPage({ found: { total, facets } }: { found: Found }) {
  const { language, words } = useView();
  const bars = (facet: string, name: (code: string) => string): Bar[] =>
    Object.entries(facets[facet] ?? {}).map(([code, count]) => ({ name: name(code), count }));
  const years = bars('year', (code) => `20${code}`).sort((a, b) => (a.name < b.name ? -1 : 1));
  return (
    <Page title={words.statistics} section="/statistics">
      <h1 class="govuk-heading-l">{words.statistics}</h1>
      <p class="govuk-body-l">{words.statisticsLead}</p>
      <p class="govuk-body">
        {words.total}: <strong>{words.found(total)}</strong>
      </p>
      <Figures
        title={words.byStatus}
        total={total}
        bars={bars('status', (code) => termOf(publicStatuses, code, language)).sort(most)}
      />
      <Figures title={words.byRole} total={total} bars={bars('role', (code) => termOf(filingRoles, code, language)).sort(most)} />
      <Figures
        title={words.byProvince}
        total={total}
        bars={bars('province', (code) => provinceName(code, language)).sort(most)}
      />
      <Figures title={words.byYear} total={total} bars={years} />
      <Figures
        title={words.byForm}
        total={total}
        bars={bars('form', (code) => termOf(productForms, code, language)).sort(most)}
      />
    </Page>
  );
}
