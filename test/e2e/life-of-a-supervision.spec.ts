// docs/life-of-a-supervision.md is executed here, after the chapters of docs/life-of-a-filing.md that it follows upon.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { afterTheFiling, appended, type Stage, storyPage } from '#support/stories.js';
import { noticeRule } from '#read-models/notice-rules.js';
import { type Played } from '../../apps/demo/play.js';

let stage: Stage;
let reported: Played[];

beforeAll(async () => {
  stage = await afterTheFiling();
  reported = await stage.played(await storyPage('life-of-a-supervision.md'));
}, 90_000);
afterAll(() => stage.service.stop());

interface Line {
  id: string;
  position: string;
  type: string;
  matter: { category: string; id: string };
  basis: string[];
}
const dossierOf = async (reader: string): Promise<Line[]> => {
  const path = `/v1/regulator/subjects/${stage.known.get('subject')}/dossier?limit=200`;
  return (await (await stage.service.as(reader)).get(path)).body.lines as Line[];
};

const story = [
  ...['ObjectionRaised', 'ObjectionRaised', 'IncidentReported', 'ReportAcknowledged', 'ReportClosed'],
  ...['ReportAcknowledged', 'ReportAcknowledged', 'ReportAcknowledged'],
  ...['InspectionPlanned', 'InspectionFindingRecorded', 'InspectionDataRequested', 'InspectionRequestAnswered'],
  ...['RectificationOpinionGiven', 'InspectionRectificationReported', 'InspectionRectificationRejected'],
  ...['OrderDrafted', 'OrderApproved', 'OrderIssued', 'InspectionClosed', 'OrderServed', 'OrderPublished'],
  ...['OrderAcknowledged', 'MeasuresApplied', 'RectificationReported', 'OrderInspectionRecorded', 'LiftProposed', 'OrderLifted'],
  ...['AssessmentTriggered', 'AssessmentLinked', 'AssessmentStarted', 'ReportSubmitted'],
  ...['WrittenReviewOpened', 'WrittenReviewOpened', 'ReassessmentOrdered', 'AssessmentStarted', 'ReportSubmitted'],
  ...['WrittenReviewOpened', 'ReviewClosed', 'WrittenReviewOpened', 'ReviewClosed'],
  ...['ObjectionReplied', 'ObjectionReplied', 'ReportClosed'],
];
/** Of other subjects, or of nobody. */
const beside = ['SubjectRegistered', 'SubjectVerified', 'AccountOpened'];

describe('the life of a supervision', () => {
  test('holds from two objections and an incident to their answers, and the public sees service and lifting within a second', () => {
    const happened = appended(reported).flatMap((name) => name.split('+'));
    expect(happened.filter((type) => !beside.includes(type))).toEqual(story);
    const seconds = reported.flatMap((one) => one.seconds ?? []);
    expect(seconds).toHaveLength(2);
    expect(Math.max(...seconds)).toBeLessThan(1);
  });

  test('stands in the dossier to the last event, each line at its own position and with its provision', async () => {
    const lines = await dossierOf('cac-national-reviewer');
    expect(lines.slice(-story.length).map(({ type }) => type)).toEqual(story);
    expect(lines.map(({ position }) => position)).toEqual([...new Set(lines.map(({ position }) => position))].toSorted());
    expect(lines.filter(({ basis }) => basis.length === 0)).toEqual([]);
  });

  test('has told the company exactly once of each event of which it must be told, and of no other', async () => {
    const { body } = await (await stage.service.as('filer-a')).get('/v1/notices');
    const own = await dossierOf('filer-a');
    // What was planned unannounced it could read only later, from the first that was asked of it.
    const owed = own
      .filter(({ type }) => type !== 'InspectionPlanned' && noticeRule(type)?.nobody === undefined)
      .map(({ id }) => id);
    expect(body.notices.map(({ id }: { id: string }) => id)).toEqual(owed.toReversed());
  });
});
