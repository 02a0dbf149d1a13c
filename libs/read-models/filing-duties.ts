// The duties of a filing: to file, to decide, to report each change, to cancel; and the decisions on changes and cancellations.
import { type FilingEvent } from '#domain/filing.js';
import {
  type DutyRow,
  type Duties,
  ended,
  type Ending,
  type MatterRow,
  met,
  onDuty,
  onMatter,
  runsAgain,
  starts,
  type Touch,
} from './duties.js';
import { type Recorded, recorded } from './recorded.js';

type Event = Recorded<FilingEvent>;

/** A filing has at most one running duty of each kind: what a later submission, change or cancellation starts takes its place. */
const slots = (stream: string) => ({
  filing: `${stream} filing`,
  decision: `${stream} decision`,
  changeDecision: `${stream} change-decision`,
  cancellation: `${stream} cancellation`,
  cancellationDecision: `${stream} cancellation-decision`,
});

const named = (row: MatterRow, { position, on }: Event, change?: number): MatterRow => ({
  ...row,
  named: { at: position, on, change },
  namedBefore: change === undefined ? undefined : row.named?.change === change ? row.namedBefore : row.named,
});

/** What a withdrawn change had reported is not reported. */
const unnamed = (row: MatterRow, change: number): MatterRow =>
  row.named?.change === change ? { ...row, named: row.namedBefore, namedBefore: undefined } : row;

const filesUnderName = (items: readonly { path: string }[]): boolean =>
  items.some(({ path }) => path === '/filedAs' || path.startsWith('/filedAs/'));

/** One duty per day of change and day of report, since each fact has its own ten working days. */
const changeItems = (stream: string, n: number, items: readonly { changedOn: string }[], { on, position }: Event): Touch[] =>
  [...new Set(items.map(({ changedOn }) => changedOn))].map((startedOn) =>
    starts(`${stream} change ${startedOn} ${on}`, {
      matter: stream,
      kind: 'change',
      of: 'subject',
      count: 'change',
      startedOn,
      n,
      metOn: on,
      at: position,
    }),
  );

/** The filing ends; nobody waits any more for what was not done. */
const endings = (stream: string, on: string, how: Ending): Touch[] => {
  const { decision, changeDecision, cancellation, cancellationDecision } = slots(stream);
  return [decision, changeDecision, cancellation, cancellationDecision].map((key) =>
    onDuty(key, (duty) => ({ ...ended(duty, on), fellWith: how })),
  );
};

/** In force again. An end of the service falls with the cancellation that rested on it; a revocation says nothing of it. */
const endingFell = (stream: string): Touch[] => {
  const { cancellation, cancellationDecision } = slots(stream);
  return [cancellation, cancellationDecision].map((key) =>
    onDuty(key, (duty) => (duty.fellWith === 'revoked' ? standsAgain(duty) : undefined)),
  );
};

/** A list that no longer calls the filing cancelled. */
const notEndedByList = (stream: string): Touch[] =>
  Object.values(slots(stream)).map((key) => onDuty(key, (duty) => (duty.fellWith === 'list' ? standsAgain(duty) : duty)));

const standsAgain = (duty: DutyRow): DutyRow => ({ ...(duty.endedOn ? runsAgain(duty) : duty), fellWith: undefined });

const inForce = (row: MatterRow): MatterRow => ({ ...row, inForce: true, cancelledByNotice: undefined });
const outOfForce = (row: MatterRow): MatterRow => ({ ...row, inForce: false });

const undecided = (duty: DutyRow): DutyRow => ({ ...runsAgain(duty), awaits: undefined });

