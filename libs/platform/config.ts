// Everything that an operator can set. Read once, checked whole, then frozen.
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { type EventStoreAddress, parseEventStoreUrl } from './event-store-url.js';

/** The variables of the environment: what stands if one is not set, and what it is for. The README prints this table. */
export const VARIABLES = {
  PORT: { default: '3000', meaning: 'Port of the service, 1–65535.' },
  HOST: { default: '127.0.0.1', meaning: 'Address it listens on. 0.0.0.0 for every interface: put a proxy with TLS before it.' },
  PUBLIC_URL: {
    default: 'http://HOST:PORT',
    meaning: 'Where clients reach it, if not there: the base of every link it gives out.',
  },
  DATA_DIR: { default: './.data', meaning: 'Folder for the embedded PostgreSQL and for attachments.' },
  DATABASE_URL: {
    default: '',
    meaning:
      'PostgreSQL to use (postgres://…), by a user who may take the role beian_service. Unset: an embedded server in DATA_DIR.',
  },
  MIGRATION_DATABASE_URL: {
    default: 'DATABASE_URL',
    meaning: 'The same database by a user who may create schemas and roles, where the user of DATABASE_URL may not.',
  },
  EVENT_STORE_URL: {
    default: '',
    meaning:
      'EventStoreDB that keeps the log (esdb://user:password@host:2113,host:2113?tlsCaFile=…). Unset: PostgreSQL keeps it. Read models and the vault stay in PostgreSQL.',
  },
  OIDC_ISSUER: {
    default: '',
    meaning:
      'Issuer of the tokens (https://…). Unset: an embedded provider with demonstration identities. Required in production.',
  },
  OIDC_CLIENT_ID: {
    default: '',
    meaning:
      'With OIDC_ISSUER: the client that the pages are at it (authorization code with PKCE, back to PUBLIC_URL/sign-in/callback). Unset: nobody can sign in to the pages.',
  },
  OIDC_CLIENT_SECRET: { default: '', meaning: 'Its secret. Unset: a public client.' },
  OIDC_AUDIENCE: { default: 'https://beian.example/api', meaning: 'What a token must name as its audience.' },
  FIRST_ADMINISTRATOR: {
    default: '',
    meaning:
      'What the tokens of the national cyberspace administration’s administrator name as their subject: his account is opened at the start, and he opens the others.',
  },
  NODE_ENV: { default: 'development', meaning: 'development, test or production. Production refuses demonstration identities.' },
  RATE_LIMIT_PER_MINUTE: {
    default: '6000',
    meaning:
      'Requests that one client may make in a minute; 0 for no limit. 100 a second is beyond any one person or app store, and stops a loop.',
  },
  PUBLIC_REPORTS_PER_HOUR: {
    default: '20',
    meaning:
      'Complaints and objections that one address without an account, or one account, may hand in within an hour, all addresses together a hundred times as many; 0 for no limit.',
  },
  PUBLIC_REPORTS_BACKLOG: {
    default: '20000',
    meaning: 'Reports without an account that may wait for their first acknowledgement; beyond, only who signs in is heard.',
  },
  STATUS_FOLLOWERS_PER_CLIENT: {
    default: '20',
    meaning: 'Streams of the status feed, waiting requests and snapshots that one account may have open at once.',
  },
  STATUS_FOLLOWERS: { default: '2000', meaning: 'As many of all accounts together, in one process.' },
  STATUS_HEARTBEAT_SECONDS: {
    default: '15',
    meaning: 'How often a status stream says that it lives while there is nothing to tell, 1–300.',
  },
  TRUSTED_PROXIES: {
    default: '',
    meaning:
      'Addresses or networks (CIDR), separated by commas, of the proxies before it. Their X-Forwarded-For is believed; without it, all who come through a proxy share one address.',
  },
  BODY_LIMIT_KB: { default: '1024', meaning: 'Largest body of a request, in KiB, attachments apart.' },
  ATTACHMENT_LIMIT_MB: { default: '50', meaning: 'Largest attachment, in MiB.' },
  DAY_COUNTS: {
    default: '{}',
    meaning:
      'Day counts that are not law, as JSON: {"statement-and-defence": 5}. Names and sources: GET /v1/calendar. What is law cannot be set.',
  },
  PROVISIONAL_ORDERS: {
    default: 'off',
    meaning: 'on: one approver may order measures that end within 24 hours unless another ratifies them. Our design, not law.',
  },
  SMTP_URL: {
    default: '',
    meaning:
      'Mail server for notices (smtp://user:password@host:587, or smtps://…). Unset: mails are written to a folder in DATA_DIR; in production nobody is mailed.',
  },
  MAIL_FROM: { default: 'beian@beian.example', meaning: 'Address in the From line of mails. Required with SMTP_URL.' },
  WEBHOOKS_TO_LOOPBACK: {
    default: 'off',
    meaning:
      'on: webhooks, and the display check, may go to this machine too, by http and on any port, for whoever develops a receiver. Refused in production.',
  },
  LOG_LEVEL: { default: 'info', meaning: 'fatal, error, warn, info, debug, trace or silent.' },
} as const satisfies Record<string, { default: string; meaning: string }>;

