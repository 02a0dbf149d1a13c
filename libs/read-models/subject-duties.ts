// The duty that a subject's new name or code starts on each filing that it holds (ARP 24 ¶2). The event cannot know the filings: the row
// says whose they are, and the query finds those that do not stand under the new name yet.
import { type SubjectEvent } from '#domain/subject.js';
import { type Duties, starts } from './duties.js';
import { recorded } from './recorded.js';

export const subjectDuties: Duties = {
  category: 'subject',
  touches(stored) {
    const event = recorded<SubjectEvent>(stored);
    switch (event.type) {
      case 'SubjectDetailsChanged': {
        const { before, after, changedOn } = event.data;
        // The rest of the details is the subject's own filing, and its change is reported by this very act.
        if (before.name === after.name && before.creditCode === after.creditCode) return [];
        return [
          starts(`${stored.stream} details ${event.revision}`, {
            subject: stored.stream.slice('subject-'.length),
            kind: 'details-change',
            of: 'subject',
            count: 'change',
            startedOn: changedOn,
            at: event.position,
          }),
        ];
      }
      case 'SubjectRegistered':
      case 'SubjectRecorded':
      case 'SubjectVerified':
      case 'SubjectRefused':
      case 'ServiceConsentGiven':
      case 'ServiceConsentWithdrawn':
        return [];
    }
  },
};
