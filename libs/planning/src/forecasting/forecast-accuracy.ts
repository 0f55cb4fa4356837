import type { ForecastAccuracy } from '#contracts';
import { BENCHMARK } from './combination.ts';
import { seasonError } from './errors.ts';
import { predictionErrors, weeklyIntervals, type CombinedSeason } from './prediction-errors.ts';
import type { SeasonForecast } from './season-forecast.ts';
import { mean } from './statistics.ts';

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Mean absolute error over that of "next week as this week" in the weeks before (Hyndman & Koehler 2006). */
function mase(season: CombinedSeason, history: Float64Array): number {
  const before = history.subarray(0, season.weeks);
  const steps = before.map((units, t) => (t === 0 ? NaN : Math.abs(units - before[t - 1])));
  return mean(season.actual.map((units, h) => Math.abs(units - season.combined[h]))) / mean(steps);
}

/** Share of the season's weeks inside the 80 % interval that the seasons over by then give. */
function coverage(season: CombinedSeason, before: readonly CombinedSeason[]): number {
  const errors = predictionErrors(before);
  if (errors === null) return NaN;
  const intervals = weeklyIntervals(season.combined, errors, 0.8);
  return mean(
    Array.from(season.actual, (units, h) =>
      Number.isNaN(units) ? NaN : Number(units >= intervals[h].lo && units <= intervals[h].hi),
    ),
  );
}

/** The record of the method on the category's own past seasons, each as it would have been forecast then. */
export function forecastAccuracy({ seasons, panel, backtest }: SeasonForecast): ForecastAccuracy {
  const own = seasons.filter(({ row }) => row === 0);
  const ours = own.map(({ actual, combined }) => seasonError(actual, combined));
  const compared = own.filter(({ forecasts }) => BENCHMARK in forecasts);
  const error = (of: (season: CombinedSeason) => Float64Array) =>
    mean(compared.map((season) => seasonError(season.actual, of(season)).totalApe));
  return {
    origins: own.length,
    season_total_ape: orNull(mean(ours.map(({ totalApe }) => totalApe))),
    weekly_wape: orNull(mean(ours.map(({ wape }) => wape))),
    mase: orNull(mean(own.map((season) => mase(season, panel.rows[0])))),
    coverage_80: orNull(
      mean(
        own.map((season) =>
          coverage(
            season,
            seasons.filter(({ weeks }) => weeks + panel.lead + backtest.horizon <= season.weeks),
          ),
        ),
      ),
    ),
    vs_seasonal_naive: orNull(
      error(({ combined }) => combined) / error(({ forecasts }) => forecasts[BENCHMARK]),
    ),
  };
}
