import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wholeUnits } from './whole-units.ts';

describe(wholeUnits.name, () => {
  it('gives whole weeks within one unit of the exact ones, that sum to the rounded total', () => {
    const weekly = fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 52 });
    fc.assert(
      fc.property(weekly, (exact) => {
        const whole = wholeUnits(Float64Array.from(exact));
        const total = exact.reduce((a, b) => a + b, 0);
        expect(whole.every((units) => Number.isInteger(units) && units >= 0)).toBe(true);
        expect(whole.reduce((a, b) => a + b, 0)).toBe(Math.round(total));
        whole.forEach((units, h) => expect(Math.abs(units - exact[h])).toBeLessThanOrEqual(1));
      }),
    );
  });
});
