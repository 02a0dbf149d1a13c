import { describe, expect, test } from '@jest/globals';
import { type Carry } from './api-client.js';
import { signedIn, TokenRefused, Tokens } from './tokens.js';

const credentials = { tokenUrl: 'https://beian.example/oidc/token', clientId: 'store-a', clientSecret: '密' };

/** A token endpoint whose tokens are numbered and live ten minutes. */
function endpoint() {
  const asked: string[] = [];
  let refuses = false;
  const carry: Carry = async (request) => {
    asked.push(await request.text());
    if (refuses) return Response.json({ error: 'invalid_client', error_description: 'unknown' }, { status: 401 });
    return Response.json({ access_token: `token-${asked.length}`, expires_in: 600 });
  };
  return { asked, carry, refuse: (yes: boolean) => (refuses = yes) };
}

describe('a token', () => {
  test('is asked for once by all who need it at the same time', async () => {
    const { asked, carry } = endpoint();
    const tokens = new Tokens(credentials, carry);
    const all = await Promise.all(Array.from({ length: 20 }, () => tokens.token()));
    expect(new Set(all)).toEqual(new Set(['token-1']));
    expect(asked).toEqual(['grant_type=client_credentials&client_id=store-a&client_secret=%E5%AF%86']);
  });

  test('is renewed a minute before it expires', async () => {
    const { carry } = endpoint();
    let now = 1_000_000;
    const tokens = new Tokens(credentials, carry, () => now);
    await tokens.token();
    now += 539_999;
    expect(await tokens.token()).toBe('token-1');
    now += 1;
    expect(await tokens.token()).toBe('token-2');
  });

  test('that is refused is asked for again by whoever comes next', async () => {
    const { carry, refuse } = endpoint();
    const tokens = new Tokens(credentials, carry);
    refuse(true);
    await expect(tokens.token()).rejects.toThrow(new TokenRefused(401, 'invalid_client', 'unknown'));
    refuse(false);
    expect(await tokens.token()).toBe('token-2');
  });

  test('is not taken from an answer that is no JSON', async () => {
    const tokens = new Tokens(credentials, async () => new Response('<html>', { status: 502 }));
    await expect(tokens.token()).rejects.toMatchObject({ status: 502, code: 'status 502' });
  });
});

describe('a request', () => {
  const sentWith = (answers: number[]) => {
    const sent: string[] = [];
    const carry: Carry = async (request) => {
      sent.push(`${request.headers.get('authorization')} ${await request.text()}`);
      return new Response(null, { status: answers.shift() ?? 200 });
    };
    return { sent, carry: signedIn(new Tokens(credentials, endpoint().carry), carry) };
  };
  const request = () => new Request('https://beian.example/v1/watch/editions', { method: 'POST', body: 'body' });

  test('whose token is not taken goes again with a new one, body and all, once', async () => {
    const { sent, carry } = sentWith([401, 401]);
    expect((await carry(request())).status).toBe(401);
    expect(sent).toEqual(['Bearer token-1 body', 'Bearer token-2 body']);
  });

  test('goes with the token that there is', async () => {
    const { sent, carry } = sentWith([]);
    await carry(request());
    await carry(request());
    expect(sent).toEqual(['Bearer token-1 body', 'Bearer token-1 body']);
  });
});
