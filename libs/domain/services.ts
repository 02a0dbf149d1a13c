// The kinds that the provisions name, each once, with its official term and its source.

interface Term {
  zh: string;
  en: string;
  basis: string;
}

const terms = <T extends Record<string, Term>>(table: T): T => table;

/** The five kinds of algorithm recommendation technology. */
export const algorithmCategories = terms({
  'generative-synthesis': { zh: '生成合成类', en: 'generative synthesis', basis: 'ARP 2 ¶2' },
  'personalised-push': { zh: '个性化推送类', en: 'personalised push', basis: 'ARP 2 ¶2' },
  'ranking-and-selection': { zh: '排序精选类', en: 'ranking and selection', basis: 'ARP 2 ¶2' },
  'search-and-filtering': { zh: '检索过滤类', en: 'search and filtering', basis: 'ARP 2 ¶2' },
  'scheduling-and-decision': { zh: '调度决策类', en: 'scheduling and decision-making', basis: 'ARP 2 ¶2' },
});
export type AlgorithmCategory = keyof typeof algorithmCategories;

/** Tools whose functions need a safety assessment. */
export const article15Functions = terms({
  biometric: {
    zh: '生成或者编辑人脸、人声等生物识别信息',
    en: 'generating or editing face, voice and other biometric information',
    basis: 'DSP 15 ¶2 (1)',
  },
  'special-object-or-scene': {
    zh: '生成或者编辑可能涉及国家安全、国家形象、国家利益和社会公共利益的特殊物体、场景等非生物识别信息',
    en: 'generating or editing special objects or scenes that may involve national security, national image, national interests or the public interest',
    basis: 'DSP 15 ¶2 (2)',
  },
});
export type Article15Function = keyof typeof article15Functions;

/** Services whose products need a conspicuous label. */
export const article17Services = terms({
  'text-simulating-persons': {
    zh: '智能对话、智能写作等模拟自然人进行文本的生成或者编辑服务',
    en: 'intelligent dialogue, intelligent writing and other text services simulating natural persons',
    basis: 'DSP 17 ¶1 (1)',
  },
  voice: {
    zh: '合成人声、仿声等语音生成或者显著改变个人身份特征的编辑服务',
    en: 'synthesised or imitated voice, or editing that significantly changes personal identity features',
    basis: 'DSP 17 ¶1 (2)',
  },
  'face-and-body': {
    zh: '人脸生成、人脸替换、人脸操控、姿态操控等人物图像、视频生成或者显著改变个人身份特征的编辑服务',
    en: 'face generation, replacement or manipulation, pose manipulation, and other images or videos of persons',
    basis: 'DSP 17 ¶1 (3)',
  },
  'immersive-scene': { zh: '沉浸式拟真场景等生成或者编辑服务', en: 'immersive simulated scenes', basis: 'DSP 17 ¶1 (4)' },
  'other-significant': {
    zh: '其他具有生成或者显著改变信息内容功能的服务',
    en: 'other services that generate or significantly change information content',
    basis: 'DSP 17 ¶1 (5)',
  },
});
export type Article17Service = keyof typeof article17Services;

/** Deep synthesis technology. */
export const article23Technologies = terms({
  text: {
    zh: '篇章生成、文本风格转换、问答对话等生成或者编辑文本内容的技术',
    en: 'generating or editing text',
    basis: 'DSP 23 ¶1 (1)',
  },
  speech: {
    zh: '文本转语音、语音转换、语音属性编辑等生成或者编辑语音内容的技术',
    en: 'generating or editing speech',
    basis: 'DSP 23 ¶1 (2)',
  },
  'non-speech-audio': {
    zh: '音乐生成、场景声编辑等生成或者编辑非语音内容的技术',
    en: 'generating or editing sound other than speech',
    basis: 'DSP 23 ¶1 (3)',
  },
  'biometric-image': {
    zh: '人脸生成、人脸替换、人物属性编辑、人脸操控、姿态操控等生成或者编辑图像、视频内容中生物特征的技术',
    en: 'generating or editing biometric features in images and video',
    basis: 'DSP 23 ¶1 (4)',
  },
  'non-biometric-image': {
    zh: '图像生成、图像增强、图像修复等生成或者编辑图像、视频内容中非生物特征的技术',
    en: 'generating or editing other features in images and video',
    basis: 'DSP 23 ¶1 (5)',
  },
  'digital-scene': {
    zh: '三维重建、数字仿真等生成或者编辑数字人物、虚拟场景的技术',
    en: 'generating or editing digital characters and virtual scenes',
    basis: 'DSP 23 ¶1 (6)',
  },
});
export type Article23Technology = keyof typeof article23Technologies;

