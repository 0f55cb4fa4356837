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

  describe('with one past season to go by', () => {
    /** 13 weeks in which both stores sell alike, and then a season. */
    const season = [
      [30, 10, 0, NaN, 20, 7],
      [10, 30, 0, 8, 20, 21],
    ];
    const history = panel(2, 13 + HORIZON, (s, w) => (w < 13 ? 10 : season[s][w - 13]));
    const path = [80, 80, 80, 80, 80, 80];

    it('splits each week as that season differed from the weeks before', () => {
      const [demand] = storeDemandPaths(history, Float64Array.of(0.5, 0.5), [path], 1);
      expect([...demand].map((units) => Number(units.toFixed(6)))).toEqual([
        ...[60, 20, 40, 40, 40, 20],
        ...[20, 60, 40, 40, 40, 60],
      ]);
      // A store expected to have three quarters, that sold a third of what it should: 0.75 × 0.5 against 0.25 × 1.5.
      const [uneven] = storeDemandPaths(history, Float64Array.of(0.25, 0.75), [path], 1);
      expect(uneven[0]).toBeCloseTo(40, 9);
      expect(uneven[2]).toBeCloseTo(20, 9);
    });

    it('takes the season for what it was against the year before it, not against itself', () => {
      const moved = panel(2, 13 + HORIZON, (s, w) => (w < 13 ? [10, 30][s] : 20));
      const [demand] = storeDemandPaths(moved, Float64Array.of(0.5, 0.5), [path], 1);
      expect(demand[0] / demand[HORIZON]).toBeCloseTo(3, 9);
    });
  });

  it('takes the weeks of a history that is too short again from the start', () => {
    const short = panel(2, 4, (s, w) => (s === 0 ? [10, 30, 10, 30][w] : 20));
    const [demand] = storeDemandPaths(short, Float64Array.of(0.5, 0.5), [[60, 60, 60, 60, 60, 60]], 1);
    const first = [...demand.subarray(0, HORIZON)].map((units) => Number(units.toFixed(6)));
    expect(first).toEqual([20, 36, 20, 36, 20, 36]);
  });

  it('plays seasons as far back as the history reaches, sixteen at most', () => {
    /** Each past season is told by how much store 0 sold in its first week. */
    const splits = (weeks: number): number => {
      const history = panel(2, weeks, (s, w) =>
        s === 0 ? 10 + ((weeks - HORIZON - w) % 4 === 0 ? w : 0) : 30,
      );
      const paths = Array.from({ length: 400 }, () => new Array<number>(HORIZON).fill(100));
      const demands = storeDemandPaths(history, Float64Array.of(0.25, 0.75), paths, 4);
      return new Set(demands.map((demand) => demand[0].toFixed(6))).size;
    };
    expect(splits(13 + HORIZON)).toBe(1);
    expect(splits(13 + HORIZON + 4)).toBe(2);
    expect(splits(13 + HORIZON + 7)).toBe(2);
    expect(splits(300)).toBe(16);
  });
});
