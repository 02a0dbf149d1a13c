// Past events and complete material for specifications; every name is invented.
import { type By, type Command, type Request } from '#domain/decider.js';
import { type FilingContent } from '#domain/filing-content.js';
import { type FilingNumber, issueFilingNumber } from '#domain/filing-number.js';
import { type CancellationNotice, type HolderFacts, type PublishedRow } from '#domain/filing-state.js';
import { type FilingCommand, type FilingEvent } from '#domain/filing.js';
import { type TextRef } from '#domain/text-ref.js';

export const today = '2026-03-02';
export const words = (ref: string): TextRef => ({ ref, digest: `hmac-sha256:${ref}` });

export const reviewer: By = { person: 'reviewer', agency: { kind: 'cac', division: '110000' } };
export const approver: By = { person: 'approver', agency: { kind: 'cac', division: '110000' } };
export const filer: By = { person: 'filer' };

export const number: FilingNumber = issueFilingNumber({ division: '110108', entity: '1234567', year: 26, sequence: 1 });

const sha256 = (digit: string) => digit.repeat(64);

/** Material in which nothing is missing. */
export const material = (change: Partial<FilingContent> = {}): FilingContent => ({
  role: 'provider',
  algorithm: {
    name: '云影换脸算法',
    applicationField: '短视频',
    introduction: '将用户选定的人脸合成到模板视频中。',
    scenario: '短视频制作',
    inputs: ['图像'],
    outputs: ['视频'],
    strategy: '先检测人脸，再合成，再加标识。',
    riskPrevention: '人工抽查与模型拦截。',
    technologies: ['biometric-image'],
  },
  models: [{ name: '云影一号', origin: 'own', upstreamNumber: undefined }],
  products: [
    {
      name: '云影',
      form: 'app',
      address: undefined,
      functionPath: '首页-换脸',
      apps: [{ platform: 'android', id: 'example.yunying', signingDigest: undefined }],
    },
  ],
  technicalService: undefined,
  services: { article15: [], article17: ['face-and-body'], coRegulated: [] },
  attribute: { declared: true, grounds: ['短视频平台'] },
  publicity: {
    principle: '生成对抗网络',
    mechanism: '检测、合成、标识',
    scenario: '短视频',
    purpose: '便利创作',
    disclosure: undefined,
  },
  mainUse: '应用于短视频制作场景，生成换脸视频。',
  complaintEntrance: '设置-投诉举报',
  attachments: [
    { kind: 'responsibility-statement', sha256: sha256('a') },
    { kind: 'self-assessment-report', sha256: sha256('b') },
    { kind: 'publicity-form', sha256: sha256('c') },
    { kind: 'label-material', sha256: sha256('d') },
  ],
  ...change,
});

/** What a technical supporter files: a service instead of products. */
export const supporterMaterial = (change: Partial<FilingContent> = {}): FilingContent =>
  material({ role: 'technical-supporter', products: [], technicalService: '以接口方式提供模型', ...change });

export const holder = (change: Partial<HolderFacts> = {}): HolderFacts => ({
  subject: 'subject-1',
  status: 'verified',
  division: '110108',
  entity: '1234567',
  filedAs: { name: '海淀云影科技有限公司', creditCode: '91110108MA00DEM06X' },
  ...change,
});

type FactsOf<T extends FilingCommand['type']> = Extract<FilingCommand, { type: T }>['facts'];

/** A command by `by` on `on`, with what was looked up. */
export const ask = <T extends FilingCommand['type']>(
  type: T,
  data: Extract<FilingCommand, { type: T }>['data'],
  { by = filer, on = today, facts }: { by?: By; on?: string; facts?: FactsOf<T> } = {},
): FilingCommand => ({ type, data, facts, on, by }) as Command<string, unknown, unknown> as FilingCommand;

export const submit = (
  content: FilingContent = material(),
  facts: Partial<FactsOf<'SubmitFiling'>> = {},
  on = today,
): FilingCommand =>
  ask(
    'SubmitFiling',
    { content, serviceStart: { state: 'started', on: '2026-02-20' } },
    { on, facts: { holder: holder(), divisionKnown: true, unknownAttachments: [], ...facts } },
  );

export const submitted = (content: FilingContent = material(), round = 1): FilingEvent => ({
  type: 'FilingSubmitted',
  basis: [content.role === 'provider' ? 'DSP 19 ¶1' : 'DSP 19 ¶2', 'ARP 24 ¶1'],
  effectiveOn: today,
  data: {
    round,
    holder: 'subject-1',
    filedAs: holder().filedAs,
    division: '110108',
    content,
    serviceStart: { state: 'started', on: '2026-02-20' },
    warnings: [],
    voluntary: !content.attribute.declared,
  },
});

export const reviewed = (person = 'reviewer', result: 'passed' | 'failed' = 'passed', round = 1): FilingEvent => ({
  type: 'ReviewStageRecorded',
  basis: ['ARP 25'],
  effectiveOn: today,
  data: { round, stage: 'final', result, reviewedBy: person, remarks: undefined },
});

export const accepted = (content: FilingContent = material()): FilingEvent => ({
  type: 'FilingAccepted',
  basis: ['DSP 19', 'ARP 25'],
  effectiveOn: today,
  data: {
    round: 1,
    number,
    holder: 'subject-1',
    filedAs: holder().filedAs,
    published: {
      role: content.role,
      algorithm: {
        name: content.algorithm.name,
        applicationField: content.algorithm.applicationField,
        technologies: content.algorithm.technologies,
      },
      models: content.models,
      products: content.products,
      technicalService: content.technicalService,
      services: content.services,
      publicity: content.publicity,
      mainUse: content.mainUse,
      complaintEntrance: content.complaintEntrance,
    },
    voluntary: !content.attribute.declared,
    acceptedBy: 'approver',
    reviewedBy: ['reviewer'],
    assessments: [],
    reliance: [],
    warnings: [],
  },
});

export const refusedFiling: FilingEvent = {
  type: 'FilingRefused',
  basis: ['ARP 25'],
  effectiveOn: today,
  data: {
    round: 1,
    reasons: [{ item: 'self-assessment-report', defect: 'missing', text: words('r1') }],
    refusedBy: 'approver',
    reviewedBy: ['reviewer'],
  },
};

/** A filing in force. */
export const inForce = (content: FilingContent = material()): FilingEvent[] => [
  submitted(content),
  reviewed(),
  accepted(content),
];

export const row: PublishedRow = {
  sequence: 7,
  algorithmName: '旧表换脸算法',
  role: '服务提供者',
  entityName: '某某网络有限公司',
  products: '某某（APP）',
  mainUse: '应用于短视频制作场景。',
  remarks: '',
};

export const notice: CancellationNotice = {
  noticeDate: '2025-07-14',
  sequence: 1,
  algorithmName: '旧表换脸算法',
  roleOrCategory: '服务提供者',
  entityName: '某某网络有限公司',
  products: '某某(APP)',
  cancelledIn: '2025年7月',
};

export const importedFiling = (change: Partial<PublishedRow> = {}): FilingEvent => ({
  type: 'FilingImported',
  basis: ['ARP 25'],
  effectiveOn: today,
  data: { number, batch: '2023-06', row: { ...row, ...change }, cancelled: change.remarks?.includes('已注销') ?? false },
});

export type FilingRequest = Request<FilingCommand>;
