// Bodies of requests as a filer would send them; every name is invented.
import { type TestClient } from './service.js';

const person = (name: string) => ({
  name,
  documentType: '居民身份证',
  documentNumber: '110101199003070000',
  phone: '13800000000',
  email: 'safety@yunying.example',
});

export const registration = (change: object = {}) => ({
  kind: 'organisation',
  details: {
    name: '海淀云影科技有限公司（演示）',
    creditCode: '91110108MA00DEM06X',
    legalForm: '有限责任公司',
    division: '110108',
    address: '北京市海淀区演示路1号',
    website: 'https://yunying.example',
    monthlyActiveUsers: 120000,
  },
  documents: [],
  contacts: { legalRepresentative: person('演示法人'), safetyOfficer: person('演示安全责任人') },
  ...change,
});

export const supporterRegistration = () =>
  registration({
    details: {
      name: '浦东声像智能有限公司（演示）',
      creditCode: '91310115MA00DEM14A',
      legalForm: '有限责任公司',
      division: '310115',
      address: '上海市浦东新区演示路2号',
    },
  });

/** A complete filing of a provider; its attachments are uploaded by `filer`. */
export async function submission(filer: TestClient, change: object = {}): Promise<Record<string, unknown>> {
  const kinds = ['responsibility-statement', 'self-assessment-report', 'publicity-form', 'label-material'];
  const attachments = await Promise.all(kinds.map(async (kind) => ({ kind, sha256: await filer.upload(kind) })));
  return { ...content, attachments, ...change };
}

export const content = {
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
  models: [{ name: '云影一号', origin: 'own' }],
  products: [{ name: '云影', form: 'app', functionPath: '首页-换脸', apps: [{ platform: 'android', id: 'example.yunying' }] }],
  services: { article15: ['biometric'], article17: ['face-and-body'], coRegulated: [] },
  attribute: { declared: true, grounds: ['短视频平台'] },
  publicity: { principle: '生成对抗网络', mechanism: '检测、合成、标识', scenario: '短视频', purpose: '便利创作' },
  mainUse: '应用于短视频制作场景，生成换脸视频。',
  complaintEntrance: '设置-投诉举报',
  serviceStart: { state: 'started', on: '2026-11-20' },
};

export const supporterContent = {
  ...content,
  role: 'technical-supporter',
  algorithm: { ...content.algorithm, name: '声像合成接口算法' },
  products: [],
  technicalService: '以接口方式提供语音合成模型。',
};

/** Registers and verifies a demonstration filer; answers its subject's path. */
export async function verifiedSubject(
  filer: TestClient,
  authority: TestClient,
  form: object = registration(),
  verification: object = {},
): Promise<string> {
  const registered = await filer.post('/v1/subjects', form);
  if (registered.status !== 201) throw new Error(`registration: ${registered.status} ${JSON.stringify(registered.body)}`);
  const path = registered.headers.get('location') ?? '';
  const verified = await authority.after(filer).act(path, 'verification', { result: 'verified', ...verification });
  if (verified.status !== 200) throw new Error(`verification: ${verified.status} ${JSON.stringify(verified.body)}`);
  filer.after(authority);
  return path;
}

const assessedItems = [
  'safety-staff',
  'real-identity',
  'logs',
  'harmful-information',
  'personal-information',
  'complaints',
  'support-for-cac',
  'support-for-security',
];
/** A complete report; its documents are uploaded by `by`. */
export const assessmentReport = async (by: TestClient) => ({
  items: assessedItems.map((item) => ({ item, text: `${item}：已经落实` })),
  parts: { service: '换脸视频，部署在北京', measures: '措施有效', conclusion: '符合规定' },
  documents: [
    { kind: 'report', sha256: await by.upload('assessment report') },
    { kind: 'label-material', sha256: await by.upload('assessment labels') },
  ],
});
