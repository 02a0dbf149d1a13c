import { expect, test } from '@jest/globals';
import { v5 } from 'uuid';
import { commandKey, eventId, matterId } from './identifiers.js';

test('ids are the UUIDv5 of their parts, line by line, in the namespace of this system', () => {
  const namespace = v5('https://beian.example/ids', v5.URL);
  for (let i = 0; i < 100; i++) expect(eventId('二', 'h', i)).toBe(v5(`event\n二\nh\n${i}`, namespace));
  expect(matterId('a', 'b')).toBe(v5('matter\na\nb', namespace));
  expect(commandKey('a', 'b', 'c')).toBe(v5('command\na\nb\nc', namespace));
});
