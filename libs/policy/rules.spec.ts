import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Agency, type Role, roles } from '#domain/account.js';
import { type Action, type Actor, authorityLentBy, decide, type Matter, rules } from './rules.js';

const by = (role: Role | readonly Role[], standing: Pick<Actor, 'subject' | 'agency'> = {}): Actor => ({
  account: 'account',
  person: 'person',
  roles: typeof role === 'string' ? [role] : role,
  ...standing,
});
const cac = (division: string): { agency: Agency } => ({ agency: { kind: 'cac', division } });
const telecom = (division: string): { agency: Agency } => ({ agency: { kind: 'telecom', division } });
const police = (division: string): { agency: Agency } => ({ agency: { kind: 'public-security', division } });
const own = { subject: 's-1' };
const beijingCase: Matter = { holder: 's-1', division: '110108' };
/** Before it is issued an order is its agency’s alone. */
const draftOfBeijing: Matter = { agency: { kind: 'cac', division: '110000' } };
const orderOfBeijing: Matter = { ...draftOfBeijing, holder: 's-1', division: '110108' };
const hangzhouCase: Matter = { holder: 's-1', division: '330106' };
const named = (rule: string) => ({ allowed: true, rule });
const no = { allowed: false };

const letIn: Actor = { ...by('reviewer', cac('310000')), cases: { recused: [], granted: ['filing-f-1'] } };

