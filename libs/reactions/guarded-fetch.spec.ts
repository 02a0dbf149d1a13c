// Addresses that an outsider could name so that the service asks somebody inside: none of them is connected to.
import { once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Blocked, GuardedFetch, Unreached } from './guarded-fetch.js';
import { isPublicAddress } from './public-address.js';

/** Whoever connects to it has been led inside. */
let canaries: Server[];
let port: number;
let connections = 0;

const listening = async (host: string, at: number): Promise<Server> => {
  const server = createServer((socket: Socket) => {
    connections += 1;
    socket.on('error', () => undefined).destroy();
  });
  await once(server.listen(at, host), 'listening');
  return server;
};

beforeAll(async () => {
  const four = await listening('127.0.0.1', 0);
  port = (four.address() as AddressInfo).port;
  canaries = [four, await listening('::1', port)];
});
afterAll(async () => {
  for (const canary of canaries) {
    canary.close();
    await once(canary, 'close');
  }
});

const bytes = (address: string): number[] => address.split('.').map(Number);
const whole = (address: string): number => bytes(address).reduce((sum, byte) => sum * 256 + byte, 0);
const hex = (n: number, width = 0): string => n.toString(16).padStart(width, '0');
const fullWidth = (text: string): string => text.replace(/[0-9]/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));

/** The ways in which a URL can spell one IPv4 address. */
const spellings = (address: string): string[] => {
  const [a, b, c, d] = bytes(address) as [number, number, number, number];
  const oct = (n: number): string => `0${n.toString(8)}`;
  return [
    address,
    String(whole(address)),
    `0x${hex(whole(address))}`,
    `0X${hex(whole(address)).toUpperCase()}`,
    `0${whole(address).toString(8)}`,
    [a, b, c, d].map(oct).join('.'),
    [a, b, c, d].map((byte) => `0x${hex(byte)}`).join('.'),
    `0x${hex(a)}.${oct(b)}.${c}.${d}`,
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${oct(a)}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c}.0x${hex(d)}`,
    `000${oct(a)}.${b}.${c}.${d}`,
    address.replaceAll('.', '。'),
    address.replaceAll('.', '．'),
    address.replaceAll('.', '｡'),
    address.replaceAll('.', '%2e'),
    fullWidth(address),
    `${address}.`,
    `[::ffff:${address}]`,
    `[::ffff:${hex(a * 256 + b)}:${hex(c * 256 + d)}]`,
    `[0:0:0:0:0:ffff:${address}]`,
    `[::${address}]`,
    `[::ffff:0:${address}]`,
    `[64:ff9b::${address}]`,
    `[64:ff9b:1::${address}]`,
    `[2002:${hex(a * 256 + b)}:${hex(c * 256 + d)}::]`,
    `[2001:0:${hex(a * 256 + b)}:${hex(c * 256 + d)}::1]`,
  ];
};

const literal = (host: string): string => `https://${host}:${port}/hook`;

const inside = [
  '127.0.0.1',
  '127.8.9.1',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.100.100.200',
];
const alsoInside =
  '100.64.0.1 192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 168.63.129.16 127.255.255.254 10.255.255.255 172.31.255.255 0.0.0.1'.split(
    ' ',
  );
const six =
  '[::1] [0:0:0:0:0:0:0:1] [::] [fe80::1] [febf::1] [fc00::1] [fd00:ec2::254] [fdff::1] [fec0::1] [ff02::1] [100::1] [2001:db8::1] [2001::1] [2001:10::1] [2001:20::1] [3fff::1] [5f00::1] [4000::1] [8000::1] [2002:a00:1::1] [64:ff9b::a9fe:a9fe] [fe80::1%25lo] [fe80::1%25eth0] [::1%25lo] [::1%lo] [::ffff:7f00:1]'.split(
    ' ',
  );

/** What names lead to at their first look-up, and at all later ones. */
const names: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'inside.example': [['127.0.0.1']],
  'inside6.example': [['::1']],
  'mapped.example': [['::ffff:127.0.0.1']],
  'nat64.example': [['64:ff9b::7f00:1']],
  'zone.example': [['fe80::1%lo']],
  'private.example': [['10.1.2.3']],
  'shared.example': [['100.64.3.4']],
  'metadata.google.internal': [['169.254.169.254']],
  'both.example': [['8.8.8.8', '127.0.0.1']],
  'both6.example': [['2001:4860:4860::8888', '::1']],
  'any.example': [['0.0.0.0']],
  'nothing.example': [[]],
  'odd.example': [['not an address']],
  '127.0.0.1.nip.example': [['127.0.0.1']],
  'xn--fiqs8s.example': [['192.168.0.1']],
};
const rebound = Array.from({ length: 40 }, (_, i) => `rebound-${i}.example`);
const afterwards = ['127.0.0.1', '::1', '10.0.0.1', '169.254.169.254', '::ffff:127.0.0.1', '0.0.0.0', '100.64.0.1', 'fe80::1'];

