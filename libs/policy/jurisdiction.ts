// Which cases an agency's seat covers. The seat alone decides who files; later acts carry their own recorded jurisdiction.
import { type Agency } from '#domain/account.js';
import { covers, levelOf } from '#domain/division.js';

export { levelOf };
export type Level = ReturnType<typeof levelOf>;

/** Whether the agency's division is, at a level boundary, the case's own or one above it. Both six digits. */
export const agencyCovers = (agency: Agency, division: string): boolean => covers(agency.division, division);
