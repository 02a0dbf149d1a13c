// An incident is drafted like an order, by two officers, and names the filings that it concerns. Every edit voids the approval.
import { type Slice } from './aggregate.js';
import { type Officer } from './agency.js';
import { type By, type Command, type Fact, type Finding, type Refusal, refuse } from './decider.js';
import { type Incident, type IncidentContent, type IncidentFiling } from './incident-state.js';
import { jurisdictionOf } from './jurisdiction.js';
import { type Agency, isOf, orderingAgencies } from './order-state.js';
import { missingSignatory, termsFindings, unknownSignatory } from './order-terms.js';
import { type OfficerFacts } from './party.js';

/** As an officer names a filing: by its id or its number; the addressee where nobody verified holds it. */
export interface NamedFiling {
  filing?: string;
  number?: string;
  addressee?: string;
}

/** What outside streams know of a filing that was named; in the order of the names. */
export interface FilingFound {
  /** Undefined where there is none, or none that this officer can know of. */
  filing?: string;
  holder?: string;
  /** Whether the addressee named is a subject on record. */
  addresseeKnown: boolean;
}

interface Written {
  version: number;
  agency: Agency;
  content: IncidentContent;
  signedBy: readonly Officer[];
}

export type IncidentDraftCommand =
  | Command<'OpenIncident', { content: IncidentContent; officers: readonly string[] }, OfficerFacts>
  | Command<'EditIncident', { content: IncidentContent; officers: readonly string[] }, OfficerFacts>
  | Command<'AddIncidentFilings', { filings: readonly NamedFiling[] }, { found: readonly FilingFound[] }>
  | Command<'RemoveIncidentFilings', { filings: readonly string[] }>;

export type IncidentDraftEvent =
  | Fact<'IncidentOpened', Written & { openedBy: string }>
  | Fact<'IncidentEdited', Written & { editedBy: string }>
  | Fact<'IncidentFilingsAdded', { version: number; filings: readonly IncidentFiling[]; addedBy: string }>
  | Fact<'IncidentFilingsRemoved', { version: number; filings: readonly string[]; removedBy: string }>;

type Writing = Extract<IncidentDraftCommand, { type: 'OpenIncident' | 'EditIncident' }>;

/** As many as one preview can be read and answered for by two persons. */
export const MOST_FILINGS = 500;

export const notTheirIncident = (): Refusal =>
  refuse('not-the-issuer', 'DSP 3', 'an incident is its own agency’s, which alone carries it on');

export const isDraft = ({ status }: Incident): boolean => status === 'draft';
export const notADraft = ['not-a-draft', 'what has been activated or closed is not changed'] as const;

function written({ data, facts, on, by }: Writing, agency: Agency, version: number): Written | Refusal {
  const { content } = data;
  const unknown = unknownSignatory(data.officers, facts.officers);
  const findings: Finding[] = [
    ...termsFindings(content, [], agency, on),
    ...(unknown.length > 0 ? unknown : missingSignatory(facts.officers, by)),
  ];
  if (findings.length > 0) return refuse('incomplete', 'DSP 21', 'this is not what an order says yet', findings);
  const { jurisdiction, remedies } = content;
  return {
    version,
    agency: { kind: agency.kind, division: agency.division },
    content: {
      jurisdiction: jurisdictionOf(jurisdiction),
      legalBasis: [...content.legalBasis],
      riskFinding: content.riskFinding,
      reasons: content.reasons,
      measures: content.measures.map(({ kind, services, stopsService, scope, from, until }) => ({
        kind,
        services,
        stopsService,
        scope: { products: scope.products, functions: scope.functions, region: scope.region },
        from,
        until,
      })),
      reviewOn: content.reviewOn,
      rectifyBy: content.rectifyBy,
      remedies: { reconsideration: remedies.reconsideration, litigation: remedies.litigation },
      publication: content.publication,
      publicationBasis: content.publicationBasis,
      alsoUnderOrders: content.alsoUnderOrders,
    },
    signedBy: facts.officers.map(({ account, person }) => ({ account, person })),
  };
}

function namedFindings(
  { filing, holder, addresseeKnown }: FilingFound,
  { addressee, number }: NamedFiling,
  i: number,
): Finding[] {
  const at = `/filings/${i}`;
  if (filing === undefined)
    return [
      {
        pointer: `${at}/${number === undefined ? 'filing' : 'number'}`,
        code: 'filing-unknown',
        detail: 'there is no such filing',
      },
    ];
  if (holder === undefined && addressee === undefined)
    return [{ pointer: `${at}/addressee`, code: 'missing', detail: 'nobody verified holds this filing: name who is ordered' }];
  if (holder !== undefined && addressee !== undefined && addressee !== holder)
    return [{ pointer: `${at}/addressee`, code: 'not-the-addressee’s', detail: 'another subject holds this filing' }];
  return addressee === undefined || addresseeKnown
    ? []
    : [{ pointer: `${at}/addressee`, code: 'subject-unknown', detail: 'record the subject first' }];
}

