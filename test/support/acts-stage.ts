// What the pages of orders and incidents are about: a filed service of Haidian, and two officers of Beijing who may sign.
import { submission, verifiedSubject } from './forms.js';
import { beijingOfficers, lastPart } from './order-forms.js';
import { type Answered, type TestClient, type TestService } from './service.js';

export interface ActsStage {
  subject: string;
  filing: string;
  /** Accounts. */
  officers: readonly string[];
  clients: Readonly<Record<'filer' | 'reviewer' | 'approver' | 'admin', TestClient>>;
}

export const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};

export async function actsStage(service: TestService): Promise<ActsStage> {
  const [filer, reviewer, approver, admin] = [
    await service.as('filer-a'),
    await service.as('cac-beijing-reviewer'),
    await service.as('cac-beijing-approver'),
    await service.as('cac-beijing-admin'),
  ];
  const subject = lastPart(await verifiedSubject(filer, reviewer));
  const filing = ok(await filer.post('/v1/filings', await submission(filer))).headers.get('location')!;
  reviewer.after(filer);
  ok(await reviewer.act(filing, 'stages', { stage: 'final', result: 'passed' }));
  approver.after(reviewer);
  ok(await approver.act(filing, 'acceptance', { assessments: [] }));
  for (const client of [filer, reviewer, admin]) client.after(approver);
  return {
    subject,
    filing: lastPart(filing),
    officers: await beijingOfficers(admin),
    clients: { filer, reviewer, approver, admin },
  };
}
