// Filling in the filing form at the desk, page by page, as somebody without script does; every name is invented.
import { hiddenOn, type PageVisitor, type Shown } from './visitor.js';

export type Fields = Readonly<Record<string, string>>;

/** What is entered on each page of the form, complete but for the documents. */
export const filingPages: Readonly<Record<string, Fields>> = {
  service: { role: 'provider', 'serviceStart-state': 'started', 'serviceStart-on': '2026-11-20' },
  algorithm: {
    'algorithm-name': '云影换脸算法',
    'algorithm-applicationField': '短视频',
    'algorithm-introduction': '将用户选定的人脸\n合成到模板视频中。',
    'algorithm-scenario': '短视频制作',
    'algorithm-inputs': '图像\n视频',
    'algorithm-outputs': '视频',
    'algorithm-strategy': '先检测人脸，再合成，再加标识。',
    'algorithm-riskPrevention': '人工抽查与模型拦截。',
    'algorithm-technologies-biometric-image': 'biometric-image',
  },
  kinds: {
    'services-article17-face-and-body': 'face-and-body',
    'attribute-declared': 'true',
    'attribute-grounds': '短视频平台',
  },
  'models/0': { 'models-0-name': '云影一号', 'models-0-origin': 'own' },
  'products/0': {
    'products-0-name': '云影',
    'products-0-form': 'app',
    'products-0-functionPath': '首页-换脸',
    'products-0-apps-1-platform': 'android',
    'products-0-apps-1-id': 'example.yunying',
  },
  'products/1': {
    'products-1-name': '云影网页版',
    'products-1-form': 'website',
    'products-1-address': 'https://yunying.example',
  },
  publicity: {
    'publicity-principle': '生成对抗网络',
    'publicity-mechanism': '检测、合成、标识',
    'publicity-scenario': '短视频',
    'publicity-purpose': '便利创作',
    mainUse: '应用于短视频制作场景，生成换脸视频。',
  },
  contact: { complaintEntrance: '设置-投诉举报' },
};

export const documentKinds = ['responsibility-statement', 'self-assessment-report', 'publicity-form', 'label-material'];

/** Opens a page of the form, enters `fields` and saves; resolves to the page that follows. */
export async function fillIn(visitor: PageVisitor, path: string, fields: Fields): Promise<Shown> {
  const page = await visitor.open(path);
  return visitor.send(path, { ...hiddenOn(page), ...fields }, page);
}

export const aDocument = (text: string): File =>
  new File([`%PDF-1.4\n% ${text}\n%%EOF\n`], `${text}.pdf`, { type: 'application/pdf' });

/** Uploads a document on the page of the attachments. */
export async function attach(visitor: PageVisitor, draft: string, kind: string): Promise<Shown> {
  const page = await visitor.open(`${draft}/attachments`);
  return visitor.upload(`${draft}/attachments`, { ...hiddenOn(page), kind }, aDocument(kind), page);
}

/** Begins a form from the first page of the desk; resolves to the path of the draft. */
export async function beginDraft(visitor: PageVisitor, language: string): Promise<string> {
  const home = await visitor.open(`/${language}/desk`);
  return (await visitor.send(`/${language}/desk/drafts`, hiddenOn(home), home)).path;
}

/** Fills in all of the form. */
export async function fillInAll(visitor: PageVisitor, draft: string): Promise<void> {
  for (const [page, fields] of Object.entries(filingPages)) await fillIn(visitor, `${draft}/${page}`, fields);
  for (const kind of documentKinds) await attach(visitor, draft, kind);
}

/** Hands in what the page for checking shows. */
export async function handIn(visitor: PageVisitor, draft: string): Promise<Shown> {
  const page = await visitor.open(`${draft}/check`);
  return visitor.send(`${draft}/submission`, hiddenOn(page), page);
}
