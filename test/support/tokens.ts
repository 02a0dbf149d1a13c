// Tokens as the embedded provider signs them, and as it never would.
import { type JWK, type JWTPayload, importJWK, SignJWT } from 'jose';
import { Client } from 'pg';
import { type TestService } from './service.js';

export interface Claims extends JWTPayload {
  client_id?: string;
}

export interface Forge {
  /** A token of the provider's own key. `claims` and `header` replace what a good one has; an undefined claim is left out. */
  sign(claims?: Claims, header?: { typ?: string; kid?: string }): Promise<string>;
  /** The signing key, for worse. */
  key: JWK;
}

/** Takes the provider's private key from its database. A token signed without changes is good, and is filer-a's. */
export async function forge({ url, databaseUrl }: TestService): Promise<Forge> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ jwk: string }>('select jwk from identity.signing_key order by seq desc limit 1');
  await client.end();
  const key = JSON.parse(rows[0]!.jwk) as JWK;
  const signer = await importJWK(key, 'ES256');
  return {
    key,
    sign(claims = {}, header = {}) {
      const now = Math.floor(Date.now() / 1000);
      const good = {
        iss: `${url}/oidc`,
        aud: 'https://beian.example/api',
        sub: 'filer-a',
        client_id: 'filer-a',
        iat: now,
        exp: now + 600,
        jti: 'a-1',
      };
      return new SignJWT({ ...good, ...claims })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.kid, ...header })
        .sign(signer);
    },
  };
}
