// Where a case is shown in the console: some kinds have pages of their own, the others the page of any case.
const pages: Readonly<Record<string, string>> = {
  filing: 'filings',
  subject: 'subjects',
  report: 'reports',
  order: 'orders',
  incident: 'incidents',
};

/** The path of a case's page, after the language. */
export function casePath({ category, id }: { category: string; id: string }): string {
  const page = pages[category];
  return page === undefined ? `/console/cases/${category}-${id}` : `/console/${page}/${id}`;
}
