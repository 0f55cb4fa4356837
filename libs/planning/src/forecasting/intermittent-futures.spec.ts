import { describe, expect, it } from '@jest/globals';
import { weeklyTotals, seasonalUnits } from '../../../../test/support/weekly-series.ts';
import { intermittentFutures } from './intermittent-futures.ts';
import { forecastSeason } from './season-forecast.ts';
import { seededRandom } from './seeded-random.ts';
import { mean, sum } from './statistics.ts';

const random = seededRandom(3);
const history = Float64Array.from({ length: 200 }, () => (random() < 0.3 ? 1 + Math.floor(2 * random()) : 0));

describe(intermittentFutures.name, () => {
  it('draws whole units whose mean is the forecast', () => {
    const forecast = new Float64Array(12).fill(0.8);
    const { paths } = intermittentFutures(history, forecast, 2_000, 1);
    expect(paths.flat().every((units) => Number.isSafeInteger(units) && units >= 0)).toBe(true);
    expect(mean(paths.map(sum)) / sum(forecast)).toBeCloseTo(1, 1);
  });

  it('keeps the forecast in its intervals, the wider around the narrower', () => {
    const forecast = Float64Array.from({ length: 12 }, (_, week) => 0.1 * week);
    const { weeklyInterval, totalInterval } = intermittentFutures(history, forecast, 200, 1);
    const [narrow, wide] = [0.8, 0.95].map((level) => [...weeklyInterval(level), totalInterval(level)]);
    [...forecast, sum(forecast)].forEach((units, i) => {
      const bounds = [wide[i].lo, narrow[i].lo, units, narrow[i].hi, wide[i].hi];
      expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
    });
  });

  it('asks of nothing only what is forecast', () => {
    const { paths } = intermittentFutures(new Float64Array(60), new Float64Array(12), 10, 1);
    expect(sum(paths.flat())).toBe(0);
  });

  describe('of two years that repeat a month', () => {
    /** Long ago much was sold; of the last two years some weeks more were not observed. */
    const repeating = (month: number[]) =>
      Float64Array.from([
        ...Array<number>(50).fill(900),
        NaN,
        ...Array<number[]>(26).fill(month).flat(),
        NaN,
      ]);
    const season = (units: number) => new Float64Array(12).fill(units);

    it('draws stretches as they were, from any week on', () => {
      const { paths, totalInterval } = intermittentFutures(repeating([0, 0, 0, 4]), season(1), 200, 1);
      for (const path of paths) {
        expect(sum(path)).toBe(12);
        expect(path.slice(4)).toEqual(path.slice(0, 8));
      }
      expect(new Set(paths.map((path) => path.indexOf(4)))).toEqual(new Set([0, 1, 2, 3]));
      expect(totalInterval(0.8)).toEqual({ lo: 12, hi: 12 });
    });

    it('leaves a tenth out at either end', () => {
      const [mostlyNothing] = intermittentFutures(repeating([0, 0, 0, 4]), season(1), 200, 1).weeklyInterval(
        0.8,
      );
      expect(mostlyNothing).toEqual({ lo: 0, hi: 4 });
      const [mostlyFour] = intermittentFutures(repeating([4, 4, 4, 0]), season(3), 200, 1).weeklyInterval(
        0.8,
      );
      expect(mostlyFour).toEqual({ lo: 0, hi: 4 });
    });

    it('rounds the forecast up or down where nothing was sold', () => {
      const { paths } = intermittentFutures(repeating([0, 0, 0, 0]), season(0.5), 500, 1);
      expect(new Set(paths.flat())).toEqual(new Set([0, 1]));
      expect(mean(paths.flat())).toBeCloseTo(0.5, 1);
    });
  });

  it('keeps a slow seller among fast siblings at its own level', () => {
    const forecast = forecastSeason({
      target: weeklyTotals('slow', history),
      siblings: [5, 7].map((seed) =>
        weeklyTotals(`s${seed}`, seasonalUnits({ weeks: history.length, noise: 0.3, seed })),
      ),
      lead: 2,
      horizon: 12,
      country: null,
      seed: 1,
    });
    const total = sum(forecast.weekly);
    expect(mean(forecast.paths.map(sum)) / total).toBeGreaterThan(0.8);
    expect(mean(forecast.paths.map(sum)) / total).toBeLessThan(1.25);
    expect(forecast.total95.hi).toBeLessThan(4 * total);
  });
});
