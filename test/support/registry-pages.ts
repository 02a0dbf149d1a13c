// A registry with something of everything, and every page that shows it.
import { type FilingNumber, issueFilingNumber } from '#domain/filing-number.js';
import { type TestService } from './service.js';

/** What somebody may write who means harm, or only uses odd signs. */
export const HOSTILE = `<script>alert(1)</script>{{7*7}}\${x}"'&lt; \u05d0\u05d1 ${'长'.repeat(300)}`;

const number = (entity: string, sequence: number): FilingNumber =>
  issueFilingNumber({ division: '110108', entity, year: 24, sequence });

export const FILED = number('5000001', 1);
export const CANCELLED = number('5000002', 1);
export const HARMFUL = number('5000003', 1);

/** Takes over three filings: an ordinary one, one that is cancelled, and one whose every text is hostile. */
export async function fillRegistry(service: TestService): Promise<void> {
  const national = await service.as('cac-national-admin');
  const row = (sequence: number, rest: object) => ({
    ...{
      line: sequence + 1,
      sequence,
      role: '服务提供者',
      entityName: '某某网络有限公司',
      products: '星河（APP）、星河（网站）',
    },
    ...{ mainUse: '应用于图像生成场景。', remarks: '', ...rest },
  });
  const list = await national.post('/v1/imports', {
    kind: 'list',
    batch: '2024-01',
    rows: [
      row(1, { number: FILED, algorithmName: '星河大模型算法' }),
      row(2, { number: CANCELLED, algorithmName: '语音克隆算法', remarks: '已注销' }),
      row(3, {
        number: HARMFUL,
        ...{ algorithmName: HOSTILE, entityName: HOSTILE, products: `${HOSTILE}（APP）`, mainUse: HOSTILE, remarks: HOSTILE },
      }),
      ...Array.from({ length: 25 }, (_, i) =>
        row(i + 4, { number: number('5000004', i + 1), algorithmName: `远山算法-${i + 1}` }),
      ),
    ],
  });
  const refused = (list.body as { results: { outcome: string }[] }).results.filter(({ outcome }) => outcome !== 'imported');
  if (list.status !== 200 || refused.length > 0) throw new Error(`the list was not taken over: ${JSON.stringify(list.body)}`);
  await service.anyone.after(national).get('/v1/registry');
}

/** Every page of the public registry, after its language. */
export const PAGES: Readonly<Record<string, string>> = {
  home: '',
  search: '/filings',
  found: `/filings?q=${encodeURIComponent('算法')}&status=filed`,
  'nothing found': `/filings?q=${encodeURIComponent('无此算法')}`,
  filing: `/filings/${FILED}`,
  'cancelled filing': `/filings/${CANCELLED}`,
  'hostile filing': `/filings/${HARMFUL}`,
  'filing at a bad moment': `/filings/${FILED}?on=${encodeURIComponent('昨天')}`,
  objection: `/filings/${FILED}/objection`,
  standing: '/standing',
  batches: '/batches',
  orders: '/orders',
  ended: '/ended',
  statistics: '/statistics',
  data: '/data',
};
