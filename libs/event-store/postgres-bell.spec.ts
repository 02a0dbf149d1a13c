import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { PostgresBell } from './postgres-bell.js';

test('a bell that is closed while it connects to a server that says nothing does not keep its owner from ending', async () => {
  const silent = createServer((socket) => socket.resume());
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const bell = new PostgresBell(
    { host: '127.0.0.1', port: (silent.address() as AddressInfo).port, connectionTimeoutMillis: 60_000 },
    'log',
  );
  bell.open();
  await once(silent, 'connection');
  await expect(bell.close()).resolves.toBeUndefined();
  silent.close();
}, 5_000);
