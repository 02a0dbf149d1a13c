import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseEventStoreUrl } from './event-store-url.js';

describe('the address of an EventStoreDB', () => {
  test('is one node with its port, encrypted unless it says otherwise', () => {
    expect(parseEventStoreUrl('esdb://one.example')).toEqual({
      seeds: [{ address: 'one.example', port: 2113 }],
      discover: false,
      tls: {},
      user: undefined,
    });
    expect(parseEventStoreUrl('esdb://127.0.0.1:1234?tls=false')).toMatchObject({
      seeds: [{ address: '127.0.0.1', port: 1234 }],
      tls: undefined,
    });
    expect(parseEventStoreUrl('esdb://[::1]:1234/')).toMatchObject({ seeds: [{ address: '[::1]', port: 1234 }] });
  });

  test('is the seeds of a cluster, which are asked who leads', () => {
    const seeds = ['a', 'b', 'c'].map((address) => ({ address, port: 2113 }));
    expect(parseEventStoreUrl('esdb://a,b:2113,c')).toMatchObject({ seeds, discover: true });
    expect(parseEventStoreUrl('esdb+discover://cluster.example')).toMatchObject({ discover: true });
  });

  test('has a user, and files for certificates', () => {
    expect(
      parseEventStoreUrl('esdb://app:p%40ss@one?tls=true&tlsCaFile=ca%20file.crt&userCertFile=/c.crt&userKeyFile=/c.key'),
    ).toMatchObject({
      user: { name: 'app', password: 'p@ss' },
      tls: { caFile: resolve('ca file.crt'), certFile: resolve('/c.crt'), keyFile: resolve('/c.key') },
    });
  });

  test.each([
    ['', 'must be a URL'],
    ['http://one', 'must be a URL'],
    ['esdb://', 'must be a URL'],
    ['esdb:/app:hunter2@one', 'must be a URL'],
    ['esdb://app:hunter2@', 'must be a URL'],
    ['esdb://app:hunter2', 'names a host that is none'],
    ['esdb://one:0', 'names a host that is none'],
    ['esdb://one:70000', 'names a host that is none'],
    ['esdb://one,,two', 'names a host that is none'],
    ['esdb://o ne', 'names a host that is none'],
    ['esdb+discover://one,two', 'must name one host'],
    ['esdb://one?tls=yes', 'tls=yes'],
    ['esdb://one?tlsCAfil=ca.crt', 'not known: tlsCAfil'],
    ['esdb://one?tlsVerifyCert=false', 'not known: tlsVerifyCert'],
    ['esdb://one?tlsCaFile=', 'without a file'],
    ['esdb://one?tls=false&tlsCaFile=ca.crt', 'tls=false'],
    ['esdb://one?userCertFile=c.crt', 'together'],
    ['esdb://app:%E0%A4@one', 'percent-encoded'],
  ])('%j is refused in a sentence that tells no secret', (url, sentence) => {
    const refused = parseEventStoreUrl(url);
    expect(refused).toEqual(expect.stringContaining(sentence));
    expect(refused).not.toContain('hunter2');
  });
});