/** Of each rule: whom it lets do what, and the nearest that it does not. */
const ofBeijing: Matter = { ...beijingCase, agency: { kind: 'cac', division: '110000' } };
/** Written by the account of these tables. */
const noteOfBeijing: Matter = { ...draftOfBeijing, account: 'account' };
const reportToBeijing: Matter = { holder: 's-1', account: 'reporter', recipients: [{ kind: 'cac', division: '110000' }] };
const table: [rule: string, actions: Action[], who: Actor, what: Matter, not: [why: string, who: Actor, what: Matter][]][] = [
  [
    'filer-keeps-own-subject',
    ['subject.register', 'subject.change', 'subject.consent'],
    by('filer-admin', own),
    { holder: 's-1' },
    [
      ['a filer who is no admin', by('filer', own), { holder: 's-1' }],
      ['another’s subject', by('filer-admin', own), { holder: 's-2' }],
      ['an admin of nobody', by('filer-admin'), { holder: undefined }],
      ['an authority', by('reviewer', cac('000000')), { holder: 's-1', division: '110108' }],
    ],
  ],
  [
    'filer-reads-own',
    ['subject.read', 'filing.read', 'attachment.read'],
    by('filer', own),
    beijingCase,
    [
      ['another’s', by('filer', { subject: 's-2' }), beijingCase],
      ['a store', by('store', own), beijingCase],
      ['an auditor', by('auditor', own), beijingCase],
      ['an operator', by('operator', own), beijingCase],
    ],
  ],
  [
    'filer-files-own',
    ['filing.submit', 'filing.act', 'filing.check-display'],
    by('filer', own),
    beijingCase,
    [
      ['another’s', by('filer', { subject: 's-2' }), beijingCase],
      ['a filing that nobody holds', by('filer', own), { division: '110108' }],
      ['the authority itself', by(['reviewer', 'approver'], cac('110000')), beijingCase],
      ['a store', by('store', own), beijingCase],
    ],
  ],
  [
    'material-is-handed-in',
    ['attachment.put'],
    by('inspector', police('330100')),
    {},
    [
      ['a store', by('store'), {}],
      ['an auditor', by('auditor'), {}],
    ],
  ],
  [
    'authority-reads-its-region',
    ['subject.read', 'filing.read', 'attachment.read'],
    by('inspector', police('330100')),
    hangzhouCase,
    [
      ['another region', by('inspector', police('330100')), beijingCase],
      ['a matter of no division', by('inspector', police('330100')), {}],
      ['a role without an agency', by('inspector'), hangzhouCase],
      ['an agency without such a role', by('operator', cac('000000')), hangzhouCase],
    ],
  ],
  [
    'authority-records-subjects',
    ['subject.record'],
    by('inspector', telecom('110000')),
    { division: '110108' },
    [
      ['an approver', by('approver', telecom('110000')), { division: '110108' }],
      ['another region', by('inspector', telecom('110000')), { division: '310115' }],
    ],
  ],
  [
    'cac-verifies-subjects',
    ['subject.verify'],
    by('reviewer', cac('110000')),
    beijingCase,
    [
      ['a prefecture', by('reviewer', cac('330100')), hangzhouCase],
      ['a telecommunications authority', by('reviewer', telecom('110000')), beijingCase],
      ['another province', by('reviewer', cac('310000')), beijingCase],
      ['an inspector', by('inspector', cac('110000')), beijingCase],
      ['the subject itself', by('filer-admin', own), beijingCase],
    ],
  ],
  [
    'national-cac-takes-up',
    ['filing.take-up'],
    by('reviewer', cac('000000')),
    beijingCase,
    [
      ['a province', by('reviewer', cac('110000')), beijingCase],
      ['another national authority', by('reviewer', telecom('000000')), beijingCase],
    ],
  ],
  [
    'cac-reviews',
    ['filing.review'],
    by('reviewer', cac('110000')),
    beijingCase,
    [
      ['an approver', by('approver', cac('110000')), beijingCase],
      ['another province', by('reviewer', cac('310000')), beijingCase],
      ['a prefecture', by('reviewer', cac('330100')), hangzhouCase],
      ['the police', by('reviewer', police('110000')), beijingCase],
    ],
  ],
  [
    'cac-decides',
    ['filing.decide'],
    by('approver', cac('110000')),
    beijingCase,
    [
      ['a reviewer', by('reviewer', cac('110000')), beijingCase],
      ['another province', by('approver', cac('310000')), beijingCase],
      ['a telecommunications authority', by('approver', telecom('110000')), beijingCase],
    ],
  ],
  [
    'cac-supervises-filings',
    ['filing.supervise', 'filing.report-end'],
    by('reviewer', cac('000000')),
    beijingCase,
    [
      ['a prefecture', by('reviewer', cac('330100')), hangzhouCase],
      ['the police', by('approver', police('000000')), beijingCase],
      ['an inspector', by('inspector', cac('110000')), beijingCase],
    ],
  ],
  [
    'cac-concludes-filings',
    ['filing.conclude'],
    by('approver', cac('110000')),
    beijingCase,
    [
      ['a reviewer', by('reviewer', cac('110000')), beijingCase],
      ['a prefecture', by('approver', cac('330100')), hangzhouCase],
      ['another province', by('approver', cac('310000')), beijingCase],
      ['its filer', by('filer-admin', own), beijingCase],
    ],
  ],
  [
    'national-cac-takes-over-register',
    ['register.import'],
    by('agency-admin', cac('000000')),
    {},
    [
      ['a province', by('agency-admin', cac('110000')), {}],
      ['an inspector', by('inspector', cac('000000')), {}],
      ['another national authority', by('agency-admin', telecom('000000')), {}],
    ],
  ],
  [
    'authority-is-let-into-a-case',
    [
      'subject.read',
      'filing.read',
      'attachment.read',
      'case.read',
      'assessment.read',
      'order.read',
      'penalty.read',
      'inspection.read',
      'incident.read',
      'report.read',
      'listing.read',
    ],
    { ...by('reviewer', cac('310000')), cases: { recused: [], granted: ['filing-f-1'] } },
    { ...beijingCase, stream: 'filing-f-1' },
    [
      ['into another case', letIn, { ...beijingCase, stream: 'filing-f-2' }],
      ['who is no official', { ...letIn, roles: ['store'] }, { ...beijingCase, stream: 'filing-f-1' }],
    ],
  ],
  [
    'administrator-keeps-accounts',
    ['account.keep', 'account.read'],
    by('agency-admin', cac('110000')),
    { agency: { kind: 'cac', division: '110000' } },
    [
      ['of another region', by('agency-admin', cac('110000')), { agency: { kind: 'cac', division: '310000' } }],
      ['of an agency above', by('agency-admin', cac('110000')), { agency: { kind: 'cac', division: '000000' } }],
      ['of another kind', by('agency-admin', cac('110000')), { agency: { kind: 'telecom', division: '110000' } }],
      ['by an approver', by('approver', cac('110000')), { agency: { kind: 'cac', division: '110000' } }],
      ['by an operator', by('operator'), { agency: { kind: 'cac', division: '110000' } }],
    ],
  ],
  [
    'filing-authority-opens-organisations',
    ['account.keep', 'account.read'],
    by('agency-admin', cac('110000')),
    { holder: 's-1' },
    [
      ['by a prefecture', by('agency-admin', cac('330100')), { holder: 's-1' }],
      ['by the police', by('agency-admin', police('110000')), { holder: 's-1' }],
      ['of nobody in particular', by('agency-admin', cac('110000')), {}],
    ],
  ],
  [
    'organisation-keeps-accounts',
    ['account.keep', 'account.read'],
    by('filer-admin', own),
    { holder: 's-1' },
    [
      ['of another organisation', by('filer-admin', own), { holder: 's-2' }],
      ['by a filer who is no admin', by('filer', own), { holder: 's-1' }],
    ],
  ],
  [
    'everyone-reads-own-account',
    ['account.read'],
    by('store'),
    { account: 'account', agency: { kind: 'cac', division: '000000' } },
    [['another’s', by('store'), { account: 'other' }]],
  ],
  [
    'officials-delegate',
    ['agency.delegate', 'agency.read'],
    by('approver', cac('110000')),
    { agency: { kind: 'cac', division: '110000' } },
    [
      ['where there is no agency', by('filer-admin', own), {}],
      ['an auditor', by('auditor'), {}],
    ],
  ],
  [
    'officials-recuse',
    ['case.recuse', 'case.read'],
    by('inspector', police('330100')),
    hangzhouCase,
    [
      ['in another region', by('inspector', police('330100')), beijingCase],
      ['where they are no officials', by('filer-admin', own), beijingCase],
    ],
  ],
  [
    'leads-assign',
    ['case.assign', 'case.grant'],
    by('approver', cac('110000')),
    beijingCase,
    [
      ['a reviewer', by('reviewer', cac('110000')), beijingCase],
      ['another region', by('approver', cac('310000')), beijingCase],
    ],
  ],
  [
    'auditor-reads-audit',
    ['audit.read'],
    by('auditor'),
    {},
    [
      ['an operator', by('operator'), {}],
      ['an administrator', by('agency-admin', cac('000000')), {}],
    ],
  ],
  [
    'national-cac-publishes-calendar',
    ['calendar.publish'],
    by('agency-admin', cac('000000')),
    {},
    [
      ['a province', by('agency-admin', cac('110000')), {}],
      ['another role', by(['reviewer', 'approver', 'inspector'], cac('000000')), {}],
      ['another national authority', by('agency-admin', telecom('000000')), {}],
      ['an operator', by('operator'), {}],
    ],
  ],
  [
    'subject-assesses-own',
    ['assessment.trigger', 'assessment.act', 'assessment.link', 'assessment.read'],
    by('filer', own),
    beijingCase,
    [
      ['another’s', by('filer', { subject: 's-2' }), beijingCase],
      ['a store', by('store', own), beijingCase],
    ],
  ],
  [
    'cac-receives-assessments',
    ['assessment.read'],
    by('agency-admin', cac('330100')),
    hangzhouCase,
    [
      ['a county', by('reviewer', cac('330182')), { ...hangzhouCase, division: '330182' }],
      ['another region', by('reviewer', cac('310000')), hangzhouCase],
      ['an authority that receives no report', by('reviewer', telecom('330000')), hangzhouCase],
    ],
  ],
  [
    'cac-reviews-assessments',
    ['assessment.trigger', 'assessment.link', 'assessment.review'],
    by('inspector', cac('330100')),
    hangzhouCase,
    [
      ['a county', by('inspector', cac('330182')), { ...hangzhouCase, division: '330182' }],
      ['an administrator', by('agency-admin', cac('330100')), hangzhouCase],
      ['another kind', by('inspector', telecom('330000')), hangzhouCase],
    ],
  ],
  [
    'cac-convenes-experts',
    ['assessment.expert-review'],
    by('approver', cac('330000')),
    hangzhouCase,
    [
      ['a prefecture', by('approver', cac('330100')), hangzhouCase],
      ['another province', by('approver', cac('310000')), hangzhouCase],
    ],
  ],
  [
    'public-security-receives-assessments',
    ['assessment.read'],
    by('agency-admin', police('330100')),
    hangzhouCase,
    [
      ['a county', by('reviewer', police('330182')), { ...hangzhouCase, division: '330182' }],
      ['another region', by('reviewer', police('310000')), hangzhouCase],
      ['an authority that receives no report', by('reviewer', telecom('330000')), hangzhouCase],
    ],
  ],
  [
    'public-security-reviews-assessments',
    ['assessment.trigger', 'assessment.link', 'assessment.review'],
    by('inspector', police('330100')),
    hangzhouCase,
    [
      ['a county', by('inspector', police('330182')), { ...hangzhouCase, division: '330182' }],
      ['an administrator', by('agency-admin', police('330100')), hangzhouCase],
      ['another kind', by('inspector', telecom('330000')), hangzhouCase],
    ],
  ],
  [
    'public-security-convenes-experts',
    ['assessment.expert-review'],
    by('approver', police('330000')),
    hangzhouCase,
    [
      ['a prefecture', by('approver', police('330100')), hangzhouCase],
      ['another province', by('approver', police('310000')), hangzhouCase],
    ],
  ],
  [
    'authority-drafts-orders',
    ['order.draft'],
    by('inspector', police('330100')),
    hangzhouCase,
    [
      ['an approver', by('approver', police('330100')), hangzhouCase],
      [
        'an authority that DSP 21 does not name',
        by('inspector', { agency: { kind: 'press', division: '330000' } }),
        hangzhouCase,
      ],
      ['another region', by('inspector', police('330100')), beijingCase],
    ],
  ],
  [
    'approver-orders-for-a-day',
    ['order.provisional'],
    by('approver', cac('110000')),
    beijingCase,
    [
      ['an officer', by('inspector', cac('110000')), beijingCase],
      ['another region', by('approver', cac('310000')), beijingCase],
    ],
  ],
  [
    'issuer-reads-its-orders',
    ['order.read'],
    by('approver', cac('000000')),
    draftOfBeijing,
    [
      ['another authority', by('approver', telecom('110000')), draftOfBeijing],
      ['a district', by('inspector', cac('110108')), draftOfBeijing],
      ['the addressee', by('filer', own), draftOfBeijing],
    ],
  ],
  [
    'issuer-handles-orders',
    ['order.handle'],
    by('inspector', cac('110000')),
    orderOfBeijing,
    [
      ['an approver', by('approver', cac('110000')), orderOfBeijing],
      ['another authority', by('inspector', police('110000')), orderOfBeijing],
      ['an authority below', by('inspector', cac('110108')), orderOfBeijing],
    ],
  ],
  [
    'issuer-decides-orders',
    ['order.decide'],
    by('approver', cac('000000')),
    orderOfBeijing,
    [
      ['an officer', by('inspector', cac('110000')), orderOfBeijing],
      ['another authority', by('approver', telecom('000000')), orderOfBeijing],
      ['its addressee', by('filer-admin', own), orderOfBeijing],
    ],
  ],
  [
    'issuer-sees-which-stores-answer',
    ['order.delisting'],
    by('reviewer', cac('110000')),
    orderOfBeijing,
    [
      ['another authority of the region', by('inspector', police('110000')), orderOfBeijing],
      ['an authority below', by('inspector', cac('110108')), orderOfBeijing],
      ['its addressee', by('filer-admin', own), orderOfBeijing],
      ['a store', by('store'), orderOfBeijing],
    ],
  ],
  [
    'authority-reads-orders-of-its-region',
    ['order.read'],
    by('inspector', police('110000')),
    orderOfBeijing,
    [
      ['another region', by('inspector', police('330100')), orderOfBeijing],
      ['a draft', by('inspector', police('110000')), draftOfBeijing],
    ],
  ],
  [
    'authority-receives-transfers',
    ['order.receive'],
    by('inspector', police('110000')),
    orderOfBeijing,
    [
      ['an administrator', by('agency-admin', police('110000')), orderOfBeijing],
      ['another region', by('inspector', police('330100')), orderOfBeijing],
    ],
  ],
  [
    'addressee-reads-and-answers-orders',
    ['order.read', 'order.act'],
    by('filer', own),
    orderOfBeijing,
    [
      ['another’s', by('filer', { subject: 's-2' }), orderOfBeijing],
      ['what has not reached it', by('filer', own), draftOfBeijing],
      ['the authority', by('auditor', own), orderOfBeijing],
    ],
  ],
  [
    'authority-opens-proceedings',
    ['penalty.open', 'inspection.plan'],
    by('inspector', cac('110000')),
    ofBeijing,
    [
      ['an approver', by('approver', cac('110000')), ofBeijing],
      ['in another agency’s name', by('inspector', cac('310000')), ofBeijing],
    ],
  ],
  [
    'authority-handles-its-proceedings',
    ['penalty.handle', 'penalty.answer', 'inspection.handle', 'inspection.answer'],
    by('reviewer', cac('110000')),
    ofBeijing,
    [
      ['an agency below', by('reviewer', cac('110108')), ofBeijing],
      ['an agency of another kind', by('reviewer', { agency: { kind: 'telecom', division: '110000' } }), ofBeijing],
    ],
  ],
  [
    'authority-decides-its-penalties',
    ['penalty.decide'],
    by('approver', cac('110000')),
    ofBeijing,
    [
      ['an officer', by('inspector', cac('110000')), ofBeijing],
      ['another agency', by('approver', cac('310000')), ofBeijing],
    ],
  ],
  [
    'authority-reads-its-proceedings',
    ['penalty.read', 'inspection.read'],
    by('reviewer', { agency: { kind: 'telecom', division: '110000' } }),
    ofBeijing,
    [['another region', by('reviewer', cac('310000')), ofBeijing]],
  ],
  [
    'party-reads-and-answers-proceedings',
    ['penalty.read', 'penalty.answer', 'inspection.read', 'inspection.answer'],
    by('filer', own),
    beijingCase,
    [['a party that has not been told', by('filer', own), { ...beijingCase, holder: undefined }]],
  ],
  [
    'authority-prepares-incidents',
    ['incident.open', 'incident.handle'],
    by('reviewer', cac('110000')),
    ofBeijing,
    [
      ['an approver', by('approver', cac('110000')), ofBeijing],
      ['another agency', by('reviewer', cac('310000')), ofBeijing],
      ['an authority that orders no measures', by('reviewer', { agency: { kind: 'culture', division: '110000' } }), ofBeijing],
    ],
  ],
  [
    'authority-decides-incidents',
    ['incident.decide'],
    by('approver', cac('110000')),
    ofBeijing,
    [
      ['an officer', by('inspector', cac('110000')), ofBeijing],
      ['an agency below', by('approver', cac('110108')), ofBeijing],
    ],
  ],
  [
    'authority-reads-its-incidents',
    ['incident.read'],
    by('inspector', cac('000000')),
    ofBeijing,
    [
      ['an authority of another kind', by('reviewer', { agency: { kind: 'telecom', division: '110000' } }), ofBeijing],
      ['a filer', by('filer', own), ofBeijing],
    ],
  ],
  [
    'operator-watches-orders-shown',
    ['orders.reconcile'],
    by('operator'),
    {},
    [
      ['a store', by('store'), {}],
      ['an official', by(['reviewer', 'approver', 'agency-admin'], cac('000000')), {}],
    ],
  ],
  [
    'provider-reports-incidents',
    ['report.incident'],
    by('filer', own),
    { holder: 's-1' },
    [
      ['of another’s service', by('filer', own), { holder: 's-2' }],
      ['a store', by('store', own), { holder: 's-1' }],
      ['an authority', by('reviewer', cac('110000')), { holder: 's-1' }],
    ],
  ],
  ['anyone-reports', ['report.make'], by('operator'), {}, [['whose roles were all revoked', by([]), {}]]],
  [
    'organisation-follows-its-reports',
    ['report.read', 'report.supplement'],
    by('filer', own),
    reportToBeijing,
    [
      ['another organisation', by('filer', { subject: 's-2' }), reportToBeijing],
      ['who is complained of', by('filer', own), { ...reportToBeijing, holder: undefined }],
    ],
  ],
  [
    'reporter-follows-own-reports',
    ['report.read', 'report.supplement'],
    by('store'),
    { ...reportToBeijing, account: 'account' },
    [['of another account', by('store'), reportToBeijing]],
  ],
  [
    'recipient-handles-reports',
    ['report.handle'],
    by('approver', cac('110000')),
    reportToBeijing,
    [
      ['its superior, who has a track of its own or none', by('approver', cac('000000')), reportToBeijing],
      ['an authority below', by('approver', cac('110108')), reportToBeijing],
      ['another kind of authority', by('approver', telecom('110000')), reportToBeijing],
      ['an administrator', by('agency-admin', cac('110000')), reportToBeijing],
      ['the reporter', by('filer', own), reportToBeijing],
    ],
  ],
  [
    'recipient-and-superior-read-reports',
    ['report.read'],
    by('inspector', cac('000000')),
    reportToBeijing,
    [
      ['an authority of the same region', by('inspector', police('110000')), reportToBeijing],
      ['another region', by('inspector', cac('310000')), reportToBeijing],
      ['an authority below', by('inspector', cac('110108')), reportToBeijing],
      ['an auditor', by('auditor'), reportToBeijing],
    ],
  ],
  [
    'recipients-recuse-from-reports',
    ['case.recuse', 'case.read'],
    by('reviewer', cac('110000')),
    reportToBeijing,
    [['an authority of the same region', by('reviewer', police('110000')), reportToBeijing]],
  ],
  [
    'leads-of-recipients-assign-reports',
    ['case.assign', 'case.grant'],
    by('agency-admin', cac('110000')),
    reportToBeijing,
    [
      ['an officer', by('reviewer', cac('110000')), reportToBeijing],
      ['the lead of another authority', by('approver', telecom('110000')), reportToBeijing],
    ],
  ],
  [
    'authority-works-by-its-lists',
    ['regulator.read'],
    by('inspector', { agency: { kind: 'telecom', division: '110000' } }),
    {},
    [
      ['a filer', by('filer', own), {}],
      ['an auditor', by('auditor', {}), {}],
      ['an account without an agency', by('reviewer', {}), {}],
    ],
  ],
  [
    'party-reads-its-inbox',
    ['notice.read'],
    by('filer', own),
    beijingCase,
    [
      ['another party', by('filer', own), { ...beijingCase, holder: 's-9' }],
      ['an authority', by('reviewer', cac('110000')), beijingCase],
    ],
  ],
  [
    'agency-works-on-its-own-matters',
    ['case.recuse', 'case.read'],
    by('inspector', cac('110000')),
    draftOfBeijing,
    [
      ['another kind of authority', by('inspector', telecom('110000')), draftOfBeijing],
      ['an agency below', by('inspector', cac('110108')), draftOfBeijing],
      ['a filer', by('filer', own), draftOfBeijing],
    ],
  ],
  [
    'leads-assign-their-own-matters',
    ['case.assign', 'case.grant'],
    by('approver', cac('110000')),
    draftOfBeijing,
    [
      ['a reviewer', by('reviewer', cac('110000')), draftOfBeijing],
      ['another province', by('approver', cac('310000')), draftOfBeijing],
    ],
  ],
  [
    'agency-keeps-its-notes',
    ['note.write', 'note.read'],
    by('reviewer', cac('110000')),
    noteOfBeijing,
    [
      ['a superior', by(['reviewer', 'approver', 'agency-admin'], cac('000000')), noteOfBeijing],
      ['an agency below', by('reviewer', cac('110108')), noteOfBeijing],
      ['another kind of authority in the same place', by('reviewer', telecom('110000')), noteOfBeijing],
      ['an agency that was let in', letIn, { ...noteOfBeijing, stream: 'filing-f-1' }],
      ['the auditor', by('auditor', cac('110000')), noteOfBeijing],
      ['the filer', by('filer', own), { ...noteOfBeijing, holder: 's-1' }],
      ['who has no agency, of what has none', by('reviewer'), {}],
    ],
  ],
  [
    'author-withdraws-notes',
    ['note.withdraw'],
    by('reviewer', cac('110000')),
    noteOfBeijing,
    [
      ['a colleague', { ...by('approver', cac('110000')), account: 'colleague' }, noteOfBeijing],
      ['who is an official no more', by('filer', own), noteOfBeijing],
    ],
  ],
  [
    'administrator-keeps-templates',
    ['template.keep'],
    by('agency-admin', cac('110000')),
    draftOfBeijing,
    [
      ['an approver', by('approver', cac('110000')), draftOfBeijing],
      ['the administrator of a superior', by('agency-admin', cac('000000')), draftOfBeijing],
      ['the administrator of another kind', by('agency-admin', telecom('110000')), draftOfBeijing],
      ['any, of what came with the service', by('agency-admin', cac('110000')), {}],
    ],
  ],
  [
    'officials-write-by-templates',
    ['template.read'],
    by('reviewer', cac('110108')),
    draftOfBeijing,
    [
      ['a superior', by('reviewer', cac('000000')), draftOfBeijing],
      ['another province', by('reviewer', cac('310000')), draftOfBeijing],
      ['another kind of authority', by('reviewer', telecom('110108')), draftOfBeijing],
      ['a filer', by('filer', own), draftOfBeijing],
    ],
  ],
  [
    'officials-keep-queue-filters',
    ['queue-filter.keep'],
    by('inspector', telecom('110000')),
    {},
    [
      ['a filer', by('filer', own), {}],
      ['an account without an agency', by('reviewer'), {}],
    ],
  ],
  [
    'administrator-shares-queue-filters',
    ['queue-filter.share'],
    by('agency-admin', telecom('110000')),
    {},
    [['an approver', by('approver', telecom('110000')), {}]],
  ],
  [
    'stores-check-filings',
    ['status.check', 'status.follow'],
    by('store'),
    {},
    [
      ['a filer', by('filer-admin', own), {}],
      ['an operator', by('operator'), {}],
    ],
  ],
  [
    'authorities-check-as-stores-do',
    ['status.check', 'status.follow'],
    by('inspector', telecom('110000')),
    {},
    [['a filer', by('filer', own), {}]],
  ],
  [
    'store-takes-measures',
    ['listing.measure', 'listing.read'],
    by('store'),
    { store: 'account' },
    [
      ['another store', by('store'), { store: 'store-2' }],
      ['an account of the same organisation that is no store', by('filer', own), { store: own.subject }],
      ['the account of a store that belongs to an organisation', by('store', own), { store: 'account' }],
    ],
  ],
  [
    'filer-sees-measures-on-its-apps',
    ['listing.read'],
    by('filer', own),
    beijingCase,
    [['a filer whom it does not concern', by('filer', { subject: 's-2' }), beijingCase]],
  ],
  [
    'authority-sees-measures-of-its-region',
    ['listing.read'],
    by('inspector', police('110000')),
    beijingCase,
    [
      ['another region', by('reviewer', cac('310000')), beijingCase],
      ['an authority of a place, where no place is known', by('reviewer', cac('110000')), { ...beijingCase, division: '000000' }],
      ['an auditor', by('auditor'), beijingCase],
    ],
  ],
  [
    'authority-sees-measures-on-its-orders',
    ['listing.read'],
    by('approver', cac('310000')),
    { ...beijingCase, ...cac('310000') },
    [
      ['another kind of authority', by('approver', telecom('310000')), { ...beijingCase, ...cac('310000') }],
      ['an authority below', by('approver', cac('310115')), { ...beijingCase, ...cac('310000') }],
    ],
  ],
  [
    'store-keeps-its-watch-list',
    ['watch.keep'],
    by('store'),
    {},
    [
      ['a filer', by('filer', own), {}],
      ['an authority', by('approver', cac('000000')), {}],
    ],
  ],
  [
    'store-keeps-its-webhooks',
    ['webhook.keep'],
    by('store'),
    {},
    [
      ['a filer', by('filer-admin', own), {}],
      ['an authority', by('agency-admin', cac('000000')), {}],
      ['an operator', by('operator'), {}],
    ],
  ],
  [
    'organisation-keeps-its-drafts',
    ['draft.keep'],
    by('filer', own),
    { holder: 's-1' },
    [
      ['another’s', by('filer-admin', { subject: 's-2' }), { holder: 's-1' }],
      ['an authority', by('reviewer', cac('000000')), { holder: 's-1', division: '110108' }],
      ['an auditor', by('auditor', own), { holder: 's-1' }],
    ],
  ],
  [
    'organisation-keeps-its-clients',
    ['client.keep'],
    by('filer-admin', own),
    { holder: 's-1' },
    [
      ['a filer who is no admin', by('filer', own), { holder: 's-1' }],
      ['another’s', by('filer-admin', { subject: 's-2' }), { holder: 's-1' }],
      ['an agency’s administrator', by('agency-admin', cac('000000')), { holder: 's-1', division: '110108' }],
    ],
  ],
];

