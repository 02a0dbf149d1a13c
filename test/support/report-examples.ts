// Past events and commands of reports for specifications; every name is invented.
import { type By, type Command, fold } from '#domain/decider.js';
import { type Report } from '#domain/report-state.js';
import { report, type ReportCommand, type ReportEvent } from '#domain/report.js';
import { number, today, words } from './filing-examples.js';
import { after } from './penalty-examples.js';

const official = (kind: string, division: string): By => ({ person: `${kind} ${division}`, agency: { kind, division } });
export const beijing = official('cac', '110000');
export const police = official('public-security', '110000');
export const telecom = official('telecom', '110000');
export const hangzhou = official('cac', '330100');
export const provider: By = { person: 'provider' };
export const anyone: By = { person: 'anyone' };

const ask = (by: By, type: string, data: object, facts?: object): ReportCommand =>
  ({ type, data, facts, on: today, by }) satisfies Command<string, object, object | undefined> as ReportCommand;

export const handledIncident = {
  article: 'DSP 10',
  subject: 's-1',
  filings: ['f-1'],
  foundOn: '2026-02-26',
  handledOn: '2026-02-27',
  what: words('what'),
  measures: ['content-removed', 'users-warned'],
  handling: words('handling'),
  items: 3,
  users: 2,
  recordsKept: true,
  departments: ['public-security'],
  attachments: ['a'],
};
const ofParty = {
  ...{ partyKnown: true, foreignFilings: [], division: '110108', unknownAttachments: [] },
  reporter: { account: 'a-provider', subject: 's-1' },
};
export const incident = (change: object = {}, facts: object = {}) =>
  ask(provider, 'ReportIncident', { ...handledIncident, ...change }, { ...ofParty, ...facts });

/** Made by nobody in particular: a receipt and a secret lead back. */
const receipt = { secretHash: `sha256:${'0'.repeat(64)}`, unknownAttachments: [] };
export const entry = { filing: 'f-1', division: '110000' };

export const complain = (change: object = {}, facts: object = {}) =>
  ask(
    anyone,
    'MakeComplaint',
    {
      ...{ ground: 'removed-label', number, service: words('service'), place: words('place'), text: words('text') },
      ...{ contact: words('contact'), attachments: [], region: '330106' },
      ...change,
    },
    { ...receipt, entry, ...facts },
  );
export const object = (change: object = {}, facts: object = {}) =>
  ask(
    anyone,
    'ObjectToEntry',
    { ground: 'rights-infringed', number, text: words('text'), contact: words('contact'), attachments: [], ...change },
    { ...receipt, entry, ...facts },
  );
/** Of somebody who signed in, and can be told. */
export const signedIn = { reporter: { account: 'a-1', subject: 's-9' }, secretHash: undefined };

export const acknowledge = (by = beijing) => ask(by, 'AcknowledgeReport', {});
export const refer = (to = telecom, by = beijing) => ask(by, 'ReferReport', { to: to.agency, remark: words('remark') });
export const supplement = (attachments: readonly string[] = [], unknownAttachments: readonly string[] = []) =>
  ask(provider, 'SupplementReport', { text: words('more'), attachments }, { unknownAttachments });
export const answer = (by = beijing) => ask(by, 'AnswerComplaint', { answer: words('answer') });
export const reply = (outcome = 'upheld', by = beijing) => ask(by, 'ReplyToObjection', { outcome, reply: words('reply') });
export const close = (by = beijing, outcome = 'handled', reference?: string) => ask(by, 'CloseReport', { outcome, reference });

/** Every command, those of an authority by this one. */
export const commandsBy = (by: By = beijing): readonly ReportCommand[] => [
  ...[incident(), complain(), object(), supplement()],
  ...[acknowledge(by), refer(hangzhou, by), answer(by), reply('upheld', by), close(by)],
];

export const past = (...given: ReportCommand[]): ReportEvent[] => after(report, ...given);
export const stateAfter = (...given: ReportCommand[]): Report => fold(report, past(...given));
