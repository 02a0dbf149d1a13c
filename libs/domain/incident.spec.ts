// One order for many filings: who prepares it, what exactly is approved, and how it is carried out.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as the from '#support/incident-commands.js';
import { measure, superior, telecom } from '#support/order-commands.js';
import { type By, fold, isRefusal } from './decider.js';
import { effectOn, jurisdictionOver } from './incident-plan.js';
import { type Incident, pending } from './incident-state.js';
import { incident, type IncidentCommand } from './incident.js';
import { scenario } from './scenario.js';

const given = scenario(incident);
const after = (...commands: readonly the.Asked[]) => given(...the.happened(...commands));
const state = (...commands: readonly the.Asked[]): Incident => fold(incident, the.happened(...commands));
const beijing = { kind: 'cac', division: '110000' };

describe('an incident', () => {
  test('is opened by an authority that orders measures, and by no other', () => {
    expect(state(the.open())).toMatchObject({ status: 'draft', version: 1, agency: beijing });
    given()
      .when(the.open({}, { by: { person: 'p', agency: { kind: 'culture', division: '110000' } } }))
      .thenRefused('no-ordering-agency');
    after(the.open()).when(the.open()).thenRefused('incident-exists');
  });

  test('says what every order says: jurisdiction, legal basis, measures with a term, a day for rectification', () => {
    const lacking = { legalBasis: [], measures: [measure({ until: undefined })], rectifyBy: '2026-11-23' };
    given()
      .when(the.open({ ...lacking, jurisdiction: { factor: 'seat', division: '310000' } }))
      .thenFinds(
        '/jurisdiction/division outside-jurisdiction',
        '/legalBasis missing',
        '/measures/0/until missing',
        '/rectifyBy in-the-past',
      );
    given()
      .when(the.open({ measures: [measure({ scope: { filings: ['filing-1'] } })] }))
      .thenFinds('/measures/0/scope/filings not-of-this-order');
  });

  test('is signed by two officers of the agency, who are two persons', () => {
    given()
      .when(the.open({}, { facts: { officers: the.officers.slice(0, 1) } }))
      .thenFinds('/officers not-of-this-agency');
    given()
      .when(the.open({}, { facts: { officers: the.officers.map(({ account }) => ({ account, person: 'officer' })) } }))
      .thenFinds('/officers two-officers');
  });

  test('is its own agency’s, not its superior’s and not another’s', () => {
    const approved = state(...the.approved);
    for (const by of [superior, telecom])
      for (const command of [
        ...[the.edit(), the.addFilings('filing-4'), the.remove(['filing-1']), the.activate(), the.close],
        the.approveOf(approved),
      ])
        after(...the.approved)
          .when({ ...command, by })
          .thenRefused('not-the-issuer');
    after(...the.active)
      .when({ ...the.progress(['filing-1']), by: superior })
      .thenRefused('not-the-issuer');
  });
});

describe('its filings', () => {
  const found = (change: object) => [{ filing: 'filing-1', holder: 'subject-1', addresseeKnown: false, ...change }];

  test('are addressed to whoever holds them; where nobody does, to whom the officer names', () => {
    expect(state(the.open(), the.add([{ number: '1' }], found({}))).filings).toEqual([
      { filing: 'filing-1', addressee: 'subject-1' },
    ]);
    const unclaimed = found({ holder: undefined, addresseeKnown: true });
    expect(state(the.open(), the.add([{ number: '1', addressee: 'subject-7' }], unclaimed)).filings).toEqual([
      { filing: 'filing-1', addressee: 'subject-7' },
    ]);
    after(the.open())
      .when(the.add([{ number: '1' }], unclaimed))
      .thenFinds('/filings/0/addressee missing');
  });

  test('are known, and so are their addressees; one fault and none is added', () => {
    const named = [{ filing: 'filing-1' }, { number: '2' }, { filing: 'x' }];
    after(the.open())
      .when(the.add(named, [...found({}), { addresseeKnown: false }, { addresseeKnown: false }]))
      .thenFinds('/filings/1/number filing-unknown', '/filings/2/filing filing-unknown');
    after(the.open())
      .when(the.add([{ filing: 'filing-1', addressee: 'subject-2' }], found({ addresseeKnown: true })))
      .thenFinds('/filings/0/addressee not-the-addressee’s');
    after(the.open())
      .when(the.add([{ filing: 'filing-1', addressee: 'subject-2' }], found({ holder: undefined })))
      .thenFinds('/filings/0/addressee subject-unknown');
  });

  test('stand in it once, each with one addressee', () => {
    after(...the.drafted)
      .when(the.addFilings('filing-1', 'filing-2'))
      .thenNothing();
    const unclaimed = { filing: 'filing-9', addresseeKnown: true };
    const twice = [
      { filing: 'filing-9', addressee: 'subject-1' },
      { filing: 'filing-9', addressee: 'subject-2' },
    ];
    after(the.open())
      .when(the.add(twice, [unclaimed, unclaimed]))
      .thenFinds('/filings/1/addressee other-addressee');
  });

  test('are at most five hundred', () => {
    const many = Array.from({ length: 500 }, (_, i) => `filing-${i}`);
    after(the.open(), the.addFilings(...many))
      .when(the.addFilings('filing-500'))
      .thenRefused('too-many-filings');
  });

  test('are taken out, and what is not in it is not', () => {
    expect(state(...the.drafted, the.remove(['filing-2'])).filings.map(({ filing }) => filing)).toEqual(['filing-1', 'filing-3']);
    after(...the.drafted)
      .when(the.remove(['filing-8']))
      .thenNothing();
  });
});

