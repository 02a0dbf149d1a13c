// The public status of a filing, in words.
export const publicStatuses: Readonly<Record<string, { zh: string; en: string }>> = {
  filed: { zh: '已备案', en: 'filed' },
  suspended: { zh: '暂停服务', en: 'suspended' },
  restricted: { zh: '服务受限', en: 'restricted' },
  cancelled: { zh: '已注销', en: 'cancelled' },
  revoked: { zh: '已撤销', en: 'revoked' },
};
