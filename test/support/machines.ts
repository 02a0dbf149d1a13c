// Machines that sign in by a key (private_key_jwt, RFC 7523).
import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { TestClient, type TestService } from './service.js';

export type KeyKind = 'ES256' | 'EdDSA';

export interface MachineKey {
  kind: KeyKind;
  /** The public half. */
  jwk: JWK;
  private: CryptoKey;
}

export async function machineKey(kind: KeyKind = 'ES256'): Promise<MachineKey> {
  const { publicKey, privateKey } = await generateKeyPair(kind, { extractable: true });
  return { kind, jwk: await exportJWK(publicKey), private: privateKey };
}

/** What the token endpoint answers to the client's assertion. */
export async function askForToken(
  { url }: Pick<TestService, 'url'>,
  client: string,
  key: MachineKey,
  kid?: string,
): Promise<{ status: number; error?: string; token?: string }> {
  const assertion = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: key.kind, ...(kid !== undefined && { kid }) })
    .setIssuer(client)
    .setSubject(client)
    .setAudience(`${url}/oidc`)
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(key.private);
  const response = await fetch(`${url}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  });
  const { access_token: token, error } = (await response.json()) as { access_token?: string; error?: string };
  return { status: response.status, error, token };
}

/** Throws where it is given no token. */
export async function signedIn(service: TestService, client: string, key: MachineKey): Promise<TestClient> {
  const { token, error } = await askForToken(service, client, key);
  if (token === undefined) throw new Error(`no token for ${client}: ${error}`);
  return new TestClient(service.url, token);
}
