// What a report awaits: each authority that it went to acknowledges it, answers or replies where somebody asked, and closes it for itself.
import { type Agency } from '#domain/account.js';
import { agencyKey } from '#domain/case-file.js';
import { type Fact } from '#domain/decider.js';
import { type Recorded } from './recorded.js';
import { type Change, closes, goesOn, meets, opens, type WaitStep } from './waiting.js';

type ReportFact =
  | Fact<'IncidentReported' | 'ComplaintMade' | 'ObjectionRaised', { recipients: readonly Agency[] }>
  | Fact<'ReportAcknowledged' | 'ComplaintAnswered' | 'ObjectionReplied' | 'ReportClosed', { agency: Agency }>
  | Fact<'ReportReferred', { from: Agency; to: Agency }>
  | Fact<'ReportSupplemented', object>;

/** What follows the acknowledgement. */
type Course = Extract<WaitStep, 'answer' | 'reply' | 'closure'>;

const courses: Readonly<Record<'IncidentReported' | 'ComplaintMade' | 'ObjectionRaised', Course>> = {
  IncidentReported: 'closure',
  ComplaintMade: 'answer',
  ObjectionRaised: 'reply',
};

const keyOf = (step: WaitStep, agency: Agency): string => `${step} ${agencyKey(agency)}`;
const ofAgency = (agency: Agency): string[] =>
  (['acknowledgement', 'answer', 'reply', 'closure'] as const).map((step) => keyOf(step, agency));

/** `ground` keeps what follows, so that whoever takes the report over does the same. */
const awaitsOf = (step: WaitStep, agency: Agency, course: string, change = opens): Change =>
  change(step, 'officer', { authority: agency.kind, ground: course }, keyOf(step, agency));

/** By what this recipient has still to do with the report, what it is to end with. */
const courseOf = ({ waits }: Parameters<Change>[0], agency: Agency): string | undefined =>
  ofAgency(agency).flatMap((key) => waits[key]?.ground ?? [])[0];

const acknowledged =
  (agency: Agency): Change =>
  (waiting, on) => {
    const course = courseOf(waiting, agency);
    const before = meets(keyOf('acknowledgement', agency))(waiting, on);
    return course === undefined ? before : awaitsOf(course as Course, agency, course)(before, on);
  };

const referred =
  (from: Agency, to: Agency): Change =>
  (waiting, on) => {
    const course = courseOf(waiting, from);
    const before = closes(...ofAgency(from))(waiting, on);
    return course === undefined ? before : awaitsOf('acknowledgement', to, course)(before, on);
  };

export const ofReport = (event: Recorded<ReportFact>): readonly Change[] => {
  switch (event.type) {
    case 'IncidentReported':
    case 'ComplaintMade':
    case 'ObjectionRaised':
      return event.data.recipients.map((agency) => awaitsOf('acknowledgement', agency, courses[event.type]));
    case 'ReportAcknowledged':
      return [acknowledged(event.data.agency)];
    case 'ReportReferred':
      return [referred(event.data.from, event.data.to)];
    case 'ComplaintAnswered': {
      const { agency } = event.data;
      // An answer acknowledges, too.
      return [
        ...(['acknowledgement', 'answer'] as const).map((step) => meets(keyOf(step, agency))),
        awaitsOf('closure', agency, 'answer', goesOn),
      ];
    }
    case 'ObjectionReplied':
    case 'ReportClosed':
      return ofAgency(event.data.agency).map(meets);
    default:
      return [];
  }
};
