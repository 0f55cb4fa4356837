import { describe, expect, it } from '@jest/globals';
import type { CategoryHistory } from '#contracts';
import {
  compareIds,
  misplacedShare,
  normalise,
  panelOf,
  type SalesPanel,
  windowShares,
} from './sales-panel.ts';

const panel = (...rows: number[][]): SalesPanel => ({
  storeIds: rows.map((_, i) => `S${i}`),
  weeks: rows[0].length,
  units: Float64Array.from(rows.flat()),
});
const rounded = (shares: Float64Array): number[] => [...shares].map((share) => Number(share.toFixed(6)));

describe(panelOf.name, () => {
  it('gives the rows of the stores asked for, in their order, and no rows where there are none', () => {
    const history: CategoryHistory = {
      category_id: 'Jackets',
      first_week_start: '2026-01-05',
      weeks: 2,
      store_ids: ['A', 'B'],
      units: Float64Array.of(1, 2, 3, 4),
      revenue: null,
    };
    const { storeIds, weeks, units } = panelOf(history, ['B', 'C', 'A']);
    expect({ storeIds, weeks, units: [...units] }).toEqual({
      storeIds: ['B', 'C', 'A'],
      weeks: 2,
      units: [3, 4, NaN, NaN, 1, 2],
    });
  });
});

describe(windowShares.name, () => {
  it('gives the shares of the window’s sales', () => {
    const sales = panel([10, 30, 99], [30, 10, 0], [20, 0, 0]);
    expect(rounded(windowShares(sales, 0, 2))).toEqual([0.4, 0.4, 0.2]);
    expect(rounded(windowShares(sales, 1, 2))).toEqual([0.75, 0.25, 0]);
    expect(rounded(windowShares(sales, -5, 50))).toEqual(rounded(windowShares(sales, 0, 3)));
  });

  it('counts a store’s missing weeks neither for nor against it', () => {
    // Store 0 sells half of every week; store 2 was closed in the week of the promotion.
    const sales = panel([50, 500, 50], [25, 250, 25], [25, NaN, 25]);
    const shares = windowShares(sales, 0, 3);
    expect(Math.abs(shares[0] - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(shares[2] - 0.25)).toBeLessThan(0.01);
    expect(rounded(windowShares(panel([1, 3], [NaN, NaN], [1, 3]), 0, 2))).toEqual([0.5, NaN, 0.5]);
  });

  it('looks at the window alone, weeks in which no store sold or none was open included', () => {
    const rows = [
      [50, 500, 0, NaN, 40],
      [25, NaN, 0, NaN, 70],
      [25, 250, 0, NaN, NaN],
    ];
    const alone = windowShares(panel(...rows), 0, 5);
    const inside = windowShares(panel(...rows.map((row) => [900, 3, ...row, 0, 800])), 2, 7);
    expect([...inside]).toEqual([...alone]);
    for (const share of alone) expect(share).toBeGreaterThan(0);
    const weights = { halfLifeWeeks: 2, volumePower: 0 };
    expect([...windowShares(panel(...rows.map((row) => [900, ...row])), 1, 6, weights)]).toEqual([
      ...windowShares(panel(...rows), 0, 5, weights),
    ]);
  });

  it('is equal where nothing was sold', () => {
    expect(rounded(windowShares(panel([0, 0], [0, 0]), 0, 2))).toEqual([0.5, 0.5]);
  });

  it('weighs weeks alike at the power 0, and units at 1', () => {
    const sales = panel([10, 900], [30, 100]);
    expect(windowShares(sales, 0, 2)[0]).toBeCloseTo(910 / 1_040, 9);
    expect(windowShares(sales, 0, 2, { volumePower: 0 })[0]).toBeCloseTo((0.25 + 0.9) / 2, 9);
  });

  it('lets a week count half after the half-life', () => {
    const sales = panel([30, 50, 90], [70, 50, 10]);
    const weights = { halfLifeWeeks: 1, volumePower: 0 };
    expect(windowShares(sales, 0, 3, weights)[0]).toBeCloseTo((0.3 * 0.25 + 0.5 * 0.5 + 0.9) / 1.75, 9);
  });
});

describe(normalise.name, () => {
  it('scales to 1, in place, and leaves unknown shares unknown', () => {
    const shares = Float64Array.of(2, NaN, 6);
    expect(normalise(shares)).toBe(shares);
    expect([...shares]).toEqual([0.25, NaN, 0.75]);
    expect([...normalise(Float64Array.of(0, NaN, 0))]).toEqual([0.5, NaN, 0.5]);
  });
});

describe(misplacedShare.name, () => {
  it('is the share of units in the wrong store, over stores that both know', () => {
    expect(misplacedShare(Float64Array.of(0.5, 0.5), Float64Array.of(0.2, 0.8))).toBeCloseTo(0.3, 12);
    expect(misplacedShare(Float64Array.of(0.5, NaN, 0.5), Float64Array.of(0.4, 0.6, NaN))).toBeCloseTo(
      0.05,
      12,
    );
  });
});

describe(compareIds.name, () => {
  it('orders by code units', () => {
    expect(['S10', 'S2', 'a', 'S2', 'B'].sort(compareIds)).toEqual(['B', 'S10', 'S2', 'S2', 'a']);
    expect(compareIds('S2', 'S2')).toBe(0);
  });
});
