import type { PlayedSeason } from './backtest.ts';
import { seededRandom } from './seeded-random.ts';
import { conformalQuantile, mean, sum } from './statistics.ts';

/** A past season as the combination would have forecast it. */
export interface CombinedSeason extends PlayedSeason {
  readonly combined: Float64Array;
}

export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

/**
 * What the past says about how wrong a season forecast is. Errors are logs of sold over forecast in units of the row's
 * own spread, so that calm and wild categories can be pooled; `spread` brings them back to the category asked for.
 */
export interface PredictionErrors {
  readonly spread: number;
  /** Spread of every row that was played, by row. */
  readonly rowSpread: ReadonlyMap<number, number>;
  /** Standardised errors of the weeks, one array a season. */
  readonly weekly: readonly Float64Array[];
  /** Standardised error of the season total, one a season. */
  readonly totals: Float64Array;
}

/** Keeps empty weeks finite: a twentieth of the forecast's mean week. */
const OFFSET = 0.05;
/** Own weeks at which a row's spread is believed as much as the panel's: the weeks of a season err together. */
const WEEKS_OF_EQUAL_WEIGHT = 26;
/** A record without any error is luck. */
const LEAST_SPREAD = 0.01;

const offsetOf = (forecast: Float64Array): number => OFFSET * mean(forecast) || 1e-9;

function logErrors({ actual, combined }: CombinedSeason): Float64Array {
  const offset = offsetOf(combined);
  return combined.map((forecast, h) => Math.log((actual[h] + offset) / (forecast + offset)));
}

/** Log of the units sold over the units forecast, over the season weeks that were observed. */
export function totalError({ actual, combined }: CombinedSeason): number {
  const expected = sum(combined.map((forecast, h) => (Number.isNaN(actual[h]) ? NaN : forecast)));
  const offset = offsetOf(combined);
  return Math.log((sum(actual) + offset) / (expected + offset));
}

/** Root mean square of each row's weekly errors, shrunk to the panel's. */
function spreads(seasons: readonly CombinedSeason[], errors: readonly Float64Array[]): Map<number, number> {
  const squares = new Map<number, { total: number; weeks: number }>();
  let total = 0;
  let weeks = 0;
  seasons.forEach(({ row }, i) => {
    const own = squares.get(row) ?? { total: 0, weeks: 0 };
    for (const error of errors[i]) {
      if (Number.isNaN(error)) continue;
      own.total += error * error;
      own.weeks += 1;
    }
    squares.set(row, own);
  });
  for (const own of squares.values()) {
    total += own.total;
    weeks += own.weeks;
  }
  const pooled = total / weeks;
  const shrunk = (own: { total: number; weeks: number }) =>
    (own.total + WEEKS_OF_EQUAL_WEIGHT * pooled) / (own.weeks + WEEKS_OF_EQUAL_WEIGHT);
  const spread = new Map<number, number>();
  for (const [row, own] of squares) spread.set(row, Math.max(LEAST_SPREAD, Math.sqrt(shrunk(own))));
  if (!spread.has(0)) spread.set(0, Math.max(LEAST_SPREAD, Math.sqrt(pooled)));
  return spread;
}

/** Null where no past season could be played. */
export function predictionErrors(seasons: readonly CombinedSeason[]): PredictionErrors | null {
  if (seasons.length === 0) return null;
  const errors = seasons.map(logErrors);
  const spread = spreads(seasons, errors);
  return {
    spread: spread.get(0)!,
    rowSpread: spread,
    weekly: errors.map((weekly, i) => weekly.map((error) => error / spread.get(seasons[i].row)!)),
    totals: Float64Array.from(seasons, (season) => totalError(season) / spread.get(season.row)!),
  };
}

const around = (forecast: number, offset: number, log: number): number =>
  Math.max(0, (forecast + offset) * Math.exp(log) - offset);

/** Interval of every week that holds `level` of the outcomes (split conformal, Vovk 2005); the forecast is inside. */
export function weeklyIntervals(forecast: Float64Array, errors: PredictionErrors, level: number): Interval[] {
  const offset = offsetOf(forecast);
  const pooled = errors.weekly.flatMap((season) => [...season]);
  const lo = errors.spread * conformalQuantile(pooled, (1 - level) / 2);
  const hi = errors.spread * conformalQuantile(pooled, (1 + level) / 2);
  return Array.from(forecast, (units) => ({
    lo: Math.min(units, around(units, offset, lo)),
    hi: Math.max(units, around(units, offset, hi)),
  }));
}

/** Interval of the season total from the errors of past season totals; never from adding weekly bounds. */
export function totalInterval(total: number, errors: PredictionErrors, level: number): Interval {
  const lo = errors.spread * conformalQuantile(errors.totals, (1 - level) / 2);
  const hi = errors.spread * conformalQuantile(errors.totals, (1 + level) / 2);
  return { lo: total * Math.exp(Math.min(0, lo)), hi: total * Math.exp(Math.max(0, hi)) };
}

/**
 * Equally likely futures: each takes the errors of one past season of the panel week by week (of further ones where
 * the season is longer), so that weeks err together as they did.
 */
export function samplePaths(
  forecast: Float64Array,
  errors: PredictionErrors,
  count: number,
  seed: number,
): number[][] {
  const random = seededRandom(seed);
  const offset = offsetOf(forecast);
  const draw = () => errors.weekly[Math.floor(random() * errors.weekly.length)];
  return Array.from({ length: count }, () => {
    let season = draw();
    let at = 0;
    return Array.from(forecast, (units) => {
      if (at >= season.length) [season, at] = [draw(), 0];
      const error = season[at++];
      return Math.round(around(units, offset, errors.spread * (Number.isNaN(error) ? 0 : error)));
    });
  });
}

/** Standard normal quantiles at the middle of ten equal parts. */
const NORMAL_DECILES = [-1.645, -1.036, -0.674, -0.385, -0.126, 0.126, 0.385, 0.674, 1.036, 1.645];

/** Where nothing can be played: weeks wrong by half, half of which the whole season shares. */
export function assumedErrors(): PredictionErrors {
  return {
    spread: 0.5,
    rowSpread: new Map(),
    weekly: NORMAL_DECILES.map((error) => Float64Array.of(error)),
    totals: Float64Array.from(NORMAL_DECILES, (error) => 0.5 * error),
  };
}