type Variable = keyof typeof VARIABLES;

const ENVIRONMENTS = ['development', 'test', 'production'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Undefined: the embedded server. */
  readonly databaseUrl: string | undefined;
  /** Undefined where the service's own user migrates. */
  readonly migrationDatabaseUrl: string | undefined;
  /** Undefined: PostgreSQL keeps the log. */
  readonly eventStore: EventStoreAddress | undefined;
  /** Undefined: the embedded provider with its demonstration identities. */
  readonly oidcIssuer: string | undefined;
  /** Undefined: the embedded provider’s own, or nobody signs in to pages. */
  readonly oidcClient: { id: string; secret: string | undefined } | undefined;
  readonly oidcAudience: string;
  /** The subject of a token; undefined where nobody is to be given an account at the start. */
  readonly firstAdministrator: string | undefined;
  readonly environment: (typeof ENVIRONMENTS)[number];
  /** 0 for no limit. */
  readonly rateLimitPerMinute: number;
  /** 0 for no limit. */
  readonly publicReportsPerHour: number;
  readonly publicReportsBacklog: number;
  readonly statusFollowersPerClient: number;
  readonly statusFollowers: number;
  readonly statusHeartbeatSeconds: number;
  readonly trustedProxies: readonly string[];
  readonly bodyLimitBytes: number;
  readonly attachmentLimitBytes: number;
  /** By name; whether there is such a count, and whether it is law, is not the configuration's to know. */
  readonly dayCounts: Readonly<Record<string, number>>;
  readonly provisionalOrders: boolean;
  /** Undefined: no mail server. */
  readonly smtp: SmtpAddress | undefined;
  readonly mailFrom: string;
  readonly webhooksToLoopback: boolean;
  readonly logLevel: LogLevel;
}

export interface SmtpAddress {
  host: string;
  port: number;
  /** TLS from the first byte. */
  secure: boolean;
  auth?: { user: string; pass: string };
}

/** Names every variable that cannot be used, and why. */
export class BadConfiguration extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'BadConfiguration';
  }
}

