// What a filer's organisation has besides its filings, made through the API, and the pages that show it.
import { submission, verifiedSubject } from './forms.js';
import { beijingOfficers, lastPart, orderForm } from './order-forms.js';
import { type Answered, type TestService } from './service.js';
import { type PageAs } from './signed-in-window.js';

const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};

export interface Matters {
  /** Paths of the API. */
  subject: string;
  filing: string;
  order: string;
  assessment: string;
  /** With prefix, as it must be shown. */
  number: string;
}

/** filer-a with a filing in force, and an order against it that was served. `hostile` stands in its reasons. */
export async function matters(service: TestService, hostile = '演示用语'): Promise<Matters> {
  const [filer, reviewer, approver, admin] = await Promise.all(
    ['filer-a', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin'].map((name) => service.as(name)),
  );
  if (!filer || !reviewer || !approver || !admin) throw new Error('nobody is there');
  const subject = await verifiedSubject(filer, reviewer);
  const filing = ok(await filer.post('/v1/filings', await submission(filer))).headers.get('location')!;
  ok(await reviewer.after(filer).act(filing, 'stages', { stage: 'final', result: 'passed' }));
  ok(await approver.after(reviewer).act(filing, 'acceptance', { assessments: [] }));
  const number = ok(await filer.after(approver).get(filing)).body.number;
  const officers = await beijingOfficers(admin);
  const form = orderForm({ addressee: lastPart(subject), filings: [lastPart(filing)], officers });
  reviewer.after(approver).after(admin);
  const order = ok(await reviewer.post('/v1/orders', { ...form, reasons: hostile })).headers.get('location')!;
  ok(await approver.after(reviewer).act(order, 'approval', { draft: 1, publication: 'public' }));
  ok(await approver.act(order, 'issue', { documentNo: '京网信令〔2026〕1号' }));
  const proof = await reviewer.upload('proof of service');
  ok(await reviewer.after(approver).act(order, 'service', { method: 'direct', servedOn: '2026-11-24', proof }));
  ok(await filer.after(reviewer).get(order));
  const trigger = { service: hostile, grounds: ['dsp-15-biometric', 'dsp-20'], plannedLaunch: '2026-12-31' };
  const assessment = ok(await filer.post('/v1/assessments', trigger)).headers.get('location')!;
  ok(await filer.act(assessment, 'start', { carriedOutBy: 'self' }));
  ok(await filer.act(assessment, 'findings', { description: hostile }));
  return { subject, filing, order, assessment, number };
}

/** The pages that show them, by name. */
export function matterPages({ order, filing, assessment, number }: Matters): Readonly<Record<string, PageAs>> {
  const as = 'filer-a';
  const one = { order: lastPart(order), filing: lastPart(filing), assessment: lastPart(assessment) };
  return {
    orders: { path: '/desk/orders', as },
    order: { path: `/desk/orders/${one.order}`, as },
    'order-measures': { path: `/desk/orders/${one.order}/applied-measures`, as },
    'order-remedy': { path: `/desk/orders/${one.order}/remedies-filed`, as },
    assessments: { path: '/desk/assessments', as },
    'assessment-new': { path: '/desk/assessments/new', as },
    assessment: { path: `/desk/assessments/${one.assessment}`, as },
    'assessment-report': { path: `/desk/assessments/${one.assessment}/report`, as },
    'assessment-documents': { path: `/desk/assessments/${one.assessment}/documents`, as },
    deadlines: { path: '/desk/deadlines', as },
    notices: { path: '/desk/notices', as },
    display: { path: `/desk/filings/${one.filing}/display`, as },
    clients: { path: '/desk/clients', as },
    'client-new': { path: '/desk/clients/new', as },
    'account-new': { path: '/desk/clients/accounts/new', as },
    organisation: { path: '/desk/organisation', as },
    'organisation-change': { path: '/desk/organisation/change', as },
    'organisation-consent': { path: '/desk/organisation/consent', as },
    reports: { path: '/desk/reports', as },
    'report-new': { path: '/desk/reports/new', as },
    check: { path: `/check?${new URLSearchParams({ number })}`, as: 'store-a' },
  };
}