/** A name server of an attacker: public when the address is registered, and inside from then on. */
const resolver = () => {
  const asked = new Map<string, number>();
  return async (name: string): Promise<readonly string[]> => {
    const before = asked.get(name) ?? 0;
    asked.set(name, before + 1);
    if (name.startsWith('rebound-')) {
      const i = Number(/\d+/.exec(name)![0]);
      return before === 0 ? ['93.184.215.14'] : i < 32 ? [afterwards[i % 8]!] : ['93.184.215.14', afterwards[i % 8]!];
    }
    return names[name]?.[0] ?? ['127.0.0.1'];
  };
};

const userinfo = ['a@', 'a:b@', ':b@', 'receiver.example@', 'receiver.example:443@', '%40@', 'a%3a@', 'receiver.example%23@'];
const hostile = (): string[] => [
  ...inside.flatMap(spellings).map(literal),
  ...alsoInside.map(literal),
  ...six.map(literal),
  ...Object.keys(names).map(literal),
  ...['127.0.0.1', 'inside.example', '8.8.8.8'].flatMap((host) => userinfo.map((user) => `https://${user}${host}:${port}/`)),
  ...['localhost', 'LOCALHOST', 'localhost.', 'ⓛocalhost', 'ｌocalhost', 'lo\u00adcalhost', 'loc\u200balhost', 'lo\tcalhost'].map(
    literal,
  ),
  ...[
    'localhost.localdomain',
    'ip6-localhost',
    'intranet',
    'postgres',
    'inside。example',
    'inside．example',
    'inside.example.',
  ].map(literal),
  ...'http ws wss ftp file gopher data javascript blob ldap dict jar tftp unix'
    .split(' ')
    .map((scheme) => `${scheme}://8.8.8.8:${port}/`),
  ...[1, 22, 25, 80, 110, 2375, 3306, 5432, 6379, 9200, 11211, 65_535, 65_536, -1].map((odd) => `https://8.8.8.8:${odd}/`),
  ...[`https:\\\\127.0.0.1:${port}\\`, `https:/127.0.0.1:${port}/`, `https:127.0.0.1:${port}`, ` https://127.0.0.1:${port}/`],
  ...[`https://127.0.0.1:${port}\\@8.8.8.8/`, `https://127.0.0.1:${port}#@8.8.8.8/`, `https://127.0.0.1:${port}?@8.8.8.8/`],
  ...[
    `https://8.8.8.8:${port}/#fragment`,
    `//127.0.0.1:${port}/`,
    `127.0.0.1:${port}`,
    '',
    'https://',
    'https://[',
    'https://%00/',
  ],
  ...[`https://127.0.0.1:${port}/\u0000`, `https://127.0.0.1\u0000.example:${port}/`, `https://a${'.a'.repeat(2_000)}:${port}/`],
];

describe('a hostile address', () => {
  test('is refused when it is registered and when it is asked, and nobody inside is connected to', async () => {
    const urls = [...new Set(hostile())];
    expect(urls.length).toBeGreaterThanOrEqual(300);
    const guard = new GuardedFetch({ resolve: resolver(), ports: [port] });
    const passed: string[] = [];
    for (const url of urls) {
      const registered = await guard.check(url).then(
        () => 'passed',
        (error: unknown) => error,
      );
      const asked = await guard.request(url, { method: 'POST', body: '{}' }).then(
        () => 'passed',
        (error: unknown) => error,
      );
      if (!(registered instanceof Blocked) || !(asked instanceof Blocked)) passed.push(url);
    }
    expect(passed).toEqual([]);
    expect(connections).toBe(0);
    await guard.close();
  });

  test('that is public when it is registered and leads inside afterwards is not connected to', async () => {
    const guard = new GuardedFetch({ resolve: resolver(), ports: [port] });
    for (const name of rebound) {
      await guard.check(literal(name));
      for (let attempt = 0; attempt < 2; attempt++)
        await expect(guard.request(literal(name), { method: 'POST', body: '{}' })).rejects.toMatchObject({ code: 'address' });
    }
    expect(connections).toBe(0);
    await guard.close();
  });

  test('would have reached the canary, had nobody looked', async () => {
    const unguarded = new GuardedFetch({ loopback: true, resolve: resolver(), timeout: 2_000 });
    const before = connections;
    for (const url of [
      `http://127.0.0.1:${port}/`,
      `https://127.1:${port}/`,
      `http://[::1]:${port}/`,
      `http://localhost:${port}/`,
    ])
      await expect(unguarded.request(url, { method: 'POST' })).rejects.toBeInstanceOf(Unreached);
    expect(connections - before).toBe(4);
    await unguarded.close();
    connections = 0;
  });
});

