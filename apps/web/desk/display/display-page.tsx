// Whether a page of the service shows the filing number and the link to the publicity page (DSP 19 ¶3).
import { type components } from '#client/schema.js';
import { type Entered, faultOf } from '../../acts.js';
import { Facts } from '../../parts/facts.js';
import { Button, TextField } from '../../parts/fields.js';
import { Form } from '../../parts/form.js';
import { ErrorSummary, type FieldFault, Inset } from '../../parts/notes.js';
import { Page } from '../../parts/page.js';
import { inBeijing } from '../../registry/instants.js';
import { pageUrl, useView } from '../../view.js';

type Filing = components['schemas']['FilingCaseDto'];
type Check = components['schemas']['DisplayCheckDto'];
type Sought = components['schemas']['DisplaySoughtDto'];

function SoughtFact({ wanted, found, findings }: Sought) {
  const { display } = useView().words.matters;
  return (
    <>
      <span class="app-written">{wanted}</span>
      <br />
      <strong class={`govuk-tag govuk-tag--${found ? 'green' : 'red'}`}>{found ? display.found : display.notFound}</strong>
      {findings.map(({ line, excerpt }) => (
        <p class="govuk-body-s app-written">
          {line}: {excerpt}
        </p>
      ))}
    </>
  );
}

function Result({ check }: { check: Check }) {
  const { display } = useView().words.matters;
  const { outcome, reason, url, page, checkedAt, redirects, number, link, otherNumbers, scriptsOnly } = check;
  return (
    <section>
      <h2 class="govuk-heading-m">{display.result}</h2>
      <div role="status">
        <Inset>{display.outcomes[outcome]}</Inset>
      </div>
      {scriptsOnly && <p class="govuk-body">{display.scriptsOnly}</p>}
      <Facts
        facts={[
          [display.reason, reason && <code>{reason}</code>],
          [display.page, <span class="app-written">{page?.url ?? url}</span>],
          [display.checkedAt, inBeijing(checkedAt)],
          [display.redirects, redirects.length > 0 && <span class="app-written">{redirects.join('\n')}</span>],
          [display.number, <SoughtFact {...number} />],
          [display.link, <SoughtFact {...link} />],
          [display.others, otherNumbers.join(', ')],
        ]}
      />
    </section>
  );
}

interface DisplayPageProps {
  filing: Filing;
  check?: Check;
  entered?: Entered;
  faults?: readonly FieldFault[];
}

export function DisplayPage({ filing, check, entered = {}, faults = [] }: DisplayPageProps) {
  const { language, words } = useView();
  const { matters } = words;
  const { display } = matters;
  const back = `/desk/filings/${filing.id}`;
  return (
    <Page title={display.title} section="/desk" faulty={faults.length > 0}>
      <a class="govuk-back-link" href={pageUrl(language, back)}>
        {matters.back}
      </a>
      <ErrorSummary faults={faults} />
      {filing.number !== undefined && <span class="govuk-caption-l">{filing.number}</span>}
      <h1 class="govuk-heading-l" id="act" tabIndex={-1}>
        {display.title}
      </h1>
      {check && <Result check={check} />}
      <p class="govuk-body">{display.lead}</p>
      <Form to={`${back}/display`}>
        <TextField
          {...{ name: 'url', value: entered.url, fault: faultOf(faults, 'url') }}
          label={display.url}
          hint={display.urlHint}
          autocomplete="off"
        />
        <Button>{display.check}</Button>
      </Form>
    </Page>
  );
}
