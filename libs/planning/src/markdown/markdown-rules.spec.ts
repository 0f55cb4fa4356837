import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEPTHS, demandLift, depthTable, expectedValueDepth, gapDepth } from './markdown-rules.ts';

const fraction = fc.double({ min: 0, max: 1, noNaN: true });

describe(gapDepth, () => {
  it.each([
    [0.05, 2, 0.1],
    [0.6 - 0.55, 2, 0.1],
    [0.02, 2, 0.05],
    [0.0125, 2, 0.05],
    [0.012, 2, 0],
    [0.3, 2, 0.4],
    [0, 2, 0],
    [-0.2, 3, 0],
  ])('of gap %p × %p is %p', (gap, multiplier, depth) => {
    expect(gapDepth(gap, multiplier)).toBe(depth);
  });

  it('is an allowed depth that never falls with the gap', () => {
    fc.assert(
      fc.property(fraction, fraction, fc.double({ min: 1, max: 3, noNaN: true }), (a, b, multiplier) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)];
        expect(DEPTHS).toContain(gapDepth(small, multiplier));
        expect(gapDepth(large, multiplier)).toBeGreaterThanOrEqual(gapDepth(small, multiplier));
      }),
    );
  });
});

describe(depthTable, () => {
  it('covers sell-throughs 0 to 1 with depths that fall to full price at the threshold', () => {
    const table = depthTable(0.6, 2);
    expect(table).toHaveLength(21);
    expect(table[0]).toEqual({ sell_through: 0, gap: 0.6, depth: 0.4 });
    expect(table[11]).toEqual({ sell_through: 0.55, gap: 0.05, depth: 0.1 });
    expect(table[12]).toEqual({ sell_through: 0.6, gap: 0, depth: 0 });
    table.forEach(({ depth }, i) => expect(depth).toBeLessThanOrEqual(table[Math.max(0, i - 1)].depth));
  });
});

describe(demandLift, () => {
  it('is (1 − depth)^(−elasticity) − 1', () => {
    expect(demandLift(0, 2)).toBe(0);
    expect(demandLift(0.5, 2)).toBeCloseTo(3, 12);
    expect(demandLift(0.2, 1)).toBeCloseTo(0.25, 12);
  });
});

const clearance = (stock: number, demand: number) => ({
  stock,
  soldAt: (growth: number) => Math.min(stock, demand * growth),
});

describe(expectedValueDepth, () => {
  const sure = (stock: number, demand: number, elasticity: number, salvage = 0.25): number =>
    expectedValueDepth([clearance(stock, demand)], elasticity, 0, salvage, 1);

  it('marks nothing down where all sells at full price', () => {
    expect(sure(100, 150, 2)).toBe(0);
    expect(sure(0, 150, 2)).toBe(0);
  });

  it('marks down just enough to clear the stock where demand is elastic', () => {
    // 0.8^−2 = 1.5625: at 20 % the 64 asked for become 100.
    expect(sure(100, 64, 2)).toBe(0.2);
  });

  it('needs a shallower markdown for more elastic demand: the gap rule’s multiplier is no elasticity', () => {
    expect(sure(100, 64, 4)).toBeLessThan(sure(100, 64, 2));
  });

  it('keeps the price where a markdown gives away more than it sells', () => {
    expect(sure(100, 64, 0.8)).toBe(0);
  });

  it('holds back where leftovers keep their value', () => {
    expect(sure(100, 20, 2, 0.9)).toBe(0);
  });

  it('weighs every elasticity that the standard error allows', () => {
    const futures = Array.from({ length: 4_000 }, () => clearance(100, 40));
    // Simpson's rule over the normal density of elasticity 2 ± 1, kept above 0.1.
    const valueOf = (depth: number): number => {
      const steps = 2_000;
      let value = 0;
      for (let i = 0; i <= steps; i += 1) {
        const z = -6 + (12 * i) / steps;
        const simpson = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
        const sold = Math.min(100, 40 * (1 - depth) ** -Math.max(0.1, 2 + z));
        value += simpson * Math.exp((-z * z) / 2) * ((1 - depth) * sold + 0.1 * (100 - sold));
      }
      return value;
    };
    const [best] = [...DEPTHS].sort((a, b) => valueOf(b) - valueOf(a));
    expect(best).not.toBe(expectedValueDepth(futures, 2, 0, 0.1, 1));
    expect(expectedValueDepth(futures, 2, 1, 0.1, 1)).toBe(best);
  });

  it('is the best of all depths over many futures', () => {
    const future = fc.record({
      stock: fc.integer({ min: 0, max: 500 }),
      demand: fc.integer({ min: 0, max: 500 }),
    });
    fc.assert(
      fc.property(
        fc.array(future, { minLength: 1, maxLength: 20 }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        fraction,
        (futures, elasticity, salvage) => {
          const valueOf = (depth: number): number =>
            futures.reduce((sum, { stock, demand }) => {
              const sold = Math.min(stock, demand * (1 - depth) ** -elasticity);
              return sum + (1 - depth) * sold + salvage * (stock - sold);
            }, 0);
          const best = Math.max(...DEPTHS.map(valueOf));
          const seen = futures.map(({ stock, demand }) => clearance(stock, demand));
          const chosen = expectedValueDepth(seen, elasticity, 0, salvage, 3);
          expect(DEPTHS).toContain(chosen);
          expect(valueOf(chosen)).toBeGreaterThanOrEqual(best - 1e-9 * Math.abs(best) - 1e-12);
        },
      ),
    );
  });
});
