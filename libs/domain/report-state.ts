// What the acts on a report need to know of its past. The slices of the aggregate share this one state.
import { type Agency } from './account.js';
import { agencyKey } from './case-file.js';
import { type Basis, type By, type Finding, type LocalDate } from './decider.js';
import { type FilingNumber } from './filing-number.js';
import { type TextRef } from './text-ref.js';

/** incident: of a provider about its own service (DSP 10, 11). complaint: by anyone (ARP 30). objection: to an entry of the registry. */
export type ReportKind = 'incident' | 'complaint' | 'objection';

/** What a provider does about illegal content (DSP 10 ¶3) and about rumours (DSP 11). */
export const incidentMeasures = {
  'content-removed': { zh: '消除信息', en: 'content removed', article: 'DSP 10' },
  'spread-stopped': { zh: '停止传输', en: 'spread stopped', article: 'DSP 10' },
  'users-warned': { zh: '警示', en: 'users warned', article: 'DSP 10' },
  'functions-restricted': { zh: '限制功能', en: 'functions restricted', article: 'DSP 10' },
  'service-suspended': { zh: '暂停服务', en: 'service suspended', article: 'DSP 10' },
  'accounts-closed': { zh: '关闭账号', en: 'accounts closed', article: 'DSP 10' },
  'rumour-refuted': { zh: '辟谣', en: 'rumour refuted', article: 'DSP 11' },
} as const satisfies Record<string, { zh: string; en: string; article: Basis }>;
export type IncidentMeasure = keyof typeof incidentMeasures;

/** Who is competent beside the cyberspace administration (DSP 3, 24; ARP 3), by their kinds among the agencies. */
export const competentDepartments = [
  ...['telecom', 'public-security', 'market-regulation'],
  ...['press', 'culture', 'radio-television'],
] as readonly string[];

/** What is complained of, and the duty behind it. */
export const complaintGrounds = {
  'illegal-content': { zh: '制作、传播违法信息', en: 'illegal content', basis: 'DSP 6' },
  rumour: { zh: '虚假信息未辟谣', en: 'a rumour that is not refuted', basis: 'DSP 11' },
  'no-complaint-entrance': {
    zh: '未设置投诉举报入口或者不予反馈',
    en: 'no entrance for complaints, or no answer',
    basis: 'DSP 12',
  },
  'app-store': { zh: '应用商店未核验', en: 'an app store that does not verify', basis: 'DSP 13' },
  'edited-without-consent': { zh: '未经同意编辑人脸、人声等', en: 'face or voice edited without consent', basis: 'DSP 14' },
  unlabelled: { zh: '未作显著标识', en: 'no conspicuous label', basis: 'DSP 17' },
  'removed-label': { zh: '删除、篡改、隐匿标识', en: 'a label removed, altered or hidden', basis: 'DSP 18' },
  unfiled: { zh: '未履行备案手续', en: 'a service that is not filed', basis: 'DSP 19' },
  other: { zh: '其他', en: 'other', basis: 'ARP 30' },
} as const satisfies Record<string, { zh: string; en: string; basis: Basis }>;
export type ComplaintGround = keyof typeof complaintGrounds;

export type ObjectionGround = 'false-particulars' | 'other-service' | 'rights-infringed' | 'other';

export interface IncidentReport {
  article: 'DSP 10' | 'DSP 11';
  subject: string;
  /** Filings of the services in which it was found. */
  filings: readonly string[];
  foundOn: LocalDate;
  handledOn: LocalDate;
  what: TextRef;
  measures: readonly IncidentMeasure[];
  handling: TextRef;
  /** Pieces of content and accounts of users that it concerns, where they were counted. */
  items?: number;
  users?: number;
  /** DSP 10, 11: the records are kept. */
  recordsKept: boolean;
  attachments: readonly string[];
}

/** The service complained of, as far as it is known; its name and address are words of the public. */
export interface Complaint {
  ground: ComplaintGround;
  number?: FilingNumber;
  service: TextRef;
  place?: TextRef;
  text: TextRef;
  /** How the reporter can be reached: one text of the vault. */
  contact?: TextRef;
  attachments: readonly string[];
}

export interface Objection {
  ground: ObjectionGround;
  number: FilingNumber;
  text: TextRef;
  contact?: TextRef;
  attachments: readonly string[];
}

/** Who is to be told; absent where nobody signed in, and only a receipt leads back. */
export interface Reporter {
  account: string;
  subject?: string;
}

export type ObjectionOutcome = 'upheld' | 'partly-upheld' | 'dismissed' | 'inadmissible';
export type ReportOutcome = 'handled' | 'not-established' | 'inspection' | 'order' | 'penalty-case';

/** One recipient's own course: each acknowledges and closes for itself. */
export interface ReportTrack {
  agency: Agency;
  status: 'received' | 'acknowledged' | 'referred' | 'closed';
  answered: boolean;
  outcome?: ReportOutcome | ObjectionOutcome;
}

export interface Report {
  status: 'none' | 'open' | 'closed';
  kind?: ReportKind;
  /** The provision on which the report rests. */
  basis: Basis;
  tracks: readonly ReportTrack[];
  reporter?: Reporter;
  /** `sha256:<hex>` of the secret that was given out with an anonymous report's receipt. */
  secretHash?: string;
  filings: readonly string[];
  number?: FilingNumber;
  supplements: number;
}

/** Anyone can make a report, and so add to it: a bound keeps one from growing without end. */
export const SUPPLEMENTS_AT_MOST = 100;

export const nothingReported: Report = { status: 'none', basis: 'ARP 30', tracks: [], filings: [], supplements: 0 };

export const trackOf = ({ agency }: By, { tracks }: Report): ReportTrack | undefined =>
  agency && tracks.find((track) => agencyKey(track.agency) === agencyKey(agency));

const going = ({ status }: ReportTrack): boolean => status === 'received' || status === 'acknowledged';

/** Whether this recipient has still to do with it. */
export const goes = (by: By, state: Report): boolean => {
  const track = trackOf(by, state);
  return track !== undefined && going(track);
};

/** The report with one recipient's track changed; it is closed once no track goes on. */
export const onTrack = (state: Report, agency: Agency, change: Partial<ReportTrack>): Report => {
  const tracks = state.tracks.map((track) => (agencyKey(track.agency) === agencyKey(agency) ? { ...track, ...change } : track));
  return { ...state, tracks, status: tracks.some(going) ? 'open' : 'closed' };
};

export const unknownAttachmentFindings = (attachments: readonly string[], unknown: readonly string[]): Finding[] =>
  attachments.flatMap((sha256, i) =>
    unknown.includes(sha256)
      ? [{ pointer: `/attachments/${i}`, code: 'attachment-unknown', detail: 'upload the attachment first' }]
      : [],
  );

export const reporterOf = (reporter: Reporter | undefined): Reporter | undefined =>
  reporter && { account: reporter.account, subject: reporter.subject };
