// ARP 24 ¶1: what the filer does until it is decided, and what ARP 26 asks of it afterwards. Submission is receipt: the thirty working
// days run from it. There is no draft in the law, and none in the log.
import { type Slice } from './aggregate.js';
import { type Command, type Fact, type LocalDate, refuse } from './decider.js';
import {
  contentFindings,
  contentOf,
  contentWarnings,
  type FilingContent,
  type ServiceStart,
  type Warning,
} from './filing-content.js';
import { sameValue } from './filing-items.js';
import { type DisplayPlace, type FiledAs, type Filing, type HolderFacts } from './filing-state.js';

export interface SubmissionFacts {
  holder: HolderFacts;
  /** The seat's division has a name in the present table; an unknown county is accepted and flagged. */
  divisionKnown: boolean;
  unknownAttachments: readonly string[];
}

export type SubmissionCommand =
  | Command<'SubmitFiling', { content: FilingContent; serviceStart: ServiceStart }, SubmissionFacts>
  | Command<'WithdrawFiling', { serviceRunning: boolean }>
  | Command<'StartService', { startedOn: LocalDate }>
  | Command<'DeclareDisplay', { places: readonly DisplayPlace[] }>;

export type SubmissionEvent =
  | Fact<
      'FilingSubmitted',
      {
        round: number;
        holder: string;
        filedAs: FiledAs;
        division: string;
        content: FilingContent;
        serviceStart: ServiceStart;
        warnings: readonly Warning[];
        /** Filed without the attribute of Article 19: a voluntary filing, and it says so. */
        voluntary: boolean;
      }
    >
  | Fact<'FilingWithdrawn', { serviceRunning: boolean }>
  | Fact<'ServiceStarted', { startedOn: LocalDate }>
  | Fact<'DisplayDeclared', { places: readonly DisplayPlace[] }>;

const underReview = (state: Filing) => state.status === 'under-review';
const filed = (state: Filing) => state.status === 'filed';

export const submission: Slice<SubmissionCommand, SubmissionEvent, Filing> = {
  acts: {
    SubmitFiling: {
      basis: 'ARP 24 ¶1',
      when: (state) => state.status === 'none' || state.status === 'refused',
      otherwise: ['filing-exists', 'this filing has been submitted; only a refused one is submitted again'],
      decide({ data, facts, on }, state) {
        const { holder } = facts;
        if (holder.status !== 'verified' || holder.division === undefined)
          return refuse('subject-not-verified', 'ARP 24 ¶1', 'the subject must be verified before its algorithm can be filed');
        if (state.holder !== undefined && state.holder !== holder.subject)
          return refuse('filing-of-another', 'ARP 24 ¶1', 'a refused filing is submitted again by its own filer');
        const findings = contentFindings(data.content, on, facts.unknownAttachments);
        if (data.serviceStart.state === 'started' && data.serviceStart.on > on)
          findings.push({ pointer: '/serviceStart/on', code: 'in-the-future', detail: 'a service that starts later is planned' });
        if (findings.length > 0) return refuse('incomplete', 'ARP 24 ¶1', 'the material is incomplete', findings);
        return [
          {
            type: 'FilingSubmitted',
            basis: [data.content.role === 'provider' ? 'DSP 19 ¶1' : 'DSP 19 ¶2', 'ARP 24 ¶1'],
            effectiveOn: on,
            data: {
              round: state.round + 1,
              holder: holder.subject,
              filedAs: holder.filedAs,
              division: holder.division,
              content: contentOf(data.content),
              serviceStart: { state: data.serviceStart.state, on: data.serviceStart.on },
              warnings: contentWarnings(data.content, on, facts.divisionKnown),
              voluntary: !data.content.attribute.declared,
            },
          },
        ];
      },
    },
    WithdrawFiling: {
      basis: 'design',
      already: (_, state) => state.status === 'withdrawn',
      when: (state) => underReview(state) || state.status === 'refused',
      otherwise: ['filing-not-open', 'a filing in force is cancelled, not withdrawn'],
      decide: ({ data, on }) => [
        { type: 'FilingWithdrawn', basis: ['design'], effectiveOn: on, data: { serviceRunning: data.serviceRunning } },
      ],
    },
    StartService: {
      basis: 'ARP 24 ¶1',
      already: ({ data }, state) => state.serviceStart?.state === 'started' && state.serviceStart.on === data.startedOn,
      when: (state) =>
        (underReview(state) || filed(state) || state.status === 'refused') && state.serviceStart?.state === 'planned',
      otherwise: ['service-not-planned', 'the filing does not state a planned service'],
      decide({ data, on }) {
        if (data.startedOn > on)
          return refuse('incomplete', 'ARP 24 ¶1', 'a start is reported once it has happened', [
            { pointer: '/startedOn', code: 'in-the-future', detail: 'this day has not come yet' },
          ]);
        return [
          { type: 'ServiceStarted', basis: ['ARP 24 ¶1'], effectiveOn: data.startedOn, data: { startedOn: data.startedOn } },
        ];
      },
    },
    DeclareDisplay: {
      basis: 'ARP 26',
      already: ({ data }, state) => filed(state) && sameValue(state.displays, data.places),
      when: filed,
      otherwise: ['filing-not-filed', 'number and link are shown once the filing is completed'],
      decide: ({ data, on }) => [
        {
          type: 'DisplayDeclared',
          basis: ['DSP 19 ¶3', 'ARP 26'],
          effectiveOn: on,
          data: { places: data.places.map(({ url, place }) => ({ url, place })) },
        },
      ],
    },
  },
  facts: {
    FilingSubmitted: (state, { data }) => ({
      ...state,
      status: 'under-review',
      round: data.round,
      holder: data.holder,
      filedAs: data.filedAs,
      division: data.division,
      content: data.content,
      submitted: data.content,
      serviceStart: data.serviceStart,
      warnings: data.warnings,
      stages: [],
      refusalNotifiedOn: undefined,
      attributeFound: undefined,
      annulled: [],
      undone: undefined,
    }),
    FilingWithdrawn: (state) => ({ ...state, status: 'withdrawn' }),
    ServiceStarted: (state, { data }) => ({ ...state, serviceStart: { state: 'started', on: data.startedOn } }),
    DisplayDeclared: (state, { data }) => ({ ...state, displays: data.places }),
  },
};