describe.each(table)('%s', (rule, actions, who, what, not) => {
  test.each(actions)('lets %s', (action) => expect(decide(action, who, what)).toEqual(named(rule)));
  test.each(not)('but not %s', (_, other, matter) => {
    for (const action of actions) expect(decide(action, other, matter)).toEqual(no);
  });
});

test('the table speaks of every rule', () => expect(table.map(([rule]) => rule)).toEqual(rules.map(({ id }) => id)));
test('and of every action that a rule names', () => {
  for (const { id, actions } of rules) {
    const [, spoken] = table.find(([rule]) => rule === id)!;
    const elsewhere = id === 'filer-files-own' ? ['filing.report-end'] : [];
    expect([...spoken, ...elsewhere].sort()).toEqual([...actions].sort());
  }
});
test('a filer reports the end of its own service', () =>
  expect(decide('filing.report-end', by('filer', own), beijingCase)).toEqual(named('filer-files-own')));

describe('whoever decides on a case (ARP 25)', () => {
  const beijing = by('approver', cac('110000'));
  const national = by('approver', cac('000000'));
  const takenUp = { ...beijingCase, takenUp: true };

  test('is the province of the seat, until the case is taken up, and from then on the national administration', () => {
    expect(decide('filing.decide', beijing, beijingCase)).toEqual(named('cac-decides'));
    expect(decide('filing.decide', national, beijingCase)).toEqual(no);
    expect(decide('filing.decide', beijing, takenUp)).toEqual(no);
    expect(decide('filing.decide', national, takenUp)).toEqual(named('cac-decides'));
  });
  test('reviews it as well', () => {
    expect(decide('filing.review', by('reviewer', cac('000000')), beijingCase)).toEqual(no);
    expect(decide('filing.review', by('reviewer', cac('110000')), takenUp)).toEqual(no);
    expect(decide('filing.review', by('reviewer', cac('000000')), takenUp)).toEqual(named('cac-reviews'));
  });
  test('is the national administration where the seat is of no province', () => {
    for (const division of ['000000', '100000']) {
      expect(decide('filing.decide', national, { ...beijingCase, division })).toEqual(named('cac-decides'));
      expect(decide('filing.decide', beijing, { ...beijingCase, division })).toEqual(no);
    }
  });
  test('is nobody where no division is known', () => expect(decide('filing.decide', national, { takenUp: true })).toEqual(no));
  test('is never a prefecture, a district of a municipality or a county, not even by all roles', () => {
    const decisions: Action[] = ['filing.review', 'filing.decide', 'filing.supervise', 'filing.conclude', 'subject.verify'];
    for (const division of ['330100', '330106', '110108', '110100', '429004'])
      for (const action of decisions)
        for (const taken of [false, true])
          expect(decide(action, by(roles, cac(division)), { holder: 's-2', division, takenUp: taken })).toEqual(no);
  });
});

