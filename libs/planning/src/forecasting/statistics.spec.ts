import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conformalQuantile, lagOneAutocorrelation, mean, median, quantile, sum } from './statistics.ts';

describe('statistics', () => {
  it('leave NaN out', () => {
    const values = [1, NaN, 3];
    expect([sum(values), mean(values), median(values)]).toEqual([4, 2, 2]);
    expect([sum([]), mean([NaN]), median([])]).toEqual([0, NaN, NaN]);
  });

  it('interpolate quantiles between order statistics', () => {
    expect(quantile([4, 1, 3, 2], 0.25)).toBeCloseTo(1.75, 12);
    expect([quantile([4, 1, 3, 2], 0), quantile([4, 1, 3, 2], 1)]).toEqual([1, 4]);
  });

  it('take the conformal rank ⌈(n + 1)p⌉, mirrored below', () => {
    const nineteen = Array.from({ length: 19 }, (_, i) => i + 1);
    expect([0.05, 0.1, 0.9, 0.95].map((p) => conformalQuantile(nineteen, p))).toEqual([1, 2, 18, 19]);
    expect([0.01, 0.999].map((p) => conformalQuantile(nineteen, p))).toEqual([1, 19]);
  });

  it('give conformal quantiles that never cross and lie among the values', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 });
    fc.assert(
      fc.property(values, (sample) => {
        const cuts = [0.025, 0.1, 0.9, 0.975].map((p) => conformalQuantile(sample, p));
        expect(cuts).toEqual([...cuts].sort((a, b) => a - b));
        expect(cuts.every((cut) => sample.includes(cut))).toBe(true);
      }),
    );
  });

  it('tell a wave from an alternation by its neighbours', () => {
    const wave = Float64Array.from({ length: 52 }, (_, t) => Math.sin(t / 8));
    const alternation = Float64Array.from({ length: 52 }, (_, t) => (t % 2 ? 1 : -1));
    expect(lagOneAutocorrelation(wave)).toBeGreaterThan(0.9);
    expect(lagOneAutocorrelation(alternation)).toBeLessThan(-0.9);
    expect(lagOneAutocorrelation(new Float64Array(9))).toBe(0);
  });
});
