// What a filing says of an algorithm: ARP 24 ¶1 names the items, the filing system's form (算法信息, 产品及功能信息) spells them out.
// Completeness is judged here; the form of each field is checked at the edge.
import { type Finding, type LocalDate } from './decider.js';
import { parseFilingNumber } from './filing-number.js';
import {
  type Article15Function,
  type Article17Service,
  type Article23Technology,
  type CoRegulatedField,
  type FilingRole,
  type ProductForm,
} from './services.js';

export const platforms = ['ios', 'android', 'harmonyos', 'mini-program', 'web', 'other'] as const;
export type Platform = (typeof platforms)[number];

/** How an app store, or anyone, recognises a product: package or bundle id, mini-program id or domain, and who signed it. */
export interface AppIdentifier {
  platform: Platform;
  id: string;
  /** `sha256:<hex>` of the signing certificate. */
  signingDigest?: string;
}

export interface Product {
  name: string;
  form: ProductForm;
  address?: string;
  /** 功能访问路径 */
  functionPath?: string;
  apps: readonly AppIdentifier[];
}

export interface Model {
  name: string;
  origin: 'own' | 'third-party';
  /** The filing number of the model's own filing, as its holder shows it. */
  upstreamNumber?: string;
}

export const attachmentKinds = [
  'responsibility-statement',
  'self-assessment-report',
  'publicity-form',
  'label-material',
  'upstream-contract',
  'other',
] as const;

export interface Attachment {
  kind: (typeof attachmentKinds)[number];
  /** Hex digest of the content; the content was uploaded before. */
  sha256: string;
}

export interface FilingContent {
  role: FilingRole;
  algorithm: {
    name: string;
    applicationField: string;
    introduction: string;
    scenario: string;
    inputs: readonly string[];
    outputs: readonly string[];
    strategy: string;
    riskPrevention: string;
    technologies: readonly Article23Technology[];
  };
  models: readonly Model[];
  /** What a provider offers to users; empty for a technical supporter. */
  products: readonly Product[];
  /** 技术服务方式: how a technical supporter serves; absent for a provider. */
  technicalService?: string;
  services: {
    article15: readonly Article15Function[];
    article17: readonly Article17Service[];
    coRegulated: readonly CoRegulatedField[];
  };
  /** Public opinion attributes or social mobilization capability: with them filing is a duty, without them it is voluntary. */
  attribute: { declared: boolean; grounds: readonly string[] };
  /** 拟公示内容, published with the number. */
  publicity: { principle: string; mechanism: string; scenario: string; purpose: string; disclosure?: string };
  /** 主要用途, the sentence of the published list. */
  mainUse: string;
  /** DSP 12: where users and the public complain. */
  complaintEntrance: string;
  attachments: readonly Attachment[];
}

/** When the service began, or is meant to begin: the ten working days of ARP 24 ¶1 run from the day it was first provided. */
export interface ServiceStart {
  state: 'started' | 'planned';
  on: LocalDate;
}

/** From this day label material belongs to the material of a provider's filing (Labeling Measures, Art. 12). */
export const LABEL_MATERIAL_FROM: LocalDate = '2025-09-01';

export type Warning = 'label-material-missing' | 'assessment-missing' | 'upstream-number-missing' | 'division-unknown';

const required: readonly Attachment['kind'][] = ['responsibility-statement', 'self-assessment-report', 'publicity-form'];

const missing = (pointer: string, detail: string): Finding => ({ pointer, code: 'missing', detail });

/**
 * Everything that keeps the material from being complete, all at once. `submittedOn` decides whether label material is due;
 * `unknown` are the digests for which nothing was uploaded. Pointers are into the content.
 */
