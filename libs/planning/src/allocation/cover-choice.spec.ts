import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../forecasting/seeded-random.ts';
import { chooseCover } from './cover-choice.ts';
import type { SalesPanel } from './sales-panel.ts';

const WEEKLY = { leadWeeks: 1, reviewWeeks: 1 };

function panel(stores: number, weeks: number, sale: (store: number, week: number) => number): SalesPanel {
  return {
    storeIds: Array.from({ length: stores }, (_, s) => `S${s}`),
    weeks,
    units: Float64Array.from({ length: stores * weeks }, (_, i) => sale(Math.floor(i / weeks), i % weeks)),
  };
}

/** Steady sales, or sales of which most fall into one week in eight, each store having its own response. */
function sales(promoted: boolean): SalesPanel {
  const random = seededRandom(4);
  return panel(20, 100, (store, week) => {
    const noise = 0.7 + 0.6 * random();
    if (!promoted) return Math.round(30 * (1 + store / 10) * noise);
    return Math.round((week % 8 === 3 ? 300 * (0.5 + random()) : 8) * (1 + store / 10) * noise);
  });
}

describe(chooseCover, () => {
  it('keeps more in stores where sales come in bursts', () => {
    const steady = chooseCover(sales(false), 12, 0.3, WEEKLY);
    const bursts = chooseCover(sales(true), 12, 0.3, WEEKLY);
    expect(bursts.coverWeeks).toBeGreaterThan(steady.coverWeeks);
    expect(steady.seasons).toBe(12);
  });

  it('falls back where no past season can be played', () => {
    expect(
      chooseCover(
        panel(3, 30, () => 5),
        12,
        0.3,
        WEEKLY,
      ),
    ).toEqual({ coverWeeks: 6, seasons: 0 });
    expect(
      chooseCover(
        panel(3, 100, () => 0),
        12,
        0.3,
        WEEKLY,
      ),
    ).toEqual({ coverWeeks: 6, seasons: 0 });
    expect(
      chooseCover(
        panel(3, 100, () => NaN),
        12,
        0.3,
        WEEKLY,
      ),
    ).toEqual({ coverWeeks: 6, seasons: 0 });
  });

  it('plays the stores that have every week, and ignores the others', () => {
    const full = sales(true);
    const gappy = { ...full, units: full.units.slice() };
    const extra = panel(21, 100, (store, week) =>
      store < 20 ? full.units[store * 100 + week] : week % 3 === 0 ? NaN : 10_000,
    );
    expect(chooseCover(extra, 12, 0.3, WEEKLY)).toEqual(chooseCover(gappy, 12, 0.3, WEEKLY));
  });
});
