import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  conformalQuantile,
  lagOneAutocorrelation,
  mean,
  median,
  normalQuantile,
  quantile,
  sum,
} from './statistics.ts';

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
    // As the ends of an interval are worked out: 20 × (1 − 0.8) / 2 is a little under 2.
    expect(conformalQuantile(nineteen, (1 - 0.8) / 2)).toBe(2);
  });

  it('continue the tail where the sample is too small for the rank', () => {
    const nineteen = Array.from({ length: 19 }, (_, i) => i + 1);
    // From the median 10 through 19 at probability 19/20: 10 + 9 × 1.960 / 1.645.
    expect(conformalQuantile(nineteen, 0.975)).toBeCloseTo(20.72, 2);
    expect(conformalQuantile(nineteen, 0.025)).toBeCloseTo(-0.72, 2);
    expect(conformalQuantile([3], 0.975)).toBe(3);
  });

  it('give conformal quantiles that never cross, and stay among the values where ranks allow', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 });
    fc.assert(
      fc.property(values, (sample) => {
        const cuts = [0.025, 0.1, 0.9, 0.975].map((p) => conformalQuantile(sample, p));
        cuts
          .slice(1)
          .forEach((cut, i) => expect(cut).toBeGreaterThanOrEqual(cuts[i] - 1e-9 * Math.abs(cuts[i])));
        if (sample.length >= 39) expect(cuts.every((cut) => sample.includes(cut))).toBe(true);
      }),
    );
  });

  it('know the normal quantiles', () => {
    expect([0.5, 0.9, 0.975, 0.999, 0.01].map((p) => Number(normalQuantile(p).toFixed(6)))).toEqual([
      0, 1.281552, 1.959964, 3.090232, -2.326348,
    ]);
  });

  it('find normal quantiles below which the density has that much of its area', () => {
    const areaBelow = (z: number): number => {
      const steps = 4_000;
      const width = (z + 10) / steps;
      let area = 0;
      for (let i = 0; i <= steps; i += 1) {
        const simpson = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
        area += simpson * Math.exp(-((-10 + i * width) ** 2) / 2);
      }
      return (area * width) / 3 / Math.sqrt(2 * Math.PI);
    };
    for (const p of [1e-5, 0.001, 0.02, 0.024, 0.025, 0.1, 0.3, 0.5, 0.6, 0.8, 0.975, 0.976, 0.99, 0.9999])
      expect(areaBelow(normalQuantile(p))).toBeCloseTo(p, 9);
  });

  it('continue the tail of two values, and know nothing of none', () => {
    expect(conformalQuantile([0, 10], 0.975)).toBeCloseTo(5 + (5 * 1.959964) / 0.430727, 4);
    expect(conformalQuantile([10, 0], 0.025)).toBeCloseTo(5 - (5 * 1.959964) / 0.430727, 4);
    expect(conformalQuantile([], 0.5)).toBeNaN();
    expect(conformalQuantile([1, 2, 3, 4], 0.5)).toBe(2);
  });

  it('correlate neighbours that are both there, about the mean', () => {
    // Deviations −2, −1, none, 3 and 0: squares of 14, neighbours of 2.
    expect(lagOneAutocorrelation(Float64Array.of(1, 2, NaN, 6, 3))).toBeCloseTo(2 / 14, 12);
  });

  it('tell a wave from an alternation by its neighbours', () => {
    const wave = Float64Array.from({ length: 52 }, (_, t) => Math.sin(t / 8));
    const alternation = Float64Array.from({ length: 52 }, (_, t) => (t % 2 ? 1 : -1));
    expect(lagOneAutocorrelation(wave)).toBeGreaterThan(0.9);
    expect(lagOneAutocorrelation(alternation)).toBeLessThan(-0.9);
    expect(lagOneAutocorrelation(new Float64Array(9))).toBe(0);
  });
});
