/** Where matters of each kind are read. */
const resources: Readonly<Record<string, string>> = {
  filing: 'filings',
  subject: 'subjects',
  assessment: 'assessments',
  order: 'orders',
  penalty: 'penalties',
  inspection: 'inspections',
  incident: 'incidents',
  report: 'reports',
  listing: 'store-actions',
};

/** The address of a matter; undefined for one of a kind that is read nowhere by itself. */
export const linkTo = ({ category, id }: { category: string; id: string }): string | undefined =>
  resources[category] && `/v1/${resources[category]}/${id}`;
