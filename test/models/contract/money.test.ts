import { expect, it } from 'vitest';
import { currencyExponent, toMinor } from '../../../models/contract/money.ts';

it.each<[number, string, number | undefined]>([
  [4.35, 'EUR', 435],
  [-1.1, 'EUR', -110],
  [1.005, 'EUR', undefined],
  [100, 'JPY', 100],
  [0.5, 'JPY', undefined],
  [1.234, 'KWD', 1234],
  [4.440892e-16, 'USD', 0],
  [1e15, 'EUR', undefined],
  [Number.NaN, 'EUR', undefined],
])('%s %s', (amount, currency, minor) => {
  expect(toMinor(amount, currencyExponent(currency))).toBe(minor);
});
