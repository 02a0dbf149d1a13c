import { describe, expect, test } from '@jest/globals';
import { dutiesIn, fact } from '#support/duty-rows.js';

const { matter, one, running } = dutiesIn('penalty-7c2d0000-0000-5000-8000-000000000003');
const opened = fact('PenaltyCaseOpened', '2026-03-02', {
  agency: { kind: 'cac', division: '110000' },
  addressee: 'subject-1',
  jurisdiction: { factor: 'seat', division: '110108' },
});
const designated = fact('PenaltyCaseOpened', '2026-03-02', {
  agency: { kind: 'cac', division: '310000' },
  addressee: 'subject-1',
  jurisdiction: { factor: 'designated', division: '110108', documentRef: '指定管辖1号' },
});
const notified = (hearingRight: boolean) =>
  fact('ProposedPenaltyNotified', '2026-03-20', { notifiedOn: '2026-03-20', hearingRight });
const requested = fact('PenaltyHearingRequested', '2026-03-25', { requestedOn: '2026-03-25' });
const fine = { kind: 'fine', amountFen: 2_000_000 };
const correct = { kind: 'order-to-correct', correctBy: '2026-05-20' };
const decided = (...sanctions: object[]) => fact('PenaltyDecided', '2026-04-20', { sanctions });
const served = fact('PenaltyServed', '2026-04-24', { servedOn: '2026-04-24' });

describe('the case', () => {
  test('is of its place, or of the agency to which somebody gave it from elsewhere', () => {
    expect(matter(opened)).toMatchObject({ division: '110108', agency: { division: '110000' } });
    expect(matter(designated)).toMatchObject({ division: '310000', agency: { division: '310000' } });
  });
});

describe('the procedure', () => {
  test('ends within ninety days from the opening of the case', () => {
    expect(one('penalty-decision', opened)).toMatchObject({ of: 'agency', count: 'penalty-decision', startedOn: '2026-03-02' });
    expect(one('penalty-decision', opened, decided(fine))?.metOn).toBe('2026-04-20');
    expect(running(opened, notified(true), fact('NoPenaltyDecided', '2026-04-01'))).toEqual([]);
  });

  test('does not count the time of a hearing', () => {
    const held = fact('PenaltyHearingHeld', '2026-04-08', { heldOn: '2026-04-08' });
    const notice = fact('PenaltyHearingNotified', '2026-03-27', { notifiedOn: '2026-03-27', heldOn: '2026-04-08' });
    const heard = [opened, notified(true), requested, notice, held];
    expect(one('hearing', opened, notified(true), requested, notice)).toMatchObject({ of: 'agency', dueOn: '2026-04-08' });
    // Fourteen days from 25 March to 8 April.
    expect(one('penalty-decision', ...heard)).toMatchObject({ startedOn: '2026-03-02', countsFrom: '2026-03-16' });
    expect(running(...heard)).toEqual(['penalty-decision', 'statement-and-defence']);
  });

  test('gives the party its time to speak, and to ask for a hearing where it has that right', () => {
    expect(matter(opened)?.holder).toBeUndefined();
    expect(matter(opened, notified(false))?.holder).toBe('subject-1');
    expect(running(opened, notified(false))).toEqual(['penalty-decision', 'statement-and-defence']);
    expect(one('hearing-request', opened, notified(true))).toMatchObject({ right: true, startedOn: '2026-03-20' });
    expect(one('hearing-request', opened, notified(true), requested)?.metOn).toBe('2026-03-25');
    const spoken = fact('PenaltyStatementMade', '2026-03-24', { madeOn: '2026-03-23' });
    expect(one('statement-and-defence', opened, notified(true), spoken)?.metOn).toBe('2026-03-23');
  });
});

describe('the decision', () => {
  test('takes the right to a hearing away when it is served: until then the party knows of no decision', () => {
    expect(one('hearing-request', opened, notified(true), decided(fine))?.endedOn).toBeUndefined();
    expect(one('hearing-request', opened, notified(true), decided(fine), served)?.endedOn).toBe('2026-04-24');
  });

  test('is served within seven working days, by public notice from its beginning', () => {
    expect(one('decision-service', opened, decided(fine))).toMatchObject({ of: 'agency', startedOn: '2026-04-20' });
    expect(one('decision-service', opened, decided(fine), served)?.metOn).toBe('2026-04-24');
    const notice = fact('PenaltyPublicNoticeStarted', '2026-04-23', { startedOn: '2026-04-23' });
    const byNotice = fact('PenaltyServed', '2026-05-23', { servedOn: '2026-05-23' });
    expect(one('decision-service', opened, decided(fine), notice, byNotice)?.metOn).toBe('2026-04-23');
    expect(one('decision-notice', opened, decided(fine), notice)).toMatchObject({
      ...{ of: 'agency', count: 'public-notice-service', startedOn: '2026-04-23' },
    });
    expect(one('decision-notice', opened, decided(fine), notice, byNotice)?.metOn).toBe('2026-05-23');
  });

  test('leaves fifteen days from receipt to pay, until all is paid', () => {
    expect(one('fine-payment', opened, decided(fine))?.startedOn).toBeUndefined();
    const facts = [opened, decided(fine), served];
    expect(one('fine-payment', ...facts)).toMatchObject({ of: 'subject', count: 'fine-payment', startedOn: '2026-04-24' });
    const paid = (amountFen: number, paidOn: string) => fact('FinePaid', paidOn, { amountFen, paidOn });
    expect(one('fine-payment', ...facts, paid(500_000, '2026-04-28'))?.metOn).toBeUndefined();
    expect(one('fine-payment', ...facts, paid(500_000, '2026-04-28'), paid(1_500_000, '2026-05-06'))?.metOn).toBe('2026-05-06');
    expect(one('fine-payment', opened, decided(correct), served)).toBeUndefined();
  });

  test('names the day by which to correct', () => {
    expect(one('correction', opened, decided(correct), served)).toMatchObject({ startedOn: '2026-04-24', dueOn: '2026-05-20' });
    const done = fact('SanctionPerformed', '2026-05-18', { sanction: 'order-to-correct', performedOn: '2026-05-18' });
    expect(one('correction', opened, decided(correct), served, done)?.metOn).toBe('2026-05-18');
  });

  test('is open to remedies from service, each for its own time', () => {
    expect(running(opened, decided(fine), served)).toEqual(['fine-payment', 'litigation', 'reconsideration-request']);
    const upheld = fact('PenaltyRemedyRecorded', '2026-07-01', { kind: 'reconsideration', outcome: 'upheld' });
    expect(running(opened, decided(fine), served, upheld)).toEqual(['fine-payment', 'litigation-after-reconsideration']);
  });

  test('that was not carried out is demanded, and then brought before the court', () => {
    const demanded = fact('PenaltyPerformanceDemanded', '2026-06-01', { demandedOn: '2026-06-01' });
    const facts = [opened, decided(fine), served, demanded];
    expect(one('performance', ...facts)).toMatchObject({ of: 'subject', count: 'enforcement-demand', startedOn: '2026-06-01' });
    const court = fact('CourtEnforcementApplied', '2026-06-16', { appliedOn: '2026-06-16' });
    expect(one('performance', ...facts, court)?.endedOn).toBe('2026-06-16');
  });

  test('that was annulled is owed by nobody any more', () =>
    expect(running(opened, decided(fine, correct), served, fact('PenaltyAnnulled', '2026-07-01'))).toEqual([
      'litigation',
      'reconsideration-request',
    ]));
});
