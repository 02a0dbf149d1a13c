import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '#domain/decider.js';
import { filing, type FilingCommand, type FilingEvent } from '#domain/filing.js';
import { material, notice, number, row, submit, today } from '#support/filing-examples.js';
import * as the from '#support/filing-commands.js';
import { filingWalk } from '#support/filing-walks.js';
import { asStored, caseOf, filingId } from '#support/registry-rows.js';
import { filingCases } from './filing-cases.js';

const { happened } = the;

describe('submissions', () => {
  test('each starts a round of its own, and a refusal stays with the round that it ended', () => {
    const { submissions, status } = caseOf(...happened(...the.refused, the.notifyRefusal, submit(), the.review(), the.accept));
    expect(status).toBe('filed');
    expect(submissions).toEqual([
      {
        round: 1,
        submittedOn: today,
        outcome: 'refused',
        decidedOn: today,
        notifiedOn: today,
        reasons: [expect.objectContaining({ item: 'self-assessment-report' })],
      },
      { round: 2, submittedOn: today, outcome: 'accepted', decidedOn: today },
    ]);
  });

  test('a refusal that has fallen leaves the submission undecided, without reasons or notification', () => {
    const refused = [...the.refused, the.notifyRefusal];
    for (const undone of [[the.remedy('refusal'), the.annulRefusal], [the.correct('refusal')]]) {
      const { status, submissions } = caseOf(...happened(...refused, ...undone));
      expect(status).toBe('under-review');
      expect(submissions).toEqual([{ round: 1, submittedOn: today }]);
    }
  });
});

describe('changes', () => {
  test('what is added to an open change is notified on its own day', () => {
    const [submitted, added] = happened(...the.filed, the.change(), the.addItems()).slice(-2) as [FilingEvent, FilingEvent];
    const { change } = caseOf(...happened(...the.filed), submitted, { ...added, effectiveOn: '2026-03-20' });
    expect(change?.items.map(({ path, changedOn, reportedOn }) => [path, changedOn, reportedOn])).toEqual([
      ['/algorithm/name', '2026-02-26', today],
      ['/mainUse', '2026-02-27', '2026-03-20'],
    ]);
  });

  test('a change asks for a safety assessment once any of its items adds a function of Article 15', () => {
    const services = { ...material().services, article15: ['biometric' as const] };
    const adding = the.addItems([{ after: { services }, changedOn: '2026-02-26' }]);
    const asks = (...added: FilingCommand[]) =>
      caseOf(...happened(...the.filed, the.change(), ...added)).change?.asksForAssessment;
    expect([asks(), asks(the.addItems()), asks(adding), asks(adding, the.addItems())]).toEqual([false, false, true, true]);
  });

  test('a refused change stays decided on the day of its refusal, also when it is withdrawn later', () => {
    const facts = happened(...the.filed, the.change(), the.refuseChange(), the.withdrawChange());
    const { change } = caseOf(...facts.slice(0, -1), { ...facts.at(-1)!, effectiveOn: '2026-03-20' });
    expect(change).toMatchObject({ status: 'withdrawn', decidedOn: today });
  });

  test('an accepted change is in the content, a refused one is not', () => {
    expect(caseOf(...happened(...the.filed, the.change(), the.acceptChange())).content?.algorithm?.name).toBe('云影换脸算法二代');
    expect(caseOf(...happened(...the.filed, the.change(), the.refuseChange()))).toMatchObject({
      content: { algorithm: { name: '云影换脸算法' } },
      change: { status: 'refused', decidedOn: today },
    });
  });
});

describe('ends', () => {
  test('a cancellation that is returned has been decided, and the service goes on', () => {
    const { cancellation, terminatedOn } = caseOf(...happened(...the.filed, the.cancel, the.returnCancellation));
    expect(cancellation).toEqual({ status: 'returned', submittedOn: today, decidedOn: today });
    expect(terminatedOn).toBeUndefined();
  });

  test('a proposal waits for the second person and falls with the end', () => {
    const proposed = [...the.filed, the.proposeRevocation()];
    expect(caseOf(...happened(...proposed)).proposed).toMatchObject({ act: 'revocation', ground: 'false-material' });
    const revoked = caseOf(...happened(...proposed, the.approveRevocation()));
    expect(revoked).toMatchObject({ status: 'revoked', ended: { how: 'revoked', documentNo: '京网信撤〔2026〕1号' } });
    expect(revoked.proposed).toBeUndefined();
  });
});

describe('what was taken over', () => {
  test('a list and a notice make the same case in either order; the notice tells the day', () => {
    for (const remarks of ['', '已注销']) {
      const [one, other] = [
        [the.importRow({ remarks }), the.importNotice()],
        [the.importNotice(), the.importRow({ remarks })],
      ].map((order) => caseOf(...happened(...order)));
      expect(one).toEqual(other);
      expect(one).toMatchObject({ status: 'cancelled', number, row: { ...row, remarks }, ended: { on: notice.noticeDate } });
    }
  });

  test('a row that no longer says 已注销 is in force again', () => {
    const again = caseOf(...happened(the.importRow({ remarks: '已注销' }), the.importRow()));
    expect(again.status).toBe('filed');
    expect(again.ended).toBeUndefined();
  });
});

test('the case says of every lawful life what the filing itself says', () =>
  fc.assert(
    fc.property(filingWalk, (walk) => {
      const state = fold(filing, walk);
      if (walk.length === 0) return;
      const found = caseOf(...walk);
      const { status, holder, number, batch, version, takenUp, imported, serviceStart, terminatedOn } = state;
      expect(found).toMatchObject({ id: filingId, revision: walk.length - 1, status, takenUp, imported, version });
      expect([found.holder, found.number, found.batch, found.terminatedOn]).toEqual([holder, number, batch, terminatedOn]);
      expect(found.serviceStart).toEqual(serviceStart);
      expect(found.submissions).toHaveLength(state.round);
      expect(found.change?.status).toBe(state.change?.status);
      const proposed = state.revocation ? 'revocation' : state.exOfficio && 'ex-officio-cancellation';
      if (!(state.revocation && state.exOfficio)) expect(found.proposed?.act).toBe(proposed);
      expect(found.ended !== undefined).toBe(status === 'cancelled' || status === 'revoked');
      // Whatever is on record can be put into its columns.
      for (const { of } of filingCases.columns) expect(() => of(found)).not.toThrow();
    }),
    { numRuns: 300 },
  ));

test('events of other matters are none of its business', () => {
  expect(filingCases.keys(asStored(happened(submit()), 'subject-1')[0]!)).toEqual([]);
});