function touchesOf(stream: string, id: string, event: Event): readonly Touch[] {
  const { filing, decision, changeDecision, cancellation, cancellationDecision } = slots(stream);
  const { on, position: at } = event;
  const matter = (change: (row: MatterRow) => MatterRow): Touch =>
    onMatter(stream, change, { category: 'filing', id, since: at });
  const toCancel = (startedOn: string): Omit<DutyRow, 'row'> => ({
    matter: stream,
    kind: 'cancellation',
    of: 'subject',
    count: 'cancellation',
    startedOn,
    at,
  });
  switch (event.type) {
    case 'FilingSubmitted': {
      const { holder, division, round, serviceStart } = event.data;
      const startedOn = serviceStart.state === 'started' ? serviceStart.on : undefined;
      return [
        matter((row) => named({ ...row, holder, division }, event)),
        // Submitted again, it was first submitted when it was.
        onDuty(filing, (duty) => ({ ...duty, startedOn }), {
          matter: stream,
          kind: 'filing',
          of: 'subject',
          count: 'filing',
          metOn: on,
          at,
        }),
        starts(decision, { matter: stream, kind: 'decision', of: 'agency', count: 'decision', startedOn: on, n: round, at }),
      ];
    }
    case 'ServiceStarted':
      return [onDuty(filing, (duty) => ({ ...duty, startedOn: event.data.startedOn }))];
    case 'FilingWithdrawn':
      return [
        onMatter(stream, outOfForce),
        // A refusal is notified, whatever became of the filing.
        onDuty(decision, (duty) => (duty.awaits ? duty : ended(duty, on))),
      ];
    case 'FilingAccepted':
      return [onMatter(stream, inForce), onDuty(decision, (duty) => met(duty, on))];
    case 'FilingRefused':
      return [onDuty(decision, (duty) => ({ ...duty, awaits: 'notification' }))];
    case 'RefusalNotified': {
      const { round, notifiedOn } = event.data;
      return [onDuty(decision, (duty) => (duty.n === round ? { ...met(duty, notifiedOn), awaits: undefined } : duty))];
    }
    case 'RefusalAnnulled':
      return [onDuty(decision, undecided)];
    case 'FilingImported':
    case 'ImportRevised': {
      const { number, cancelled } = event.data;
      const own = matter((row) => ({
        ...row,
        division: number.slice(0, 6),
        inForce: !cancelled && row.cancelledByNotice === undefined,
      }));
      return [own, ...(cancelled ? endings(stream, on, 'list') : notEndedByList(stream))];
    }
    case 'CancellationImported': {
      const division = event.data.number.slice(0, 6);
      const own = matter((row) => ({ ...row, division: row.division ?? division, inForce: false, cancelledByNotice: true }));
      return [own, ...endings(stream, on, 'notice')];
    }
    case 'ImportedFilingClaimed':
      return [onMatter(stream, (row) => named({ ...row, holder: event.data.subject }, event))];
    case 'FilingHolderChanged': {
      const { to, division } = event.data;
      return [onMatter(stream, (row) => named({ ...row, holder: to, division }, event))];
    }
    case 'ChangeSubmitted':
    case 'ChangeItemsAdded': {
      const { change, items } = event.data;
      return [
        onMatter(stream, (row) => (filesUnderName(items) ? named(row, event, change) : row)),
        ...changeItems(stream, change, items, event),
        ...(event.type === 'ChangeSubmitted'
          ? [
              starts(changeDecision, {
                matter: stream,
                kind: 'change-decision',
                of: 'agency',
                count: 'change-decision',
                startedOn: on,
                n: change,
                at,
              }),
            ]
          : []),
      ];
    }
    case 'ChangeAccepted':
    case 'ChangeRefused':
      return [onDuty(changeDecision, (duty) => met(duty, on))];
    case 'ChangeWithdrawn':
      return [onMatter(stream, (row) => unnamed(row, event.data.change)), onDuty(changeDecision, (duty) => ended(duty, on))];
    case 'ChangeLapsed':
      return [onMatter(stream, (row) => unnamed(row, event.data.change)), onDuty(changeDecision, (duty) => ended(duty, on))];
    case 'ChangeRefusalAnnulled':
      return [onDuty(changeDecision, runsAgain)];
    case 'ServiceTerminated': {
      const { terminatedOn } = event.data;
      return [onDuty(cancellation, (duty) => ({ ...duty, startedOn: terminatedOn }), toCancel(terminatedOn))];
    }
    case 'CancellationSubmitted':
      return [
        starts(cancellation, { ...toCancel(event.data.terminatedOn), metOn: on }),
        starts(cancellationDecision, {
          matter: stream,
          kind: 'cancellation-decision',
          of: 'agency',
          count: 'cancellation-decision',
          startedOn: on,
          at,
        }),
      ];
    case 'CancellationReturned':
      // The service goes on: there is nothing to cancel.
      return [onDuty(cancellation, () => undefined), onDuty(cancellationDecision, (duty) => met(duty, on))];
    case 'CancellationCompleted':
      return [
        onDuty(cancellationDecision, (duty) => ({ ...met(duty, on), fellWith: 'cancelled' })),
        onMatter(stream, outOfForce),
        ...endings(stream, on, 'cancelled').filter(({ key }) => key !== cancellationDecision),
      ];
    case 'ExOfficioCancelled':
      return [onMatter(stream, outOfForce), ...endings(stream, on, 'cancelled')];
    case 'FilingRevoked':
      return [onMatter(stream, outOfForce), ...endings(stream, on, 'revoked')];
    case 'FilingReinstated':
      return [onMatter(stream, inForce), ...endingFell(stream)];
    case 'DecisionCorrected':
      return event.data.decision === 'refusal'
        ? [onDuty(decision, undecided)]
        : [onMatter(stream, inForce), ...endingFell(stream)];
    case 'CaseTakenUp':
    case 'ReviewStageRecorded':
    case 'AttributeFindingRecorded':
    case 'FilingPublished':
    case 'DisplayDeclared':
    case 'ExOfficioCancellationProposed':
    case 'RevocationProposed':
    case 'RemedyRecorded':
      return [];
  }
}

export const filingDuties: Duties = {
  category: 'filing',
  touches: (event) => touchesOf(event.stream, event.stream.slice('filing-'.length), recorded<FilingEvent>(event)),
};
