// How a decision reaches its addressee (APL 61, CPL 87 to 95): the same for a penalty as for an order. Service is shown by its proof.
import { type Basis, type LocalDate, type Refusal, refuse } from './decider.js';

export type ServiceMethod = 'direct' | 'left-with-witness' | 'post' | 'entrusted' | 'electronic' | 'public-notice';

export interface Served {
  method: ServiceMethod;
  /** The day of receipt; with public notice, the day on which it counts as served. */
  servedOn: LocalDate;
  /** The return of service, the witness’s record, the receipt: SHA-256 of the uploaded proof. */
  proof: string;
}

export interface PublicNotice {
  startedOn: LocalDate;
  /** Where it is displayed. */
  place: string;
}

export interface ServingFacts {
  /** The subject has signed that it may be served electronically. */
  consent: boolean;
  unknownDocuments: readonly string[];
}

/** The earliest day on which the decision can have been served, and how a day before it is refused. */
export interface Since {
  day: LocalDate | undefined;
  code: string;
  detail: string;
}

/** CPL 95: service by public notice is deemed done when thirty days have passed. */
const NOTICE_DAYS = 30;

export const serviceBasis: Record<ServiceMethod, Basis> = {
  direct: 'CPL 88',
  'left-with-witness': 'CPL 89',
  post: 'CPL 91',
  entrusted: 'CPL 91',
  electronic: 'APL 61 ¶2',
  'public-notice': 'CPL 95',
};

/** The day on which service by public notice is deemed done. */
export const deemedServedOn = (startedOn: LocalDate): LocalDate =>
  new Date(Date.parse(startedOn) + NOTICE_DAYS * 86_400_000).toISOString().slice(0, 10);

const between = (day: LocalDate, { day: first = '' }: Since, on: LocalDate): boolean => day >= first && day <= on;

/** Why no public notice can have begun like this; `on` is the day of receipt. */
export const noticeRefusal = ({ startedOn }: PublicNotice, since: Since, on: LocalDate): Refusal | undefined =>
  between(startedOn, since, on)
    ? undefined
    : refuse('incomplete', 'APL 61', 'a notice begins after the decision', [
        { pointer: '/startedOn', code: since.code, detail: since.detail },
      ]);

/** Why this is no service; `noticeStartedOn` is the day of a public notice that runs. */
export function servingRefusal(
  { method, servedOn, proof }: Served,
  { consent, unknownDocuments }: ServingFacts,
  { since, on, noticeStartedOn }: { since: Since; on: LocalDate; noticeStartedOn: LocalDate | undefined },
): Refusal | undefined {
  const wrong = (pointer: string, code: string, detail: string) =>
    refuse('incomplete', 'APL 61', 'service is shown by its proof', [{ pointer, code, detail }]);
  if (!between(servedOn, since, on)) return wrong('/servedOn', since.code, since.detail);
  if (unknownDocuments.includes(proof)) return wrong('/proof', 'attachment-unknown', 'upload the proof of service first');
  if (method === 'electronic' && !consent)
    return refuse('no-service-consent', 'APL 61 ¶2', 'electronic service needs the addressee’s signed consent');
  if (method !== 'public-notice') return undefined;
  const deemed = noticeStartedOn && deemedServedOn(noticeStartedOn);
  if (deemed === undefined) return refuse('no-public-notice', 'APL 61', 'no public notice has begun');
  if (on < deemed) return refuse('notice-running', 'APL 61', `service by public notice is deemed done on ${deemed}`);
  return servedOn === deemed ? undefined : wrong('/servedOn', 'not-deemed', `it is deemed done on ${deemed}`);
}