describe('an address of the public Internet', () => {
  test('is a unicast address that holds no other inside', () => {
    for (const address of ['8.8.8.8', '1.1.1.1', '223.5.5.5', '2400:3200::1', '2001:4860:4860::8888'])
      expect(isPublicAddress(address)).toBe(true);
    for (const address of [...inside, ...alsoInside, '::ffff:8.8.8.8', '::1', '8.8.8.8%lo', '0x08080808', '8.8.8', ''])
      expect(isPublicAddress(address)).toBe(false);
  });

  test('passes by its form, under https and on the ports of web servers', async () => {
    const guard = new GuardedFetch({ resolve: async () => ['8.8.8.8', '2400:3200::1'] });
    for (const url of [
      'https://receiver.example/hook?a=b',
      'HTTPS://Receiver.Example:443',
      'https://receiver.example:8443/',
      'https://8.8.8.8/',
      'https://[2400:3200::1]/',
      'https://接收。example/',
    ])
      expect((await guard.check(url)).protocol).toBe('https:');
    await guard.close();
  });

  test('stays one where this machine may be reached too', async () => {
    const guard = new GuardedFetch({ loopback: true, resolve: async () => ['10.0.0.1'] });
    for (const url of [
      'http://8.8.8.8/',
      'https://8.8.8.8:5432/',
      'https://10.0.0.1/',
      'https://169.254.169.254/',
      'https://0.0.0.0/',
      'http://receiver.example/',
      'https://receiver.example/',
    ])
      await expect(guard.check(url)).rejects.toBeInstanceOf(Blocked);
    await guard.close();
  });
});

describe('an answer', () => {
  let server: HttpServer;
  let url: string;
  const guard = new GuardedFetch({ loopback: true, timeout: 400 });
  beforeAll(async () => {
    server = createHttpServer((request, response) => {
      const manner = request.url!.slice(1);
      if (/^3/.test(manner)) response.writeHead(Number(manner), { location: `http://127.0.0.1:${port}/` }).end();
      else if (manner === 'long') response.end('x'.repeat(100_000));
      else if (manner === 'endless') response.writeHead(200).write('x');
      else if (manner === 'reset') request.socket.resetAndDestroy();
      else if (manner === 'ok') response.end('taken');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await guard.close();
    server.closeAllConnections();
    server.close();
  });
  const ask = (manner: string, signal?: AbortSignal) => guard.request(`${url}/${manner}`, { method: 'POST', body: '{}', signal });

  test('is given with its status and its body', async () => {
    const answer = await ask('ok');
    expect({ status: answer.status, text: await answer.text(10) }).toEqual({ status: 200, text: 'taken' });
  });

  test.each(['300', '301', '302', '303', '304', '307', '308'])(
    'that sends elsewhere (%s) is a failure, and nobody goes there',
    async (manner) => {
      connections = 0;
      await expect(ask(manner)).rejects.toMatchObject({ reason: 'redirect' });
      expect(connections).toBe(0);
    },
  );

  test('that is too long is not read to its end', async () => {
    await expect((await ask('long')).text(50_000)).rejects.toMatchObject({ reason: 'too-large' });
    await (await ask('long')).discard();
  });

  test('that does not come, or does not end, is waited for as long as is allowed', async () => {
    await expect(ask('silence')).rejects.toMatchObject({ reason: 'timeout' });
    await expect((await ask('endless')).text(10)).rejects.toMatchObject({ reason: 'timeout' });
  });

  test('is not waited for by who stops', async () => {
    const stopping = new AbortController();
    const asked = ask('silence', stopping.signal);
    stopping.abort();
    await expect(asked).rejects.toMatchObject({ reason: 'stopped' });
  });

  test('that breaks off is told by its code', async () => {
    await expect(ask('reset')).rejects.toBeInstanceOf(Unreached);
  });
});
