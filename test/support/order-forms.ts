// Orders over HTTP; every name is invented.
import { randomUUID } from 'node:crypto';
import { type TestClient } from './service.js';

const words = '演示用语';

/** What an order says, whoever it is addressed to: the service is stopped, and rectified by a day. */
export const orderTerms = {
  legalBasis: ['互联网信息服务深度合成管理规定第二十一条'],
  riskFinding: words,
  reasons: words,
  measures: [
    {
      kind: 'suspend-other-services',
      services: ['换脸服务'],
      stopsService: true,
      scope: {},
      from: '2026-11-24T00:00:00+08:00',
      until: '2026-12-31T00:00:00+08:00',
    },
  ],
  rectifyBy: '2026-12-15',
  remedies: { reconsideration: '北京市人民政府', litigation: '北京市第四中级人民法院' },
};

/** The form of an order against a service of Haidian in Beijing. */
export const orderForm = (about: { addressee: string; filings: readonly string[]; officers: readonly string[] }) => ({
  ...about,
  jurisdiction: { factor: 'seat', division: '110108' },
  ...orderTerms,
});

export const lastPart = (path: string): string => path.split('/').at(-1)!;

/** Two officers of a cyberspace administration: the one who signs in as its reviewer, and a colleague. */
export async function officersOf(admin: TestClient, division: string): Promise<string[]> {
  const opened = await admin.post('/v1/accounts', {
    signIn: `colleague-${randomUUID()}`,
    roles: ['inspector'],
    agency: { kind: 'cac', division },
  });
  const { body } = await admin.get('/v1/accounts');
  const accounts = body.accounts as { id: string; roles: string[]; agency?: { kind: string; division: string } }[];
  const reviewer = accounts.find(
    ({ roles, agency }) => roles.join() === 'reviewer' && agency?.kind === 'cac' && agency.division === division,
  )!;
  return [reviewer.id, lastPart(opened.headers.get('location')!)];
}

export const beijingOfficers = (admin: TestClient): Promise<string[]> => officersOf(admin, '110000');
