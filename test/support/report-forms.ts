// Reports over HTTP; every name is invented.
const words = '演示用语';

export const incidentReportForm = {
  article: 'DSP 10',
  filings: [] as string[],
  foundOn: '2026-11-23',
  handledOn: '2026-11-24',
  what: words,
  measures: ['content-removed', 'accounts-closed'],
  handling: words,
  items: 3,
  users: 1,
  recordsKept: true,
  departments: ['public-security'],
  attachments: [] as string[],
};

export const complaintForm = {
  ground: 'removed-label',
  service: '某换脸小程序',
  place: 'https://huanlian.example',
  region: '110108',
  text: words,
};

export const objectionForm = (number: string) => ({ number, ground: 'rights-infringed', text: words });
