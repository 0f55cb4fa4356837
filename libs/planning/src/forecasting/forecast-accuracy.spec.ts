import { describe, expect, it } from '@jest/globals';
import { seasonalUnits, weeklyTotals } from '../../../../test/support/weekly-series.ts';
import { seasonError } from './errors.ts';
import { forecastAccuracy } from './forecast-accuracy.ts';
import { forecastSeason } from './season-forecast.ts';
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
