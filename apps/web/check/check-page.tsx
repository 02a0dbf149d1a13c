// Whether a filing number covers an app, in words (DSP 13).
import { type components } from '#client/schema.js';
import { type Entered, faultOf } from '../acts.js';
import { Facts } from '../parts/facts.js';
import { Button, Select, TextField } from '../parts/fields.js';
import { ErrorSummary, type FieldFault, Inset } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { inBeijing } from '../registry/instants.js';
import { pageUrl, useView } from '../view.js';
import { checkOutcomes, checkReasons, platforms } from '../words/check-terms.js';
import { choicesOf } from '../words/case-terms.js';
import { measureKinds, termOf } from '../words/terms.js';

type Answer = components['schemas']['CheckAnswerDto'];

const colours: Readonly<Record<string, string>> = { match: 'green', restricted: 'orange', suspended: 'red', revoked: 'purple' };

function Result({ answer }: { answer: Answer }) {
  const { language, words } = useView();
  const { check } = words.matters;
  const { outcome, reason, product, status, notice } = answer;
  const measures = (product?.measures ?? []) as unknown as readonly { kind: string; until?: string }[];
  const [name, meaning] = checkOutcomes[outcome][language];
  return (
    <section>
      <h2 class="govuk-heading-m">{check.result}</h2>
      <div role="status">
        <strong class={`govuk-tag govuk-tag--${colours[outcome] ?? 'grey'}`}>{name}</strong>
        <Inset>{meaning}</Inset>
      </div>
      <Facts
        facts={[
          [check.reason, reason && checkReasons[reason][language]],
          [
            check.number,
            status && (
              <a class="govuk-link" href={pageUrl(language, `/filings/${status.digits}`)}>
                {status.number}
              </a>
            ),
          ],
          [check.algorithm, status?.algorithmName],
          [
            check.entity,
            status && [status.entity.name ?? words.individual, status.entity.creditCode].filter(Boolean).join(' · '),
          ],
          [check.product, product?.name],
          [
            check.measures,
            measures.map(({ kind, until }) => (
              <p class="govuk-body">
                {termOf(measureKinds, kind, language)}
                {' · '}
                {until === undefined ? words.untilLifted : `${words.measureUntil} ${inBeijing(until)}`}
              </p>
            )),
          ],
          [check.asOf, status && inBeijing(status.changedAt)],
        ]}
      />
      <p class="govuk-body-s">{notice[language]}</p>
    </section>
  );
}

interface CheckPageProps {
  answer?: Answer;
  entered?: Entered;
  faults?: readonly FieldFault[];
}

/** What is asked stands in the address, so that a check can be repeated. */
export function CheckPage({ answer, entered = {}, faults = [] }: CheckPageProps) {
  const { language, words } = useView();
  const { matters } = words;
  const { check } = matters;
  const field = (name: string) => ({ name, value: entered[name], fault: faultOf(faults, name) });
  return (
    <Page title={check.title} section="/check" faulty={faults.length > 0}>
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{check.title}</h1>
      {answer && <Result answer={answer} />}
      <p class="govuk-body">{check.lead}</p>
      <form action={pageUrl(language, '/check')} method="get" novalidate>
        <TextField {...field('number')} label={check.number} width={30} autocomplete="off" />
        <Select {...field('platform')} label={check.platform} any={words.any} choices={choicesOf(platforms, language)} />
        <TextField {...field('package')} label={check.package} hint={check.packageHint} width={30} autocomplete="off" />
        <TextField {...field('uscc')} label={check.uscc} width={30} autocomplete="off" />
        <Button>{check.check}</Button>
      </form>
    </Page>
  );
}
