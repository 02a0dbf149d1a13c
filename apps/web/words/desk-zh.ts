// The filers' desk, in Chinese.
export const desk = {
  notices: '通知',
  noNotices: '没有通知。',
  unread: '未读',
  noticeOn: '日期',
  matter: '事项',
  dueOn: '到期日',
  basis: '依据',
  document: '文书',
  openDocument: '打开文书',
  markRead: '标为已读',
};
