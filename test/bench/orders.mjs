// Orders that are ready to be served, each against a filing of its own: prepared over HTTP as officers would.
import '../support/register-typescript.mjs';

const { TestClient } = await import('../support/service.ts');
const { submission, verifiedSubject } = await import('../support/forms.ts');
const { beijingOfficers, lastPart, orderForm } = await import('../support/order-forms.ts');

const ok = (answer) => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

/** Answers a function that prepares one order, and gives the act that serves it. */
export async function orders(url) {
  const [filer, officer, lead, admin] = await Promise.all(
    ['filer-a', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin'].map((who) => TestClient.signIn(url, who)),
  );
  const addressee = lastPart(await verifiedSubject(filer, officer));
  const officers = await beijingOfficers(admin);
  const form = await submission(filer, { serviceStart: { state: 'started', on: today() } });
  const proof = await officer.after(filer).after(admin).upload('proof of service');
  let n = 0;
  return async () => {
    const path = ok(await filer.post('/v1/filings', form)).headers.get('location');
    ok(await officer.after(filer).act(path, 'stages', { stage: 'final', result: 'passed' }));
    ok(await lead.after(officer).act(path, 'acceptance', { assessments: [] }));
    const about = { addressee, filings: [lastPart(path)], officers };
    const order = ok(await officer.after(lead).post('/v1/orders', orderForm(about))).headers.get('location');
    ok(await lead.after(officer).act(order, 'approval', { draft: 1, publication: 'stores' }));
    ok(await lead.act(order, 'issue', { documentNo: `京网信令〔2026〕${(n += 1)}号` }));
    const etag = (await officer.after(lead).get(order)).headers.get('etag');
    return async () => ok(await officer.post(`${order}/service`, { method: 'direct', servedOn: today(), proof }, { etag }));
  };
}
