// Anyone may object to an entry, as each published list invites them to, and see later how it was answered (ARP 30).
import { type components } from '#client/schema.js';
import { divisionName } from '#application/division-names.js';
import { Facts, Table } from '../parts/facts.js';
import { Button, Radios, TextArea, TextField } from '../parts/fields.js';
import { ErrorSummary, type FieldFault, Inset } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { pageUrl, useView } from '../view.js';
import { agencyKinds, objectionGrounds, objectionOutcomes, reportStatuses, termOf } from '../words/terms.js';
import { type Entry } from './filing-page.js';

/** What was entered, field by field. */
export type Entered = Readonly<Record<string, string>>;

interface ObjectionPageProps {
  entry: Entry;
  /** Of the form that is shown: sent twice it is one objection. */
  formKey: string;
  entered?: Entered;
  faults?: readonly FieldFault[];
}

const faultOf = (faults: readonly FieldFault[], field: string) => faults.find((fault) => fault.field === field)?.message;

export function ObjectionPage({ entry, formKey, entered = {}, faults = [] }: ObjectionPageProps) {
  const { language, words } = useView();
  const choices = Object.entries(objectionGrounds).map(([value, term]) => ({ value, text: term[language] }));
  const field = (name: string) => ({ name, value: entered[name], fault: faultOf(faults, name) });
  return (
    <Page title={words.objectionTitle} faulty={faults.length > 0}>
      <ErrorSummary faults={faults} />
      <span class="govuk-caption-l">
        {entry.algorithmName} · {entry.number}
      </span>
      <h1 class="govuk-heading-l">{words.objectionTitle}</h1>
      <p class="govuk-body">{words.objectionLead}</p>
      <form action={pageUrl(language, `/filings/${entry.digits}/objection`)} method="post" novalidate>
        <input type="hidden" name="key" value={formKey} />
        <Radios {...field('ground')} label={words.objectionGround} choices={choices} />
        <TextArea {...field('text')} label={words.objectionText} hint={words.objectionTextHint} />
        <h2 class="govuk-heading-m">{words.contactTitle}</h2>
        <p class="govuk-hint">{words.contactHint}</p>
        <TextField {...field('name')} label={words.contactName} width={20} autocomplete="name" />
        <TextField {...field('phone')} label={words.contactPhone} type="tel" width={20} autocomplete="tel" />
        <TextField {...field('email')} label={words.contactEmail} type="email" width={30} autocomplete="email" />
        <Button>{words.objectionSend}</Button>
      </form>
    </Page>
  );
}

export function ObjectionMadePage({ receipt, secret }: { receipt: string; secret: string }) {
  const { language, words } = useView();
  return (
    <Page title={words.objectionDone}>
      <div class="govuk-panel govuk-panel--confirmation">
        <h1 class="govuk-panel__title">{words.objectionDone}</h1>
      </div>
      <Facts
        facts={[
          [words.receipt, <code class="app-written">{receipt}</code>],
          [words.secret, <code class="app-written">{secret}</code>],
        ]}
      />
      <Inset>{words.keepSecret}</Inset>
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, '/standing')}>
          {words.askStanding}
        </a>
      </p>
    </Page>
  );
}

type Standing = components['schemas']['ReportStandingDto'];

interface StandingPageProps {
  entered?: Entered;
  faults?: readonly FieldFault[];
  standing?: Standing;
}

function StandingFacts({ standing }: { standing: Standing }) {
  const { language, words } = useView();
  const agency = ({ kind, division }: { kind: string; division: string }) =>
    `${divisionName(division).full}${language === 'zh' ? '' : ' '}${termOf(agencyKinds, kind, language)}`;
  return (
    <>
      <Table
        caption={words.standingState}
        columns={[{ name: words.standingTitle }, { name: words.standingState }]}
        rows={standing.recipients.map((track) => [agency(track.agency), termOf(reportStatuses, track.status, language)])}
      />
      <h2 class="govuk-heading-m">{words.standingReply}</h2>
      {standing.answers.length === 0 && <p class="govuk-body">{words.standingNoReply}</p>}
      {standing.answers.map(({ on, agency: by, outcome, text }) => (
        <Facts
          facts={[
            [on, agency(by)],
            [words.status, outcome && termOf(objectionOutcomes, outcome, language)],
            [words.standingReply, text && <span class="app-written">{text}</span>],
          ]}
        />
      ))}
    </>
  );
}

export function StandingPage({ entered = {}, faults = [], standing }: StandingPageProps) {
  const { language, words } = useView();
  const field = (name: string) => ({ name, value: entered[name], fault: faultOf(faults, name) });
  return (
    <Page title={words.standingTitle} faulty={faults.length > 0}>
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{words.standingTitle}</h1>
      {standing && <StandingFacts standing={standing} />}
      <form action={pageUrl(language, '/standing')} method="post" novalidate>
        <TextField {...field('receipt')} label={words.receipt} autocomplete="off" width={30} />
        <TextField {...field('secret')} label={words.secret} autocomplete="off" width={30} />
        <Button>{words.standingSend}</Button>
      </form>
    </Page>
  );
}
