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

  it('is the stated mean of what three windows say, where nothing can be tried', () => {
    const sales = panel(3, 30, (s, w) => 10 + s * w + (w % 3) * 4);
    const volumePower = 0.75;
    const windows = [
      { volumePower },
      { volumePower, halfLifeWeeks: 13 },
      { volumePower, halfLifeWeeks: 6 },
    ].map((weights) => windowShares(sales, 0, 30, weights));
    const mixed = [0, 1, 2].map((s) => windows[0][s] ** 0.25 * windows[1][s] ** 0.5 * windows[2][s] ** 0.25);
    const found = estimateShares(sales, sales, 0, 12, overallCentre);
    expect(found).toMatchObject({ weights: [0.25, 0.5, 0.25, 0], origins: 0, kept: 1 });
    mixed.forEach((share, s) => expect(found.shares[s]).toBeCloseTo(share / sum(mixed), 9));
  });

  it('tries its weights on past quarters, four weeks apart, with half a year behind them', () => {
    const originsOf = (weeks: number, lead: number) => {
      const sales = panel(2, weeks, (s) => 10 + s);
      return estimateShares(sales, sales, lead, 12, overallCentre).origins;
    };
    expect([38, 39, 42, 43].map((weeks) => originsOf(weeks, 0))).toEqual([0, 1, 1, 2]);
    expect(originsOf(43, 1)).toBe(1);
    expect(originsOf(400, 0)).toBe(20);
  });

  it('shrinks the weights to the prior as two quarters of evidence', () => {
    // Stores change places every week: only what is averaged over the longest window predicts.
    const sales = noisy(8, 110, 6, (s) => 50 + 5 * s);
    const { weights, origins } = estimateShares(sales, sales, 0, 12, overallCentre);
    const evidence = (origins * 4) / 13 / ((origins * 4) / 13 + 2);
    const best = [0.25, 0.5, 0.25, 0].map((prior, k) => (weights[k] - (1 - evidence) * prior) / evidence);
    best.forEach((part) => expect(4 * part).toBeCloseTo(Math.round(4 * part), 9));
    expect(sum(best)).toBeCloseTo(1, 9);
  });

  it('knows the stores of the season from the same weeks of last year, where they sell with the season', () => {
    const summer = (week: number): boolean => week % 52 >= 20 && week % 52 < 46;
    const beaches = panel(2, 176, (s, w) => ((s === 0) === summer(w) ? 80 : 20));
    // 176 weeks end with week 19 of a year; a quarter of summer is next.
    const { weights, shares } = estimateShares(beaches, beaches, 0, 13, overallCentre);
    expect(weights[3]).toBeGreaterThan(0.7);
    expect(shares[0]).toBeGreaterThan(0.68);
    // 20 weeks on, six weeks of summer are left, and then it is winter.
    const later = estimateShares(beaches, beaches, 26, 13, overallCentre);
    expect(later.shares[0]).toBeLessThan(0.32);
  });

  it('leaves a store that no category knows to its own share, and one without history without', () => {
    const sales = panel(3, 60, (s) => (s === 2 ? NaN : 10 * (s + 1)));
    const { shares } = estimateShares(sales, sales, 0, 12, overallCentre);
    expect([shares[0], shares[1]]).toEqual([expect.closeTo(1 / 3, 9), expect.closeTo(2 / 3, 9)]);
    expect(shares[2]).toBeNaN();
  });

  it('shrinks deviations to the centre it is given, and keeps the part of them that came again', () => {
    const random = seededRandom(12);
    const thin = panel(6, 100, (s) => (random() < 0.06 * (s + 1) ? 1 : 0));
    const everything = panel(6, 100, (s) => 1_000 * (s + 1));
    const toZero = (deviations: Float64Array): Float64Array => deviations.map(() => 0);
    const { shares, kept, weights } = estimateShares(thin, everything, 0, 12, toZero);
    const own = estimateShares(thin, thin, 0, 12, toZero);
    expect(kept).toBeLessThan(0.9);
    const target = everything.storeIds.map((_, s) => (s + 1) / 21);
    // Nearer than its own share to that of all categories, store by store, by what is kept.
    const windows = [{}, { halfLifeWeeks: 13 }, { halfLifeWeeks: 6 }].map((fading, k) =>
      windowShares(thin, k === 0 ? 48 : 0, 100, { volumePower: 0.75, ...fading }),
    );
    const same = windowShares(thin, 48, 60, { volumePower: 0.75 });
    const mixed = target.map((_, s) =>
      [...windows, same].reduce((product, shares, k) => product * Math.max(1e-9, shares[s]) ** weights[k], 1),
    );
    const share = mixed.map((each) => each / sum(mixed));
    const drawn = target.map((all, s) => all * (share[s] / all) ** kept);
    drawn.forEach((each, s) => expect(shares[s]).toBeCloseTo(each / sum(drawn), 9));
    expect(own.kept).toBe(1);
  });
});

describe(overallCentre, () => {
  it('is the mean deviation by share, over stores that have one', () => {
    const centre = overallCentre(Float64Array.of(0.2, NaN, -0.4), Float64Array.of(0.3, 0.6, 0.1));
    expect([...centre]).toEqual([0.05, 0.05, 0.05].map((each) => expect.closeTo(each, 12)));
    expect([...overallCentre(Float64Array.of(NaN), Float64Array.of(1))]).toEqual([0]);
  });
});
