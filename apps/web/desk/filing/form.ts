// The form of a filing: its sections, each a page of its own, and the fields on them (ARP 24 ¶1, and the filing system's form).
import {
  article15Functions,
  article17Services,
  article23Technologies,
  coRegulatedFields,
  filingRoles,
  type MaterialItem,
  productForms,
} from '#domain/services.js';
import { type Field, valueAt } from '../../parts/form-fields.js';
import { appPlatforms, materialKinds, modelOrigins, startStates, yesOrNo } from '../../words/filing-terms.js';
import { type Words } from '../../words/words.js';

/** As far as it has been filled in. */
export type Form = Readonly<Record<string, unknown>>;
export type SectionName = keyof Words['filing']['sections'];
/** Sections of several items, each with a page of its own. */
export type ListName = 'models' | 'products';
type FilingField = Field & { key: keyof Words['filing']['fields'] };

/** What a change can concern, by its name in the content, with the words for it. */
export const materialKeys = {
  role: ({ fields }) => fields.role.label,
  algorithm: ({ sections }) => sections.algorithm,
  models: ({ sections }) => sections.models,
  products: ({ sections }) => sections.products,
  technicalService: ({ fields }) => fields.technicalService.label,
  services: ({ sections }) => sections.kinds,
  attribute: ({ fields }) => fields.declared.label,
  publicity: ({ sections }) => sections.publicity,
  mainUse: ({ fields }) => fields.mainUse.label,
  complaintEntrance: ({ fields }) => fields.complaintEntrance.label,
  attachments: ({ sections }) => sections.attachments,
} as const satisfies Readonly<Record<string, (words: Words['filing']) => string>>;
export type MaterialKey = keyof typeof materialKeys;

const startFields: readonly FilingField[] = [
  { path: '/serviceStart/state', key: 'startState', as: 'one', terms: startStates },
  { path: '/serviceStart/on', key: 'startOn', as: 'day' },
];

const plain: Readonly<Record<Exclude<SectionName, ListName | 'attachments' | 'dates'>, readonly FilingField[]>> = {
  service: [
    { path: '/role', key: 'role', as: 'one', terms: filingRoles },
    { path: '/technicalService', key: 'technicalService', as: 'text' },
  ],
  algorithm: [
    { path: '/algorithm/name', key: 'name', as: 'line' },
    { path: '/algorithm/applicationField', key: 'applicationField', as: 'line' },
    { path: '/algorithm/introduction', key: 'introduction', as: 'text' },
    { path: '/algorithm/scenario', key: 'scenario', as: 'text' },
    { path: '/algorithm/inputs', key: 'inputs', as: 'list' },
    { path: '/algorithm/outputs', key: 'outputs', as: 'list' },
    { path: '/algorithm/strategy', key: 'strategy', as: 'text' },
    { path: '/algorithm/riskPrevention', key: 'riskPrevention', as: 'text' },
    { path: '/algorithm/technologies', key: 'technologies', as: 'some', terms: article23Technologies },
  ],
  kinds: [
    { path: '/services/article15', key: 'article15', as: 'some', terms: article15Functions },
    { path: '/services/article17', key: 'article17', as: 'some', terms: article17Services },
    { path: '/services/coRegulated', key: 'coRegulated', as: 'some', terms: coRegulatedFields },
    { path: '/attribute/declared', key: 'declared', as: 'whether', terms: yesOrNo },
    { path: '/attribute/grounds', key: 'grounds', as: 'list' },
  ],
  publicity: [
    { path: '/publicity/principle', key: 'principle', as: 'text' },
    { path: '/publicity/mechanism', key: 'mechanism', as: 'text' },
    { path: '/publicity/scenario', key: 'publicityScenario', as: 'text' },
    { path: '/publicity/purpose', key: 'purpose', as: 'text' },
    { path: '/publicity/disclosure', key: 'disclosure', as: 'text' },
    { path: '/mainUse', key: 'mainUse', as: 'line' },
  ],
  contact: [{ path: '/complaintEntrance', key: 'complaintEntrance', as: 'line' }],
};

export type DraftKind = 'filing' | 'resubmission' | 'change';

/** The sections of a form of this kind, in the order in which they are filled in. */
export const sectionsOf = (kind: DraftKind): readonly SectionName[] => [
  ...(['service', 'algorithm', 'kinds', 'models', 'products', 'publicity', 'contact', 'attachments'] as const),
  ...(kind === 'change' ? (['dates'] as const) : []),
];

export const isList = (section: SectionName): section is ListName => section === 'models' || section === 'products';

/** Rows for identifiers of apps that a page offers beyond those that are filled in. */
const SPARE_APPS = 2;

