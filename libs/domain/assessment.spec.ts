import { describe, expect, test } from '@jest/globals';
import * as the from '#support/assessment-examples.js';
import { today } from '#support/filing-examples.js';
import { assessmentGrounds, type AssessmentGround, factsOf } from './assessment-state.js';
import { assessment, type AssessmentCommand } from './assessment.js';
import { fold, isRefusal } from './decider.js';
import { scenario } from './scenario.js';

const given = scenario(assessment);
const after = (...commands: readonly AssessmentCommand[]) => given(...the.happened(...commands));
const stateAfter = (...commands: readonly AssessmentCommand[]) => fold(assessment, the.happened(...commands));
const types = (...commands: readonly AssessmentCommand[]) => the.happened(...commands).map(({ type }) => type);

describe('what makes a service be assessed', () => {
  test.each(Object.keys(assessmentGrounds) as AssessmentGround[])(
    '%s is a ground, and the event cites its provision',
    (ground) => {
      const outcome = assessment.decide(the.onGround(ground), assessment.initial);
      expect(outcome).toMatchObject([{ type: 'AssessmentTriggered', basis: [assessmentGrounds[ground].basis] }]);
    },
  );

  test('SA18 7: a report that precedes a launch needs its day, one that follows an event the event’s day', () => {
    given()
      .when(the.trigger({ grounds: ['dsp-20'], plannedLaunch: undefined }))
      .thenFinds('/plannedLaunch missing');
    given()
      .when(the.trigger({ grounds: ['sa18-3-3'], plannedLaunch: undefined }))
      .thenFinds('/occurredOn missing');
    given()
      .when(the.trigger({ grounds: [] }))
      .thenFinds('/grounds missing');
    given()
      .when(the.trigger({ grounds: ['sa18-3-4'], occurredOn: '2026-03-03' }))
      .thenFinds('/occurredOn in-the-future');
  });

  test('SA18 3 (5): a written notice is recorded by the authority that gives it', () => {
    given()
      .when(the.trigger({ grounds: ['sa18-3-5'], occurredOn: today }))
      .thenFinds('/grounds for-authorities');
  });

  test('somebody who is not registered is not assessed', () =>
    given()
      .when({ ...the.trigger(), facts: { division: undefined } } as ReturnType<typeof the.trigger>)
      .thenRefused('subject-unknown'));
});

describe('the assessment', () => {
  test('SA18 4: a professional body that assesses is named', () =>
    after(the.trigger())
      .when(the.assess('StartAssessment', { carriedOutBy: 'professional-body' }))
      .thenFinds('/body missing'));

  test('SA18 6: no report is made while a hidden danger is open, and it is made once each is rectified', () => {
    after(the.trigger(), the.start, the.danger, the.danger, the.rectify(1)).when(the.submitReport()).thenRefused('danger-open');
    expect(types(the.trigger(), the.start, the.danger, the.rectify(), the.submitReport()).at(-1)).toBe('ReportSubmitted');
  });

  test('a danger that was never found cannot be rectified', () =>
    after(the.trigger(), the.start, the.danger).when(the.rectify(2)).thenRefused('no-such-danger'));

  test('SA18 5: each of the eight items stands in the report, once', () => {
    const { items } = the.reportData();
    after(the.trigger(), the.start)
      .when(the.submitReport({ items: [...items.slice(1), items[1]!] }))
      .thenFinds('/items missing', '/items/7/item repeated');
  });

  test('LBL 12: the report comes with label material, and its documents were uploaded', () =>
    after(the.trigger(), the.start)
      .when(the.submitReport({ documents: [{ kind: 'report', sha256: 'c'.repeat(64) }] }, ['c'.repeat(64)]))
      .thenFinds('/documents missing', '/documents/0/sha256 attachment-unknown'));

  test('SA18 7: the report goes to both', () =>
    expect(the.happened(...the.reported).at(-1)).toMatchObject({
      type: 'ReportSubmitted',
      basis: ['SA18 6', 'SA18 7', 'ARP 27'],
      data: { recipients: ['cac', 'public-security'], round: 1 },
    }));

  test('DSP 15 ¶2: on this ground alone it is concluded and submitted to nobody; with another it is not', () => {
    after(the.article15Alone, the.start).when(the.submitReport()).thenRefused('no-recipient');
    after(the.trigger(), the.start).when(the.conclude).thenRefused('report-required');
    after(the.article15Alone, the.start, the.danger).when(the.conclude).thenRefused('danger-open');
    expect(factsOf(stateAfter(the.article15Alone, the.start, the.conclude))).toEqual({
      reportSubmitted: false,
      concluded: true,
      reviewPassed: false,
    });
  });

  test('it precedes the filing, which is linked later; every event after repeats the link', () => {
    const past = the.happened(the.trigger(), the.link(), the.start, the.link('filing-2'), the.submitReport());
    expect(past.map(({ data }) => data.filings)).toEqual([
      [],
      ['filing-1'],
      ['filing-1'],
      ['filing-1', 'filing-2'],
      ['filing-1', 'filing-2'],
    ]);
    after(...the.reported)
      .when(the.link('filing-3', 'subject-2'))
      .thenFinds('/filing not-of-this-subject');
    expect(the.happened(...the.reported, the.link()).at(-1)).toMatchObject({
      data: { reportSubmitted: true, reviewPassed: false },
    });
  });
});

