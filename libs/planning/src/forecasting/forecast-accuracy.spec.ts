import { describe, expect, it } from '@jest/globals';
import { seasonalUnits, weeklyTotals } from '../../../../test/support/weekly-series.ts';
import { seasonError } from './errors.ts';
import { BENCHMARK } from './combination.ts';
import { forecastAccuracy } from './forecast-accuracy.ts';
import type { CombinedSeason } from './prediction-errors.ts';
import { forecastSeason, type SeasonForecast } from './season-forecast.ts';
import { mean } from './statistics.ts';

const forecastOf = (units: Float64Array) =>
  forecastSeason({
    target: weeklyTotals('target', units),
    siblings: [5, 7].map((seed) =>
      weeklyTotals(`s${seed}`, seasonalUnits({ weeks: units.length, noise: 0.2, seed })),
    ),
    lead: 1,
    horizon: 12,
    country: null,
    seed: 1,
  });

describe(forecastAccuracy.name, () => {
  it('is the mean error of the seasons as they would have been forecast, beside that of last year', () => {
    const forecast = forecastOf(seasonalUnits({ weeks: 156, noise: 0.2, seed: 3 }));
    const own = forecast.seasons.filter(({ row }) => row === 0);
    const errors = own.map(({ actual, combined }) => seasonError(actual, combined));
    const accuracy = forecastAccuracy(forecast);
    expect(accuracy.origins).toBe(own.length);
    expect(accuracy.season_total_ape).toBeCloseTo(mean(errors.map(({ totalApe }) => totalApe)), 12);
    expect(accuracy.weekly_wape).toBeCloseTo(mean(errors.map(({ wape }) => wape)), 12);
  });

  describe('worked out by hand', () => {
    /** Sales go 10, 14, 10, 14 …: next week is 4 away from this one. */
    const history = Float64Array.from({ length: 60 }, (_, week) => (week % 2 === 0 ? 10 : 14));
    const season = (
      weeks: number,
      actual: number[],
      combined: number[],
      lastYear?: number[],
    ): CombinedSeason => ({
      row: 0,
      weeks,
      actual: Float64Array.from(actual),
      combined: Float64Array.from(combined),
      forecasts: lastYear === undefined ? {} : { [BENCHMARK]: Float64Array.from(lastYear) },
    });
    const accuracyOf = (seasons: readonly CombinedSeason[], horizon = 2, lead = 0) =>
      forecastAccuracy({
        seasons,
        panel: { rows: [history], lead },
        backtest: { horizon },
      } as unknown as SeasonForecast);

    it('weighs errors against those of "next week as this week", and the totals against last year’s', () => {
      const accuracy = accuracyOf([
        season(40, [10, 30], [12, 24], [20, 30]), // total 40 for 36, last year 50
        season(50, [20, 20], [20, 30]), // no last year
      ]);
      expect(accuracy.origins).toBe(2);
      expect(accuracy.season_total_ape).toBeCloseTo((4 / 40 + 10 / 40) / 2, 12);
      expect(accuracy.weekly_wape).toBeCloseTo((8 / 40 + 10 / 40) / 2, 12);
      expect(accuracy.mase).toBeCloseTo((4 / 4 + 5 / 4) / 2, 12);
      expect(accuracy.vs_seasonal_naive).toBeCloseTo(0.1 / 0.25, 12);
    });

    it('leaves out weeks that nobody saw, and says nothing of a season that sold nothing', () => {
      const accuracy = accuracyOf([season(40, [NaN, 30], [99, 24])]);
      expect(accuracy.weekly_wape).toBeCloseTo(6 / 30, 12);
      expect(accuracy.mase).toBeCloseTo(6 / 4, 12);
      expect(accuracy.vs_seasonal_naive).toBeNull();
      expect(accuracyOf([season(40, [0, 0], [0, 0])]).season_total_ape).toBeNull();
      expect(accuracyOf([])).toMatchObject({ origins: 0, weekly_wape: null, mase: null, coverage_80: null });
    });

    it('judges an interval by the seasons that were over when it was given', () => {
      const earlier = season(40, [11, 9], [10, 10]);
      const inside = season(42, [10, 10], [10, 10]);
      const outside = season(42, [10, 100], [10, 10]);
      expect(accuracyOf([earlier, inside]).coverage_80).toBe(1);
      expect(accuracyOf([earlier, outside]).coverage_80).toBe(0.5);
      expect(accuracyOf([earlier, season(42, [NaN, 100], [10, 10])]).coverage_80).toBe(0);
      // A season of three weeks, or one that begins a week later, was not over by then.
      expect(accuracyOf([earlier, inside], 3).coverage_80).toBeNull();
      expect(accuracyOf([earlier, inside], 2, 1).coverage_80).toBeNull();
      expect(accuracyOf([earlier, { ...inside, weeks: 43 }], 2, 1).coverage_80).toBe(1);
    });

    it('takes the siblings’ seasons for intervals, not for the record', () => {
      const sibling = { ...season(40, [11, 9], [10, 10]), row: 1 };
      const accuracy = accuracyOf([sibling, season(42, [10, 10], [10, 10])]);
      expect(accuracy).toMatchObject({ origins: 1, weekly_wape: 0, coverage_80: 1 });
    });
  });

  it('counts a week as covered only by what earlier seasons say', () => {
    const units = seasonalUnits({ weeks: 156, noise: 0.2, seed: 3 });
    const forecast = forecastOf(units);
    const calm = forecastAccuracy(forecast).coverage_80!;
    const latest = Math.max(...forecast.seasons.map(({ weeks }) => weeks));
    const shocked = forecastAccuracy({
      ...forecast,
      seasons: forecast.seasons.map((season) =>
        season.weeks === latest ? { ...season, actual: season.actual.map((x) => 9 * x) } : season,
      ),
    }).coverage_80!;
    expect(calm).toBeGreaterThan(0.5);
    const judged = forecast.seasons.filter(
      ({ row, weeks }) => row === 0 && forecast.seasons.some((before) => before.weeks + 1 + 12 <= weeks),
    ).length;
    expect(calm - shocked).toBeGreaterThan(0);
    expect(calm - shocked).toBeLessThanOrEqual(1 / judged);
  });

  it('knows no coverage where no season was over before another began', () => {
    const forecast = forecastOf(seasonalUnits({ weeks: 57, noise: 0.2, seed: 3 }));
    expect(forecast.seasons.length).toBeGreaterThan(0);
    const { season_total_ape, coverage_80 } = forecastAccuracy(forecast);
    expect(season_total_ape).not.toBeNull();
    expect(coverage_80).toBeNull();
  });
});
