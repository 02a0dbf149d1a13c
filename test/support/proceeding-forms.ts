// Penalty cases and inspections over HTTP; every name is invented.
const words = '演示用语';
const jurisdiction = { factor: 'seat', division: '110108' };

interface Against {
  subject: string;
  filings: readonly string[];
  officers: readonly string[];
}

/** The form of a case against a provider of Haidian in Beijing. */
export const penaltyForm = ({ subject, filings }: Against) => ({
  grounds: ['not-displayed'],
  addressee: subject,
  role: 'provider',
  filings,
  jurisdiction,
  sameActAs: [],
  facts: words,
});

/** A warning and CNY 20,000, since correction was refused. */
export const proposedPenalty = {
  sanctions: [{ kind: 'warning' }, { kind: 'fine', amountFen: 2_000_000 }],
  aggravation: 'refused-to-correct',
  legalBasis: ['互联网信息服务算法推荐管理规定第三十一条'],
  reasons: words,
};

/** The form of an inspection that is announced to its party. */
export const inspectionForm = (against: Against) => ({
  ...against,
  jurisdiction,
  joint: ['telecom-110000'],
  plannedOn: '2026-11-25',
  announced: true,
  occasion: words,
  concerns: [],
});
