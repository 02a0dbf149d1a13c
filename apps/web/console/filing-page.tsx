// A filing with everything that its decision needs side by side.
import { type components } from '#client/schema.js';
import { materialItems } from '#domain/services.js';
import { Content, Differences } from '../parts/content.js';
import { Facts, StatusTag } from '../parts/facts.js';
import { Inset } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { pageUrl, useView, useVisitor } from '../view.js';
import {
  caseStages,
  defects,
  endings,
  exOfficioGrounds,
  reviewStages,
  revocationGrounds,
  stageResults,
  versionKinds,
  versionOutcomes,
} from '../words/case-terms.js';
import { termOf } from '../words/terms.js';
import { Attachments, type CasePage, Linked, type Note, Notes, Staff, Steps, Timeline } from './case-parts.js';
import { actsOpen, type Filing } from './filing-acts.js';
import { Done } from './done.js';

type Version = NonNullable<CasePage['versions']>[number];
type Reasons = readonly components['schemas']['FilingReasonDto'][];

export interface FilingCaseProps {
  filing: Filing;
  page: CasePage;
  notes: readonly Note[];
  events: readonly components['schemas']['MatterEventDto'][];
  done?: string;
}

interface StageRecord {
  round: number;
  stage: string;
  result: string;
  on: string;
}

export const filingTitle = ({ algorithmName, id }: Filing): string => algorithmName ?? id;

export function FilingCasePage({ filing, page, notes, events, done }: FilingCaseProps) {
  const { words } = useView();
  return (
    <Page title={filingTitle(filing)} section="/console/queue">
      <FilingHead filing={filing} />
      <Done word={done} />
      <div class="app-side-by-side">
        <div>
          <Steps page={page} />
          <Acts filing={filing} />
          <Course filing={filing} />
          <Staff page={page} />
          <Linked page={page} />
          <Notes page={page} notes={notes} />
        </div>
        <div>
          <h2 class="govuk-heading-m">{words.cases.asSubmitted}</h2>
          <Material filing={filing} page={page} />
        </div>
      </div>
      <Timeline events={events} json={`/v1/filings/${filing.id}/events`} />
    </Page>
  );
}

export function FilingHead({ filing }: { filing: Filing }) {
  const { language, words } = useView();
  const { cases } = words;
  return (
    <>
      <h1 class="govuk-heading-l">
        {filingTitle(filing)} <StatusTag code={filing.status}>{termOf(caseStages, filing.status, language)}</StatusTag>
      </h1>
      <Facts
        facts={[
          [words.number, filing.number],
          [
            words.entity,
            filing.holder === undefined ? (
              filing.entityName
            ) : (
              <a class="govuk-link" href={pageUrl(language, `/console/subjects/${filing.holder}`)}>
                {filing.entityName ?? words.individual}
              </a>
            ),
          ],
          [words.creditCode, filing.creditCode],
          [cases.region, filing.division.name],
          [cases.submittedOn, filing.submittedOn],
          filing.voluntary && [cases.voluntary, cases.yes],
          filing.takenUp && [cases.takenUp, cases.yes],
          [
            cases.warnings,
            filing.warnings.map((warning) => cases.warning[warning as keyof typeof cases.warning] ?? warning).join('；'),
          ],
        ]}
      />
    </>
  );
}

