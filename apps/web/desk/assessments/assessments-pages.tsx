// The safety assessments of the filer: how each stands, what can be done, and what the authorities have said.
import { type components } from '#client/schema.js';
import { type Entered, faultOf } from '../../acts.js';
import { Checkboxes } from '../../parts/checkboxes.js';
import { Facts, Table } from '../../parts/facts.js';
import { TextField } from '../../parts/fields.js';
import { type FieldFault } from '../../parts/notes.js';
import { Page } from '../../parts/page.js';
import { Pagination } from '../../parts/pagination.js';
import { assessmentGrounds, type AssessmentGround } from '#domain/assessment-state.js';
import { pageUrl, useView, withQuery } from '../../view.js';
import { groundName } from '../../words/assessment-terms.js';
import { caseStages } from '../../words/case-terms.js';
import { agencyKinds, termOf } from '../../words/terms.js';
import { ActsCourse } from '../acts-course.js';
import { ActPage, Acts, Done, Filings } from '../matter-parts.js';
import { actsOn, type Assessment } from './assessment-acts.js';

type Summary = components['schemas']['AssessmentSummaryDto'];

export const grounds = Object.keys(assessmentGrounds) as AssessmentGround[];

export function AssessmentsPage({ list, cursor, next }: { list: readonly Summary[]; cursor?: string; next?: string }) {
  const { language, words } = useView();
  const { matters } = words;
  const { assessments } = matters;
  const here = pageUrl(language, '/desk/assessments');
  return (
    <Page title={assessments.title} section="/desk/assessments">
      <h1 class="govuk-heading-l">{assessments.title}</h1>
      <p class="govuk-body">
        <a class="govuk-link" href={`${here}/new`}>
          {assessments.begin}
        </a>
      </p>
      {list.length === 0 ? (
        <p class="govuk-body">{assessments.noAssessments}</p>
      ) : (
        <Table
          caption={assessments.title}
          captionHidden
          columns={[
            { name: assessments.service },
            { name: matters.status },
            { name: assessments.triggeredOn },
            { name: assessments.reportSubmittedOn },
          ]}
          rows={list.map(({ id, service, status, triggeredOn, reportSubmittedOn }) => [
            <a class="govuk-link" href={`${here}/${id}`}>
              {service}
            </a>,
            termOf(caseStages, status, language),
            triggeredOn,
            reportSubmittedOn,
          ])}
        />
      )}
      <Pagination
        first={cursor === undefined ? undefined : here}
        next={next === undefined ? undefined : withQuery(here, { cursor: next })}
      />
    </Page>
  );
}

export function AssessmentPage({ assessment, done }: { assessment: Assessment; done?: string }) {
  const { language, words } = useView();
  const { matters } = words;
  const { assessments } = matters;
  const { id, service, status, reviews, acts } = assessment;
  const stateOf = (state: string) => assessments.reviewStates[state as keyof typeof assessments.reviewStates] ?? state;
  return (
    <Page title={`${assessments.title}: ${service}`} section="/desk/assessments">
      <a class="govuk-back-link" href={pageUrl(language, '/desk/assessments')}>
        {assessments.title}
      </a>
      <h1 class="govuk-heading-l">{service}</h1>
      <Done word={done} />
      <Acts acts={actsOn(assessment).map((act) => [`/desk/assessments/${id}/${act}`, assessments.acts[act]])} />
      <Facts
        facts={[
          [matters.status, termOf(caseStages, status, language)],
          [
            assessments.grounds,
            (assessment.grounds as AssessmentGround[]).map((ground) => <p class="govuk-body">{groundName(ground, language)}</p>),
          ],
          [assessments.triggeredOn, assessment.triggeredOn],
          [assessments.plannedLaunch, assessment.plannedLaunch],
          [assessments.occurredOn, assessment.occurredOn],
          [assessments.dangers, String(assessment.openDangers)],
          [assessments.reportSubmittedOn, assessment.reportSubmittedOn],
          [
            assessments.reviews,
            (['cac', 'public-security'] as const).map((kind) => (
              <p class="govuk-body">{assessments.reviewOf(termOf(agencyKinds, kind, language), stateOf(reviews[kind]))}</p>
            )),
          ],
          [assessments.reassessmentDueOn, assessment.reassessmentDueOn],
          [assessments.riskNoticeOn, assessment.riskNoticeOn],
          [matters.filings, assessment.filings.length > 0 && <Filings filings={assessment.filings} />],
        ]}
      />
      <ActsCourse caption={assessments.course} acts={acts} />
    </Page>
  );
}

export function NewAssessmentPage({ entered = {}, faults = [] }: { entered?: Entered; faults?: readonly FieldFault[] }) {
  const { language, words } = useView();
  const { assessments } = words.matters;
  const field = (name: string) => ({ name, value: entered[name], fault: faultOf(faults, name) });
  const day = { hint: assessments.dateHint, width: 10, autocomplete: 'off' } as const;
  return (
    <ActPage
      title={assessments.begin}
      of={assessments.title}
      back="/desk/assessments"
      to="/desk/assessments/new"
      section="/desk/assessments"
      lead={assessments.beginLead}
      {...{ entered, faults }}
    >
      <TextField {...field('service')} label={assessments.service} />
      <Checkboxes
        name="grounds"
        label={assessments.grounds}
        fault={faultOf(faults, 'grounds')}
        choices={grounds.map((value) => ({ value, text: groundName(value, language) }))}
        isTicked={(ground) => entered[`grounds-${ground}`] !== undefined}
      />
      <TextField {...field('plannedLaunch')} label={assessments.plannedLaunch} {...day} />
      <TextField {...field('occurredOn')} label={assessments.occurredOn} {...day} />
    </ActPage>
  );
}
