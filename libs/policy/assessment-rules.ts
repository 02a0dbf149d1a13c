// Safety assessments: their subject makes them, both recipients review them (SA18).
import { assessmentRecipients, filers, regulators } from './posts.js';
import { type Rule } from './rules.js';

export const assessmentRules: readonly Rule[] = [
  {
    id: 'subject-assesses-own',
    basis: 'DSP 15 ¶2, DSP 20, SA18 3',
    actions: ['assessment.trigger', 'assessment.act', 'assessment.link', 'assessment.read'],
    roles: filers,
    where: 'own',
  },
  ...assessmentRecipients.flatMap((kind): Rule[] => [
    {
      id: `${kind}-receives-assessments`,
      basis: 'SA18 7, 15',
      actions: ['assessment.read'],
      roles: regulators,
      agency: { kind, levels: ['national', 'province', 'prefecture'] },
      where: 'region',
    },
    {
      id: `${kind}-reviews-assessments`,
      basis: 'SA18 8, 9, 12, 13',
      actions: ['assessment.trigger', 'assessment.link', 'assessment.review'],
      roles: ['reviewer', 'approver', 'inspector'],
      agency: { kind, levels: ['national', 'province', 'prefecture'] },
      where: 'region',
    },
    {
      id: `${kind}-convenes-experts`,
      basis: 'SA18 10',
      actions: ['assessment.expert-review'],
      roles: ['reviewer', 'approver', 'inspector'],
      agency: { kind, levels: ['national', 'province'] },
      where: 'region',
    },
  ]),
];