/** Fields in which another department regulates as well; `agency` is its kind among our agencies. */
export const coRegulatedFields = {
  publishing: { zh: '网络出版服务', en: 'online publishing', basis: 'DSP 24', agency: 'press' },
  culture: { zh: '网络文化活动', en: 'online cultural activities', basis: 'DSP 24', agency: 'culture' },
  'audio-visual': { zh: '网络视听节目服务', en: 'online audio-visual programmes', basis: 'DSP 24', agency: 'radio-television' },
} as const;
export type CoRegulatedField = keyof typeof coRegulatedFields;

export const filingRoles = terms({
  provider: { zh: '服务提供者', en: 'deep synthesis service provider', basis: 'DSP 19 ¶1' },
  'technical-supporter': { zh: '服务技术支持者', en: 'technical supporter of deep synthesis services', basis: 'DSP 19 ¶2' },
});
export type FilingRole = keyof typeof filingRoles;

/** As the published lists print them. */
export const productForms = {
  website: { zh: '网站', en: 'website' },
  app: { zh: 'APP', en: 'app' },
  'mini-program': { zh: '小程序', en: 'mini-program' },
  'public-account': { zh: '公众账号', en: 'public account' },
  other: { zh: '其他', en: 'other' },
} as const;
export type ProductForm = keyof typeof productForms;

/** What ARP 24 ¶1 and the filing system's form ask for: a refusal names the item that is at fault. */
export const materialItems = terms({
  role: { zh: '角色', en: 'role', basis: 'DSP 19' },
  algorithm: { zh: '算法基本信息', en: 'algorithm', basis: 'ARP 24 ¶1' },
  models: { zh: '算法模型', en: 'models', basis: 'ARP 24 ¶1' },
  products: { zh: '产品及功能信息', en: 'products and functions', basis: 'ARP 24 ¶1' },
  'technical-service': { zh: '技术服务方式', en: 'form of technical service', basis: 'ARP 24 ¶1' },
  services: { zh: '服务类别', en: 'kinds of service', basis: 'DSP 15, 17, 24' },
  attribute: {
    zh: '舆论属性或者社会动员能力',
    en: 'public opinion attributes or social mobilization capability',
    basis: 'DSP 19 ¶1',
  },
  publicity: { zh: '拟公示内容', en: 'content proposed for publicity', basis: 'ARP 24 ¶1' },
  'main-use': { zh: '主要用途', en: 'main use', basis: 'ARP 24 ¶1' },
  'complaint-entrance': { zh: '投诉举报入口', en: 'entrance for complaints and reports', basis: 'DSP 12' },
  'responsibility-statement': {
    zh: '落实算法安全主体责任基本情况',
    en: 'statement of safety responsibility',
    basis: 'ARP 24 ¶1',
  },
  'self-assessment-report': { zh: '算法安全自评估报告', en: 'algorithm self-assessment report', basis: 'ARP 24 ¶1' },
  'publicity-form': { zh: '拟公示内容表', en: 'publicity form', basis: 'ARP 24 ¶1' },
  'label-material': { zh: '标识材料', en: 'label material', basis: 'LBL 12' },
});
export type MaterialItem = keyof typeof materialItems;

export const materialDefects = {
  missing: { zh: '缺失', en: 'missing' },
  form: { zh: '不符合形式要求', en: 'not in the required form' },
  inconsistent: { zh: '前后不一致', en: 'inconsistent' },
} as const;
export type MaterialDefect = keyof typeof materialDefects;
