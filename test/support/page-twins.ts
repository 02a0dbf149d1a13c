// What each route of the pages asks of the API: it lets nobody do more than these do.
import { casePageTwins } from './page-twins/case.js';
import { filingPageTwins } from './page-twins/filing.js';

export const pageTwins: Readonly<Record<string, readonly string[]>> = { ...filingPageTwins, ...casePageTwins };
