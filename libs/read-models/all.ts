// Every read model that this release keeps.
import { accounts } from './accounts.js';
import { assessmentCases } from './assessment-cases.js';
import { caseFiles } from './case-files.js';
import { caseLinks } from './case-links.js';
import { casebook } from './casebook.js';
import { deadlines } from './deadlines.js';
import { filingCases } from './filing-cases.js';
import { incidentBoard } from './incident-board.js';
import { inspectionCases } from './inspection-cases.js';
import { listingCases } from './listing-cases.js';
import { notices } from './notices.js';
import { orderBoard } from './order-board.js';
import { penaltyCases } from './penalty-cases.js';
import { printed } from './printed.js';
import { type Projection } from './projection.js';
import { publicRegistry } from './public-registry.js';
import { reportCases } from './report-cases.js';
import { storeStatus } from './store-status.js';
import { subjects } from './subjects.js';

/** Each is of rows of its own; whoever keeps them does not look into them. */
export const readModels: readonly Projection<unknown>[] = [
  publicRegistry,
  filingCases,
  subjects,
  accounts,
  caseFiles,
  deadlines,
  assessmentCases,
  orderBoard,
  penaltyCases,
  inspectionCases,
  incidentBoard,
  reportCases,
  casebook,
  notices,
  printed,
  caseLinks,
  storeStatus,
  listingCases,
].map((model) => model as unknown as Projection<unknown>);
