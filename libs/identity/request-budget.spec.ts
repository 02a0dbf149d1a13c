import { describe, expect, test } from '@jest/globals';
import { RequestBudget } from './request-budget.js';

const spendAll = (budget: RequestBudget, address: string) => {
  let spent = 0;
  while (budget.spend(address) === 0) spent += 1;
  return spent;
};

describe('the request budget of an address', () => {
  test('has as many requests at once as it has in a minute, and then says how long to wait', () => {
    const budget = new RequestBudget(6, () => 0);
    expect(spendAll(budget, '192.0.2.1')).toBe(6);
    expect(budget.spend('192.0.2.1')).toBe(10);
  });

  test('fills up again with time, never beyond a minute', () => {
    let now = 0;
    const budget = new RequestBudget(6, () => now);
    spendAll(budget, '192.0.2.1');
    now = 20_000;
    expect(spendAll(budget, '192.0.2.1')).toBe(2);
    now = 3_600_000;
    expect(spendAll(budget, '192.0.2.1')).toBe(6);
  });

  test('is not touched by another address', () => {
    const budget = new RequestBudget(6, () => 0);
    spendAll(budget, '192.0.2.1');
    expect(spendAll(budget, '192.0.2.2')).toBe(6);
  });

  test('is one for all addresses of an IPv6 subscriber, however they are written', () => {
    const budget = new RequestBudget(6, () => 0);
    spendAll(budget, '2001:db8::1');
    expect(budget.spend('2001:db8:0:0:ffff::2')).toBeGreaterThan(0);
    expect(budget.spend('2001:db8:0:1::1')).toBe(0);
    expect(spendAll(budget, '::ffff:192.0.2.7')).toBe(6);
    expect(spendAll(budget, '::ffff:192.0.2.8')).toBe(6);
  });

  test('is without end where there is no limit', () => {
    const budget = new RequestBudget(0, () => 0);
    expect(Array.from({ length: 1000 }, () => budget.spend('192.0.2.1')).every((wait) => wait === 0)).toBe(true);
  });

  test('takes bounded memory however many addresses come', () => {
    const budget = new RequestBudget(1, () => 0);
    for (let i = 0; i < 10_001; i++) budget.spend(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    expect(budget.spend('10.0.0.0')).toBe(0);
  });
});