describe('the reviews', () => {
  test('each is of its own kind of agency: no one opens or closes the other’s', () => {
    after(...the.reported)
      .when(the.open('cac', the.police))
      .thenRefused('not-a-recipient');
    after(...the.underReview)
      .when(the.close('public-security', the.cac))
      .thenRefused('not-a-recipient');
    after(...the.reported)
      .when(the.open('cac', the.telecom))
      .thenRefused('not-a-recipient');
  });

  test('submitted and passed are two facts: it is passed when both have closed', () => {
    expect(factsOf(stateAfter(...the.underReview, the.close('cac')))).toMatchObject({
      reportSubmitted: true,
      reviewPassed: false,
    });
    expect(stateAfter(...the.underReview, the.close('cac')).status).toBe('submitted');
    expect(factsOf(stateAfter(...the.closed))).toMatchObject({ reportSubmitted: true, reviewPassed: true });
    expect(the.happened(...the.closed).slice(-2)).toMatchObject([{ data: { complete: false } }, { data: { complete: true } }]);
  });

  test('a review goes on with the agency that opened it or its superior, not with one below', () => {
    after(...the.reported, the.open('cac'))
      .when(the.close('cac', the.districtCac))
      .thenRefused('review-of-another');
    expect(types(...the.reported, the.open('cac'), the.close('cac', the.nationalCac)).at(-1)).toBe('ReviewClosed');
  });

  test('what one awaits keeps it from closing, and not the other', () => {
    after(...the.underReview, the.ask())
      .when(the.close('cac'))
      .thenRefused('review-waits');
    expect(types(...the.underReview, the.ask(), the.close('public-security')).at(-1)).toBe('ReviewClosed');
  });

  test('a joint inspection holds up both until it is recorded, by either', () => {
    after(...the.underReview, the.schedule())
      .when(the.close('public-security'))
      .thenRefused('review-waits');
    expect(types(...the.underReview, the.schedule(), the.inspect(1, the.police), the.close('cac')).at(-1)).toBe('ReviewClosed');
  });

  test('SA18 9: an inspection is joint in principle: one that is not says why', () =>
    after(...the.underReview)
      .when(the.schedule(the.cac, false))
      .thenFinds('/reason missing'));

  test('SA18 10: experts are convened from the province up', () =>
    after(...the.reported, the.open('cac', the.districtCac))
      .when(the.experts(the.districtCac))
      .thenRefused('level-too-low'));

  test('a time limit lies ahead, and what was held lies behind', () => {
    after(...the.underReview)
      .when(the.ask(the.cac, today))
      .thenFinds('/dueOn passed');
    after(...the.underReview)
      .when(the.orderAgain(the.cac, '2026-03-01'))
      .thenFinds('/dueOn passed');
    after(...the.underReview)
      .when(the.assess('HoldExpertReview', { heldOn: '2026-03-03', opinion: { ref: 'r', digest: 'd' } }, { by: the.cac }))
      .thenFinds('/heldOn in-the-future');
  });

  test('SA18 8: a report made again is reviewed anew by both, also by the one that had closed', () => {
    const again = stateAfter(...the.underReview, the.close('public-security'), the.orderAgain(), the.start, the.submitReport());
    expect(again).toMatchObject({ status: 'submitted', round: 2, reassessment: undefined });
    expect(again.reviews).toEqual({ cac: { status: 'none' }, 'public-security': { status: 'none' } });
  });

  test('an order to make it again that is annulled leaves the reviews where they were', () =>
    expect(
      stateAfter(...the.underReview, the.close('public-security'), the.orderAgain(), the.remedy('reassessment')),
    ).toMatchObject({
      status: 'submitted',
      reviews: { cac: { status: 'open' }, 'public-security': { status: 'closed' } },
    }));
});

describe('where none is made', () => {
  test('SA18 12: who still has time is not notified', () => {
    after(the.trigger())
      .when(the.notify(the.cac, '2026-04-20', '2026-03-31'))
      .thenRefused('not-overdue');
    const event = the.trigger({ grounds: ['sa18-3-3'], plannedLaunch: undefined, occurredOn: today });
    const on = (day: string) =>
      the.assess('NotifyToAssess', { dueOn: '2026-06-01' }, { by: the.police, on: day, facts: { lastDay: '2026-04-14' } });
    after(event).when(on('2026-04-14')).thenRefused('not-overdue');
    expect(types(event, on('2026-04-15')).at(-1)).toBe('NotifiedToAssess');
  });

  test('the day of an ordered re-assessment is what is overdue then, not the launch', () =>
    after(...the.underReview, the.orderAgain(the.cac, '2026-05-06'))
      .when(the.notify())
      .thenRefused('not-overdue'));

  test('on DSP 15 alone no report is owed to anybody', () =>
    after(the.article15Alone).when(the.notify()).thenRefused('report-not-owed'));

  test('SA18 13: nobody is said to refuse before it was notified, and the public is not warned before it refuses', () => {
    after(the.trigger()).when(the.recordRefusal).thenRefused('not-notified');
    after(the.trigger(), the.notify()).when(the.warn).thenRefused('no-refusal');
  });

  test('who assesses after all ends notice and refusal; the warning stands until it is withdrawn or annulled', () => {
    const warned = [the.trigger(), the.notify(), the.recordRefusal, the.warn];
    expect(stateAfter(...warned, the.start, the.submitReport())).toMatchObject({
      notices: [],
      refusal: undefined,
      riskNotice: { publishedOn: the.late },
    });
    after(...warned)
      .when(the.withdrawWarning(the.police))
      .thenRefused('notice-of-another');
    expect(stateAfter(...warned, the.remedy('risk-notice')).riskNotice).toBeUndefined();
  });

  test('a remedy is against a decision that was taken', () =>
    after(the.trigger(), the.notify()).when(the.remedy('risk-notice')).thenRefused('no-decision'));

  test('an authority of another kind decides nothing here', () => {
    for (const command of [the.notify(the.telecom), { ...the.recordRefusal, by: the.telecom }])
      expect(isRefusal(assessment.decide(command, stateAfter(the.trigger(), the.notify())))).toBe(true);
  });
});
