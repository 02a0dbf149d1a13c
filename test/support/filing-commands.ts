// One of each command on a filing, and the past that a row of them leaves behind.
import { type Reliance } from '#domain/assessment-state.js';
import { type CitedPenalty } from '#domain/cited-penalties.js';
import { type By, fold, isRefusal } from '#domain/decider.js';
import { type ChangedSections } from '#domain/filing-change.js';
import { type ExternalDecision } from '#domain/filing-cancellation.js';
import { type Remedy } from '#domain/filing-remedies.js';
import {
  type CancellationNotice,
  type ExOfficioGround,
  type FiledAs,
  type HolderFacts,
  type PublishedRow,
} from '#domain/filing-state.js';
import { filing, type FilingCommand, type FilingEvent } from '#domain/filing.js';
import {
  approver,
  ask,
  holder,
  material,
  notice,
  number,
  reviewer,
  row,
  submit,
  supporterMaterial,
  today,
  words,
} from './filing-examples.js';

/** Has no hand in anything that `reviewer` and `approver` did. */
export const third: By = { person: 'third', agency: { kind: 'cac', division: '000000' } };

/** Another subject, to which filings pass or which claims them. */
export const heir = (change: Partial<HolderFacts> = {}): HolderFacts =>
  holder({
    subject: 'subject-2',
    division: '310115',
    filedAs: { name: '浦东云影科技有限公司', creditCode: '91310115MA00DEM14A' },
    ...change,
  });

export const evidence = 'e'.repeat(64);
export const externalDecision: ExternalDecision = { agency: '北京市通信管理局', number: '京信罚〔2026〕1号', date: '2026-02-27' };

const filedAs = holder().filedAs;
interface ChangeFacts {
  filedAs: FiledAs;
  unknownAttachments: readonly string[];
}
const nothingUnknown: ChangeFacts = { filedAs, unknownAttachments: [] };

export const renamed: ChangedSections = {
  after: { algorithm: { ...material().algorithm, name: '云影换脸算法二代' } },
  changedOn: '2026-02-26',
};
export const otherUse: ChangedSections = { after: { mainUse: '生成换脸图像。' }, changedOn: '2026-02-27' };

export const review = (result: 'passed' | 'failed' = 'passed', by = reviewer): FilingCommand =>
  ask('RecordStage', { stage: 'final', result }, { by });
export const accept = ask('AcceptFiling', { assessments: [] }, { by: approver, facts: { number, reliance: [] } });
export const refuseFiling = ask(
  'RefuseFiling',
  { reasons: [{ item: 'self-assessment-report', defect: 'missing', text: words('r1') }] },
  { by: approver },
);
export const notifyRefusal = ask('NotifyRefusal', { notifiedOn: today, method: 'post' }, { by: reviewer });
export const takeUp = ask('TakeUpCase', { reason: words('t') }, { by: third });
export const findAttribute = (hasAttribute: boolean): FilingCommand =>
  ask('RecordAttributeFinding', { hasAttribute, reason: words('f') }, { by: reviewer });
export const withdraw = ask('WithdrawFiling', { serviceRunning: false });
export const publish = ask('PublishFiling', { batch: '2026-03' }, { by: reviewer });
export const submitPlanned = ask(
  'SubmitFiling',
  { content: material(), serviceStart: { state: 'planned', on: '2026-04-01' } },
  { facts: { holder: holder(), divisionKnown: true, unknownAttachments: [] } },
);
export const startService = ask('StartService', { startedOn: today });
export const declareDisplay = ask('DeclareDisplay', { places: [{ url: 'https://yunying.example/about', place: '页脚' }] });

export const change = (sections: readonly ChangedSections[] = [renamed], facts: Partial<ChangeFacts> = {}): FilingCommand =>
  ask('SubmitChange', { sections }, { facts: { ...nothingUnknown, ...facts } });
export const addItems = (sections: readonly ChangedSections[] = [otherUse], n = 1): FilingCommand =>
  ask('AddChangeItems', { change: n, sections }, { facts: nothingUnknown });
export const acceptChange = (n = 1, reliance: readonly Reliance[] = []): FilingCommand =>
  ask(
    'AcceptChange',
    { change: n, remarks: '2026年3月更名', assessments: reliance.map(({ assessment }) => assessment) },
    { by: approver, facts: { reliance } },
  );
export const refuseChange = (n = 1): FilingCommand =>
  ask(
    'RefuseChange',
    { change: n, reasons: [{ item: 'algorithm', defect: 'inconsistent', text: words('c1') }] },
    { by: approver },
  );
export const withdrawChange = (n = 1): FilingCommand => ask('WithdrawChange', { change: n });
export const changeHolder = (to: HolderFacts = heir(), unknownAttachments: readonly string[] = []): FilingCommand =>
  ask('ChangeHolder', { to: to.subject, evidence, changedOn: '2026-02-27' }, { by: approver, facts: { to, unknownAttachments } });

