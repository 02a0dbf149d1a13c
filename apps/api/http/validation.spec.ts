import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Door, openDoor } from '#support/door.js';
import { DoorClient, problemIn, THING } from '#support/door-client.js';

let door: Door;
let client: DoorClient;
beforeAll(async () => {
  door = await openDoor({ publicUrl: 'https://beian.example' });
  client = new DoorClient(door.url);
});
afterAll(() => door.close());

describe('a form', () => {
  test('that is right reaches its handler, as instances of its classes', async () => {
    const response = await client.post(THING);
    expect(response.status).toBe(201);
    expect(response.headers.get('position')).toBe('0001-0000000000000042');
    expect(await response.json()).toEqual({ key: 'k-1', name: '换脸', isProduct: true });
  });

  test('has every fault reported at once, with its place', async () => {
    const body = await problemIn(
      await client.post({
        name: '',
        since: '2023-02-29',
        extra: 1,
        main: [THING.products[0]],
        products: [
          { name: 'A', price: 1 },
          { name: 'B\n', price: 100, cost: 1 },
        ],
      }),
    );
    expect(body).toMatchObject({ status: 422, code: 'invalid', type: 'https://beian.example/problems/invalid' });
    expect(body.errors!.map(({ pointer, code }) => `${pointer} ${code}`).sort()).toEqual(
      [
        '/extra unknown-field',
        '/main object',
        '/name text',
        '/products/1/cost unknown-field',
        '/products/1/name text',
        '/products/1/price max',
        '/since local-date',
      ].sort(),
    );
  });

  test('with only unknown fields is unknown-field', async () => {
    expect(await problemIn(await client.post({ ...THING, products: [{ ...THING.products[0], 'a/b': 1 }] }))).toMatchObject({
      status: 422,
      code: 'unknown-field',
      errors: [{ pointer: '/products/0/a~1b', code: 'unknown-field' }],
    });
  });

  test.each([
    ['null among forms', { ...THING, products: [null] }, '/products'],
    ['a list among forms', { ...THING, products: [[THING.products[0]]] }, '/products'],
    ['a text among forms', { ...THING, products: ['x'] }, '/products'],
    ['an object for a list', { ...THING, products: { length: 1, 0: THING.products[0] } }, '/products'],
    ['a list for an object', [THING], ''],
    ['an empty list for an object', [], ''],
    ['a number for a text', { ...THING, name: 5 }, '/name'],
    ['an object for a text', { ...THING, name: { text: 'x' } }, '/name'],
    ['a text for a number', { ...THING, products: [{ name: 'A', price: '1' }] }, '/products/0/price'],
  ])('with %s is invalid', async (_what, body, pointer) => {
    const answer = await problemIn(await client.post(body));
    expect(answer).toMatchObject({ status: 422, code: 'invalid' });
    expect(answer.errors!.map((error) => error.pointer)).toContain(pointer);
  });

  test.each(Object.getOwnPropertyNames(Object.prototype))('with a field named %s is refused', async (name) => {
    expect(await problemIn(await client.post(`{"name":"x","since":"2024-01-01","products":[],"${name}":{"a":1}}`))).toMatchObject(
      { status: 422, code: 'unknown-field' },
    );
  });

  test('with a thousand faults gets an answer shorter than itself', async () => {
    const products = Array.from({ length: 200 }, () => ({ name: '', price: 1000 }));
    const body = await problemIn(await client.post({ ...THING, products }));
    expect(body.errors).toHaveLength(100);
    expect(body.detail).toBe('the first 100 of 400 faults');
  });

  test('that is missing is invalid, field by field', async () => {
    const answer = await problemIn(await fetch(`${door.url}/v1/things`, { method: 'POST', headers: { 'idempotency-key': 'k' } }));
    expect(answer.errors!.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(['/name', '/since', '/products']));
  });
});