export const listOf = (form: Form, name: ListName | 'attachments'): readonly unknown[] => {
  const value = form[name];
  return Array.isArray(value) ? (value as unknown[]) : [];
};

export const appsOf = (form: Form, n: number): number => {
  const apps = valueAt(form, `/products/${n}/apps`);
  return Array.isArray(apps) ? apps.length : 0;
};

const appFields = (n: number, i: number): readonly FilingField[] => [
  { path: `/products/${n}/apps/${i}/platform`, key: 'appPlatform', as: 'drop-down', terms: appPlatforms },
  { path: `/products/${n}/apps/${i}/id`, key: 'appId', as: 'line' },
  { path: `/products/${n}/apps/${i}/signingDigest`, key: 'signingDigest', as: 'line' },
];

/** The fields of one model, or of one product without its apps. */
export const itemFields = (name: ListName, n: number): readonly FilingField[] =>
  name === 'models'
    ? [
        { path: `/models/${n}/name`, key: 'modelName', as: 'line' },
        { path: `/models/${n}/origin`, key: 'modelOrigin', as: 'one', terms: modelOrigins },
        { path: `/models/${n}/upstreamNumber`, key: 'upstreamNumber', as: 'line' },
      ]
    : [
        { path: `/products/${n}/name`, key: 'productName', as: 'line' },
        { path: `/products/${n}/form`, key: 'productForm', as: 'one', terms: productForms },
        { path: `/products/${n}/address`, key: 'productAddress', as: 'line' },
        { path: `/products/${n}/functionPath`, key: 'functionPath', as: 'line' },
      ];

/** The rows for a product's apps; with `spare` some that are still blank. */
export const appRows = (form: Form, n: number, spare = SPARE_APPS): readonly (readonly FilingField[])[] =>
  Array.from({ length: appsOf(form, n) + spare }, (_, i) => appFields(n, i));

/** All fields of a section for what the form holds. */
export function fieldsOf(kind: DraftKind, section: SectionName, form: Form): readonly Field[] {
  if (isList(section))
    return listOf(form, section).flatMap((_, n) => [
      ...itemFields(section, n),
      ...(section === 'products' ? appRows(form, n, 0).flat() : []),
    ]);
  if (section === 'attachments')
    return listOf(form, 'attachments').flatMap((_, n) => [
      { path: `/attachments/${n}/kind`, key: 'attachmentKind', as: 'one', terms: materialKinds } as const,
      { path: `/attachments/${n}/sha256`, key: 'digest', as: 'line' } as const,
    ]);
  if (section === 'dates') return [];
  // Another role is a new filing, and when the service starts is reported by itself.
  if (section === 'service')
    return kind === 'change' ? plain.service.filter(({ path }) => path !== '/role') : [...plain.service, ...startFields];
  return plain[section];
}

/** Which material of a refusal a field belongs to. */
const items: Readonly<Partial<Record<MaterialItem, string>>> = {
  role: '/role',
  'technical-service': '/technicalService',
  algorithm: '/algorithm',
  services: '/services',
  attribute: '/attribute',
  models: '/models',
  products: '/products',
  publicity: '/publicity',
  'main-use': '/mainUse',
  'complaint-entrance': '/complaintEntrance',
};

/** Where in the form the material is that a refusal names; documents are among the attachments. */
export const placeOfItem = (item: string): string => items[item as MaterialItem] ?? '/attachments';

/** Which section something in the content is in. */
export function sectionAt(path: string): SectionName {
  const key = path.split('/')[1] ?? '';
  const found = Object.entries(plain).find(([, fields]) => fields.some((field) => field.path.split('/')[1] === key));
  if (found) return found[0] as SectionName;
  if (key === 'models' || key === 'products' || key === 'attachments') return key;
  return key === 'serviceStart' ? 'service' : 'dates';
}

/** All of the form that the API is given, every list there, blank where nothing was entered. */
export function materialOf(form: Form): Record<string, unknown> {
  const part = (key: string) => form[key] ?? {};
  const { role, technicalService, mainUse, complaintEntrance } = form;
  return {
    role,
    algorithm: { inputs: [], outputs: [], technologies: [], ...part('algorithm') },
    models: listOf(form, 'models'),
    products: listOf(form, 'products').map((product) => ({ apps: [], ...(product as object) })),
    ...(technicalService !== undefined && { technicalService }),
    services: { article15: [], article17: [], coRegulated: [], ...part('services') },
    attribute: { grounds: [], ...part('attribute') },
    publicity: part('publicity'),
    mainUse,
    complaintEntrance,
    attachments: listOf(form, 'attachments'),
  };
}
