// What an app store reports over HTTP; every name is invented.

/** An unfiled app is refused. `app` and `change` are changes to it. */
export const storeActionForm = (change: object = {}, app: object = {}) => ({
  measure: 'refused',
  storeName: '应用商店甲',
  app: { platform: 'android', package: 'example.huanlian', name: '某换脸应用', ...app },
  cause: { kind: 'own-finding' },
  reason: '未备案',
  takenOn: '2026-11-24',
  ...change,
});
