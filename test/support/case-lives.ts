// Random lives of matters of every kind side by side in one log, as a register of several places would have them.
import { type AnyFact, type Decider, fold, isRefusal } from '#domain/decider.js';
import { assessment, type AssessmentCommand } from '#domain/assessment.js';
import { filing, type FilingCommand } from '#domain/filing.js';
import { incident } from '#domain/incident.js';
import { inspection } from '#domain/inspection.js';
import { order, type OrderCommand } from '#domain/order.js';
import { penalty } from '#domain/penalty.js';
import { report } from '#domain/report.js';
import { type EventStore, type Json, type Position } from '#event-store/event-store.js';
import { v5 as uuid } from 'uuid';
import * as assessing from './assessment-examples.js';
import * as the from './filing-commands.js';
import { submit, today } from './filing-examples.js';
import { filingCommands } from './filing-walks.js';
import * as acting from './incident-commands.js';
import * as ordered from './order-commands.js';
import * as proceeding from './penalty-examples.js';
import { type Random } from './random.js';
import { newEvent } from './read-side.js';
import * as reporting from './report-examples.js';

const idOf = (name: string): string => uuid(name, 'b7a0a3a8-6b5e-4c0e-9d6a-0f4b8a3f5d11');

/** A command, or what makes one of the state that it meets. */
type Asked<C, S> = C | ((state: S) => C);

const walk = <C, E extends AnyFact, S>(
  random: Random,
  decider: Decider<C, E, S>,
  beginnings: readonly (readonly Asked<C, S>[])[],
  commands: readonly Asked<C, S>[],
): readonly AnyFact[] =>
  [...random.of(beginnings), ...Array.from({ length: random.below(14) }, () => random.of(commands))].reduce<readonly E[]>(
    (past, asked) => {
      const state = fold(decider, past);
      const outcome = decider.decide(typeof asked === 'function' ? (asked as (state: S) => C)(state) : asked, state);
      return isRefusal(outcome) ? past : [...past, ...outcome];
    },
    [],
  );

const { served, issued } = ordered;
const lifted = [...served, ordered.lift(), ordered.approveLift()];
const annulled = [...served, ordered.enterRemedy(), ordered.remedy()];
const orderCommands: readonly OrderCommand[] = [
  ...[ordered.draft, ordered.draftProvisional(), ordered.edit(), ordered.approve(), ordered.approve(2), ordered.issue()],
  ...[ordered.ratify(), ordered.notice(), ordered.serve(), ordered.report, ordered.reject, ordered.schedule, ordered.inspect()],
  ...[ordered.inspect('not-rectified'), ordered.extend(), ordered.approveExtension(), ordered.escalate],
  ...[ordered.approveEscalation(), ordered.transfer, ordered.acknowledgeTransfer(), ordered.lift(), ordered.lift(['m1'])],
  ...[
    ordered.approveLift(),
    ordered.withdraw(),
    ordered.approveWithdrawal(),
    ordered.enterRemedy(),
    ordered.remedy(),
    ordered.publish(),
  ],
];
const assessmentCommands: readonly AssessmentCommand[] = [
  ...[assessing.start, assessing.submitReport(), assessing.open('cac'), assessing.open('public-security'), assessing.ask()],
  ...[assessing.explain(), assessing.orderAgain(), assessing.schedule(), assessing.inspect(), assessing.close('cac')],
  ...[assessing.close('public-security'), assessing.notify(), assessing.conclude],
];
const opened = [proceeding.open(), proceeding.investigate()];
const told = [...opened, proceeding.notify()];
const decided = [...told, proceeding.state(), proceeding.review(), proceeding.decide()];

const authorities = [reporting.beijing, reporting.police, reporting.telecom, reporting.hangzhou];
const reportCommands = [
  reporting.supplement(),
  ...authorities.flatMap((by) => [
    ...[reporting.acknowledge(by), reporting.acknowledge(by), reporting.answer(by), reporting.reply('upheld', by)],
    ...[reporting.close(by), ...authorities.map((to) => reporting.refer(to, by))],
  ]),
];
const incidentCommands = [
  ...[acting.edit(), acting.addFilings('filing-4'), acting.remove(['filing-1']), acting.approve, acting.approve],
  ...[acting.activate(), acting.progress(['filing-1']), acting.progress(['filing-2'], ['filing-3']), acting.close],
];

/** What a subject registers as; its name and code are told from others' by the number. */
const registered = (random: Random): readonly AnyFact[] => {
  const n = random.below(90);
  const details = {
    ...{ name: `示例云影${n}科技有限公司`, creditCode: '91110108MA00DEM06X', division: '110108' },
    address: '某路1号',
  };
  const at = { basis: ['ARP 24'], effectiveOn: today };
  const data = { kind: 'organisation', details, documents: [], contacts: { ref: 'r', digest: 'd' } };
  return [
    { ...at, type: 'SubjectRegistered', data },
    ...(random.below(2) ? [{ ...at, type: 'SubjectVerified', data: { entity: String(1_000_000 + n), verifiedBy: 'p' } }] : []),
    ...(random.below(4) ? [] : [{ ...at, type: 'SubjectRefused', data: { reasons: [], refusedBy: 'p' } }]),
  ];
};

