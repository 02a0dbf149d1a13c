// The days that an inspection names (DSP 21 ¶1, ARP 28): its own, those by which data are asked for, and that of the rectification opinion.
import { type Agency } from '#domain/account.js';
import { type Fact, type LocalDate } from '#domain/decider.js';
import { type Jurisdiction, placeOf } from '#domain/jurisdiction.js';
import { type Duties, dutiesOf, ended, type MatterRow, met, onMatter, type Touch } from './duties.js';
import { type Recorded, recorded } from './recorded.js';

/** As much of the facts of an inspection as its days need. */
type InspectionFact =
  | Fact<
      'InspectionPlanned',
      {
        agency: Agency;
        subject: string;
        jurisdiction: Jurisdiction;
        plannedOn: LocalDate;
        announced: boolean;
      }
    >
  | Fact<'InspectionFindingRecorded', { foundOn: LocalDate }>
  | Fact<'InspectionDataRequested', { n: number; dueOn: LocalDate }>
  | Fact<'InspectionRequestAnswered', { n: number }>
  | Fact<'RectificationOpinionGiven', { rectifyBy: LocalDate }>
  | Fact<'InspectionRectificationReported', object>
  | Fact<'InspectionRectificationVerified', object>
  | Fact<'InspectionRectificationRejected', { rectifyBy: LocalDate }>
  | Fact<'InspectionClosed', object>;

/** The party learns of an inspection that was not announced by the first request or opinion. */
const known = (row: MatterRow): MatterRow => ({ ...row, holder: row.drafted?.addressee });

function touchesOf(stream: string, event: Recorded<InspectionFact>): readonly Touch[] {
  const { on, position: at } = event;
  const { anew, also, change, done } = dutiesOf(stream, at);
  switch (event.type) {
    case 'InspectionPlanned': {
      const { agency, subject, jurisdiction, plannedOn, announced } = event.data;
      const division = placeOf(agency, jurisdiction);
      const row = {
        agency,
        division,
        holder: announced ? subject : undefined,
        drafted: { addressee: subject, division: jurisdiction.division },
      };
      return [
        onMatter(stream, (before) => ({ ...before, ...row }), {
          category: 'inspection',
          id: stream.slice('inspection-'.length),
          since: at,
        }),
        anew('inspection', 'agency', { startedOn: on, dueOn: plannedOn }),
      ];
    }
    case 'InspectionFindingRecorded':
      return [change('inspection', (duty) => met(duty, event.data.foundOn))];
    case 'InspectionDataRequested': {
      const { n, dueOn } = event.data;
      return [onMatter(stream, known), also('inspection-request', 'subject', String(n), dueOn, on)];
    }
    case 'InspectionRequestAnswered':
      return [done('inspection-request', String(event.data.n), on)];
    case 'RectificationOpinionGiven':
    case 'InspectionRectificationRejected':
      return [onMatter(stream, known), anew('rectification', 'subject', { startedOn: on, dueOn: event.data.rectifyBy })];
    case 'InspectionRectificationReported':
    case 'InspectionRectificationVerified':
      return [change('rectification', (duty) => met(duty, on))];
    case 'InspectionClosed':
      return (['inspection', 'inspection-request', 'rectification'] as const).map((kind) =>
        change(kind, (duty) => ended(duty, on)),
      );
    default:
      return [];
  }
}

export const inspectionDuties: Duties = {
  category: 'inspection',
  touches: (event) => touchesOf(event.stream, recorded<InspectionFact>(event)),
};
