// The days of a penalty case (APL 44 to 73): to decide, to serve, to correct and to pay; the party's time to be heard and for remedies.
import { type Agency } from '#domain/account.js';
import { type Fact, type LocalDate } from '#domain/decider.js';
import { type Jurisdiction, placeOf } from '#domain/jurisdiction.js';
import { type Duties, dutiesOf, type DutyKind, type DutyRow, ended, met, onMatter, runs, type Touch } from './duties.js';
import { type Recorded, recorded } from './recorded.js';

interface Sanction {
  kind: string;
  correctBy?: LocalDate;
  amountFen?: number;
}

/** As much of the facts of a penalty case as its days need. */
type PenaltyFact =
  | Fact<'PenaltyCaseOpened', { agency: Agency; addressee: string; jurisdiction: Jurisdiction }>
  | Fact<'ProposedPenaltyNotified', { notifiedOn: LocalDate; hearingRight: boolean }>
  | Fact<'PenaltyStatementMade', { madeOn: LocalDate }>
  | Fact<'NoPenaltyStatementRecorded', object>
  | Fact<'PenaltyHearingRequested', { requestedOn: LocalDate }>
  | Fact<'PenaltyHearingRequestWithdrawn', object>
  | Fact<'PenaltyHearingNotified', { heldOn: LocalDate }>
  | Fact<'PenaltyHearingHeld', { heldOn: LocalDate }>
  | Fact<'PenaltyDecided', { sanctions: readonly Sanction[] }>
  | Fact<'NoPenaltyDecided', object>
  | Fact<'PenaltyCaseWithdrawn', object>
  | Fact<'PenaltyPublicNoticeStarted', { startedOn: LocalDate }>
  | Fact<'PenaltyServed', { servedOn: LocalDate }>
  | Fact<'SanctionPerformed', { sanction: string; performedOn: LocalDate }>
  | Fact<'FinePaid', { amountFen: number; paidOn: LocalDate }>
  | Fact<'PenaltyPerformanceDemanded', { demandedOn: LocalDate }>
  | Fact<'CourtEnforcementApplied', { appliedOn: LocalDate }>
  | Fact<'PenaltyRemedyRecorded', { kind: 'reconsideration' | 'litigation'; outcome: string }>
  | Fact<'PenaltyAnnulled', object>
  | Fact<'PenaltyCaseClosed', object>;

const procedure = ['penalty-decision', 'statement-and-defence', 'hearing-request', 'hearing'] as const;
const execution = ['decision-service', 'decision-notice', 'fine-payment', 'correction', 'performance'] as const;

const daysBetween = (from: LocalDate, until: LocalDate): number => (Date.parse(until) - Date.parse(from)) / 86_400_000;
const later = (day: LocalDate, days: number): LocalDate =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** The time of a hearing is not counted into the ninety days (APL 60). */
const goesOn = (duty: DutyRow, on: LocalDate): DutyRow => {
  const from = duty.ends?.hearing;
  if (from === undefined || duty.startedOn === undefined) return duty;
  const days = Math.max(0, daysBetween(from, on));
  return { ...duty, ends: undefined, countsFrom: later(duty.countsFrom ?? duty.startedOn, days) };
};

