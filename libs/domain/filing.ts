// Article 19: who provides or supports deep synthesis with public opinion attributes files its algorithm, after the
// procedure of ARP 24 to 26. One stream per filing; each side of the procedure is a slice of it.
// Events are the storage format: they change only by a new version.
import { aggregate } from './aggregate.js';
import { type Decider } from './decider.js';
import { cancellation, type CancellationCommand, type CancellationEvent } from './filing-cancellation.js';
import { change, type ChangeCommand, type ChangeEvent } from './filing-change.js';
import { filingImport, type ImportCommand, type ImportEvent } from './filing-import.js';
import { remedies, type RemedyCommand, type RemedyEvent } from './filing-remedies.js';
import { review, type ReviewCommand, type ReviewEvent } from './filing-review.js';
import { revocation, type RevocationCommand, type RevocationEvent } from './filing-revocation.js';
import { type Filing, nothingFiled } from './filing-state.js';
import { submission, type SubmissionCommand, type SubmissionEvent } from './filing-submission.js';

export type FilingCommand =
  SubmissionCommand | ReviewCommand | ChangeCommand | CancellationCommand | RevocationCommand | RemedyCommand | ImportCommand;
export type FilingEvent =
  SubmissionEvent | ReviewEvent | ChangeEvent | CancellationEvent | RevocationEvent | RemedyEvent | ImportEvent;

export const filing: Decider<FilingCommand, FilingEvent, Filing> = aggregate<FilingCommand, FilingEvent, Filing>(nothingFiled, {
  acts: {
    ...submission.acts,
    ...review.acts,
    ...change.acts,
    ...cancellation.acts,
    ...revocation.acts,
    ...remedies.acts,
    ...filingImport.acts,
  },
  facts: {
    ...submission.facts,
    ...review.facts,
    ...change.facts,
    ...cancellation.facts,
    ...revocation.facts,
    ...remedies.facts,
    ...filingImport.facts,
  },
});