describe('what it would do to a filing', () => {
  const effect = (change: Parameters<typeof the.seen>[0], content: Parameters<typeof the.incidentContent>[0] = {}) =>
    effectOn(the.incidentContent(content), beijing, the.seen(change));

  test('is an order, where nothing stands against it', () => {
    expect(effect({})).toBe('order');
    expect(effect({ status: 'under-review' })).toBe('order');
    expect(effect({ holder: undefined })).toBe('order');
  });

  test('is nothing outside the jurisdiction by the seat; another factor reaches every seat', () => {
    expect(effect({ division: '310115' })).toBe('outside-jurisdiction');
    expect(effect({ division: undefined })).toBe('outside-jurisdiction');
    expect(effect({}, { jurisdiction: { factor: 'seat', division: '110105' } })).toBe('outside-jurisdiction');
    const users = { factor: 'users', division: '110108' } as const;
    expect(effect({ division: '310115' }, { jurisdiction: users })).toBe('order');
    expect(jurisdictionOver(the.incidentContent({ jurisdiction: users }), beijing, '310115')).toEqual(users);
    expect(jurisdictionOver(the.incidentContent(), beijing, '110108')).toEqual({ factor: 'seat', division: '110108' });
  });

  test('is nothing where the filing has ended, has passed on, or somebody behind the incident is recused', () => {
    expect(effect({ status: 'cancelled' })).toBe('cancelled');
    expect(effect({ status: 'revoked' })).toBe('revoked');
    expect(effect({ holder: 'subject-2' })).toBe('other-holder');
    expect(effect({ recused: true })).toBe('recused');
  });

  test('is nothing where another order stands, unless the incident says otherwise', () => {
    expect(effect({ orders: ['order-1'] })).toBe('under-order');
    expect(effect({ orders: ['order-1'] }, { alsoUnderOrders: true })).toBe('order');
  });
});

describe('its approval', () => {
  test('is of exactly the preview that was read', () => {
    const now = state(...the.drafted);
    const approval = the.approveOf(now);
    given(...the.happened(...the.drafted, the.edit()))
      .when({ ...approval, facts: { preview: `sha256:${'f'.repeat(64)}`, plan: the.planOf(now) } } as IncidentCommand)
      .thenRefused('preview-changed');
    expect(state(...the.approved).approval).toMatchObject({
      approvedBy: 'lead',
      plan: [{ filing: 'filing-1', effect: 'order', order: 'order of filing-1' }, {}, {}],
    });
  });

  test('is given by nobody who drafted, edited, signed or chose filings, nor by who counts as one with them', () => {
    const past = [the.open(), the.edit({}, { ...the.officer, person: 'editor' }), the.addFilings('filing-1')];
    const chosen = [...past, the.remove([], the.chooser), the.add([{ filing: 'filing-2' }], undefined, the.chooser)];
    const now = state(...chosen);
    for (const person of ['officer', 'colleague', 'editor', 'chooser'])
      after(...chosen)
        .when(the.approveOf(now, { ...the.lead, person }))
        .thenRefused('four-eyes');
    after(...chosen)
      .when(the.approveOf(now, { ...the.lead, oneWith: ['editor'] }))
      .thenRefused('four-eyes');
  });

  test('is not given to an incident that would order nothing', () => {
    const now = state(...the.drafted);
    const none = { 'filing-1': { recused: true }, 'filing-2': { orders: ['o'] }, 'filing-3': { status: 'cancelled' as const } };
    after(...the.drafted)
      .when(the.approveOf(now, the.lead, none))
      .thenRefused('nothing-to-order');
  });

  test('is not given to terms that no longer hold', () => {
    const late = { ...the.approveOf(state(...the.drafted)), on: '2026-12-16' };
    after(...the.drafted)
      .when(late)
      .thenFinds('/rectifyBy in-the-past');
  });

  test('is void after any edit, addition or removal', () => {
    for (const change of [the.edit(), the.addFilings('filing-9'), the.remove(['filing-1'])])
      after(...the.approved, change)
        .when(the.activate())
        .thenRefused('not-approved');
  });
});

