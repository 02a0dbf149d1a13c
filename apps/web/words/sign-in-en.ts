// Signing in and out, in English.
import { type Words } from './zh.js';

export const signIn: Words['signIn'] = {
  in: 'Sign in',
  out: 'Sign out',
  as: (name) => `Signed in as ${name}`,
  again: 'Sign in again',
  failedTitle: 'You are not signed in',
  failedText: 'Signing in was not confirmed, or took too long. Nothing was sent.',
  outTitle: 'You are signed out',
  outText: 'You are signed out of this service. Where you signed in through another provider, you may still be signed in there.',
  endedTitle: 'Your session has ended',
  endedText:
    'Your session ended before you sent the form, and what you sent was not saved. Sign in and send it again; your browser’s Back brings back what you had entered.',
  formOldTitle: 'This page has expired',
  formOldText: 'The form does not belong to this session. Open the page again and send it from there.',
  forbiddenTitle: 'You may not do this',
  forbiddenText: 'Your account may not see this page or do what it offers.',
  conflictTitle: 'This has changed',
  conflictText: 'Somebody has changed this since you opened the page. Open it again, check it, and send it again.',
  demonstrationTitle: 'Choose a demonstration identity',
  demonstrationText:
    'This is a demonstration: there are no passwords, and anyone may be anyone. In production people sign in with the authority’s own provider.',
  groups: {
    filer: 'Filers',
    agency: 'Agencies',
    store: 'App stores',
    auditor: 'Audit',
    operator: 'Operation',
  },
  area: {
    registry: 'Public registry',
    console: 'Console',
    desk: 'Filing desk',
  },
};
