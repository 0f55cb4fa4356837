import { YEAR } from './models/forecast-model.ts';
import type { Interval } from './prediction-errors.ts';
import { seededRandom } from './seeded-random.ts';
import { mean, quantile, sum } from './statistics.ts';

/** Weeks of history that futures are drawn from. */
const RECENT_WEEKS = 2 * YEAR;

export interface IntermittentFutures {
  /** Equally likely futures, whole units, paths × season weeks. */
  readonly paths: readonly (readonly number[])[];
  readonly weeklyInterval: (level: number) => Interval[];
  readonly totalInterval: (level: number) => Interval;
}

/**
 * Futures of a category that sells nothing in many weeks, where logs of sold over forecast say nothing: stretches of its
 * own last two years (block bootstrap, Künsch 1989; for such demand Willemain, Smart & Schwarz 2004), each week brought
 * to the forecast's level and rounded up or down at random, so that the mean of the paths is the forecast.
 *
 * @param history weekly units, NaN where nothing was observed
 * @param forecast expected units by season week
 */
export function intermittentFutures(
  history: Float64Array,
  forecast: Float64Array,
  count: number,
  seed: number,
): IntermittentFutures {
  const random = seededRandom(seed);
  const seen = history.filter((units) => !Number.isNaN(units)).slice(-RECENT_WEEKS);
  const level = mean(seen);
  const paths = Array.from({ length: count }, () => {
    const start = Math.floor(random() * seen.length);
    return Array.from(forecast, (units, week) => {
      const drawn = level > 0 ? (seen[(start + week) % seen.length] * units) / level : units;
      return Math.floor(drawn + random());
    });
  });
  const around = (units: number, drawn: readonly number[], share: number): Interval => ({
    lo: Math.min(units, quantile(drawn, (1 - share) / 2)),
    hi: Math.max(units, quantile(drawn, (1 + share) / 2)),
  });
  return {
    paths,
    weeklyInterval: (share) =>
      Array.from(forecast, (units, week) =>
        around(
          units,
          paths.map((path) => path[week]),
          share,
        ),
      ),
    totalInterval: (share) => around(sum(forecast), paths.map(sum), share),
  };
}
