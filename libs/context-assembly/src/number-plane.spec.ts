import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NumberPlane } from './number-plane.ts';

const planeOf = (values: readonly number[]): NumberPlane => {
  const plane = new NumberPlane(values.length);
  values.forEach((value, at) => plane.put(at, value));
  return plane;
};

describe(NumberPlane.name, () => {
  it.each([
    ['small units', fc.integer({ min: 0, max: 65_535 })],
    ['large units', fc.integer({ min: 0, max: 2 ** 32 })],
    ['any exact units', fc.maxSafeNat()],
    ['money', fc.nat(10 ** 9).map((cents) => cents / 100)],
    [
      'money about 32 bits of cents',
      fc.integer({ min: 2 ** 32 - 300, max: 2 ** 32 }).map((cents) => cents / 100),
    ],
    ['any amount', fc.double({ min: 0, noDefaultInfinity: true, noNaN: true })],
  ])('gives every number back exactly, also from bytes: %s', (_what, number) => {
    const numbers = fc.array(fc.oneof(number, fc.nat(9), fc.constant(NaN)), { maxLength: 50 });
    fc.assert(
      fc.property(numbers, (values) => {
        const plane = planeOf(values);
        const unaligned = Buffer.concat([Buffer.of(9), plane.toBytes()]).subarray(1);

        expect([...plane.toFloat64()]).toEqual(values);
        expect([...NumberPlane.fromBytes(unaligned).toFloat64()]).toEqual(values);
        expect(values.map((_, at) => plane.get(at))).toEqual(values);
      }),
    );
  });

  it('takes two bytes a number where they are small, and no more than it must', () => {
    expect(planeOf([0, 65_534, NaN]).toBytes()).toHaveLength(1 + 2 * 3);
    expect(planeOf([65_535]).toBytes()).toHaveLength(1 + 4);
    expect(planeOf([19.9]).toBytes()).toHaveLength(1 + 4);
    expect(planeOf([2 ** 32, 1]).toBytes()).toHaveLength(1 + 2 * 8);
    expect(planeOf([1 / 3]).toBytes()).toHaveLength(1 + 8);
  });

  it('grows without losing anything', () => {
    const plane = planeOf([1.5, NaN]);
    plane.grow(4);
    plane.put(3, 2);

    expect([...plane.toFloat64()]).toEqual([1.5, NaN, NaN, 2]);
  });
});