export const reportEnd = (by?: By): FilingCommand => ask('ReportTermination', { terminatedOn: '2026-02-28' }, { by });
export const cancel = ask('SubmitCancellation', { terminatedOn: '2026-02-28', arrangements: words('a') });
export const completeCancellation = ask('CompleteCancellation', {}, { by: approver });
export const returnCancellation = ask('ReturnCancellation', { serviceContinues: words('s') }, { by: approver });
export const proposeCancellation = (
  ground: ExOfficioGround = 'site-closed',
  {
    by = reviewer,
    decision,
    expressBasis,
    cited = [],
  }: { by?: By; decision?: ExternalDecision; expressBasis?: string; cited?: readonly CitedPenalty[] } = {
    decision: externalDecision,
  },
): FilingCommand =>
  ask(
    'ProposeExOfficioCancellation',
    { ground, reason: words('x'), externalDecision: decision, expressBasis, penalties: cited.map(({ penalty }) => penalty) },
    { by, facts: { cited } },
  );
export const approveCancellation = (by = approver, cited: readonly CitedPenalty[] = []): FilingCommand =>
  ask('ApproveExOfficioCancellation', { documentNo: '京网信注〔2026〕1号' }, { by, facts: { cited } });

/** A penalty case that can be cited, unless told otherwise. */
export const citedPenalty = (change: Partial<CitedPenalty> = {}): CitedPenalty => ({
  penalty: 'penalty-1',
  concerns: true,
  stands: true,
  imposes: ['warning'],
  ...change,
});

type RevocationData = Extract<FilingCommand, { type: 'ProposeRevocation' }>['data'];

export const proposeRevocation = ({
  by = reviewer,
  cited = [],
  ...change
}: Partial<RevocationData> & { by?: By; cited?: readonly CitedPenalty[] } = {}): FilingCommand =>
  ask(
    'ProposeRevocation',
    {
      ground: 'false-material',
      facts: words('p'),
      hearing: { notifiedOn: '2026-02-27' },
      penalties: cited.map(({ penalty }) => penalty),
      ...change,
    },
    { by, facts: { cited } },
  );
export const approveRevocation = (by = approver, cited: readonly CitedPenalty[] = []): FilingCommand =>
  ask('ApproveRevocation', { documentNo: '京网信撤〔2026〕1号' }, { by, facts: { cited } });

export const remedyAgainst = (against: Remedy['against'], change: Partial<Remedy> = {}): Remedy => ({
  against,
  kind: 'reconsideration',
  body: '国家互联网信息办公室',
  documentNo: '复议〔2026〕1号',
  stay: false,
  outcome: 'annulled',
  ...change,
});
export const remedy = (against: Remedy['against'], change: Partial<Remedy> = {}): FilingCommand =>
  ask('RecordRemedy', remedyAgainst(against, change), { by: reviewer });
export const reinstate = ask('ReinstateFiling', { reason: words('i') }, { by: approver });
export const annulRefusal = ask('AnnulRefusal', { reason: words('n') }, { by: approver });
export const correct = (decision: 'refusal' | 'revocation' | 'cancellation' | 'ex-officio-cancellation'): FilingCommand =>
  ask('CorrectDecision', { decision, reason: words('k') }, { by: approver });

export const importRow = (change: Partial<PublishedRow> = {}, batch = '2023-06'): FilingCommand =>
  ask('ImportFiling', { number, batch, row: { ...row, ...change } }, { by: reviewer });
export const importNotice = (change: Partial<CancellationNotice> = {}): FilingCommand =>
  ask('ImportCancellation', { number, notice: { ...notice, ...change } }, { by: reviewer });
export const claim = (
  by: HolderFacts = heir(),
  facts: { entityClaimedBy?: string; unknownAttachments?: readonly string[] } = {},
) =>
  ask(
    'ClaimImportedFiling',
    { subject: by.subject, evidence },
    { by: approver, facts: { holder: by, unknownAttachments: [], ...facts } },
  );

/** What these commands leave behind, each decided on what came before. Throws for the first that is refused. */
export const happened = (...commands: readonly FilingCommand[]): FilingEvent[] =>
  commands.reduce<FilingEvent[]>((past, command) => {
    const outcome = filing.decide(command, fold(filing, past));
    if (isRefusal(outcome)) throw new Error(`${command.type}: ${outcome.refused}`);
    return [...past, ...outcome];
  }, []);

export const filed: readonly FilingCommand[] = [submit(), review(), accept];
export const supporterFiled: readonly FilingCommand[] = [submit(supporterMaterial()), review(), accept];
export const refused: readonly FilingCommand[] = [submit(), review('failed'), refuseFiling];
