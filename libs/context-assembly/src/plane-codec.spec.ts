import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodePlane, encodePlane } from './plane-codec.ts';

const plane = (value: fc.Arbitrary<number>) =>
  fc.array(fc.oneof(value, fc.constant(NaN)), { maxLength: 50 }).map((values) => Float64Array.from(values));

describe('planes of a cube', () => {
  it.each([
    ['small units', fc.integer({ min: 0, max: 65_535 })],
    ['large units', fc.integer({ min: 0, max: 2 ** 32 })],
    ['any exact units', fc.maxSafeNat()],
    ['money', fc.integer({ min: 0, max: 10 ** 9 }).map((cents) => cents / 100)],
    [
      'money beyond 32 bits of cents',
      fc.integer({ min: 2 ** 32 - 300, max: 2 ** 33 }).map((cents) => cents / 100),
    ],
    ['any amount', fc.double({ min: 0, noDefaultInfinity: true, noNaN: true })],
  ])('come back exactly: %s', (_what, value) => {
    fc.assert(
      fc.property(plane(value), (values) => {
        const back = decodePlane(encodePlane(values));
        expect(
          back.every((got, at) => got === values[at] || (Number.isNaN(got) && Number.isNaN(values[at]))),
        ).toBe(true);
        expect(back).toHaveLength(values.length);
      }),
    );
  });

  it('take two bytes a cell where the numbers are small', () => {
    expect(encodePlane(Float64Array.of(0, 65_534, NaN))).toHaveLength(1 + 2 * 3);
    expect(encodePlane(Float64Array.of(65_535))).toHaveLength(1 + 4);
    expect(encodePlane(Float64Array.of(19.9))).toHaveLength(1 + 4);
    expect(encodePlane(Float64Array.of(1 / 3))).toHaveLength(1 + 8);
  });
});
