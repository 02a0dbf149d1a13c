import { beforeEach, describe, expect, test } from '@jest/globals';
import { type FilingNumber, issueFilingNumber, numberParts } from '#domain/filing-number.js';
import { row } from '#support/filing-examples.js';
import { acceptance, APPROVER, context, crash, Crash, takeUp, WriteSide } from '#support/write-side.js';
import { FreeText } from './free-text.js';
import { Forbidden, NotFound, Refused } from './handle.js';
import { importedFilingId } from './identifiers.js';
import { anyone, entryOf } from './report-matters.js';
import { OnReport, type ReportRequest, ReportsHandler } from './reports.js';

const NATIONAL = 'cac-000000-approver';
const words = () => new FreeText('演示用语');
const complaint: ReportRequest = {
  type: 'MakeComplaint',
  data: { ground: 'unfiled', service: words(), text: words(), attachments: [] },
};

let side: WriteSide;
let handler: ReportsHandler;
beforeEach(() => {
  side = new WriteSide();
  handler = new ReportsHandler(side.handler, { unknown: () => Promise.resolve([]) });
});

describe('the entry behind a number', () => {
  test('is there once its filing was accepted, and not while the number is only reserved', async () => {
    const entity = await side.verified('s-1');
    await side.reviewed('f-1', 's-1');
    side.log.next(/^filing-f-1$/, crash);
    await expect(side.filing('f-1', acceptance, { account: APPROVER })).rejects.toThrow(Crash);
    const reserved = (await side.log.readStream(`entity-${entity}`)).at(-1)!.data as { number: FilingNumber };
    expect(await entryOf(side.handler, reserved.number)).toBeUndefined();
    expect(await side.accepted('f-1')).toBe(reserved.number);
    expect(await entryOf(side.handler, reserved.number)).toEqual({ filing: 'f-1', division: '110000' });
  });

  test('is the national administration’s where it has taken the case up', async () => {
    await side.verified('s-1');
    await side.submitted('f-1', 's-1');
    await side.filing('f-1', takeUp('重大'), { account: NATIONAL });
    await side.filing(
      'f-1',
      { type: 'RecordStage', data: { stage: 'final', result: 'passed' } },
      { account: 'cac-000000-reviewer' },
    );
    const number = (await side.accepted('f-1', { account: NATIONAL })) as FilingNumber;
    expect(await entryOf(side.handler, number)).toEqual({ filing: 'f-1', division: '000000' });
  });

  test('of the published register is the administration’s of the division that the number names', async () => {
    const number = issueFilingNumber({ division: '330106', entity: '1234567', year: 23, sequence: 1 });
    const imported: Parameters<typeof side.filing>[1] = { type: 'ImportFiling', data: { number, batch: '2023-06', row } };
    const id = importedFilingId(number);
    await side.filing(id, imported, { account: NATIONAL }, { division: numberParts(number).division });
    expect(await entryOf(side.handler, number)).toEqual({ filing: id, division: '330000' });
    const other = issueFilingNumber({ division: '330106', entity: '1234567', year: 23, sequence: 2 });
    expect(await entryOf(side.handler, other)).toBeUndefined();
  });
});

describe('who has no account', () => {
  const made = { rule: 'anyone-reports', secretHash: 'sha256:0' } as const;

  test('reports under the rule for anyone, and leaves no words in the log', async () => {
    await handler.execute(new OnReport('r-1', complaint, context({ account: anyone.account }), {}, made));
    const [event] = await side.log.readStream('report-r-1');
    expect(event).toMatchObject({ meta: { actor: 'anyone', rule: 'anyone-reports' }, data: { secretHash: 'sha256:0' } });
    expect(event!.data).not.toHaveProperty('reporter.account');
    expect(JSON.stringify(event!.data)).not.toContain('演示用语');
    expect([...side.texts.kept.values()]).toEqual(['演示用语', '演示用语']);
  });

  test('adds to a report that exists, and opens none in that way', async () => {
    const more: ReportRequest = { type: 'SupplementReport', data: { text: words(), attachments: [] } };
    const knows = { rule: 'reporter-knows-the-secret' } as const;
    await handler.execute(new OnReport('r-1', complaint, context({ account: anyone.account }), {}, made));
    await handler.execute(new OnReport('r-1', more, context({ account: anyone.account }), undefined, knows));
    expect(await side.log.types('report-r-1')).toEqual(['ComplaintMade', 'ReportSupplemented']);
    const nowhere = handler.execute(new OnReport('r-9', more, context({ account: anyone.account }), undefined, knows));
    await expect(nowhere).rejects.toThrow(Refused);
    expect(await side.log.types('report-r-9')).toEqual([]);
  });
});

describe('who has an account', () => {
  test('is named as the reporter, and nobody else adds to the report', async () => {
    const creates = { holder: 's-1', account: 'filer-s-1' };
    await handler.execute(new OnReport('r-1', complaint, context({ account: 'filer-s-1' }), creates));
    expect((await side.log.readStream('report-r-1'))[0]!.data).toMatchObject({
      reporter: { account: 'filer-s-1', subject: 's-1' },
    });
    const more: ReportRequest = { type: 'SupplementReport', data: { text: words(), attachments: [] } };
    const add = (account: string) => handler.execute(new OnReport('r-1', more, context({ account })));
    await expect(add('filer-s-2')).rejects.toThrow(NotFound);
    await expect(add('cac-310000-approver')).rejects.toThrow(NotFound);
    await expect(add(NATIONAL)).rejects.toThrow(Forbidden);
    await handler.execute(new OnReport('r-2', { ...complaint }, context({ account: 'filer-s-1' }), creates));
    const acknowledge = (account: string) =>
      handler.execute(new OnReport('r-2', { type: 'AcknowledgeReport', data: {} }, context({ account })));
    await expect(acknowledge('filer-s-1')).rejects.toThrow(Forbidden);
    await acknowledge(NATIONAL);
    expect(await side.log.types('report-r-2')).toEqual(['ComplaintMade', 'ReportAcknowledged']);
  });
});
