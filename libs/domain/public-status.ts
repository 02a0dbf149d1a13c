// How a filing stands, as anyone is told: the status of the filing, and what orders in force make of it (DSP 19, 21).

/** By code; the words of the registry, of its pages and of what stores are told. */
export const publicStatuses = {
  filed: { zh: '已备案', en: 'filed' },
  suspended: { zh: '暂停服务', en: 'suspended' },
  restricted: { zh: '服务受限', en: 'restricted' },
  cancelled: { zh: '已注销', en: 'cancelled' },
  revoked: { zh: '已撤销', en: 'revoked' },
} as const;
