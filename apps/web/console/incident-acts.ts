// What can be done with an incident, and by whom, as far as a page can tell; the API judges.
import { type ApiClient } from '#client/api-client.js';
import { type components } from '#client/schema.js';
import { type askedBy, type Entered } from '../acts.js';
import { type Account } from '../sign-in/visitors.js';
import { type Words } from '../words/words.js';
import { type ActField, linesOf } from './act-fields.js';
import { hasOffice, type OrderAct } from './order-acts.js';

export type Incident = components['schemas']['IncidentViewDto'];

export type IncidentActName = Exclude<keyof Words['acts']['incidentActs'], 'edit' | 'approval'>;

interface IncidentAct {
  /** Below the incident, as in the API. */
  path: string;
  fields: readonly ActField[];
  by: OrderAct['by'];
  when: (incident: Incident) => boolean;
  body: (entered: Entered) => object;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const isDraft = ({ status }: Incident): boolean => status === 'draft';

/** A line names a filing by id or number, and after a blank whom the order addresses where nobody verified holds it. */
const filingOf = (line: string): object => {
  const [name = '', addressee] = line.split(/\s+/);
  return { ...(UUID.test(name) ? { filing: name } : { number: name }), ...(addressee !== undefined && { addressee }) };
};

export const incidentActs: Readonly<Record<IncidentActName, IncidentAct>> = {
  filings: {
    path: 'filings',
    by: 'handling',
    when: isDraft,
    fields: [{ name: 'numbers', kind: 'lines' }],
    body: ({ numbers }) => ({ filings: linesOf(numbers).map(filingOf) }),
  },
  removal: {
    path: 'filings/removal',
    by: 'handling',
    when: (incident) => isDraft(incident) && incident.filings.length > 0,
    fields: [{ name: 'filings', kind: 'lines' }],
    body: ({ filings }) => ({ filings: linesOf(filings) }),
  },
  activation: {
    path: 'activation',
    by: 'deciding',
    when: (incident) => (isDraft(incident) && incident.approved) || incident.status === 'active',
    fields: [{ name: 'documentNo', kind: 'text' }],
    body: ({ documentNo = '' }) => ({ documentNo: documentNo.trim() }),
  },
  closure: {
    path: 'closure',
    by: 'handling',
    when: ({ status }) => status !== 'closed',
    fields: [{ name: 'reason', kind: 'words' }],
    body: ({ reason = '' }) => ({ reason: reason.trim() }),
  },
};

export const isIncidentAct = (name: string): name is IncidentActName => Object.hasOwn(incidentActs, name);

export const openIncidentActs = (incident: Incident, account: Account): IncidentActName[] =>
  (Object.keys(incidentActs) as IncidentActName[]).filter(
    (name) => incidentActs[name].when(incident) && hasOffice(account, incidentActs[name].by),
  );

/** Asks the API for the act. */
export const doIncidentAct = (
  api: ApiClient,
  name: IncidentActName,
  id: string,
  header: ReturnType<typeof askedBy>,
  entered: Entered,
) =>
  api.POST(`/v1/incidents/{id}/${incidentActs[name].path}` as '/v1/incidents/{id}/closure', {
    params: { path: { id }, header },
    body: incidentActs[name].body(entered) as { reason: string },
  });
