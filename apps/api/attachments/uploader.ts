import { type Actor } from '#policy/rules.js';

/** On whose behalf something is uploaded: an organisation's attachments are all its accounts'. */
export const uploaderOf = ({ subject, account }: Actor): string => subject ?? account;