describe('the policy', () => {
  const every = [...new Set(rules.flatMap(({ actions }) => actions))];
  const division = fc.constantFrom('000000', '110000', '110108', '330100', '330106', '1', '', '999999');
  const actor = fc.record(
    {
      account: fc.constant('a'),
      person: fc.constant('p'),
      roles: fc.subarray([...roles]),
      subject: fc.constantFrom('s-1', 's-2'),
      agency: fc.record({ kind: fc.constantFrom('cac', 'telecom', 'public-security'), division }),
    },
    { requiredKeys: ['account', 'person', 'roles'] },
  );
  const matter = fc.record({ holder: fc.constantFrom('s-1', 's-2'), division, takenUp: fc.boolean() }, { requiredKeys: [] });

  test('answers everything that is asked, and denies what no rule allows', () =>
    fc.assert(
      fc.property(fc.constantFrom(...every), actor, matter, (action, who, what) => {
        const decision = decide(action, who, what);
        if (decision.allowed) expect(rules.find(({ id }) => id === decision.rule)?.actions).toContain(action);
        if (who.roles.length === 0) expect(decision).toEqual(no);
      }),
      { numRuns: 2_000 },
    ));
  test('gives more roles no less', () =>
    fc.assert(
      fc.property(fc.constantFrom(...every), actor, matter, fc.constantFrom(...roles), (action, who, what, role) => {
        if (decide(action, who, what).allowed)
          expect(decide(action, { ...who, roles: [...who.roles, role] }, what).allowed).toBe(true);
      }),
      { numRuns: 2_000 },
    ));
  test('lets stores, auditors and operators do nothing but what is their own or their post, and report as anyone', () => {
    for (const action of every.filter(
      (action) =>
        ![
          'account.read',
          'audit.read',
          'orders.reconcile',
          'report.make',
          'status.check',
          'status.follow',
          'watch.keep',
          'webhook.keep',
        ].includes(action),
    ))
      expect(decide(action, by(['store', 'auditor', 'operator'], { ...own, ...cac('000000') }), beijingCase)).toEqual(no);
  });
  test('says of each rule where it comes from, and names each rule once', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { basis } of rules) expect(basis).toMatch(/^(design|(DSP|ARP|SA18) )/);
  });
});

