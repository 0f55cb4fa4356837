import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SalesPanel } from './sales-panel.ts';
import { storeDemandPaths } from './store-demand-paths.ts';

const HORIZON = 6;

function panel(stores: number, weeks: number, sale: (store: number, week: number) => number): SalesPanel {
  return {
    storeIds: Array.from({ length: stores }, (_, s) => `S${s}`),
    weeks,
    units: Float64Array.from({ length: stores * weeks }, (_, i) => sale(Math.floor(i / weeks), i % weeks)),
  };
}

describe(storeDemandPaths, () => {
  it('splits every week of every path over the stores, whatever the history', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 70 }),
        fc.infiniteStream(fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constant(NaN))),
        fc.array(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: HORIZON, maxLength: HORIZON }), {
          minLength: 1,
          maxLength: 4,
        }),
        (stores, weeks, draws, paths) => {
          const history = panel(stores, weeks, () => draws.next().value as number);
          const shares = new Float64Array(stores).fill(1 / stores);
          storeDemandPaths(history, shares, paths, 3).forEach((demand, p) =>
            paths[p].forEach((units, week) => {
              const inWeek = Array.from({ length: stores }, (_, s) => demand[s * HORIZON + week]);
              inWeek.forEach((each) => expect(each).toBeGreaterThanOrEqual(0));
              expect(inWeek.reduce((a, b) => a + b, 0)).toBeCloseTo(units, 6);
            }),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps the shares where stores never swung, and swings where they did', () => {
    const paths = Array.from({ length: 30 }, () => new Array<number>(HORIZON).fill(100));
    const shares = Float64Array.from([0.25, 0.75]);
    const steady = storeDemandPaths(
      panel(2, 60, (s) => (s === 0 ? 10 : 30)),
      shares,
      paths,
      1,
    );
    steady.forEach((demand) => expect(demand[0]).toBeCloseTo(25, 6));
    const swinging = storeDemandPaths(
      panel(2, 60, (s, w) => (s === 0 ? 10 + 9 * (w % 3) : 30)),
      shares,
      paths,
      1,
    );
    const first = new Set(swinging.map((demand) => Math.round(demand[0])));
    expect(first.size).toBeGreaterThan(1);
  });

  it('draws the same paths for the same seed', () => {
    const history = panel(3, 80, (s, w) => s + ((w * 7) % 11));
    const shares = Float64Array.from([0.2, 0.3, 0.5]);
    const paths = Array.from({ length: 5 }, () => [9, 8, 7, 6, 5, 4]);
    expect(storeDemandPaths(history, shares, paths, 5)).toEqual(storeDemandPaths(history, shares, paths, 5));
  });
});