function touchesOf(stream: string, event: Recorded<PenaltyFact>): readonly Touch[] {
  const { on, position: at } = event;
  const { anew, change, right } = dutiesOf(stream, at);
  const all = (kinds: readonly DutyKind[], step: (duty: DutyRow, on: LocalDate) => DutyRow): Touch[] =>
    kinds.map((kind) => change(kind, (duty) => step(duty, on)));
  switch (event.type) {
    case 'PenaltyCaseOpened': {
      const { agency, addressee, jurisdiction } = event.data;
      return [
        onMatter(
          stream,
          (row) => ({
            ...row,
            agency,
            division: placeOf(agency, jurisdiction),
            drafted: { addressee, division: jurisdiction.division },
          }),
          {
            category: 'penalty',
            id: stream.slice('penalty-'.length),
            since: at,
          },
        ),
        anew('penalty-decision', 'agency', { count: 'penalty-decision', startedOn: on }),
      ];
    }
    case 'ProposedPenaltyNotified': {
      const { notifiedOn, hearingRight } = event.data;
      return [
        onMatter(stream, (row) => ({ ...row, holder: row.drafted?.addressee })),
        anew('statement-and-defence', 'subject', { count: 'statement-and-defence', startedOn: notifiedOn, right: true }),
        ...(hearingRight
          ? [anew('hearing-request', 'subject', { count: 'hearing-request', startedOn: notifiedOn, right: true })]
          : []),
      ];
    }
    case 'PenaltyStatementMade':
      return [change('statement-and-defence', (duty) => met(duty, event.data.madeOn))];
    case 'NoPenaltyStatementRecorded':
      return [change('statement-and-defence', (duty) => ended(duty, on))];
    case 'PenaltyHearingRequested': {
      const { requestedOn } = event.data;
      return [
        change('hearing-request', (duty) => met(duty, requestedOn)),
        change('penalty-decision', (duty) => ({ ...duty, ends: { hearing: requestedOn } })),
      ];
    }
    case 'PenaltyHearingRequestWithdrawn':
      return [change('penalty-decision', (duty) => goesOn(duty, on)), change('hearing', (duty) => ended(duty, on))];
    case 'PenaltyHearingNotified':
      return [anew('hearing', 'agency', { startedOn: on, dueOn: event.data.heldOn })];
    case 'PenaltyHearingHeld': {
      const { heldOn } = event.data;
      return [change('penalty-decision', (duty) => goesOn(duty, heldOn)), change('hearing', (duty) => met(duty, heldOn))];
    }
    case 'PenaltyDecided': {
      const { sanctions } = event.data;
      const fine = sanctions.reduce((sum, { amountFen = 0 }) => sum + amountFen, 0);
      const correctBy = sanctions.find(({ kind }) => kind === 'order-to-correct')?.correctBy;
      return [
        change('penalty-decision', (duty) => met(duty, on)),
        ...all(['statement-and-defence', 'hearing'], ended),
        anew('decision-service', 'agency', { count: 'decision-service', startedOn: on }),
        ...(fine > 0 ? [anew('fine-payment', 'subject', { count: 'fine-payment', unpaidFen: fine })] : []),
        ...(correctBy === undefined ? [] : [anew('correction', 'subject', { dueOn: correctBy })]),
      ];
    }
    case 'PenaltyPublicNoticeStarted': {
      const { startedOn } = event.data;
      return [
        change('decision-service', (duty) => met(duty, startedOn)),
        anew('decision-notice', 'agency', { count: 'public-notice-service', startedOn }),
      ];
    }
    case 'PenaltyServed': {
      const { servedOn } = event.data;
      return [
        onMatter(stream, (row) => ({ ...row, holder: row.drafted?.addressee })),
        change('decision-service', (duty) => met(duty, servedOn)),
        change('decision-notice', (duty) => met(duty, servedOn)),
        // Until now the party knew of no decision that would have taken this right away.
        change('hearing-request', (duty) => ended(duty, servedOn)),
        change('fine-payment', (duty) => runs(duty, servedOn)),
        change('correction', (duty) => runs(duty, servedOn)),
        right('reconsideration-request', servedOn),
        right('litigation', servedOn),
      ];
    }
    case 'FinePaid': {
      const { amountFen, paidOn } = event.data;
      return [
        change('fine-payment', (duty) => {
          const unpaidFen = (duty.unpaidFen ?? 0) - amountFen;
          return unpaidFen > 0 ? { ...duty, unpaidFen } : { ...met(duty, paidOn), unpaidFen: 0 };
        }),
      ];
    }
    case 'SanctionPerformed': {
      const { sanction, performedOn } = event.data;
      return sanction === 'order-to-correct' ? [change('correction', (duty) => met(duty, performedOn))] : [];
    }
    case 'PenaltyPerformanceDemanded':
      return [anew('performance', 'subject', { count: 'enforcement-demand', startedOn: event.data.demandedOn })];
    case 'CourtEnforcementApplied':
      return [change('performance', (duty) => ended(duty, event.data.appliedOn))];
    case 'PenaltyRemedyRecorded': {
      const { kind, outcome } = event.data;
      if (kind === 'litigation')
        return (['litigation', 'litigation-after-reconsideration'] as const).map((used) => change(used, (duty) => met(duty, on)));
      const decided = outcome === 'upheld' || outcome === 'varied';
      return [
        change('reconsideration-request', (duty) => met(duty, on)),
        ...(decided ? [change('litigation', (duty) => ended(duty, on)), right('litigation-after-reconsideration', on)] : []),
      ];
    }
    case 'NoPenaltyDecided':
      return [change('penalty-decision', (duty) => met(duty, on)), ...all(procedure.slice(1), ended)];
    case 'PenaltyCaseWithdrawn':
    case 'PenaltyAnnulled':
    case 'PenaltyCaseClosed':
      return all([...procedure, ...execution], ended);
    default:
      return [];
  }
}

export const penaltyDuties: Duties = {
  category: 'penalty',
  touches: (event) => touchesOf(event.stream, recorded<PenaltyFact>(event)),
};