describe('who is recused', () => {
  const stream = 'filing-f-1';
  const officer = { ...by(['reviewer', 'approver'], cac('110000')), cases: { recused: [stream], granted: [stream] } };
  test('neither acts on the case nor reads it, whatever else would allow it', () => {
    const matter = { ...beijingCase, ...reportToBeijing, stream };
    for (const action of [...new Set(rules.flatMap(({ actions }) => actions))].filter((other) => other !== 'case.recuse'))
      expect({ action, ...decide(action, officer, matter) }).toEqual({ action, ...no });
  });
  test('is so of that case only', () =>
    expect(decide('filing.decide', officer, { ...beijingCase, stream: 'filing-f-2' })).toEqual(named('cac-decides')));
});

describe('lent authority', () => {
  const lent = {
    ...by('reviewer', cac('110000')),
    delegated: [{ from: 'chief', person: 'chief', roles: ['approver'] as const }],
  };
  test('allows what the lender’s role allows', () => {
    expect(decide('filing.decide', lent, beijingCase)).toEqual(named('cac-decides'));
    expect(authorityLentBy('filing.decide', lent, beijingCase)).toBe('chief');
  });
  test('is not what one’s own role does', () => expect(authorityLentBy('filing.review', lent, beijingCase)).toBeUndefined());
  test('reaches no further than the agency', () => expect(decide('filing.decide', lent, hangzhouCase)).toEqual(no));
});
