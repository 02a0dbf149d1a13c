import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AnyFact, fold } from '#domain/decider.js';
import { assessment, type AssessmentEvent } from '#domain/assessment.js';
import { filing, type FilingCommand, type FilingEvent } from '#domain/filing.js';
import { inspection, type InspectionEvent } from '#domain/inspection.js';
import { order, type OrderEvent } from '#domain/order.js';
import { penalty, type PenaltyEvent } from '#domain/penalty.js';
import { listing, type ListingEvent } from '#domain/listing.js';
import { report, type ReportEvent } from '#domain/report.js';
import { inspections } from '#application/inspections.js';
import { listings } from '#application/listings.js';
import { matterOfOrder } from '#application/orders.js';
import { penalties } from '#application/penalty-citation.js';
import { filingWalk } from '#support/filing-walks.js';
import * as the from '#support/filing-commands.js';
import { approver, submit } from '#support/filing-examples.js';
import * as ordered from '#support/order-commands.js';
import * as proceeding from '#support/penalty-examples.js';
import { asStored } from '#support/registry-rows.js';
import { kinds } from '../../test/golden/lives.js';
import { noticeRule, noticeRules } from './notice-rules.js';
import { notices } from './notices.js';
import { foldProjection } from './projection.js';

const id = '6f1c2d3e-0000-5000-8000-000000000009';
const types = kinds.flatMap(({ category, lives }) => [...lives].map(([type, life]) => ({ category, type, life })));

/** Of one matter, as `type party`, in the order in which they were given. */
const told = (category: string, facts: readonly AnyFact[]): string[] =>
  [...foldProjection(notices, asStored(facts, `${category}-${id}`)).rows.values()].flatMap(({ row }) =>
    row.notices.map(({ type, party }) => `${type} ${party}`),
  );

/** Who may read a matter in this state as its party: the policy's word, over the aggregate's own fold. */
const partyOf: Record<string, (facts: readonly AnyFact[]) => string | undefined> = {
  filing: (facts) => fold(filing, facts as FilingEvent[]).holder,
  subject: (facts) => (facts.length > 0 ? id : undefined),
  assessment: (facts) => fold(assessment, facts as AssessmentEvent[]).subject,
  order: (facts) => matterOfOrder(fold(order, facts as OrderEvent[])).holder,
  penalty: (facts) => penalties.matter(fold(penalty, facts as PenaltyEvent[])).holder,
  inspection: (facts) => inspections.matter(fold(inspection, facts as InspectionEvent[])).holder,
  report: (facts) => fold(report, facts as ReportEvent[]).reporter?.subject,
  listing: (facts) => listings.matter(fold(listing, facts as ListingEvent[])).holder,
};

/** What must have been told after these facts: each event that is told, to whoever was its party before or is it since. */
const owed = (category: string, facts: readonly AnyFact[]): string[] =>
  facts.flatMap(({ type, data }, i) => {
    const rule = noticeRule(type);
    if (rule === undefined || rule.nobody !== undefined || rule.when?.(data) === false) return [];
    const parties = [facts.slice(0, i), facts.slice(0, i + 1)].map((past) => partyOf[category]!(past));
    return [...new Set(parties)].flatMap((party) => (party === undefined ? [] : [`${type} ${party}`]));
  });

describe('the table', () => {
  test('speaks of every type of event of the system, and of no other', () =>
    expect(Object.keys(noticeRules).sort()).toEqual(types.map(({ type }) => type).sort()));

  test('says of each by which provision its party must be told, or why nobody is', () => {
    for (const [type, rule] of Object.entries(noticeRules)) {
      const sound =
        rule.nobody !== undefined
          ? rule.nobody.length > 15
          : /^\p{Script=Han}/u.test(rule.title) && /^[A-Z]+\d* \d/.test(rule.basis);
      expect({ type, sound }).toEqual({ type, sound: true });
    }
  });
});

describe.each(types)('$type', ({ category, life }) => {
  test('is one notice to each party that must be told, and to nobody else', () => {
    if (partyOf[category] === undefined) expect(told(category, life)).toEqual([]);
    else expect(told(category, life)).toEqual(owed(category, life));
  });
});

test('any life of a filing has told each holder once of each event of its time, and of no other’s', () => {
  fc.assert(
    fc.property(filingWalk, (facts) => {
      expect(told('filing', facts)).toEqual(owed('filing', facts));
    }),
    { numRuns: 200, seed: 5 },
  );
});

describe('a party', () => {
  const filingAfter = (...commands: readonly FilingCommand[]) => told('filing', the.happened(...commands));

  test('is told of a refusal and of an acceptance, and not of what it did itself', () => {
    expect(filingAfter(...the.refused, the.notifyRefusal, submit(), the.review(), the.accept)).toEqual([
      'FilingRefused subject-1',
      'FilingAccepted subject-1',
    ]);
  });

  test('is told that its service has ended where an authority says so', () => {
    expect(filingAfter(...the.filed, the.reportEnd()).at(-1)).toBe('FilingAccepted subject-1');
    expect(filingAfter(...the.filed, the.reportEnd(approver)).at(-1)).toBe('ServiceTerminated subject-1');
  });

  test('that takes a filing over is told of that and of what follows, and its predecessor of nothing more', () => {
    expect(filingAfter(...the.filed, the.changeHolder(), the.proposeRevocation(), the.approveRevocation())).toEqual([
      'FilingAccepted subject-1',
      'FilingHolderChanged subject-1',
      'FilingHolderChanged subject-2',
      'FilingRevoked subject-2',
    ]);
  });

  test('hears nothing of an order before it is served, and nothing of one that is withdrawn before', () => {
    const { issued, serve, withdraw, approveWithdrawal, happened } = ordered;
    expect(told('order', happened(...issued))).toEqual([]);
    expect(told('order', happened(...issued, withdraw(), approveWithdrawal()))).toEqual([]);
    expect(told('order', happened(...issued, serve()))).toContain('OrderServed subject-1');
  });

  test('hears nothing of a penalty case before it is told what is proposed', () => {
    const { open, investigate, acquit, notify, penaltyPast } = proceeding;
    expect(told('penalty', penaltyPast(open(), investigate(), acquit()))).toEqual([]);
    expect(told('penalty', penaltyPast(open(), investigate(), notify()))).toEqual(['ProposedPenaltyNotified s-1']);
  });

  test('hears of an inspection from its announcement, or from the first that is asked of it', () => {
    const { plan, askFor, end, inspectionPast } = proceeding;
    expect(told('inspection', inspectionPast(plan(), end()))).toEqual([]);
    expect(told('inspection', inspectionPast(plan({ announced: true })))).toEqual(['InspectionPlanned s-1']);
    expect(told('inspection', inspectionPast(plan(), askFor(), end()))).toEqual([
      'InspectionDataRequested s-1',
      'InspectionClosed s-1',
    ]);
  });
});
