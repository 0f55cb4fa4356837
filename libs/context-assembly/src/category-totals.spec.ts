import { describe, expect, it } from '@jest/globals';
import { categoryTotals } from './category-totals.ts';

const NONE = NaN;
const WEEKS = 20;

/** Each store sells the same every week from `from` to `to`, but for the weeks it is away. */
const stores = (...rows: { level: number; from?: number; to?: number; away?: number[] }[]) =>
  Float64Array.from(
    rows.flatMap(({ level, from = 0, to = WEEKS, away = [] }) =>
      Array.from({ length: WEEKS }, (_, week) =>
        week >= from && week < to && !away.includes(week) ? level : NONE,
      ),
    ),
  );
const totals = (...rows: Parameters<typeof stores>) => [
  ...categoryTotals(stores(...rows), rows.length, WEEKS),
];
const always = (total: number) => Array.from({ length: WEEKS }, () => total);

describe('the total of a category', () => {
  it('is the sum where every store is there', () => {
    expect(totals({ level: 3 }, { level: 5 })).toEqual(always(8));
  });

  it('is raised by the usual share of a store that is away, at the ends of the history too', () => {
    for (const away of [
      [7, 8, 9],
      [0, 1, 2, 3],
      [18, 19],
    ])
      expect(totals({ level: 3 }, { level: 5, away })).toEqual(always(8));
  });

  it('is not raised for a store that opened later or closed', () => {
    expect(totals({ level: 3 }, { level: 5, from: 6 }).slice(5, 7)).toEqual([3, 8]);
    expect(totals({ level: 3 }, { level: 5, to: 12 }).slice(11, 13)).toEqual([8, 3]);
  });

  it('keeps a written 0, and is missing only where every store is', () => {
    expect(totals({ level: 0 }, { level: 0, away: [4] })).toEqual(always(0));
    expect(totals({ level: 3, away: [9] }, { level: 5, away: [9] })[9]).toBeNaN();
    expect(totals({ level: 3, to: 0 })).toEqual(always(NaN));
  });

  it('never falls below what was sold', () => {
    const sold = stores({ level: 1, away: [2] }, { level: 9, away: [3, 11] }, { level: 4, from: 8 });
    categoryTotals(sold, 3, WEEKS).forEach((total, week) => {
      const there = [0, 1, 2].map((store) => sold[store * WEEKS + week]).filter((units) => units === units);
      expect(total).toBeGreaterThanOrEqual(there.reduce((sum, units) => sum + units, 0));
    });
  });
});
