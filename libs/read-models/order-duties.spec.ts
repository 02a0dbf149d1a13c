import { describe, expect, test } from '@jest/globals';
import { dutiesIn, fact } from '#support/duty-rows.js';

const { matter, one } = dutiesIn('order-7c2d0000-0000-5000-8000-000000000007');

const draft = (change: object = {}) => ({
  agency: { kind: 'cac', division: '110000' },
  addressee: 'subject-1',
  jurisdiction: { factor: 'seat', division: '110108' },
  measures: [
    { measureId: 'm1', until: '2026-03-31T16:30:00Z' }, // half past midnight on 1 April in Shanghai
    { measureId: 'm2', until: '2026-05-10T10:00:00+08:00' },
    { measureId: 'm3' },
  ],
  rectifyBy: '2026-03-20',
  reviewOn: '2026-03-25',
  ...change,
});
const drafted = fact('OrderDrafted', '2026-03-02', draft());
const issued = fact('OrderIssued', '2026-03-03', { documentNo: '京网信令〔2026〕1号' });
const served = fact('OrderServed', '2026-03-05', { servedOn: '2026-03-05' });
const inForce = [drafted, issued, served];
const published = fact('OrderPublished', '2026-03-05', { publication: 'public' });

describe('whose it is', () => {
  test('a draft is its agency’s, what is issued also the region’s, and the addressee’s when it has been served', () => {
    expect(matter(drafted)).toMatchObject({ category: 'order', agency: { kind: 'cac', division: '110000' } });
    expect([matter(drafted)?.holder, matter(drafted)?.division]).toEqual([undefined, undefined]);
    expect([matter(drafted, issued)?.holder, matter(drafted, issued)?.division]).toEqual([undefined, '110108']);
    expect(matter(...inForce)).toMatchObject({ holder: 'subject-1', division: '110108' });
  });
});

describe('service', () => {
  test('is owed within seven working days of the issue, and met by service', () => {
    expect(one('order-service', drafted)).toBeUndefined();
    expect(one('order-service', drafted, issued)).toMatchObject({
      of: 'agency',
      count: 'order-service',
      startedOn: '2026-03-03',
    });
    expect(one('order-service', ...inForce)).toMatchObject({ metOn: '2026-03-05' });
  });

  test('by public notice has begun in time and is deemed done after thirty days', () => {
    const notice = fact('PublicNoticeStarted', '2026-03-04', { startedOn: '2026-03-04' });
    expect(one('order-service', drafted, issued, notice)).toMatchObject({ metOn: '2026-03-04' });
    expect(one('order-notice', drafted, issued, notice)).toMatchObject({
      count: 'public-notice-service',
      startedOn: '2026-03-04',
    });
    expect(matter(drafted, issued, notice)?.holder).toBe('subject-1');
    expect(one('order-notice', drafted, issued, notice, served)).toMatchObject({ metOn: '2026-03-05' });
  });

  test('is owed again after an extension', () => {
    const extended = fact('OrderExtended', '2026-03-24', { reviewOn: '2026-04-30' });
    expect(one('order-service', ...inForce, extended)).toMatchObject({ startedOn: '2026-03-24' });
    expect(one('order-service', ...inForce, extended)?.metOn).toBeUndefined();
    expect(one('order-review', ...inForce, extended)).toMatchObject({ startedOn: '2026-03-05', dueOn: '2026-04-30' });
  });
});

describe('rectification', () => {
  test('has the day that the order names, runs from service, and is met by the report', () => {
    expect(one('rectification', drafted, issued)?.startedOn).toBeUndefined();
    expect(one('rectification', ...inForce)).toMatchObject({ of: 'subject', startedOn: '2026-03-05', dueOn: '2026-03-20' });
    expect(one('rectification', ...inForce, fact('RectificationReported', '2026-03-19'))).toMatchObject({ metOn: '2026-03-19' });
  });

  test('that was rejected is owed by the new day', () => {
    const again = [fact('RectificationReported', '2026-03-19'), fact('RectificationRejected', '2026-03-23', { rectifyBy: '2026-04-10' })];
    expect(one('rectification', ...inForce, ...again)).toMatchObject({ startedOn: '2026-03-23', dueOn: '2026-04-10' });
    expect(one('rectification', ...inForce, ...again)?.metOn).toBeUndefined();
  }); // prettier-ignore

  test('of an edited draft has the day of the last edition, or none', () => {
    const edited = (change: object) => fact('OrderEdited', '2026-03-02', draft(change));
    expect(one('rectification', drafted, edited({ rectifyBy: '2026-03-27' }), issued, served)?.dueOn).toBe('2026-03-27');
    expect(one('rectification', drafted, edited({ rectifyBy: undefined }), issued, served)?.startedOn).toBeUndefined();
  });
});

