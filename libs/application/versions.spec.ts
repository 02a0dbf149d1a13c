import { expect, test } from '@jest/globals';
import { type Json } from '#event-store/event-store.js';
import { upcast } from './versions.js';

const added = (...items: { path: string; before?: Json; after?: Json }[]) =>
  upcast({
    type: 'ChangeItemsAdded',
    version: 1,
    data: { change: 1, items: items.map((item) => ({ ...item, changedOn: '2026-02-26' })) },
  }).data;

test.each([
  [true, 'a function', { path: '/services/article15', before: [], after: ['biometric'] }],
  [true, 'one beside another', { path: '/services/article15', before: ['special-scene'], after: ['special-scene', 'biometric'] }],
  [true, 'services where none were told', { path: '/services', after: { article15: ['biometric'], article17: [] } }],
  [false, 'what goes', { path: '/services/article15', before: ['biometric'], after: [] }],
  [false, 'services without such a function', { path: '/services', after: { article15: [] } }],
  [false, 'something else', { path: '/mainUse', before: 'a', after: 'biometric' }],
] as const)('what was added to a change before this was recorded says %s by the item itself: %s', (expected, _, item) =>
  expect(added(item as unknown as { path: string })).toMatchObject({ addsArticle15Function: expected }),
);