export function contentFindings(content: Partial<FilingContent>, submittedOn: LocalDate, unknown: readonly string[]): Finding[] {
  const sections = [
    'role',
    'algorithm',
    'models',
    'products',
    'services',
    'attribute',
    'publicity',
    'mainUse',
    'complaintEntrance',
    'attachments',
  ] as const;
  const findings = sections
    .filter((name) => content[name] === undefined)
    .map((name) => missing(`/${name}`, `${name} is part of the material`));
  const { role, products = [], attachments = [], models = [], technicalService, attribute } = content;
  if (role === 'provider' && content.products && products.length === 0)
    findings.push(missing('/products', 'a provider names at least one product'));
  if (role === 'technical-supporter' && products.length > 0)
    findings.push({
      pointer: '/products',
      code: 'not-of-role',
      detail: 'products are filed by their provider; a supporter states its technical service',
    });
  if (role === 'technical-supporter' && !technicalService)
    findings.push(missing('/technicalService', 'a technical supporter states how it serves'));
  if (role === 'provider' && technicalService !== undefined)
    findings.push({ pointer: '/technicalService', code: 'not-of-role', detail: 'a provider states its products instead' });
  if (attribute?.declared && attribute.grounds.length === 0)
    findings.push(
      missing('/attribute/grounds', 'say why the service has public opinion attributes or social mobilization capability'),
    );
  models.forEach(({ upstreamNumber }, i) => {
    if (upstreamNumber === undefined) return;
    const parsed = parseFilingNumber(upstreamNumber);
    if (!parsed.ok) findings.push({ pointer: `/models/${i}/upstreamNumber`, code: 'number-malformed', detail: parsed.detail });
  });
  if (content.attachments) {
    const due = role === 'provider' && submittedOn >= LABEL_MATERIAL_FROM ? [...required, 'label-material' as const] : required;
    for (const kind of due)
      if (!attachments.some((a) => a.kind === kind)) findings.push(missing('/attachments', `${kind} is missing`));
  }
  attachments.forEach(({ sha256 }, i) => {
    if (unknown.includes(sha256))
      findings.push({ pointer: `/attachments/${i}/sha256`, code: 'attachment-unknown', detail: 'upload the attachment first' });
  });
  return findings;
}

/** What does not stop a submission and yet is recorded with it: the authority sees it, and so does the filer. */
export function contentWarnings(content: FilingContent, submittedOn: LocalDate, divisionKnown: boolean): Warning[] {
  const has = (kind: Attachment['kind']) => content.attachments.some((a) => a.kind === kind);
  return [
    ...(content.role === 'technical-supporter' && submittedOn >= LABEL_MATERIAL_FROM && !has('label-material')
      ? (['label-material-missing'] as const)
      : []),
    ...(content.services.article15.length > 0 ? (['assessment-missing'] as const) : []),
    ...(content.models.some((m) => m.origin === 'third-party' && m.upstreamNumber === undefined)
      ? (['upstream-number-missing'] as const)
      : []),
    ...(divisionKnown ? [] : (['division-unknown'] as const)),
  ];
}

/** Builds the content field by field, so that nothing unnamed reaches a log that nobody may rewrite. */
export const contentOf = (c: FilingContent): FilingContent => ({
  role: c.role,
  algorithm: {
    name: c.algorithm.name,
    applicationField: c.algorithm.applicationField,
    introduction: c.algorithm.introduction,
    scenario: c.algorithm.scenario,
    inputs: [...c.algorithm.inputs],
    outputs: [...c.algorithm.outputs],
    strategy: c.algorithm.strategy,
    riskPrevention: c.algorithm.riskPrevention,
    technologies: [...c.algorithm.technologies],
  },
  models: c.models.map(({ name, origin, upstreamNumber }) => ({ name, origin, upstreamNumber })),
  products: c.products.map(({ name, form, address, functionPath, apps }) => ({
    name,
    form,
    address,
    functionPath,
    apps: apps.map(({ platform, id, signingDigest }) => ({ platform, id, signingDigest })),
  })),
  technicalService: c.technicalService,
  services: {
    article15: [...c.services.article15],
    article17: [...c.services.article17],
    coRegulated: [...c.services.coRegulated],
  },
  attribute: { declared: c.attribute.declared, grounds: [...c.attribute.grounds] },
  publicity: {
    principle: c.publicity.principle,
    mechanism: c.publicity.mechanism,
    scenario: c.publicity.scenario,
    purpose: c.publicity.purpose,
    disclosure: c.publicity.disclosure,
  },
  mainUse: c.mainUse,
  complaintEntrance: c.complaintEntrance,
  attachments: c.attachments.map(({ kind, sha256 }) => ({ kind, sha256 })),
});

/** What of the content anyone may read once it is filed: name, products, use and publicity content; no report and no inner working. */
export type PublishedContent = Pick<
  FilingContent,
  'role' | 'models' | 'products' | 'technicalService' | 'services' | 'publicity' | 'mainUse' | 'complaintEntrance'
> & {
  algorithm: Pick<FilingContent['algorithm'], 'name' | 'applicationField' | 'technologies'>;
};

export const publishedOf = ({
  role,
  algorithm,
  models,
  products,
  technicalService,
  services,
  publicity,
  mainUse,
  complaintEntrance,
}: FilingContent | PublishedContent): PublishedContent => ({
  role,
  algorithm: { name: algorithm.name, applicationField: algorithm.applicationField, technologies: algorithm.technologies },
  models,
  products,
  technicalService,
  services,
  publicity,
  mainUse,
  complaintEntrance,
});