const lifeOf = (random: Random): [category: string, facts: readonly AnyFact[]] => {
  const chance = random.below(100);
  if (chance < 45) {
    const beginnings: (readonly FilingCommand[])[] = [
      [submit()],
      the.filed,
      the.refused,
      [the.importRow()],
      [the.importNotice()],
    ];
    return ['filing', walk(random, filing, beginnings, filingCommands)];
  }
  if (chance < 51) {
    const beginnings = [
      [reporting.incident()],
      [reporting.complain()],
      [reporting.object({}, reporting.signedIn)],
      [reporting.object(), reporting.acknowledge()],
    ];
    return ['report', walk(random, report, beginnings, reportCommands)];
  }
  if (chance < 54) {
    const beginnings = [acting.drafted, acting.approved, acting.active, acting.carriedOut];
    return ['incident', walk(random, incident, beginnings, incidentCommands)];
  }
  if (chance < 65)
    return ['order', walk(random, order, [[ordered.draft], issued, served, served, lifted, annulled], orderCommands)];
  if (chance < 77) return ['penalty', walk(random, penalty, [opened, told, decided], proceeding.penaltyCommands)];
  if (chance < 87) return ['inspection', walk(random, inspection, [[proceeding.plan()]], proceeding.inspectionCommands)];
  if (chance < 96)
    return [
      'assessment',
      walk(random, assessment, [[assessing.trigger()], assessing.reported, assessing.underReview], assessmentCommands),
    ];
  return ['subject', registered(random)];
};

const places = ['110108', '110105', '310115', '330106'];
/** Of each place, the officers to whom cases are assigned. */
export const officersOf = (place: string): string[] => [1, 2].map((n) => idOf(`officer ${n} of ${place.slice(0, 2)}`));

const later = (day: string, days: number): string => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** Somewhere else, somebody else's, and with days between the acts: the examples are all of one place and of one day. */
const moved = (
  facts: readonly AnyFact[],
  { place, party, filings }: { place: string; party: string; filings: readonly string[] },
  [days, between]: [number, number],
): AnyFact[] => {
  const province = `${place.slice(0, 2)}0000`;
  return facts.map(({ type, basis, effectiveOn, data }, i) => ({
    ...{ type, basis, effectiveOn: later(effectiveOn, days + i * between) },
    data: JSON.parse(
      JSON.stringify(data)
        .replaceAll('"110108"', `"${place}"`)
        .replaceAll('"110000"', `"${province}"`)
        .replaceAll(/"(subject-1|s-1)"/g, `"${party}"`)
        .replaceAll(/"f(?:iling)?-(\d)"/g, (_, n) => `"${filings[Number(n) % filings.length]}"`),
    ) as object,
  }));
};

const arrangements = (random: Random, stream: string, place: string): [stream: string, fact: AnyFact] => {
  const agency = { kind: 'cac', division: `${place.slice(0, 2)}0000` };
  const account = random.of(officersOf(place));
  const fact =
    random.below(3) === 0
      ? { type: 'CaseReleased', data: { account, agency, releasedBy: 'p' } }
      : {
          type: 'CaseAssigned',
          data: { account, person: 'p', until: random.of(['2026-03-10', '2026-12-31']), agency, assignedBy: 'p' },
        };
  return [`case-${stream}`, { ...fact, basis: ['design'], effectiveOn: today }];
};

/** Appends the lives of `cases` matters, of `parties` subjects, an event here and an event there. Answers the position of the last. */
export async function liveCases(log: EventStore, random: Random, cases: number, parties = 12): Promise<Position> {
  const revisions = new Map<string, number>();
  let position = await log.head();
  const append = async (stream: string, { type, basis, effectiveOn, data }: AnyFact, place: string): Promise<void> => {
    const expected = revisions.get(stream) ?? -1;
    const event = newEvent(`${stream}/${expected + 1}`, type, JSON.parse(JSON.stringify(data)) as Json);
    const meta = { ...event.meta, basis: [...basis], effectiveOn, agency: `cac-${place.slice(0, 2)}0000` };
    position = (await log.append(stream, [{ ...event, meta }], { expected })).position;
    revisions.set(stream, expected + 1);
  };
  const underWay: { stream: string; place: string; facts: AnyFact[] }[] = [];
  for (let begun = 0; begun < cases || underWay.length > 0;) {
    while (begun < cases && underWay.length < 40) {
      const [category, facts] = lifeOf(random);
      const place = random.of(places);
      const id = idOf(`${category} ${begun}`);
      const party = category === 'subject' ? id : idOf(`party ${random.below(parties)}`);
      // Reports and incidents are about filings that there are, or are not yet.
      const filings = [1, 2, 3, 4].map((n) => idOf(`filing ${random.below(begun + 9) - n}`));
      underWay.push({
        stream: `${category}-${id}`,
        place,
        facts: moved(facts, { place, party, filings }, [random.below(150), random.of([0, 3, 11, 40])]),
      });
      begun += 1;
    }
    const at = random.below(underWay.length);
    const one = underWay[at]!;
    const next = one.facts.shift();
    if (next) await append(one.stream, next, one.place);
    else underWay.splice(at, 1);
    if (next && random.below(5) === 0) {
      const [stream, fact] = arrangements(random, one.stream, one.place);
      await append(stream, fact, one.place);
    }
  }
  return position;
}
