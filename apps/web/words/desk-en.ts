// The filers' desk, in English.
import { type Words } from './zh.js';

export const desk: Words['desk'] = {
  notices: 'Notices',
  noNotices: 'There are no notices.',
  unread: 'unread',
  noticeOn: 'Date',
  matter: 'Matter',
  dueOn: 'Due on',
  basis: 'Basis',
  document: 'Document',
  openDocument: 'Open the document',
  markRead: 'Mark as read',
};
