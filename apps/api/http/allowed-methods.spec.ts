import { expect, test } from '@jest/globals';
import { RouteTable } from './allowed-methods.js';

const routes = new RouteTable();
routes.add('/v1/filings', 'POST');
routes.add('/v1/filings', ['GET', 'HEAD']);
routes.add('/v1/filings/:id', 'GET');
routes.add('/v1/filings/mine', 'DELETE');
routes.add('/oidc/*', 'PUT');

test.each([
  ['/v1/filings', ['GET', 'HEAD', 'POST']],
  ['/v1/filings/7', ['GET']],
  ['/v1/filings/mine', ['DELETE', 'GET']],
  ['/v1/filings/', []],
  ['/v1/filings/7/x', []],
  ['/oidc/a/b', ['PUT']],
  ['/oidc', []],
  ['/', []],
])('%s answers to %j', (path, methods) => {
  expect(routes.methods(path)).toEqual(methods);
});
