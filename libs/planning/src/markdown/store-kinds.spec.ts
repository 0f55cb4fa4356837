import { describe, expect, it } from '@jest/globals';
import { emptyStores, EVEN_STORES, kindsThatSell, sell } from './store-kinds.ts';

const everything = (units: number): number[] => [units, 0, 0, 0];

describe(sell.name, () => {
  it('sells what is asked for as far as the stores hold it, and keeps the rest', () => {
    const stores = emptyStores(EVEN_STORES);
    expect(sell(stores, [30, 30, 30, 30], everything(100), 0, 3)).toBe(90);
    expect([...stores.onHand]).toEqual([10]);
    expect(sell(stores, [30, 30, 30, 30], everything(100), 3, 4)).toBe(10);
  });

  it('lets stock in one store serve no other', () => {
    const stores = emptyStores([1.5, 0.5]);
    // 50 units each; 90 and 30 are asked for.
    expect(sell(stores, [120], [100], 0, 1)).toBe(50 + 30);
    expect([...stores.onHand]).toEqual([0, 20]);
  });

  it('multiplies the demand, not the stock', () => {
    expect(sell(emptyStores(EVEN_STORES), [20, 20], everything(1_000), 0, 2, 1.5)).toBe(60);
    expect(sell(emptyStores(EVEN_STORES), [20, 20], everything(50), 0, 2, 1.5)).toBe(50);
  });

  it('gives a week its arrivals before its sales', () => {
    expect(sell(emptyStores(EVEN_STORES), [10, 10, 10], [0, 25, 0], 0, 3)).toBe(20);
    expect(sell(emptyStores([1, 1]), [10, 10], [0, 15], 0, 2)).toBe(10);
  });
});

describe(kindsThatSell.name, () => {
  const paths = [
    [30, 30, 30, 30],
    [20, 25, 30, 35],
  ];

  it('makes the stores as uneven as the season has to leave over', () => {
    for (const units of [105, 90, 60]) {
      const kinds = kindsThatSell(units, paths, everything(115));
      const sold = paths.map((path) => sell(emptyStores(kinds), path, everything(115), 0, 4));
      expect((sold[0] + sold[1]) / 2).toBeCloseTo(units, 3);
      expect(kinds.reduce((sum, kind) => sum + kind, 0) / kinds.length).toBeCloseTo(1, 12);
      expect([...kinds].sort((a, b) => a - b)).toEqual(kinds);
      expect(kinds[4] ** 2).toBeCloseTo(kinds[0] * kinds[8], 9); // even in logs
    }
  });

  it('has even stores where even those sell no more, or where there is no path', () => {
    expect(kindsThatSell(112.5, paths, everything(115))).toBe(EVEN_STORES);
    expect(kindsThatSell(500, paths, everything(115))).toBe(EVEN_STORES);
    expect(kindsThatSell(10, [], everything(115))).toBe(EVEN_STORES);
  });
});
