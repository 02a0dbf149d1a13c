import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BadConfiguration, readConfig } from './config.js';

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof BadConfiguration) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  test('needs no variable at all', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://127.0.0.1:3000',
      dataDir: resolve('.data'),
      databaseUrl: undefined,
      migrationDatabaseUrl: undefined,
      eventStore: undefined,
      oidcIssuer: undefined,
      oidcAudience: 'https://beian.example/api',
      firstAdministrator: undefined,
      environment: 'development',
      provisionalOrders: false,
      rateLimitPerMinute: 6000,
      publicReportsPerHour: 20,
      publicReportsBacklog: 20_000,
      statusFollowersPerClient: 20,
      statusFollowers: 2_000,
      statusHeartbeatSeconds: 15,
      trustedProxies: [],
      bodyLimitBytes: 1_048_576,
      attachmentLimitBytes: 52_428_800,
      dayCounts: {},
      smtp: undefined,
      mailFrom: 'beian@beian.example',
      webhooksToLoopback: false,
      logLevel: 'info',
    });
  });

  test('is frozen', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  test('takes an empty variable for one that is not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', OIDC_ISSUER: '' })).toEqual(readConfig({}));
  });

  test('gives links to an address that can be reached, whatever it listens on', () => {
    expect(readConfig({ HOST: '0.0.0.0', PORT: '80' }).publicUrl).toBe('http://127.0.0.1:80');
    expect(readConfig({ HOST: '::1' }).publicUrl).toBe('http://[::1]:3000');
    expect(readConfig({ PUBLIC_URL: 'https://beian.example/' }).publicUrl).toBe('https://beian.example');
  });

  test('reads a mail server with its user, and the port that is usual for it', () => {
    const from = { MAIL_FROM: 'a@b.example' };
    expect(readConfig({ SMTP_URL: 'smtp://mail.example', ...from }).smtp).toEqual({
      host: 'mail.example',
      port: 587,
      secure: false,
    });
    expect(readConfig({ SMTP_URL: 'smtps://u%40x:p%2Fw@mail.example:2465', ...from }).smtp).toEqual({
      ...{ host: 'mail.example', port: 2465, secure: true },
      auth: { user: 'u@x', pass: 'p/w' },
    });
    expect(problemsOf({ SMTP_URL: 'smtp://mail.example' })).toEqual(['MAIL_FROM must be set with SMTP_URL']);
    expect(problemsOf({ SMTP_URL: 'smtp://u:secret@mail.example/?debug=1', ...from }).join()).toMatch(/^SMTP_URL must be/);
    expect(problemsOf({ SMTP_URL: 'http://u:secret@mail.example', ...from }).join()).not.toContain('secret');
    expect(problemsOf({ MAIL_FROM: 'a@b.example, c@d.example' }).join()).toMatch(/^MAIL_FROM/);
  });

  test('keeps an issuer letter by letter', () => {
    expect(readConfig({ OIDC_ISSUER: 'https://login.example/' }).oidcIssuer).toBe('https://login.example/');
  });

  test('names all that is wrong at once, and nobody by his password', () => {
    const problems = problemsOf({
      PORT: '70000',
      HOST: 'a b',
      PUBLIC_URL: 'beian.example',
      DATABASE_URL: 'mysql://app:hunter2@db/beian',
      EVENT_STORE_URL: 'esdb:/app:hunter2@one',
      OIDC_ISSUER: 'https://login.example/?tenant=1',
      NODE_ENV: 'prod',
      RATE_LIMIT_PER_MINUTE: '-1',
      BODY_LIMIT_KB: '0',
      ATTACHMENT_LIMIT_MB: '1.5',
      DAY_COUNTS: '{"statement-and-defence": "five"}',
      LOG_LEVEL: 'loud',
    });
    for (const name of ['PORT', 'HOST', 'PUBLIC_URL', 'DATABASE_URL', 'EVENT_STORE_URL', 'OIDC_ISSUER', 'NODE_ENV']) {
      expect(problems.filter((problem) => problem.startsWith(`${name} must be`))).toHaveLength(1);
    }
    for (const name of ['RATE_LIMIT_PER_MINUTE', 'BODY_LIMIT_KB', 'ATTACHMENT_LIMIT_MB', 'DAY_COUNTS', 'LOG_LEVEL']) {
      expect(problems.filter((problem) => problem.startsWith(`${name} must be`))).toHaveLength(1);
    }
    expect(problems).toHaveLength(12);
    expect(problems.join()).not.toContain('hunter2');
  });

  test('refuses demonstration identities and webhooks to this machine in production', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).toEqual([expect.stringContaining('OIDC_ISSUER must be set in production')]);
    expect(problemsOf({ NODE_ENV: 'production', OIDC_ISSUER: 'http://login.example' })).toEqual([
      expect.stringContaining('https'),
    ]);
    expect(problemsOf({ NODE_ENV: 'production', OIDC_ISSUER: 'https://login.example' })).toEqual([]);
    expect(problemsOf({ NODE_ENV: 'production', OIDC_ISSUER: 'https://login.example', WEBHOOKS_TO_LOOPBACK: 'on' })).toEqual([
      'WEBHOOKS_TO_LOOPBACK must be off in production',
    ]);
  });

  test('believes the proxies that are named, each by its address or network', () => {
    expect(readConfig({ TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,2001:db8::/32' }).trustedProxies).toEqual([
      ...['127.0.0.1', '10.0.0.0/8', '2001:db8::/32'],
    ]);
    for (const wrong of ['proxy.example', '10.0.0.0/33', '10.0.0.0/', '::/129', '1.2.3.4/8/8', 'true'])
      expect(problemsOf({ TRUSTED_PROXIES: wrong })).toEqual([expect.stringContaining('TRUSTED_PROXIES must be')]);
  });

  test('refuses a database for migrations alone', () => {
    expect(problemsOf({ MIGRATION_DATABASE_URL: 'postgres://owner@db/beian' })).toHaveLength(1);
  });
});
