// The address of an EventStoreDB, as its connection strings are written: esdb://user:password@host:2113,host:2113?tls=true&…
// A service that misread it would connect without what the operator asked for, so whatever is not understood is refused.
import { resolve } from 'node:path';

export interface EventStoreAddress {
  /** Of the one node, or the nodes that are asked for the others. */
  seeds: readonly { address: string; port: number }[];
  /** Whether the seeds are asked which node leads. */
  discover: boolean;
  /** Undefined: the connection is not encrypted. */
  tls: { caFile?: string; certFile?: string; keyFile?: string } | undefined;
  user: { name: string; password: string } | undefined;
}

const FORM =
  /^esdb(?<discover>\+discover)?:\/\/(?:(?<name>[^:@/?]+):(?<password>[^@/?]+)@)?(?<hosts>[^@/?]+)\/?(?:\?(?<query>.*))?$/;
const HOST = /^(?<address>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(?<port>\d{1,5}))?$/;
const DEFAULT_PORT = 2113;
const FILES = { tlscafile: 'caFile', usercertfile: 'certFile', userkeyfile: 'keyFile' } as const;

/** Reads the connection string; files become absolute. What is wrong with it is returned as a sentence that shows no password. */
export function parseEventStoreUrl(text: string): EventStoreAddress | string {
  const { discover, name, password, hosts, query } = FORM.exec(text)?.groups ?? {};
  if (hosts === undefined) return 'must be a URL that begins with esdb:// or esdb+discover:// and names at least one host';
  const seeds = [];
  for (const host of hosts.split(',')) {
    const { address, port = String(DEFAULT_PORT) } = HOST.exec(host)?.groups ?? {};
    if (address === undefined || Number(port) < 1 || Number(port) > 65_535)
      return 'names a host that is none, or a port beyond 1–65535';
    seeds.push({ address, port: Number(port) });
  }
  if (discover && seeds.length > 1) return 'must name one host with esdb+discover://, whose addresses in the DNS are the cluster';

  let encrypted = true;
  const files: { caFile?: string; certFile?: string; keyFile?: string } = {};
  for (const [key, value] of new URLSearchParams(query)) {
    const option = key.toLowerCase();
    if (option === 'tls') {
      if (value !== 'true' && value !== 'false') return `must have tls=true or tls=false, and has tls=${value}`;
      encrypted = value === 'true';
    } else if (option in FILES) {
      if (value === '') return `has an option ${key} without a file`;
      files[FILES[option as keyof typeof FILES]] = resolve(value);
    } else {
      return `has an option that is not known: ${key} (known are tls, tlsCaFile, userCertFile and userKeyFile)`;
    }
  }
  if (!encrypted && Object.keys(files).length > 0) return 'names certificates, and has tls=false';
  if ((files.certFile === undefined) !== (files.keyFile === undefined)) return 'must name userCertFile and userKeyFile together';
  try {
    return {
      seeds,
      discover: discover !== undefined || seeds.length > 1,
      tls: encrypted ? files : undefined,
      user:
        name === undefined || password === undefined
          ? undefined
          : { name: decodeURIComponent(name), password: decodeURIComponent(password) },
    };
  } catch {
    return 'has a user or a password that is not percent-encoded';
  }
}