describe('the term', () => {
  test('is the day in Shanghai on which the first of the measures ends, then the next', () => {
    expect(one('order-term', ...inForce)).toMatchObject({ startedOn: '2026-03-05', dueOn: '2026-04-01' });
    const lifted = fact('MeasuresLifted', '2026-03-20', { measures: ['m1'] });
    expect(one('order-term', ...inForce, lifted)?.dueOn).toBe('2026-05-10');
    expect(one('order-term', ...inForce, lifted, fact('MeasuresLifted', '2026-03-21', { measures: ['m2'] }))?.metOn).toBe(
      '2026-03-21',
    );
  });

  test('is extended for every measure that has one, and shortened by what is added', () => {
    const extended = fact('OrderExtended', '2026-03-24', { until: '2026-06-30T00:00:00+08:00' });
    expect(one('order-term', ...inForce, extended)?.dueOn).toBe('2026-06-30');
    const escalated = fact('OrderEscalated', '2026-03-24', {
      measures: [{ measureId: 'm4', until: '2026-03-30T00:00:00+08:00' }],
    });
    expect(one('order-term', ...inForce, escalated)?.dueOn).toBe('2026-03-30');
  });
});

describe('the end', () => {
  test('of a lifted order is an end of all its days; nothing is lifted by a day that has passed', () => {
    const lifted = [...inForce, fact('OrderLifted', '2026-03-30', { measures: ['m1', 'm2', 'm3'] })];
    expect(one('order-term', ...lifted)).toMatchObject({ metOn: '2026-03-30' });
    expect(one('order-review', ...lifted)).toMatchObject({ metOn: '2026-03-30' });
    expect(one('rectification', ...lifted)).toMatchObject({ endedOn: '2026-03-30' });
  });

  test('by annulment starts three working days in which what was published is taken down', () => {
    const annulled = fact('OrderAnnulled', '2026-03-30');
    expect(one('publication-withdrawal', ...inForce, published)?.startedOn).toBeUndefined();
    expect(one('publication-withdrawal', ...inForce, published, annulled)).toMatchObject({
      of: 'agency',
      count: 'order-publication-withdrawal',
      startedOn: '2026-03-30',
    });
    const down = fact('PublicationWithdrawn', '2026-04-01');
    expect(one('publication-withdrawal', ...inForce, published, annulled, down)?.metOn).toBe('2026-04-01');
    expect(one('publication-withdrawal', ...inForce, published, down)).toBeUndefined();
    expect(one('publication-withdrawal', ...inForce, annulled)).toBeUndefined();
  });
});

describe('remedies', () => {
  test('are rights with a time of their own, from service; using one meets it', () => {
    expect(one('reconsideration-request', ...inForce)).toMatchObject({ right: true, of: 'subject', startedOn: '2026-03-05' });
    expect(one('litigation', ...inForce)).toMatchObject({ right: true, count: 'litigation' });
    const filed = fact('RemedyFiled', '2026-03-20', { kind: 'reconsideration' });
    expect(one('reconsideration-request', ...inForce, filed)?.metOn).toBe('2026-03-20');
  });

  test('after a decision on reconsideration leave fifteen days for the court, instead of six months', () => {
    const decided = fact('OrderRemedyRecorded', '2026-04-20', { kind: 'reconsideration', outcome: 'upheld', struck: [] });
    const after = [...inForce, fact('RemedyFiled', '2026-03-20', { kind: 'reconsideration' }), decided];
    expect(one('litigation-after-reconsideration', ...after)).toMatchObject({ startedOn: '2026-04-20', right: true });
    expect(one('litigation', ...after)).toMatchObject({ endedOn: '2026-04-20' });
  });
});
