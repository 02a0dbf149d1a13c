// What the acts on a safety assessment need to know of its past, and the kinds that the law names. The slices share this one state.
import { type By, type LocalDate, type Refusal, refuse } from './decider.js';
import { covers } from './division.js';
import { type TextRef } from './text-ref.js';

/**
 * Why a service is assessed. `due` tells what the report's last day is counted from: the launch that it must precede, the event that
 * it follows within thirty working days (SA18 7), or nothing where the article knows neither a recipient nor a day.
 */
export const assessmentGrounds = {
  'dsp-15-biometric': { zh: '提供生成或者编辑生物识别信息功能的工具', basis: 'DSP 15 ¶2', due: 'none' },
  'dsp-15-special-object-or-scene': { zh: '提供生成或者编辑特殊物体、场景功能的工具', basis: 'DSP 15 ¶2', due: 'none' },
  'dsp-20': { zh: '开发上线具有舆论属性或者社会动员能力的新产品、新应用、新功能', basis: 'DSP 20', due: 'launch' },
  'sa18-3-1': { zh: '信息服务上线，或者信息服务增设相关功能', basis: 'SA18 3', due: 'launch' },
  'sa18-3-2': { zh: '使用新技术新应用，功能属性、技术实现方式、基础资源配置等发生重大变更', basis: 'SA18 3', due: 'launch' },
  'sa18-3-3': { zh: '用户规模显著增加', basis: 'SA18 3', due: 'event' },
  'sa18-3-4': { zh: '发生违法有害信息传播扩散，已有安全措施难以有效防控', basis: 'SA18 3', due: 'event' },
  'sa18-3-5': { zh: '地市级以上网信部门或者公安机关书面通知', basis: 'SA18 3', due: 'event' },
} as const;
export type AssessmentGround = keyof typeof assessmentGrounds;

/** The items to which an assessment gives its attention (SA18 5). */
export const assessmentItems = {
  'safety-staff': { zh: '安全管理负责人、信息审核人员或者安全管理机构' },
  'real-identity': { zh: '用户真实身份核验以及注册信息留存' },
  logs: { zh: '日志信息以及用户发布信息的留存' },
  'harmful-information': { zh: '违法有害信息的防范处置和有关记录保存' },
  'personal-information': { zh: '个人信息保护以及防范传播扩散、社会动员功能失控的技术措施' },
  complaints: { zh: '投诉、举报制度' },
  'support-for-cac': { zh: '为网信部门履职提供技术、数据支持和协助的工作机制' },
  'support-for-security': { zh: '为公安机关、国家安全机关提供技术、数据支持和协助的工作机制' },
} as const;
export type AssessmentItem = keyof typeof assessmentItems;

/** The two that receive a report, each of which reviews it for itself (SA18 7, 8). They are kinds of agency. */
export const reviewTracks = ['cac', 'public-security'] as const;
export type ReviewTrack = (typeof reviewTracks)[number];

export interface ReviewingAgency {
  kind: ReviewTrack;
  division: string;
}

export interface AssessmentDocument {
  kind: 'report' | 'label-material' | 'body-opinion' | 'other';
  /** Hex digest of the content; the content was uploaded before. */
  sha256: string;
}

/** What an authority knows of an assessment that it relies on. `known` is false where there is none, or none of this subject. */
export interface Reliance extends AssessmentFacts {
  assessment: string;
  known: boolean;
}

export type AcceptanceWarning = 'assessment-missing' | 'assessment-unknown';

/** As an acceptance records it. */
export const reliedOnBy = (reliance: readonly Reliance[]): Reliance[] =>
  reliance.map(({ assessment, known, reportSubmitted, concluded, reviewPassed }) => ({
    assessment,
    known,
    reportSubmitted,
    concluded,
    reviewPassed,
  }));

/** What an acceptance lacks of the safety assessment of DSP 15 ¶2, where one is needed, or of those that it names. */
export const assessmentWarnings = (needed: boolean, reliance: readonly Reliance[]): AcceptanceWarning[] => {
  const made = reliance.some(({ known, reportSubmitted, concluded }) => known && (reportSubmitted || concluded));
  return [
    ...(needed && !made ? (['assessment-missing'] as const) : []),
    ...(reliance.some(({ known }) => !known) ? (['assessment-unknown'] as const) : []),
  ];
};

export interface Review {
  status: 'none' | 'open' | 'closed';
  /** Who opened it; a superior of its kind may go on with it. */
  agency?: ReviewingAgency;
}

