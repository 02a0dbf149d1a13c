// Public keys by which machines of organisations sign in (RFC 7517, RFC 7523). No private half is ever taken.
import { createPublicKey } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';

export interface PublicJwk {
  kty: 'EC' | 'OKP';
  crv: 'P-256' | 'Ed25519';
  x: string;
  y?: string;
}

export interface ClientKey extends PublicJwk {
  /** As its owner names it; otherwise its thumbprint (RFC 7638). */
  kid: string;
  alg: 'ES256' | 'EdDSA';
}

/** The key in its one spelling; undefined where these are no public key on its curve. */
export async function clientKeyOf({ kty, crv, x, y, kid }: PublicJwk & { kid?: string }): Promise<ClientKey | undefined> {
  const alg = kty === 'EC' && crv === 'P-256' ? 'ES256' : kty === 'OKP' && crv === 'Ed25519' ? 'EdDSA' : undefined;
  if (alg === undefined || (y === undefined) !== (alg === 'EdDSA')) return undefined;
  const jwk: PublicJwk = { kty, crv, x, ...(y !== undefined && { y }) };
  try {
    const exported = createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({ format: 'jwk' });
    // What is read back otherwise was spelt otherwise, and would be another key to another reader.
    if (exported.x !== x || exported.y !== y) return undefined;
  } catch {
    return undefined;
  }
  return { ...jwk, kid: kid ?? (await calculateJwkThumbprint(jwk)), alg };
}
