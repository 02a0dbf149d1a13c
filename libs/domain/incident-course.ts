// What was previewed is approved by a second person, activated, and carried out filing by filing. Activation can break off and go on at
// any time: what is still to do is what the approved plan orders and nothing is known of yet.
import { type Slice } from './aggregate.js';
import { type Command, type Fact, hasHandIn, type LocalDate, refuse } from './decider.js';
import { isDraft, notADraft, notTheirIncident } from './incident-draft.js';
import { type Planned } from './incident-plan.js';
import { type Incident, type IncidentContent, pending, unordered } from './incident-state.js';
import { isOf } from './order-state.js';
import { termsFindings } from './order-terms.js';
import { type TextRef } from './text-ref.js';

export interface Issued {
  filing: string;
  order: string;
}

export interface PassedOver {
  filing: string;
  /** An obstacle of the plan, or the code with which the order was refused. */
  obstacle: string;
  /** In a sentence. */
  because: string;
}

export type IncidentCourseCommand =
  | Command<'ApproveIncident', { preview: string }, { preview: string; plan: readonly Planned[] }>
  | Command<'ActivateIncident', { documentNo: string }, { account: string; lentBy?: string; recusedFrom: readonly string[] }>
  | Command<'RecordIncidentProgress', { issued: readonly Issued[]; passedOver: readonly PassedOver[] }>
  | Command<'CloseIncident', { reason: TextRef }>;

export type IncidentCourseEvent =
  | Fact<'IncidentApproved', { version: number; preview: string; plan: readonly Planned[]; approvedBy: string }>
  | Fact<'IncidentActivated', { version: number; documentNo: string; account: string; lentBy?: string; activatedBy: string }>
  | Fact<'IncidentOrdersIssued', { orders: readonly Issued[] }>
  | Fact<'IncidentFilingsPassedOver', { filings: readonly PassedOver[] }>
  | Fact<'IncidentClosed', { reason: TextRef; closedBy: string }>;

/** What the days that have passed since the draft make wrong in it. */
const outdated = (content: IncidentContent | undefined, { agency }: Incident, on: LocalDate) =>
  content && agency ? termsFindings(content, [], agency, on) : [];
const editFirst = (findings: ReturnType<typeof outdated>) =>
  refuse('incomplete', 'DSP 21', 'the terms no longer hold: edit them', findings);