function Acts({ filing }: { filing: Filing }) {
  const { language, words } = useView();
  const open = actsOpen(filing, useVisitor().account);
  return (
    <section>
      <h2 class="govuk-heading-m">{words.cases.toDo}</h2>
      {open.length === 0 && <p class="govuk-body">{words.cases.nothingToDo}</p>}
      <ul class="govuk-list app-acts">
        {open.map(([name, act]) => (
          <li>
            <a
              class="govuk-button govuk-button--secondary"
              role="button"
              href={pageUrl(language, `/console/filings/${filing.id}/${name}`)}
            >
              {act.title(words)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ReasonList({ reasons }: { reasons: Reasons }) {
  const { language } = useView();
  return (
    <ul class="govuk-list govuk-list--bullet">
      {reasons.map(({ item, defect, text }) => (
        <li>
          {termOf(materialItems, item, language)}: {termOf(defects, defect, language)}
          {text !== undefined && <span class="app-text"> — {text}</span>}
        </li>
      ))}
    </ul>
  );
}

/** Submissions with their stages and decisions, what is proposed, and how it ended. */
function Course({ filing }: { filing: Filing }) {
  const { language, words } = useView();
  const { cases } = words;
  const stages = filing.stages as unknown as StageRecord[];
  const proposed = filing.proposed as { act: string; ground: string; on: string } | undefined;
  const ended = filing.ended as { how: string; on: string; documentNo?: string } | undefined;
  return (
    <section>
      <h2 class="govuk-heading-m">{cases.course}</h2>
      {filing.submissions.map(({ round, submittedOn, outcome, decidedOn, notifiedOn, reasons }) => (
        <>
          <h3 class="govuk-heading-s">{cases.submissionNo(round)}</h3>
          <Facts
            facts={[
              [cases.submittedOn, submittedOn],
              [
                cases.stages,
                stages
                  .filter((each) => each.round === round)
                  .map(({ stage, result, on }) => (
                    <p class="govuk-body-s">
                      {termOf(reviewStages, stage, language)}: {termOf(stageResults, result, language)} ({on})
                    </p>
                  )),
              ],
              [cases.decision, outcome && `${termOf(versionOutcomes, outcome, language)} (${decidedOn ?? ''})`],
              [cases.notifiedOn, notifiedOn],
              [cases.reasons, reasons && reasons.length > 0 && <ReasonList reasons={reasons} />],
            ]}
          />
        </>
      ))}
      {filing.changeReasons && filing.changeReasons.length > 0 && (
        <>
          <h3 class="govuk-heading-s">{cases.changeReasons}</h3>
          <ReasonList reasons={filing.changeReasons} />
        </>
      )}
      {proposed && (
        <Inset>
          {cases.proposed[proposed.act as keyof typeof cases.proposed] ?? proposed.act} ({proposed.on}):{' '}
          {termOf({ ...revocationGrounds, ...exOfficioGrounds }, proposed.ground, language)}
        </Inset>
      )}
      {ended && (
        <Inset>
          {termOf(endings, ended.how, language)} ({ended.on}) {ended.documentNo}
        </Inset>
      )}
      {filing.terminatedOn !== undefined && <Facts facts={[[cases.terminatedOn, filing.terminatedOn]]} />}
    </section>
  );
}

/** What was handed in: the form as it stands, its attachments, and what came before it. */
export function Material({ filing, page }: { filing: Filing; page: CasePage }) {
  const { words } = useView();
  return (
    <>
      {filing.content && <Content content={filing.content} />}
      {filing.row && <Content content={{ row: filing.row }} />}
      <Attachments page={page} />
      <Versions versions={page.versions ?? []} earlier={page.earlierVersions ?? 0} />
      {!filing.content && !filing.row && <p class="govuk-body">{words.cases.noContent}</p>}
    </>
  );
}

function Versions({ versions, earlier }: { versions: readonly Version[]; earlier: number }) {
  const { language, words } = useView();
  const { cases } = words;
  if (versions.length === 0) return null;
  return (
    <section>
      <h2 class="govuk-heading-m">{cases.versions}</h2>
      {earlier > 0 && <p class="govuk-body">{cases.earlierVersions(earlier)}</p>}
      {versions.toReversed().map(({ n, what, of, submittedOn, decidedOn, outcome = 'open', follows, differences, content }) => (
        <section class="app-result">
          <h3 class="govuk-heading-s">
            {cases.versionNo(n)}: {termOf(versionKinds, what, language)}
            {of === undefined ? '' : ` ${of}`}
          </h3>
          <p class="govuk-body-s">
            {submittedOn} · {termOf(versionOutcomes, outcome, language)} {decidedOn}
          </p>
          {follows !== undefined && differences.length === 0 && <p class="govuk-body">{cases.noDifferences(follows)}</p>}
          {follows !== undefined && differences.length > 0 && (
            <>
              <p class="govuk-body">{cases.differsFrom(follows, differences.length)}</p>
              <Differences differences={differences} />
            </>
          )}
          <details class="govuk-details">
            <summary class="govuk-details__summary">
              <span class="govuk-details__summary-text">{cases.whole(n)}</span>
            </summary>
            <div class="govuk-details__text">
              <Content content={content} />
            </div>
          </details>
        </section>
      ))}
    </section>
  );
}
