import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkDigit, hasCheckDigit, variableMeasure } from '../../../models/contract/gtin.ts';

it.each(['40170725', '036000291452', '4006381333931', '10012345678902'])('knows %s for a GTIN', (code) => {
  expect(hasCheckDigit(code)).toBe(true);
});
it.each(['4006381333932', '400638133393', '', '40063813339310', '4006381333a31'])('refuses %s', (code) => {
  expect(hasCheckDigit(code)).toBe(false);
});
it('notices every single wrong digit', () => {
  const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(digits, fc.nat(12), fc.integer({ min: 1, max: 9 }), (list, at, by) => {
      const code = list.join('') + checkDigit(list.join(''));
      const wrong = [...code].map((digit, i) => (i === at ? (Number(digit) + by) % 10 : digit)).join('');
      expect([hasCheckDigit(code), hasCheckDigit(wrong)]).toEqual([true, false]);
    }),
  );
});
it('takes the weight or the price out of a code of the store’s own', () => {
  const code = (digits: string) => digits + checkDigit(digits);
  const rules = [
    { prefix: '21', holds: 'weight' as const, decimals: 3 },
    { prefix: '22', holds: 'price' as const, decimals: 2, verifier: true },
  ];
  const weighed = { item: '2112345000000', holds: 'weight', value: 1.234 };
  expect(variableMeasure(code('211234501234'), rules)).toEqual(weighed);
  expect(variableMeasure(code('225432170499'), rules)).toMatchObject({ holds: 'price', value: 4.99 });
  expect(variableMeasure(code('235432170499'), rules)).toBeUndefined();
  expect(variableMeasure(code('400638133393'), rules)).toBeUndefined();
});
