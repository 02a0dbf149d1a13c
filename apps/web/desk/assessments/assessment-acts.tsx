// What the subject of a safety assessment can do, each with its form.
import { type ApiClient } from '#client/api-client.js';
import { type components } from '#client/schema.js';
import { assessmentItems, type AssessmentItem } from '#domain/assessment-state.js';
import { type Answer, askedBy, type Entered, faultOf } from '../../acts.js';
import { Radios, Select, TextArea, TextField } from '../../parts/fields.js';
import { type FieldFault } from '../../parts/notes.js';
import { useView } from '../../view.js';
import { itemName } from '../../words/assessment-terms.js';
import { type Words } from '../../words/words.js';
import { ActPage } from '../matter-parts.js';
import { documentsIn, UploadedDocuments } from './assessment-documents.js';

export type Assessment = components['schemas']['AssessmentCaseDto'];
export type AssessmentAct = Exclude<keyof Words['matters']['assessments']['acts'], 'documents'>;

const assessmentActs: readonly AssessmentAct[] = [
  ...(['start', 'findings', 'rectification', 'report', 'conclusion', 'explanation', 'filings'] as const),
];
export const isAssessmentAct = (name: string): name is AssessmentAct => (assessmentActs as readonly string[]).includes(name);

export const items = Object.keys(assessmentItems) as AssessmentItem[];

interface Numbered {
  n: string;
  text: string;
}

/** What one type of act has opened by its number, and another has not settled. */
function unsettled({ acts }: Assessment, opens: string, settles: string, number: string, text: string): Numbered[] {
  const open = new Map<string, Numbered>();
  for (const { type, data } of acts) {
    const facts = data as Readonly<Record<string, unknown>>;
    const n = String(facts[number]);
    if (type === opens) open.set(n, { n, text: typeof facts[text] === 'string' ? facts[text] : '' });
    if (type === settles) open.delete(n);
  }
  return [...open.values()];
}

const openDangers = (of: Assessment) =>
  of.openDangers === 0 ? [] : unsettled(of, 'HiddenDangerFound', 'HiddenDangerRectified', 'danger', 'description');
const openExplanations = (of: Assessment) =>
  unsettled(of, 'ExplanationRequested', 'ExplanationSupplied', 'explanation', 'question');

/** The grounds of Article 15 alone ask for no report. */
const hasRecipients = ({ grounds }: Assessment): boolean => grounds.some((ground) => !ground.startsWith('dsp-15'));

/** What the state of the assessment leaves to its subject; the API judges it again. */
export const actsOn = (of: Assessment): readonly AssessmentAct[] =>
  assessmentActs.filter((act) => {
    const underWay = of.status === 'in-progress';
    switch (act) {
      case 'start':
        return of.status === 'required';
      case 'findings':
        return underWay;
      case 'rectification':
        return underWay && of.openDangers > 0;
      case 'report':
        return underWay && of.openDangers === 0 && hasRecipients(of);
      case 'conclusion':
        return underWay && of.openDangers === 0 && !hasRecipients(of);
      case 'explanation':
        return openExplanations(of).length > 0;
      case 'filings':
        return true;
    }
  });

/** Asks the API for what the form says. */
export function actOn(api: ApiClient, act: AssessmentAct, id: string, entered: Entered): Promise<Answer> {
  const header = askedBy(entered);
  const params = { path: { id }, header };
  const text = (name: string): string => entered[name] ?? '';
  switch (act) {
    case 'start':
      return api.POST('/v1/assessments/{id}/start', {
        params,
        body: { carriedOutBy: text('carriedOutBy') as 'self', ...(text('body') && { body: text('body') }) },
      });
    case 'findings':
      return api.POST('/v1/assessments/{id}/findings', { params, body: { description: text('description') } });
    case 'rectification':
      return api.POST('/v1/assessments/{id}/findings/{n}/rectification', {
        params: { header, path: { id, n: numberIn(text('danger')) } },
        body: { rectification: text('rectification') },
      });
    case 'report':
      return api.POST('/v1/assessments/{id}/report', {
        params,
        body: {
          items: items.map((item, i) => ({ item, text: text(`items-${i}-text`) })),
          parts: {
            ...{ service: text('parts-service'), measures: text('parts-measures'), conclusion: text('parts-conclusion') },
            ...(text('parts-other') && { other: text('parts-other') }),
          },
          documents: documentsIn(entered),
        },
      });
    case 'conclusion':
      return api.POST('/v1/assessments/{id}/conclusion', {
        params,
        body: { conclusion: text('conclusion'), documents: documentsIn(entered) },
      });
    case 'explanation':
      return api.POST('/v1/assessments/{id}/explanations/{n}/answer', {
        params: { header, path: { id, n: numberIn(text('explanation')) } },
        body: { text: text('text') },
      });
    case 'filings':
      return api.POST('/v1/assessments/{id}/filings', { params, body: { filing: text('filing') } });
  }
}