export const incidentCourse: Slice<IncidentCourseCommand, IncidentCourseEvent, Incident> = {
  acts: {
    ApproveIncident: {
      basis: 'DSP 21',
      already: ({ data, by }, { status, approval }) =>
        status === 'draft' && approval?.approvedBy === by.person && approval.preview === data.preview,
      when: isDraft,
      otherwise: notADraft,
      decide({ data, facts, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheirIncident();
        if (data.preview !== facts.preview)
          return refuse('preview-changed', 'design', 'the incident would do something else now: read the preview again');
        if (hasHandIn(by, ...state.hands))
          return refuse(
            'four-eyes',
            'design',
            'who drafted, edited or signed an incident, or chose its filings, cannot approve it',
          );
        if (facts.plan.every(({ effect }) => effect !== 'order'))
          return refuse('nothing-to-order', 'design', 'no filing of this incident would be ordered');
        const findings = outdated(state.content, state, on);
        if (findings.length > 0) return editFirst(findings);
        return [
          {
            type: 'IncidentApproved',
            basis: ['DSP 21'],
            effectiveOn: on,
            data: {
              version: state.version,
              preview: facts.preview,
              plan: facts.plan.map(({ filing, addressee, effect, order }) => ({ filing, addressee, effect, order })),
              approvedBy: by.person,
            },
          },
        ];
      },
    },
    ActivateIncident: {
      basis: 'DSP 21',
      already: ({ data }, { status, activation }) =>
        status !== 'closed' && activation !== undefined && activation.documentNo === data.documentNo,
      when: (state) => isDraft(state) && state.approval !== undefined,
      otherwise: (state) =>
        isDraft(state)
          ? ['not-approved', 'the incident has no approval, or was changed after it']
          : ['not-a-draft', 'an incident is activated once'],
      decide({ data, facts, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheirIncident();
        if (facts.recusedFrom.length > 0)
          return refuse('recused', 'ARP 29', `who is recused from a filing does not order it: ${facts.recusedFrom.join(', ')}`);
        const findings = outdated(state.content, state, on);
        if (findings.length > 0) return editFirst(findings);
        return [
          {
            type: 'IncidentActivated',
            basis: ['DSP 21'],
            effectiveOn: on,
            data: {
              version: state.version,
              documentNo: data.documentNo,
              account: facts.account,
              lentBy: facts.lentBy,
              activatedBy: by.person,
            },
          },
        ];
      },
    },
    RecordIncidentProgress: {
      basis: 'DSP 21',
      already: ({ data }, state) => {
        const { issued, passedOver } = told(data, state);
        return state.activation !== undefined && issued.length === 0 && passedOver.length === 0;
      },
      when: (state) => state.status !== 'closed' && unordered(state).length > 0,
      otherwise: ['not-active', 'nothing is carried out of an incident that is not active'],
      decide({ data, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheirIncident();
        const { issued, passedOver } = told(data, state);
        return [
          ...(issued.length > 0
            ? [
                {
                  type: 'IncidentOrdersIssued',
                  basis: ['DSP 21'],
                  effectiveOn: on,
                  data: { orders: issued.map(({ filing, order }) => ({ filing, order })) },
                } as const,
              ]
            : []),
          ...(passedOver.length > 0
            ? [
                {
                  type: 'IncidentFilingsPassedOver',
                  basis: ['design'],
                  effectiveOn: on,
                  data: {
                    filings: passedOver.map(({ filing, obstacle, because }) => ({ filing, obstacle, because })),
                  },
                } as const,
              ]
            : []),
        ];
      },
    },
    CloseIncident: {
      basis: 'design',
      already: (_, { status }) => status === 'closed',
      when: ({ status }) => status === 'draft' || status === 'carried-out',
      otherwise: (state) =>
        state.status === 'active'
          ? ['being-carried-out', 'an incident is closed before its activation, or when it has been carried out']
          : ['no-incident', 'there is no incident to close'],
      decide({ data, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheirIncident();
        return [
          {
            type: 'IncidentClosed',
            basis: ['design'],
            effectiveOn: on,
            data: { reason: data.reason, closedBy: by.person },
          },
        ];
      },
    },
  },
  facts: {
    IncidentApproved: (state, { data }) => ({
      ...state,
      approval: { approvedBy: data.approvedBy, preview: data.preview, plan: data.plan },
    }),
    IncidentActivated: (state, { data, effectiveOn }) => ({
      ...state,
      status: 'active',
      activation: {
        activatedBy: data.activatedBy,
        account: data.account,
        lentBy: data.lentBy,
        documentNo: data.documentNo,
        activatedOn: effectiveOn,
      },
    }),
    IncidentOrdersIssued: (state, { data }) =>
      after(state, Object.fromEntries(data.orders.map(({ filing, order }) => [filing, { order }]))),
    IncidentFilingsPassedOver: (state, { data }) =>
      after(state, Object.fromEntries(data.filings.map(({ filing, obstacle, because }) => [filing, { obstacle, because }]))),
    IncidentClosed: (state, { effectiveOn }) => ({ ...state, status: 'closed', closedOn: effectiveOn }),
  },
};

/** What is new of what is told. Of two who carry it out side by side, one may have passed over what the other then ordered: the order is what holds. */
function told({ issued, passedOver }: { issued: readonly Issued[]; passedOver: readonly PassedOver[] }, state: Incident) {
  const without = new Set(unordered(state).map(({ filing }) => filing));
  const unknown = new Set(pending(state).map(({ filing }) => filing));
  return {
    issued: issued.filter(({ filing }) => without.has(filing)),
    passedOver: passedOver.filter(({ filing }) => unknown.has(filing)),
  };
}

/** Carried out is an incident when something is known of every filing that was to be ordered. */
function after(state: Incident, outcomes: Incident['outcomes']): Incident {
  const known = { ...state, outcomes: { ...state.outcomes, ...outcomes } };
  return pending(known).length === 0 ? { ...known, status: 'carried-out' } : known;
}
