// The console's pages about cases, and what the service must hold so that there is something on each.
import { content, submission, verifiedSubject } from './forms.js';
import { lastPart } from './order-forms.js';
import { objectionForm } from './report-forms.js';
import { type Answered, type TestService } from './service.js';
import { type PageAs } from './signed-in-window.js';

const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};

/** Fills the service with a filing that was refused, submitted again and accepted, a change, a note, an objection, and one under review. */
export async function fillConsoleCases(service: TestService): Promise<Record<string, PageAs>> {
  const [filer, reviewer, approver] = [
    await service.as('filer-a'),
    await service.as('cac-beijing-reviewer'),
    await service.as('cac-beijing-approver'),
  ];
  const subject = lastPart(await verifiedSubject(filer, reviewer));
  const complete = await submission(filer);
  const path = ok(await filer.post('/v1/filings', complete)).headers.get('location')!;
  ok(await reviewer.after(filer).act(path, 'stages', { stage: 'initial', result: 'failed' }));
  const reasons = [{ item: 'algorithm', defect: 'missing', text: '算法机制机理说明缺失' }];
  ok(await approver.after(reviewer).act(path, 'refusal', { reasons }));
  ok(
    await filer.after(approver).act(path, 'resubmission', { ...complete, mainUse: '应用于短视频制作场景，生成换脸与配音视频。' }),
  );
  ok(await reviewer.after(filer).act(path, 'stages', { stage: 'final', result: 'passed' }));
  const accepted = ok(await approver.after(reviewer).act(path, 'acceptance', { assessments: [] }));
  const { number } = accepted.body.events[0].data as { number: string };
  const products = [...content.products, { name: '云影网站', form: 'website', address: 'https://yunying.example', apps: [] }];
  ok(await filer.after(approver).act(path, 'changes', { sections: [{ changedOn: '2026-11-23', after: { products } }] }));
  const filing = lastPart(path);
  const noted = `/v1/regulator/cases/filing-${filing}/notes`;
  ok(await reviewer.after(filer).post(noted, { text: '请核对新增网站的标识材料。' }));
  const second = { ...complete, algorithm: { ...content.algorithm, name: '云影配音算法' } };
  const open = lastPart(ok(await filer.post('/v1/filings', second)).headers.get('location')!);
  const objected = ok(await service.anyone.post('/v1/objections', objectionForm(number)));
  const report = lastPart(objected.headers.get('location') ?? objected.body.receipt);

  const [officer, lead] = ['cac-beijing-reviewer', 'cac-beijing-approver'];
  return {
    'work queue': { path: '/console/queue', as: officer },
    'case of a filing': { path: `/console/filings/${filing}`, as: lead },
    'stage of the review': { path: `/console/filings/${open}/stages`, as: officer },
    refusal: { path: `/console/filings/${open}/refusal`, as: lead },
    acceptance: { path: `/console/filings/${open}/acceptance`, as: lead },
    'acceptance of a change': { path: `/console/filings/${filing}/change-acceptance`, as: lead },
    'cancellation of own motion': { path: `/console/filings/${filing}/ex-officio-cancellation`, as: officer },
    revocation: { path: `/console/filings/${filing}/revocation`, as: officer },
    'any case': { path: `/console/cases/filing-${filing}`, as: officer },
    assignment: { path: `/console/cases/filing-${filing}/assignment`, as: lead },
    recusal: { path: `/console/cases/filing-${filing}/recusal`, as: lead },
    search: { path: `/console/search?q=${encodeURIComponent('云影')}`, as: officer },
    dossier: { path: `/console/subjects/${subject}`, as: officer },
    verification: { path: `/console/subjects/${subject}/verification`, as: officer },
    deadlines: { path: '/console/deadlines', as: officer },
    'statistics of the work': { path: '/console/statistics', as: officer },
    reports: { path: '/console/reports', as: officer },
    objection: { path: `/console/reports/${report}`, as: officer },
    'reply to an objection': { path: `/console/reports/${report}/reply`, as: officer },
    'referral of a report': { path: `/console/reports/${report}/referral`, as: officer },
  };
}