export const incidentDraft: Slice<IncidentDraftCommand, IncidentDraftEvent, Incident> = {
  acts: {
    OpenIncident: {
      basis: 'DSP 21',
      when: ({ status }) => status === 'none',
      otherwise: ['incident-exists', 'this incident is open; edit it'],
      decide(command) {
        const { on, by } = command;
        if (!by.agency || !(orderingAgencies as readonly string[]).includes(by.agency.kind))
          return refuse(
            'no-ordering-agency',
            'DSP 21',
            'cyberspace, telecommunications and public security authorities order measures',
          );
        const data = written(command, by.agency, 1);
        if ('refused' in data) return data;
        return [{ type: 'IncidentOpened', basis: ['DSP 21', 'DSP 3'], effectiveOn: on, data: { ...data, openedBy: by.person } }];
      },
    },
    EditIncident: {
      basis: 'DSP 21',
      when: isDraft,
      otherwise: notADraft,
      decide(command, { agency, version }) {
        const { on, by } = command;
        if (!agency || !isOf(agency, by)) return notTheirIncident();
        const data = written(command, agency, version + 1);
        if ('refused' in data) return data;
        return [{ type: 'IncidentEdited', basis: ['DSP 21', 'DSP 3'], effectiveOn: on, data: { ...data, editedBy: by.person } }];
      },
    },
    AddIncidentFilings: {
      basis: 'DSP 21',
      when: isDraft,
      otherwise: notADraft,
      decide({ data, facts, on, by }, { agency, version, filings }) {
        if (!isOf(agency, by)) return notTheirIncident();
        const findings = facts.found.flatMap((found, i) => namedFindings(found, data.filings[i] ?? {}, i));
        if (findings.length > 0) return refuse('incomplete', 'DSP 21', 'each filing and its addressee are known', findings);
        const before = new Map(filings.map(({ filing, addressee }) => [filing, addressee]));
        const all = new Map(before);
        for (const [i, { filing = '', holder = '' }] of facts.found.entries()) {
          const named = data.filings[i]?.addressee;
          const known = all.get(filing);
          if (known === undefined) all.set(filing, named ?? holder);
          else if (named !== undefined && named !== known)
            return refuse('incomplete', 'DSP 21', 'an order has one addressee', [
              { pointer: `/filings/${i}/addressee`, code: 'other-addressee', detail: 'this filing is here with another' },
            ]);
        }
        const added = [...all].filter(([filing]) => !before.has(filing)).map(([filing, addressee]) => ({ filing, addressee }));
        if (added.length === 0) return [];
        if (all.size > MOST_FILINGS)
          return refuse(
            'too-many-filings',
            'design',
            `an incident has at most ${MOST_FILINGS} filings: open another for the rest`,
          );
        return [
          {
            type: 'IncidentFilingsAdded',
            basis: ['DSP 21'],
            effectiveOn: on,
            data: { version: version + 1, filings: added, addedBy: by.person },
          },
        ];
      },
    },
    RemoveIncidentFilings: {
      basis: 'DSP 21',
      when: isDraft,
      otherwise: notADraft,
      decide({ data, on, by }, { agency, version, filings }) {
        if (!isOf(agency, by)) return notTheirIncident();
        const removed = filings.map(({ filing }) => filing).filter((filing) => data.filings.includes(filing));
        if (removed.length === 0) return [];
        return [
          {
            type: 'IncidentFilingsRemoved',
            basis: ['DSP 21'],
            effectiveOn: on,
            data: { version: version + 1, filings: removed, removedBy: by.person },
          },
        ];
      },
    },
  },
  facts: {
    IncidentOpened: (state, { data }) => ({ ...withContent(state, data, data.openedBy), status: 'draft' }),
    IncidentEdited: (state, { data }) => withContent(state, data, data.editedBy),
    IncidentFilingsAdded: (state, { data }) => ({
      ...changed(state, data.version, { person: data.addedBy }),
      filings: [...state.filings, ...data.filings],
    }),
    IncidentFilingsRemoved: (state, { data }) => ({
      ...changed(state, data.version, { person: data.removedBy }),
      filings: state.filings.filter(({ filing }) => !data.filings.includes(filing)),
    }),
  },
};

/** Whoever ever had a hand in it keeps it; no approval outlives a change. */
const changed = (state: Incident, version: number, ...by: readonly Pick<By, 'person'>[]): Incident => ({
  ...state,
  version,
  hands: [...new Set([...state.hands, ...by.map(({ person }) => person)])],
  approval: undefined,
});

const withContent = (state: Incident, { version, agency, content, signedBy }: Written, person: string): Incident => ({
  ...changed(state, version, { person }, ...signedBy),
  agency,
  content,
  draftedBy: person,
  signatories: signedBy,
});
