// Search in the cases that the officer may read: by names and numbers, or by the words of reasons.
import { type components } from '#client/schema.js';
import { faultOf } from '../acts.js';
import { Button, Select, TextField } from '../parts/fields.js';
import { ErrorSummary, type FieldFault } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { Pagination } from '../parts/pagination.js';
import { pageUrl, useView, withQuery } from '../view.js';
import { caseKinds, caseStages, choicesOf } from '../words/case-terms.js';
import { eventName } from '../words/events.js';
import { termOf } from '../words/terms.js';
import { casePath } from './case-links.js';
import { MomentField } from './reading-parts.js';

type Found = components['schemas']['CaseSearchDto'];

export const caseSearchNames = ['q', 'in', 'kind', 'region', 'as_of'] as const;
export type CaseSearch = Partial<Record<(typeof caseSearchNames)[number] | 'cursor', string>>;

interface SearchProps {
  search: CaseSearch;
  /** The moment of the search as the API takes it. */
  moment?: string;
  /** Undefined before anything was asked, and where the address asks for what there cannot be. */
  found?: Found;
  next?: string;
  faults?: readonly FieldFault[];
}

const HERE = '/console/search';

export function CaseSearchPage({ search, moment, found, next, faults = [] }: SearchProps) {
  const { language, words } = useView();
  const { cases, caseReading, any } = words;
  const { cursor, ...narrowed } = search;
  const here = pageUrl(language, HERE);
  return (
    <Page title={caseReading.search} section={HERE} faulty={faults.length > 0}>
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{caseReading.search}</h1>
      <form action={here} method="get" role="search">
        <TextField
          name="q"
          type="search"
          label={caseReading.searchLabel}
          hint={caseReading.searchHint}
          value={search.q}
          fault={faultOf(faults, 'q')}
        />
        <Select
          name="in"
          label={caseReading.within}
          any={caseReading.inNames}
          value={search.in}
          choices={[{ value: 'reasons', text: caseReading.inReasons }]}
        />
        <Select name="kind" label={cases.kind} any={any} value={search.kind} choices={choicesOf(caseKinds, language)} />
        <TextField
          name="region"
          label={cases.region}
          hint={cases.regionHint}
          width={10}
          value={search.region}
          fault={faultOf(faults, 'region')}
        />
        <MomentField value={search.as_of} fault={faultOf(faults, 'as_of')} />
        <Button>{words.searchButton}</Button>
      </form>
      {!found && faults.length === 0 && <p class="govuk-body">{caseReading.askFirst}</p>}
      {found && (
        <>
          <h2 class="govuk-heading-m">
            {found.cases.length === 0
              ? caseReading.foundNothing
              : found.total === undefined
                ? caseReading.search
                : caseReading.found(found.total)}
          </h2>
          <p class="govuk-body-s">
            <a class="govuk-link" href={withQuery('/v1/regulator/search.csv', { ...narrowed, as_of: moment })}>
              {words.asCsv}
            </a>
          </p>
          <ul class="govuk-list">
            {found.cases.map(({ matter, stage, title, party, numbers, division, foundIn = [] }) => (
              <li class="app-result">
                <h3 class="govuk-heading-s app-result__name">
                  <a class="govuk-link" href={pageUrl(language, casePath(matter))}>
                    {title ?? party ?? matter.id}
                  </a>
                </h3>
                <p class="govuk-body-s app-result__line">
                  {[
                    termOf(caseKinds, matter.category, language),
                    termOf(caseStages, stage, language),
                    title === undefined ? undefined : party,
                    ...numbers,
                    division?.name,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
                {foundIn.map(({ type, on, position }) => (
                  <p class="govuk-body-s app-result__line">{caseReading.foundIn(eventName(type, language), on, position)}</p>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
      <Pagination
        first={cursor === undefined ? undefined : withQuery(here, narrowed)}
        next={next === undefined ? undefined : withQuery(here, { ...narrowed, cursor: next })}
      />
    </Page>
  );
}
