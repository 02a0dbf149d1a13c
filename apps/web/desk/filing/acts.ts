// What a filer can do with a filing besides the form: which act when, what it asks, and how the API is asked for it.
import { type ApiClient } from '#client/api-client.js';
import { type components } from '#client/schema.js';
import { type Answer } from '../../acts.js';
import { type Field } from '../../parts/form-fields.js';
import { yesOrNo } from '../../words/filing-terms.js';
import { type Words } from '../../words/words.js';
import { changeOf, type FilingCase } from './drafts.js';

type Schemas = components['schemas'];

export const actNames = [
  'withdrawal',
  'service-start',
  'display-places',
  'termination',
  'cancellation',
  'change-withdrawal',
] as const;
export type ActName = (typeof actNames)[number];

interface Act {
  title: (words: Words['filing']) => string;
  lead?: (words: Words['filing']) => string;
  done: keyof Words['filing']['done'];
  /** Whether the state of the filing is one for it; what is sent is judged by the API alone. */
  when: (filing: FilingCase) => boolean;
}

const isOpen = (filing: FilingCase): boolean => changeOf(filing)?.status === 'open';
const isPlanned = ({ serviceStart }: FilingCase): boolean =>
  (serviceStart as { state?: string } | undefined)?.state === 'planned';
const isCancelling = ({ cancellation }: FilingCase): boolean =>
  (cancellation as { status?: string } | undefined)?.status === 'submitted';

export const acts: Readonly<Record<ActName, Act>> = {
  withdrawal: {
    title: ({ withdraw }) => withdraw,
    lead: ({ withdrawLead }) => withdrawLead,
    done: 'withdrawn',
    when: ({ status }) => status === 'under-review' || status === 'refused',
  },
  'service-start': {
    title: ({ reportStart }) => reportStart,
    done: 'started',
    when: (filing) => ['under-review', 'refused', 'filed'].includes(filing.status) && isPlanned(filing),
  },
  'display-places': {
    title: ({ declareDisplay }) => declareDisplay,
    lead: ({ displayLead }) => displayLead,
    done: 'display',
    when: ({ status }) => status === 'filed',
  },
  termination: {
    title: ({ terminate }) => terminate,
    done: 'terminated',
    when: ({ status, terminatedOn }) => status === 'filed' && terminatedOn === undefined,
  },
  cancellation: {
    title: ({ cancel }) => cancel,
    done: 'cancellation',
    when: (filing) => filing.status === 'filed' && !isCancelling(filing),
  },
  'change-withdrawal': {
    title: ({ withdrawChange }) => withdrawChange,
    done: 'change-withdrawn',
    when: (filing) => filing.status === 'filed' && isOpen(filing),
  },
};

/** Whether a form can be begun that follows on the filing. */
export const canFollow = (filing: FilingCase): 'resubmission' | 'change' | undefined =>
  filing.status === 'refused' ? 'resubmission' : filing.status === 'filed' ? 'change' : undefined;

/** Places that a page offers beyond those that are stated. */
const SPARE_PLACES = 3;

const placeFields = (i: number): readonly Field[] => [
  { path: `/places/${i}/url`, key: 'displayUrl', as: 'line' },
  { path: `/places/${i}/place`, key: 'displayPlace', as: 'line' },
];

/** What the act asks, in groups where there are several of a kind. */
export function asks(act: ActName, { displays }: FilingCase): readonly (readonly Field[])[] {
  switch (act) {
    case 'withdrawal':
      return [[{ path: '/serviceRunning', key: 'serviceRunning', as: 'whether', terms: yesOrNo }]];
    case 'service-start':
      return [[{ path: '/startedOn', key: 'startedOn', as: 'day' }]];
    case 'display-places':
      return Array.from({ length: displays.length + SPARE_PLACES }, (_, i) => placeFields(i));
    case 'termination':
      return [[{ path: '/terminatedOn', key: 'terminatedOn', as: 'day' }]];
    case 'cancellation':
      return [
        [
          { path: '/terminatedOn', key: 'terminatedOn', as: 'day' },
          { path: '/arrangements', key: 'arrangements', as: 'text' },
        ],
      ];
    case 'change-withdrawal':
      return [];
  }
}

/** Does it. Resolves to what the API answers. */
export function carryOut(
  api: ApiClient,
  act: ActName,
  filing: FilingCase,
  header: { 'Idempotency-Key': string; 'If-Match': string },
  body: object,
): Promise<Answer> {
  const { id } = filing;
  const params = { path: { id }, header };
  switch (act) {
    case 'withdrawal':
      return api.POST('/v1/filings/{id}/withdrawal', { params, body: body as Schemas['WithdrawalDto'] });
    case 'service-start':
      return api.POST('/v1/filings/{id}/service-start', { params, body: body as Schemas['StartDto'] });
    case 'display-places':
      return api.POST('/v1/filings/{id}/display', { params, body: body as Schemas['DisplayDto'] });
    case 'termination':
      return api.POST('/v1/filings/{id}/termination', { params, body: body as Schemas['TerminationDto'] });
    case 'cancellation':
      return api.POST('/v1/filings/{id}/cancellation', { params, body: body as Schemas['CancellationDto'] });
    case 'change-withdrawal': {
      const path = { id, n: changeOf(filing)?.n ?? 0 };
      return api.POST('/v1/filings/{id}/changes/{n}/withdrawal', { params: { path, header } });
    }
  }
}
