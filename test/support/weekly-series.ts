import type { WeeklyTotals } from '#contracts';

/** Monday of the first week of made-up histories, and its day number. */
export const FIRST_WEEK = '2023-01-02';
export const FIRST_DAY = 19_359;

export interface SeriesShape {
  readonly weeks: number;
  readonly level?: number;
  /** Half the swing of the yearly wave in logs. */
  readonly season?: number;
  /** Log growth a year. */
  readonly growth?: number;
  /** Standard deviation of the noise in logs. */
  readonly noise?: number;
  readonly seed?: number;
}

/** Units by week: level × yearly wave × growth × noise. */
export function seasonalUnits({
  weeks,
  level = 1000,
  season = 0.5,
  growth = 0,
  noise = 0,
  seed = 1,
}: SeriesShape): Float64Array {
  let state = seed;
  const uniform = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return Float64Array.from(
    { length: weeks },
    (_, week) =>
      level *
      Math.exp(season * Math.sin((2 * Math.PI * week) / 52) + (growth * week) / 52 + noise * normal()),
  );
}

export const weeklyTotals = (
  series_id: string,
  units: Float64Array,
  first_week_start = FIRST_WEEK,
): WeeklyTotals => ({
  series_id,
  first_week_start,
  units,
});

/** Σ|actual − forecast| ÷ Σ actual. */
export function relativeError(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  let wrong = 0;
  let sold = 0;
  for (let i = 0; i < actual.length; i++) {
    wrong += Math.abs(actual[i] - forecast[i]);
    sold += actual[i];
  }
  return wrong / sold;
}
