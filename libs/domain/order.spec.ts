// Article 21, sentence by sentence: who orders, who approves, what puts an order in force and what alone ends it.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as the from '#support/order-commands.js';
import { everyCommand, likely, people } from '#support/order-walks.js';
import { fold, isRefusal } from './decider.js';
import { inForceAt, isStayed, mayEnd, type Order, personsBehind, termEnded } from './order-state.js';
import { order, type OrderCommand } from './order.js';
import { scenario } from './scenario.js';

const given = scenario(order);
const after = (...commands: readonly OrderCommand[]) => given(...the.happened(...commands));
const state = (...commands: readonly OrderCommand[]): Order => fold(order, the.happened(...commands));

describe('a draft', () => {
  test('is approved by nobody who drafted or signed it', () => {
    after(the.draft).when(the.approve(1, the.officer)).thenRefused('four-eyes');
    after(the.draft)
      .when(the.approve(1, { ...the.lead, person: 'colleague' }))
      .thenRefused('four-eyes');
  });
  test('is not approved by who counts as one with its drafter', () =>
    after(the.draft)
      .when(the.approve(1, { ...the.lead, oneWith: ['officer'] }))
      .thenRefused('four-eyes'));
  test('loses its approval by any edit, and its approval names the version', () => {
    after(the.draft, the.approve(), the.edit()).when(the.issue()).thenRefused('not-approved');
    after(the.draft, the.edit()).when(the.approve(1)).thenRefused('draft-changed');
  });
  test('is its own agency’s, not its superior’s and not another’s', () => {
    after(the.draft).when(the.approve(1, the.superior)).thenRefused('not-the-issuer');
    after(the.draft).when(the.approve(1, the.telecom)).thenRefused('not-the-issuer');
  });
});

describe('service', () => {
  test('by electronic means needs the signed consent', () => {
    after(...the.issued)
      .when(the.serveBy('electronic'))
      .thenRefused('no-service-consent');
    expect(state(...the.issued, the.serveBy('electronic', the.today, the.today, true)).status).toBe('in-force');
  });
  test('by public notice is deemed done after thirty days, and not before', () => {
    after(...the.issued, the.notice())
      .when(the.serveBy('public-notice', '2026-12-24', '2026-12-23'))
      .thenRefused('incomplete');
    after(...the.issued, the.notice())
      .when(the.serveBy('public-notice', the.today, '2026-12-23'))
      .thenRefused('notice-running');
    expect(state(...the.issued, the.notice(), the.serveBy('public-notice', '2026-12-24', '2026-12-25')).servedOn).toBe(
      '2026-12-24',
    );
  });
});

describe('an order in force', () => {
  test('is lifted by two persons of its agency or of a superior of its kind, and by nobody else', () => {
    after(...the.served, the.lift())
      .when(the.approveLift(the.officer))
      .thenRefused('four-eyes');
    after(...the.served)
      .when(the.lift([], the.telecom))
      .thenRefused('not-the-issuer');
    after(...the.served, the.lift())
      .when(the.approveLift(the.telecom))
      .thenRefused('not-the-issuer');
    expect(state(...the.served, the.lift(), the.approveLift(the.superior)).status).toBe('lifted');
  });
  test('is extended before its term ends, and not after', () =>
    after(...the.served)
      .when(the.extend('2027-01-31T00:00:00Z', '2027-01-01T00:00:00Z'))
      .thenRefused('term-ended'));
  test('is not lifted by the end of its term: its measures stand, not verified', () => {
    const ended = state(...the.served, the.lift(['m2']), the.approveLift());
    expect(termEnded(ended, '2026-12-30T00:00:00Z')).toBe(false);
    expect(termEnded(ended, '2027-01-01T00:00:00Z')).toBe(true);
    expect(inForceAt(ended, '2027-01-01T00:00:00Z')).toBe(true);
  });
  test('is annulled, stayed or varied by a court or a reviewing authority, and two persons stand behind the record of that', () => {
    for (const decided of [the.remedy(), the.remedy('pending', true), the.remedy('varied')]) {
      after(...the.served)
        .when(decided)
        .thenRefused('remedy-not-entered');
      after(...the.served, the.enterRemedy(the.other))
        .when(decided)
        .thenRefused('four-eyes');
      const asOne = { ...decided, by: { ...the.lead, oneWith: ['officer'] } };
      after(...the.served, the.enterRemedy())
        .when(asOne)
        .thenRefused('four-eyes');
    }
    expect(state(...the.served, the.enterRemedy(), the.remedy()).status).toBe('annulled');
    expect(isStayed(state(...the.served, the.enterRemedy(), the.remedy('pending', true)))).toBe(true);
  });
  test('is annulled on the record of one officer where the addressee itself entered the remedy', () => {
    const filed = the.ask(
      'FileRemedy',
      { kind: 'litigation', body: '法院', documentNo: '诉1', filedOn: the.today },
      { by: the.addressee },
    );
    expect(state(...the.served, filed, the.remedy('annulled', false, the.officer)).status).toBe('annulled');
  });
  test('is inspected by two officers', () =>
    after(...the.served)
      .when(the.inspect('rectified', the.officers.slice(0, 1)))
      .thenRefused('incomplete'));
});

describe('a provisional order', () => {
  test('ends by its own terms unless another person ratifies it', () => {
    const alone = [the.draftProvisional(), the.issue(), the.serve()];
    expect(inForceAt(state(...alone), '2026-11-25T00:59:00Z')).toBe(true);
    expect(inForceAt(state(...alone), '2026-11-25T01:00:00Z')).toBe(false);
    after(...alone)
      .when(the.ratify(the.lead))
      .thenRefused('four-eyes');
    expect(inForceAt(state(...alone, the.ratify()), '2026-11-26T00:00:00Z')).toBe(true);
  });
  test('prints an end within 24 hours', () =>
    given().when(the.draftProvisional('2026-11-25T02:00:01Z')).thenRefused('incomplete'));
});

describe('whatever is asked, in whatever order, by whomever', () => {
  const over = new Set(['lifted', 'withdrawn', 'annulled']);

  test('in 100,000 sequences two persons stand behind what lasts, only its own end it, and every event folds', () => {
    let ended = 0;
    let inForce = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 40, size: 'max' }), (choices) => {
        let now = order.initial;
        for (const choice of choices) {
          const pool = choice % 5 === 0 ? everyCommand : likely(everyCommand, now);
          const chosen = pool[(choice >>> 4) % pool.length]!;
          const by = choice % 3 === 0 ? people[(choice >>> 12) % people.length]! : chosen.by;
          const outcome = order.decide({ ...chosen, by }, now);
          if (isRefusal(outcome)) continue;
          const before = now;
          now = outcome.reduce(order.evolve, now);
          if (inForceAt(now, '2026-11-26T02:00:01Z')) {
            inForce += 1;
            expect(personsBehind(now).length).toBeGreaterThanOrEqual(2);
          }
          const freed = (isStayed(now) && !isStayed(before)) || (now.status === 'annulled' && before.status !== 'annulled');
          if (freed) expect(before.remedies.some(({ enteredBy }) => enteredBy !== by.person)).toBe(true);
          if (over.has(now.status) && now.status !== before.status && before.status === 'in-force') {
            ended += 1;
            expect(now.status === 'annulled' || mayEnd(before.agency, by)).toBe(true);
          }
        }
      }),
      { numRuns: 100_000 },
    );
    expect({ ended: ended > 100, inForce: inForce > 1_000 }).toEqual({ ended: true, inForce: true });
  }, 120_000);
});
