// How long decisions take, what came too late, what became of orders, and how old is what is open.
import { type components } from '#client/schema.js';
import { faultOf } from '../acts.js';
import { Table } from '../parts/facts.js';
import { Button, TextField } from '../parts/fields.js';
import { ErrorSummary, type FieldFault } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { BarChart } from '../registry/bar-chart.js';
import { pageUrl, useView, withQuery } from '../view.js';
import { agencyInText } from '../words/agencies.js';
import { caseStages, caseSteps } from '../words/case-terms.js';
import { termOf } from '../words/terms.js';
import { MomentField } from './reading-parts.js';

type Statistics = components['schemas']['StatisticsDto'];

export const statisticsNames = ['from', 'until', 'region', 'as_of'] as const;
export type StatisticsSearch = Partial<Record<(typeof statisticsNames)[number], string>>;

interface StatisticsProps {
  search: StatisticsSearch;
  /** The moment of `as_of` as the API takes it. */
  moment?: string;
  /** Undefined where the address asks for what there cannot be. */
  found?: Statistics;
  faults: readonly FieldFault[];
}

const HERE = '/console/statistics';
/** What is done and who does it needs more room than one word. */
const LABEL = 320;

export function CaseStatisticsPage({ search, moment, found, faults }: StatisticsProps) {
  const { language, words } = useView();
  const { cases, caseReading } = words;
  return (
    <Page title={caseReading.statistics} section={HERE} faulty={faults.length > 0}>
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{caseReading.statistics}</h1>
      <form action={pageUrl(language, HERE)} method="get">
        {(['from', 'until'] as const).map((name) => (
          <TextField
            name={name}
            label={caseReading[name]}
            hint={cases.dayHint}
            width={10}
            value={search[name]}
            fault={faultOf(faults, name)}
          />
        ))}
        <TextField
          name="region"
          label={cases.region}
          hint={cases.regionHint}
          width={10}
          value={search.region}
          fault={faultOf(faults, 'region')}
        />
        <MomentField value={search.as_of} fault={faultOf(faults, 'as_of')} />
        <Button secondary>{words.apply}</Button>
      </form>
      {found && (
        <>
          <p class="govuk-body-s">
            {cases.standingOn(found.on)} {caseReading.calendar(found.calendarVersion)}{' '}
            <a class="govuk-link" href={withQuery('/v1/regulator/statistics.csv', { ...search, as_of: moment })}>
              {words.asCsv}
            </a>
          </p>
          <Decisions decisions={found.decisions} />
          <Orders orders={found.orders} />
          <Open open={found.open} />
        </>
      )}
    </Page>
  );
}

const Nothing = () => <p class="govuk-body">{useView().words.caseReading.nothingCounted}</p>;

function Decisions({ decisions }: Pick<Statistics, 'decisions'>) {
  const { language, words } = useView();
  const { cases, caseReading } = words;
  const nameOf = ({ kind, agency }: Statistics['decisions'][number]): string =>
    [termOf(caseSteps, kind, language), agency && agencyInText(agency, language)].filter(Boolean).join(' · ');
  return (
    <section>
      <h2 class="govuk-heading-m">{caseReading.decisions}</h2>
      {decisions.length === 0 && <Nothing />}
      {decisions.length > 0 && (
        <>
          <BarChart
            label={LABEL}
            title={caseReading.decidedBars}
            bars={decisions.map((each) => ({ name: nameOf(each), count: each.decided }))}
          />
          <Table
            caption={caseReading.decisions}
            captionHidden
            columns={[
              { name: cases.decision },
              { name: caseReading.decided, numeric: true },
              { name: caseReading.median, numeric: true },
              { name: caseReading.p90, numeric: true },
              { name: caseReading.late, numeric: true },
            ]}
            rows={decisions.map((each) => [nameOf(each), each.decided, each.medianDays, each.p90Days, each.outOfTime])}
          />
        </>
      )}
    </section>
  );
}

function Orders({ orders }: Pick<Statistics, 'orders'>) {
  const { language, words } = useView();
  const { cases, caseReading } = words;
  const bars = orders.map(({ agency, stage, orders: count }) => ({
    name: `${agencyInText(agency, language)} · ${termOf(caseStages, stage, language)}`,
    count,
  }));
  return (
    <section>
      <h2 class="govuk-heading-m">{caseReading.orders}</h2>
      {orders.length === 0 && <Nothing />}
      {orders.length > 0 && (
        <>
          <BarChart label={LABEL} title={caseReading.orders} bars={bars} />
          <Table
            caption={caseReading.orders}
            captionHidden
            columns={[{ name: caseReading.agency }, { name: cases.state }, { name: caseReading.count, numeric: true }]}
            rows={orders.map(({ agency, stage, orders: count }) => [
              agencyInText(agency, language),
              termOf(caseStages, stage, language),
              count,
            ])}
          />
        </>
      )}
    </section>
  );
}

function Open({ open }: Pick<Statistics, 'open'>) {
  const { language, words } = useView();
  const { cases, caseReading } = words;
  const ages = open[0]?.ages ?? [];
  const name = (step: string): string => termOf(caseSteps, step, language);
  return (
    <section>
      <h2 class="govuk-heading-m">{caseReading.open}</h2>
      {open.length === 0 && <Nothing />}
      {open.length > 0 && (
        <>
          <BarChart
            label={LABEL}
            title={caseReading.open}
            bars={open.map(({ step, open: count }) => ({ name: name(step), count }))}
          />
          <Table
            caption={caseReading.open}
            captionHidden
            columns={[
              { name: cases.step },
              { name: caseReading.openCount, numeric: true },
              { name: caseReading.overdue, numeric: true },
              ...ages.map(({ upTo }) => ({ name: caseReading.ages(upTo), numeric: true })),
            ]}
            rows={open.map((each) => [name(each.step), each.open, each.overdue, ...each.ages.map(({ open: count }) => count)])}
          />
        </>
      )}
    </section>
  );
}