describe('its activation', () => {
  test('is of what was approved, once, under one document number', () => {
    after(...the.drafted)
      .when(the.activate())
      .thenRefused('not-approved');
    expect(state(...the.active)).toMatchObject({ status: 'active', activation: { documentNo: '1号', activatedBy: 'lead' } });
    after(...the.active)
      .when({ ...the.activate(), data: { documentNo: '2号' } } as IncidentCommand)
      .thenRefused('not-a-draft');
  });

  test('is not for who is recused from one of the filings', () =>
    after(...the.approved)
      .when(the.activate(the.lead, { recusedFrom: ['filing-2'] }))
      .thenRefused('recused'));

  test('is refused where the terms no longer hold', () =>
    after(...the.approved)
      .when(the.activate(the.lead, { on: '2026-12-16' }))
      .thenFinds('/rectifyBy in-the-past'));

  test('is carried out when something is known of every filing that was to be ordered, and only of those', () => {
    const planned = [...the.drafted, (now: Incident) => the.approveOf(now, the.lead, { 'filing-2': { recused: true } })];
    const going = [...planned, the.activate()];
    expect(pending(state(...going)).map(({ filing }) => filing)).toEqual(['filing-1', 'filing-3']);
    const half = state(...going, the.progress(['filing-1', 'filing-2']));
    expect(half).toMatchObject({ status: 'active', outcomes: { 'filing-1': { order: 'order of filing-1' } } });
    expect(Object.keys(half.outcomes)).toEqual(['filing-1']);
    expect(state(...going, the.progress(['filing-1']), the.progress([], ['filing-3'])).status).toBe('carried-out');
  });

  test('records each outcome once: what another has recorded stays', () => {
    after(...the.active, the.progress(['filing-1']))
      .when(the.progress([], ['filing-1']))
      .thenNothing();
    expect(
      state(...the.active, the.progress(['filing-1']), the.progress(['filing-2'], ['filing-1', 'filing-3'])).outcomes,
    ).toEqual({
      'filing-1': { order: 'order of filing-1' },
      'filing-2': { order: 'order of filing-2' },
      'filing-3': { obstacle: 'cancelled', because: 'it has been cancelled' },
    });
    after(...the.drafted)
      .when(the.progress(['filing-1']))
      .thenRefused('not-active');
  });

  test('does not hide an order behind the word of another that passed its filing over', () => {
    const both = state(...the.active, the.progress(['filing-1'], ['filing-2', 'filing-3']), the.progress(['filing-2']));
    expect(both.outcomes['filing-2']).toEqual({ order: 'order of filing-2' });
    expect(both.status).toBe('carried-out');
  });
});

describe('its end', () => {
  test('comes before the activation or after it has been carried out, and not between', () => {
    expect(state(...the.drafted, the.close).status).toBe('closed');
    expect(state(...the.carriedOut, the.close).status).toBe('closed');
    after(...the.active)
      .when(the.close)
      .thenRefused('being-carried-out');
    given().when(the.close).thenRefused('no-incident');
  });
});

describe('whatever is asked, in whatever order, by whomever', () => {
  const people: readonly By[] = ['officer', 'colleague', 'lead', 'chooser', 'other'].map((person) => ({
    person,
    agency: beijing,
  }));
  const commandsAt = (now: Incident, seed: number): IncidentCommand[] => [
    the.open(),
    the.edit(),
    the.addFilings(`filing-${seed % 5}`, `filing-${seed % 7}`),
    the.remove([`filing-${seed % 5}`]),
    the.approveOf(now, the.lead, { 'filing-1': { recused: seed % 2 === 0 } }),
    the.activate(),
    the.progress([`filing-${seed % 5}`], [`filing-${seed % 3}`]),
    the.close,
  ];

  test('in 5,000 sequences only what two persons stand behind is carried out, and nothing but the plan that was approved', () => {
    const seenStatus = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 40, size: 'max' }), (choices) => {
        let now = incident.initial;
        for (const choice of choices) {
          const allowed = incident.allowed(now);
          const all = commandsAt(now, choice >>> 8);
          const likely = all.filter(({ type }) => allowed.includes(type));
          const pool = choice % 5 === 0 || likely.length === 0 ? all : likely;
          const chosen = pool[(choice >>> 4) % pool.length]!;
          const by = choice % 3 === 0 ? people[(choice >>> 12) % people.length]! : chosen.by;
          const outcome = incident.decide({ ...chosen, by }, now);
          if (isRefusal(outcome)) continue;
          const before = now;
          now = outcome.reduce(incident.evolve, now);
          seenStatus.add(now.status);
          if (outcome.length > 0) expect(allowed).toContain(chosen.type);
          if (now.status !== 'draft' && now.activation) {
            expect(now.hands).not.toContain(now.approval?.approvedBy);
            expect(now.hands.length).toBeGreaterThanOrEqual(2);
          }
          const ordered = now.approval?.plan.filter(({ effect }) => effect === 'order').map(({ filing }) => filing);
          for (const filing of Object.keys(now.outcomes)) expect(ordered).toContain(filing);
          expect(now.status === 'active').toBe(pending(now).length > 0);
          for (const [filing, known] of Object.entries(before.outcomes))
            if ('order' in known) expect(now.outcomes[filing]).toEqual(known);
        }
      }),
      { numRuns: 5_000 },
    );
    expect([...seenStatus].sort()).toEqual(['active', 'carried-out', 'closed', 'draft']);
  }, 60_000);
});
