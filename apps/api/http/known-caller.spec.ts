// Who asks over a connection that has been heard of before.
import { expect, test } from '@jest/globals';
import { type VerifiedToken } from '#identity/verifier.js';
import { type Actor } from '#policy/rules.js';
import { type KnownCallers, knownCaller } from './access.js';

/** Knows the tokens given, each of the account of its name, until they are withdrawn. */
function callersWith(...tokens: string[]) {
  const verified = new Map(
    tokens.map((token): [string, VerifiedToken] => [token, { issuer: 'us', subject: token, clientId: token, expiresAt: 0 }]),
  );
  const asked: string[] = [];
  const closed = new Set<string>();
  const callers: KnownCallers = {
    verifier: {
      known: (token) => {
        asked.push(token);
        return verified.get(token);
      },
      holds: (token) => verified.get(token.subject) === token,
    },
    logins: { known: (_issuer, subject) => subject },
    standings: { known: (account) => (closed.has(account) ? undefined : ({ account } as Actor)) },
  };
  const who = (header: string | undefined, connection: object) => knownCaller(header, connection, callers)?.account;
  return { who, asked, closed, withdraw: (token: string) => verified.delete(token) };
}

test('a token that a connection brings again is judged once', () => {
  const { who, asked } = callersWith('a');
  const connection = {};
  expect([who('Bearer a', connection), who('Bearer a', connection)]).toEqual(['a', 'a']);
  expect(asked).toEqual(['a']);
});

test('a connection speaks for whoever signs the request, and not for whoever signed the one before', () => {
  const { who } = callersWith('a', 'b');
  const connection = {};
  expect(['Bearer a', 'Bearer b', 'Bearer x', undefined, 'Basic a', 'Bearer a'].map((header) => who(header, connection))).toEqual(
    ['a', 'b', undefined, undefined, undefined, 'a'],
  );
});

test('a token that no longer holds, or whose account is closed, is not believed on the connection that brought it', () => {
  const { who, closed, withdraw } = callersWith('a', 'b');
  const connection = {};
  who('Bearer a', connection);
  closed.add('a');
  expect(who('Bearer a', connection)).toBeUndefined();
  who('Bearer b', connection);
  withdraw('b');
  expect(who('Bearer b', connection)).toBeUndefined();
});