/**
 * Reads the configuration from the environment. An empty variable counts as one that is not set, as compose files write it.
 *
 * @throws BadConfiguration with all problems at once
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const problems: string[] = [];
  const given = (name: Variable): string | undefined => environment[name]?.trim() || undefined;
  const text = (name: Variable): string => given(name) ?? VARIABLES[name].default;
  const complain = (name: Variable, wanted: string) =>
    problems.push(`${name} must be ${wanted}, and is ${shown(name, text(name))}`);

  function integer(name: Variable, least: number, most: number): number {
    const value = /^\d{1,9}$/.test(text(name)) ? Number(text(name)) : NaN;
    if (!(value >= least && value <= most)) complain(name, `a whole number from ${least} to ${most}`);
    return value;
  }
  function oneOf<Choice extends string>(name: Variable, choices: readonly Choice[]): Choice {
    const choice = choices.find((candidate) => candidate === text(name));
    if (!choice) complain(name, `one of ${choices.join(', ')}`);
    return choice ?? choices[0]!;
  }
  function address(name: Variable, schemes: readonly string[]): URL | undefined {
    const value = given(name);
    if (!value) return undefined;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (url && url.hostname && schemes.includes(url.protocol)) return url;
    complain(name, `a URL that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`);
    return undefined;
  }
  function figures(name: Variable): Record<string, number> {
    let value: unknown;
    try {
      value = JSON.parse(text(name));
    } catch {
      value = undefined;
    }
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isObject && Object.values(value as object).every((figure) => typeof figure === 'number'))
      return value as Record<string, number>;
    complain(name, 'a JSON object of numbers');
    return {};
  }
  function addresses(name: Variable): string[] {
    const list = text(name)
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    if (!list.every(isNetwork)) complain(name, 'addresses or networks such as 10.0.0.0/8, separated by commas');
    return list;
  }
  function database(name: Variable): string | undefined {
    return address(name, ['postgres:', 'postgresql:'])?.href;
  }
  function eventStore(name: Variable): EventStoreAddress | undefined {
    const value = given(name);
    const address = value === undefined ? undefined : parseEventStoreUrl(value);
    if (typeof address !== 'string') return address;
    problems.push(`${name} ${address}`);
    return undefined;
  }
  function smtp(name: Variable): SmtpAddress | undefined {
    const url = address(name, ['smtp:', 'smtps:']);
    if (!url) return undefined;
    const { hostname, username, password, protocol } = url;
    if (url.search || url.hash || url.pathname.length > 1 || (password && !username))
      complain(name, 'smtp:// or smtps:// with host and port, and nothing after it');
    const secure = protocol === 'smtps:';
    const port = url.port ? Number(url.port) : secure ? 465 : 587;
    const plain = (part: string): string => {
      try {
        return decodeURIComponent(part);
      } catch {
        complain(name, 'a URL whose user and password are percent-encoded');
        return part;
      }
    };
    return {
      ...{ host: hostname.replace(/^\[|\]$/g, ''), port, secure },
      ...(username && { auth: { user: plain(username), pass: plain(password) } }),
    };
  }
  /** Kept as it is written: an issuer is compared letter by letter. */
  function base(name: Variable): string | undefined {
    const url = address(name, ['https:', 'http:']);
    if (url && (url.search || url.hash || url.username)) complain(name, 'a URL without query, fragment or user');
    return url && given(name);
  }

  function client(): Config['oidcClient'] {
    const id = given('OIDC_CLIENT_ID');
    if (id === undefined) return undefined;
    if (!given('OIDC_ISSUER')) problems.push('OIDC_CLIENT_ID is set without OIDC_ISSUER');
    return { id, secret: given('OIDC_CLIENT_SECRET') };
  }

  const host = text('HOST');
  if (/[\s/]/.test(host)) complain('HOST', 'an address or a host name');
  const port = integer('PORT', 1, 65_535);
  const config: Config = {
    port,
    host,
    publicUrl: base('PUBLIC_URL')?.replace(/\/+$/, '') ?? `http://${reachable(host)}:${port}`,
    dataDir: resolve(text('DATA_DIR')),
    databaseUrl: database('DATABASE_URL'),
    migrationDatabaseUrl: database('MIGRATION_DATABASE_URL'),
    eventStore: eventStore('EVENT_STORE_URL'),
    oidcIssuer: base('OIDC_ISSUER'),
    oidcClient: client(),
    oidcAudience: text('OIDC_AUDIENCE'),
    firstAdministrator: given('FIRST_ADMINISTRATOR'),
    environment: oneOf('NODE_ENV', ENVIRONMENTS),
    rateLimitPerMinute: integer('RATE_LIMIT_PER_MINUTE', 0, 1_000_000),
    publicReportsPerHour: integer('PUBLIC_REPORTS_PER_HOUR', 0, 1_000_000),
    publicReportsBacklog: integer('PUBLIC_REPORTS_BACKLOG', 1, 1_000_000),
    statusFollowersPerClient: integer('STATUS_FOLLOWERS_PER_CLIENT', 1, 100_000),
    statusFollowers: integer('STATUS_FOLLOWERS', 1, 100_000),
    statusHeartbeatSeconds: integer('STATUS_HEARTBEAT_SECONDS', 1, 300),
    trustedProxies: addresses('TRUSTED_PROXIES'),
    bodyLimitBytes: integer('BODY_LIMIT_KB', 1, 65_536) * 1024,
    attachmentLimitBytes: integer('ATTACHMENT_LIMIT_MB', 1, 2_048) * 1024 * 1024,
    dayCounts: figures('DAY_COUNTS'),
    provisionalOrders: oneOf('PROVISIONAL_ORDERS', ['off', 'on']) === 'on',
    smtp: smtp('SMTP_URL'),
    mailFrom: text('MAIL_FROM'),
    webhooksToLoopback: oneOf('WEBHOOKS_TO_LOOPBACK', ['off', 'on']) === 'on',
    logLevel: oneOf('LOG_LEVEL', LOG_LEVELS),
  };

  if (config.migrationDatabaseUrl && !config.databaseUrl) problems.push('MIGRATION_DATABASE_URL is set without DATABASE_URL');
  if (!/^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/.test(config.mailFrom)) complain('MAIL_FROM', 'one mail address');
  if (config.smtp && !given('MAIL_FROM')) problems.push('MAIL_FROM must be set with SMTP_URL');
  if (config.environment === 'production') {
    if (!given('OIDC_ISSUER')) problems.push('OIDC_ISSUER must be set in production: demonstration identities are refused there');
    else if (config.oidcIssuer?.startsWith('http:')) problems.push('OIDC_ISSUER must begin with https:// in production');
    if (config.webhooksToLoopback) problems.push('WEBHOOKS_TO_LOOPBACK must be off in production');
  }
  if (problems.length > 0) throw new BadConfiguration(problems);
  return Object.freeze(config);
}

/** An IP address, alone or with the length of its network. */
function isNetwork(given: string): boolean {
  const [address = '', length, ...rest] = given.split('/');
  const version = isIP(address);
  return (
    version !== 0 &&
    rest.length === 0 &&
    (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (version === 4 ? 32 : 128)))
  );
}

/** A problem is printed and logged: a database's password is not. */
const shown = (name: Variable, value: string) =>
  name.endsWith('DATABASE_URL') || name === 'SMTP_URL' ? 'something else' : JSON.stringify(value);

function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
