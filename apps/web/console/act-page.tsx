// An act on a filing: its form beside what it is about.
import { type Entered } from '../acts.js';
import { Button } from '../parts/fields.js';
import { Form } from '../parts/form.js';
import { ErrorSummary, type FieldFault, Warning } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { pageUrl, useView } from '../view.js';
import { type CasePage } from './case-parts.js';
import { type Filing, type FilingAct } from './filing-acts.js';
import { FilingHead, filingTitle, Material } from './filing-page.js';
import { type Template, TemplateChoice } from './template-choice.js';

export interface ActPageProps {
  name: string;
  act: FilingAct;
  filing: Filing;
  page: CasePage;
  /** From which reasons can be taken; none for acts without. */
  templates: readonly Template[];
  entered?: Entered;
  faults?: readonly FieldFault[];
  /** Places of a template for which the case has no fact. */
  unfilled?: readonly string[];
  revision: string;
}

export function ActPage({
  name,
  act,
  filing,
  page,
  templates,
  entered = {},
  faults = [],
  unfilled = [],
  revision,
}: ActPageProps) {
  const { language, words } = useView();
  const { cases } = words;
  const title = act.title(words);
  return (
    <Page title={`${title}: ${filingTitle(filing)}`} section="/console/queue" faulty={faults.length > 0}>
      <ErrorSummary faults={faults} />
      <FilingHead filing={filing} />
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, `/console/filings/${filing.id}`)}>
          {cases.backToCase}
        </a>
      </p>
      <div class="app-side-by-side">
        <div>
          <h2 class="govuk-heading-m" id="act" tabIndex={-1}>
            {title}
          </h2>
          <Form to={`/console/filings/${filing.id}/${name}`} formKey={entered.key} revision={entered.revision ?? revision}>
            {unfilled.length > 0 && <Warning>{cases.unfilled(unfilled.join('，'))}</Warning>}
            <act.Fields filing={filing} entered={entered} faults={faults} />
            <Button>{title}</Button>
            <TemplateChoice templates={templates} faults={faults} />
          </Form>
        </div>
        <div>
          <h2 class="govuk-heading-m">{cases.asSubmitted}</h2>
          <Material filing={filing} page={page} />
        </div>
      </div>
    </Page>
  );
}