/** None is chosen: no danger and no explanation has this number. */
const numberIn = (text: string): number => (/^\d{1,4}$/.test(text) ? Number(text) : 9_999);

export interface ActProps {
  act: AssessmentAct;
  assessment: Assessment;
  /** The visitor's own filings, where one is to be chosen. */
  filings: readonly components['schemas']['FilingSummaryDto'][];
  revision: string;
  entered?: Entered;
  faults?: readonly FieldFault[];
}

export function AssessmentActPage({ act, assessment, filings, revision, entered = {}, faults = [] }: ActProps) {
  const { words } = useView();
  const { assessments } = words.matters;
  const back = `/desk/assessments/${assessment.id}`;
  return (
    <ActPage
      title={assessments.acts[act]}
      of={assessment.service}
      {...{ back, to: `${back}/${act}`, section: '/desk/assessments', revision, entered, faults }}
      button={assessments.acts[act]}
    >
      <ActFields {...{ act, assessment, filings, entered, faults }} />
    </ActPage>
  );
}

function ActFields({ act, assessment, filings, entered, faults }: Required<Omit<ActProps, 'revision'>>) {
  const { words } = useView();
  const { matters } = words;
  const { assessments } = matters;
  const field = (name: string) => ({ name, value: entered[name], fault: faultOf(faults, name) });
  const one = (open: readonly Numbered[], name: (n: string, text: string) => string) => ({
    any: matters.choose,
    choices: open.map(({ n, text }) => ({ value: n, text: name(n, shortened(text)) })),
  });
  switch (act) {
    case 'start':
      return (
        <>
          <Radios
            {...field('carriedOutBy')}
            label={assessments.carriedOutBy}
            choices={(['self', 'professional-body'] as const).map((value) => ({ value, text: assessments.by[value] }))}
          />
          <TextField {...field('body')} label={assessments.body} />
        </>
      );
    case 'findings':
      return <TextArea {...field('description')} label={assessments.description} />;
    case 'rectification':
      return (
        <>
          <Select {...field('danger')} label={assessments.danger} {...one(openDangers(assessment), assessments.dangerNo)} />
          <TextArea {...field('rectification')} label={assessments.rectified} />
        </>
      );
    case 'report':
      return (
        <>
          <UploadedDocuments id={assessment.id} act={act} {...{ entered, faults }} />
          <ReportFields {...{ entered, faults }} />
        </>
      );
    case 'conclusion':
      return (
        <>
          <UploadedDocuments id={assessment.id} act={act} {...{ entered, faults }} />
          <TextArea {...field('conclusion')} label={assessments.conclusion} />
        </>
      );
    case 'explanation':
      return (
        <>
          <Select
            {...field('explanation')}
            label={assessments.explanation}
            {...one(openExplanations(assessment), assessments.explanationNo)}
          />
          <TextArea {...field('text')} label={assessments.answer} />
        </>
      );
    case 'filings':
      return (
        <Select
          {...field('filing')}
          label={assessments.filing}
          any={matters.choose}
          choices={filings.map(({ id, algorithmName, number }) => ({
            value: id,
            text: [algorithmName, number].filter(Boolean).join(' · '),
          }))}
        />
      );
  }
}

const SHOWN = 60;
const shortened = (text: string): string => {
  const signs = [...text];
  return signs.length > SHOWN ? `${signs.slice(0, SHOWN).join('')}…` : text;
};

/** The eight items of SA18 5, and the parts of the report. */
function ReportFields({ entered, faults }: { entered: Entered; faults: readonly FieldFault[] }) {
  const { language, words } = useView();
  const { assessments } = words.matters;
  const field = (name: string) => ({ name, value: entered[name], fault: faultOf(faults, name), rows: 4 });
  return (
    <>
      <fieldset class="govuk-fieldset" id="items">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{assessments.items}</legend>
        {items.map((item, i) => (
          <TextArea {...field(`items-${i}-text`)} label={itemName(item, language)} />
        ))}
      </fieldset>
      <fieldset class="govuk-fieldset">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{assessments.parts}</legend>
        <TextArea {...field('parts-service')} label={assessments.partService} />
        <TextArea {...field('parts-measures')} label={assessments.partMeasures} />
        <TextArea {...field('parts-conclusion')} label={assessments.partConclusion} />
        <TextArea {...field('parts-other')} label={assessments.partOther} />
      </fieldset>
    </>
  );
}
