// A filer with something of everything at the desk, and every page on which it files.
import { content, registration, submission, verifiedSubject } from './forms.js';
import { type Answered, type TestClient, type TestService } from './service.js';
import { type PageAs } from './signed-in-window.js';

const ok = (answered: Answered): Answered => {
  if (answered.status > 201) throw new Error(`${answered.status} ${JSON.stringify(answered.body)}`);
  return answered;
};

const idIn = ({ headers }: Answered): string => headers.get('location')!.split('/').at(-1)!;

const begin = async (filer: TestClient, form: object): Promise<string> => idIn(ok(await filer.post('/v1/drafts', form)));

/** Makes it all through the API, and tells the pages by name. `hostile` stands in what was begun. */
export async function filingDeskPages(service: TestService, hostile = '云影'): Promise<Readonly<Record<string, PageAs>>> {
  const clients = ['filer-a', 'cac-beijing-reviewer', 'cac-beijing-approver'].map((client) => service.as(client));
  const [filer, review, approve] = (await Promise.all(clients)) as [TestClient, TestClient, TestClient];
  await verifiedSubject(filer, review, registration());
  const refused = ok(await filer.post('/v1/filings', await submission(filer)));
  const filed = ok(
    await filer.post('/v1/filings', await submission(filer, { serviceStart: { state: 'planned', on: '2026-12-01' } })),
  );
  const [a, b] = [`/v1/filings/${idIn(refused)}`, `/v1/filings/${idIn(filed)}`];
  for (const path of [a, b]) ok(await review.after(filer).act(path, 'stages', { stage: 'final', result: 'passed' }));
  const reasons = [{ item: 'algorithm', defect: 'inconsistent', text: '简介与策略不一致' }];
  ok(await approve.after(review).act(a, 'refusal', { reasons }));
  ok(await approve.act(b, 'acceptance', { assessments: [] }));
  filer.after(approve);
  ok(await filer.act(b, 'display', { places: [{ url: 'https://yunying.example/', place: '页脚' }] }));
  const after = { complaintEntrance: '首页-投诉举报' };
  ok(await filer.act(b, 'changes', { sections: [{ after, changedOn: '2026-11-20' }] }));
  const title = hostile.slice(0, 100);
  const { serviceStart, ...filedContent } = content;
  const products = [{ ...content.products[0]!, name: hostile }];
  const half = { ...content, algorithm: { ...content.algorithm, name: hostile }, products, mainUse: undefined };
  const draft = await begin(filer, { kind: 'filing', title, content: half });
  const again = await begin(filer, { kind: 'resubmission', of: `filing-${idIn(refused)}`, title, content });
  const changed = { ...filedContent, serviceStart, mainUse: hostile, changedOn: {} };
  const change = await begin(filer, { kind: 'change', of: `filing-${idIn(filed)}`, title, content: changed });
  await filer.get('/v1/deadlines');
  const at = (path: string, as = 'filer-a'): PageAs => ({ path, as });
  const sections = [
    'service',
    'algorithm',
    'kinds',
    'models',
    'models/0',
    'products',
    'products/0',
    'publicity',
    'contact',
    'attachments',
  ];
  const of = `/desk/filings/${idIn(filed)}`;
  return {
    'desk, nothing yet': at('/desk', 'filer-b'),
    registration: at('/desk/registration', 'filer-b'),
    desk: at('/desk'),
    'list of tasks': at(`/desk/drafts/${draft}`),
    ...Object.fromEntries(sections.map((section) => [`section ${section}`, at(`/desk/drafts/${draft}/${section}?review=1`)])),
    'check of the answers': at(`/desk/drafts/${draft}/check`),
    'resubmission, list of tasks': at(`/desk/drafts/${again}`),
    'resubmission, section with reasons': at(`/desk/drafts/${again}/algorithm`),
    'change, list of tasks': at(`/desk/drafts/${change}`),
    'change, days': at(`/desk/drafts/${change}/dates?review=1`),
    'change, differences': at(`/desk/drafts/${change}/check`),
    receipt: at(`${of}?done=submitted`),
    'filing in force': at(of),
    'filing refused': at(`/desk/filings/${idIn(refused)}`),
    version: at(`${of}/versions/1`),
    ...Object.fromEntries(
      ['service-start', 'display-places', 'termination', 'cancellation', 'change-withdrawal'].map((act) => [
        act,
        at(`${of}/${act}`),
      ]),
    ),
    withdrawal: at(`/desk/filings/${idIn(refused)}/withdrawal`),
  };
}
