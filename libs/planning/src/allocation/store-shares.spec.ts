import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '../forecasting/seeded-random.ts';
import { windowShares, type SalesPanel } from './sales-panel.ts';
import { estimateShares, overallCentre } from './store-shares.ts';

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

function panel(stores: number, weeks: number, sale: (store: number, week: number) => number): SalesPanel {
  return {
    storeIds: Array.from({ length: stores }, (_, s) => `S${s}`),
    weeks,
    units: Float64Array.from({ length: stores * weeks }, (_, i) => sale(Math.floor(i / weeks), i % weeks)),
  };
}

describe(windowShares, () => {
  it('is the share of the units sold where no week is missing', () => {
    const sales = panel(3, 10, (s, w) => (s + 1) * (w === 4 ? 50 : 5) + w);
    const all = sum(sales.units.subarray(0, 30));
    const shares = windowShares(sales, 0, 10);
    for (let s = 0; s < 3; s += 1)
      expect(shares[s]).toBeCloseTo(sum(sales.units.subarray(s * 10, s * 10 + 10)) / all, 10);
  });

  it('neither rewards nor punishes a store for the weeks it is missing', () => {
    const promoted = (week: number): number => (week % 5 === 0 ? 100 : 10);
    const full = panel(4, 40, (s, w) => (s + 1) * promoted(w));
    const gappy = panel(4, 40, (s, w) => (s === 3 && (w < 15 || w === 20) ? NaN : (s + 1) * promoted(w)));
    const [expected, found] = [windowShares(full, 0, 40), windowShares(gappy, 0, 40)];
    found.forEach((share, s) => expect(share).toBeCloseTo(expected[s], 3));
  });

  it('is NaN for a store without rows and equal where nothing was sold', () => {
    const shares = windowShares(
      panel(3, 8, (s) => (s === 1 ? NaN : 0)),
      0,
      8,
    );
    expect([...shares]).toEqual([0.5, NaN, 0.5]);
  });
});

describe(estimateShares, () => {
  const noisy = (stores: number, weeks: number, seed: number, level: (s: number, w: number) => number) => {
    const random = seededRandom(seed);
    return panel(stores, weeks, (s, w) => Math.round(level(s, w) * (0.6 + 0.8 * random())));
  };

  it('gives shares that sum to 1, whatever the history', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 90 }),
        fc.infiniteStream(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constant(NaN))),
        (stores, weeks, draws) => {
          const sales = panel(stores, weeks, () => draws.next().value as number);
          const { shares, weights, kept } = estimateShares(sales, sales, 0, 12, overallCentre);
          const known = [...shares].filter((share) => !Number.isNaN(share));
          if (known.length > 0) expect(sum(known)).toBeCloseTo(1, 9);
          expect(sum(weights)).toBeCloseTo(1, 9);
          expect(kept).toBeGreaterThanOrEqual(0);
          expect(kept).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of the stores', () => {
    const sales = noisy(6, 100, 3, (s) => 20 * (s + 1));
    const reversed: SalesPanel = {
      ...sales,
      storeIds: sales.storeIds.toReversed(),
      units: Float64Array.from(
        { length: 600 },
        (_, i) => sales.units[(5 - Math.floor(i / 100)) * 100 + (i % 100)],
      ),
    };
    const found = estimateShares(reversed, reversed, 0, 12, overallCentre).shares;
    estimateShares(sales, sales, 0, 12, overallCentre).shares.forEach((share, s) =>
      expect(found[5 - s]).toBeCloseTo(share, 9),
    );
  });

  it('follows stores that change, and averages those that only fluctuate', () => {
    const drifting = noisy(8, 110, 5, (s, w) => 50 * (1 + (s % 2 === 0 ? w / 40 : 0)));
    const steady = noisy(8, 110, 6, (s) => 50 + 5 * s);
    const weightOfRecent = (sales: SalesPanel): number => {
      const [, , lastWeeks] = estimateShares(sales, sales, 0, 12, overallCentre).weights;
      return lastWeeks;
    };
    expect(weightOfRecent(drifting)).toBeGreaterThan(weightOfRecent(steady));
  });

  it('draws a thin category toward the stores’ share of everything, a rich one hardly', () => {
    const everything = panel(6, 100, (s) => 1_000 * (s + 1));
    const even = (units: number, seed: number) => noisy(6, 100, seed, (s) => units * (s + 1));
    const random = seededRandom(8);
    const thin = panel(6, 100, (s) => (random() < 0.06 * (s + 1) ? 1 : 0));
    const keptOf = (sales: SalesPanel) => estimateShares(sales, everything, 0, 12, overallCentre).kept;
    const tastes = panel(6, 100, (s) => 100 * (6 - s));
    expect(keptOf(thin)).toBeLessThan(0.6);
    expect(keptOf(even(100, 9))).toBeLessThan(0.9);
    expect(keptOf(tastes)).toBeGreaterThan(0.95);
  });
});