export interface Assessment {
  status: 'none' | 'required' | 'in-progress' | 'submitted' | 'closed' | 'concluded';
  subject?: string;
  /** Of the subject's seat when it was triggered. */
  division?: string;
  grounds: readonly AssessmentGround[];
  plannedLaunch?: LocalDate;
  occurredOn?: LocalDate;
  /** Filings of the assessed service, in the order in which they were linked; the assessment may precede them all. */
  filings: readonly string[];
  /** By whom the present assessment is carried out. */
  carriedOutBy?: 'self' | 'professional-body';
  /** In order of their numbers. */
  dangers: readonly { rectified: boolean }[];
  /** Reports so far. */
  round: number;
  reportSubmittedOn?: LocalDate;
  reviews: Readonly<Record<ReviewTrack, Review>>;
  explanations: readonly { by: ReviewTrack; supplied: boolean }[];
  inspections: readonly { tracks: readonly ReviewTrack[]; recorded: boolean }[];
  /** In force until the next report, or until it is annulled. */
  reassessment?: { agency: ReviewingAgency; dueOn: LocalDate };
  /** Reminded that the assessment is due. */
  notices: readonly { agency: ReviewingAgency; dueOn: LocalDate }[];
  /** The subject has refused to assess, as found by this agency. */
  refusal?: ReviewingAgency;
  riskNotice?: { agency: ReviewingAgency; publishedOn: LocalDate };
  /** Every kind of decision taken so far: each stays open to remedies. */
  decisions: readonly AssessmentDecision[];
}

/** The decisions against which the law gives remedies. */
export type AssessmentDecision = 'reassessment' | 'notice' | 'risk-notice';

/** What anyone may know of an assessment: two facts that the law tells apart, and nothing of its content. */
export interface AssessmentFacts {
  reportSubmitted: boolean;
  /** On DSP 15 alone: made and concluded, without a report to anybody. */
  concluded: boolean;
  reviewPassed: boolean;
}

/** The four parts of the report (SA18 6 ¶2). */
export interface ReportParts {
  /** Function, scope, hardware and software, place of deployment, licences. */
  service: TextRef;
  /** How systems and measures are carried out, and their effect on risk. */
  measures: TextRef;
  conclusion: TextRef;
  other?: TextRef;
}

const noReviews: Assessment['reviews'] = { cac: { status: 'none' }, 'public-security': { status: 'none' } };

export const nothingAssessed: Assessment = {
  status: 'none',
  grounds: [],
  filings: [],
  dangers: [],
  round: 0,
  reviews: noReviews,
  explanations: [],
  inspections: [],
  notices: [],
  decisions: [],
};

/** A new report is reviewed anew by both. */
export const unreviewed = (state: Assessment): Assessment => ({
  ...state,
  reviews: noReviews,
  explanations: [],
  inspections: [],
});

/** DSP 15 alone knows neither a recipient nor a day: such an assessment is concluded by whoever made it. */
export const hasRecipients = ({ grounds }: Pick<Assessment, 'grounds'>): boolean =>
  grounds.some((ground) => assessmentGrounds[ground].due !== 'none');

/** Whether the report must precede a launch, or follow an event. */
export const dueBy = (grounds: readonly AssessmentGround[], due: 'launch' | 'event'): boolean =>
  grounds.some((ground) => assessmentGrounds[ground].due === due);

export const hasOpenDanger = ({ dangers }: Assessment): boolean => dangers.some(({ rectified }) => !rectified);

/** The provisions behind the grounds, each once. */
export const basesOf = (grounds: readonly AssessmentGround[]): string[] => [
  ...new Set(grounds.map((ground) => assessmentGrounds[ground].basis)),
];

export const isTrack = (kind: string): kind is ReviewTrack => (reviewTracks as readonly string[]).includes(kind);

export const factsOf = ({ status, reportSubmittedOn }: Assessment): AssessmentFacts => ({
  reportSubmitted: reportSubmittedOn !== undefined,
  concluded: status === 'concluded',
  reviewPassed: status === 'closed',
});

/** Every event repeats the filings that are linked, so that whoever follows the log knows from the event alone whom it concerns. */
export interface Linked {
  filings: readonly string[];
}

/** The agency that acts, where it is of a kind that receives reports. */
export const reviewingAgency = ({ agency }: By): ReviewingAgency | undefined =>
  agency !== undefined && isTrack(agency.kind) ? { kind: agency.kind, division: agency.division } : undefined;

export const notARecipient = (): Refusal =>
  refuse('not-a-recipient', 'SA18 7', 'reports go to cyberspace administrations and public security organs');

/** Whether the acting agency is the one that acted before, or a superior of its kind. */
export const isOrAbove = (acting: ReviewingAgency, before: ReviewingAgency): boolean =>
  acting.kind === before.kind && covers(acting.division, before.division);

export const decided = (state: Assessment, kind: AssessmentDecision): Assessment['decisions'] => [
  ...state.decisions.filter((other) => other !== kind),
  kind,
];
