import { MAX_COSTLY_ORIGINS, type PlayedSeason } from './backtest.ts';
import { rowSpreads } from './row-spread.ts';
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
 * Every error is there twice, as it was and with its sign turned about the bias that is believed: the few seasons there
 * are all share their surprises, and the next one is as likely to surprise the other way.
 */
export interface PredictionErrors {
  readonly spread: number;
  /** Spread of every row that was played, by row. */
  readonly rowSpread: ReadonlyMap<number, number>;
  /** Standardised errors of the weeks, one array a season. */
  readonly weekly: readonly Float64Array[];
  /** Standardised errors of the season totals. */
  readonly totals: Float64Array;
}

/** Keeps empty weeks finite: a twentieth of the forecast's mean week. */
const OFFSET = 0.05;
/** Independent seasons at which a bias they share is half believed; one or two seasons that err alike may be chance. */
const SEASONS_OF_EQUAL_WEIGHT = 2;

const offsetOf = (forecast: Float64Array): number => OFFSET * mean(forecast) || 1e-9;

function logErrors({ actual, combined }: CombinedSeason): Float64Array {
  const offset = offsetOf(combined);
  return combined.map((forecast, h) => Math.log((actual[h] + offset) / (forecast + offset)));
}

/** Log of the units sold over the units forecast, over the season weeks that were observed. */
function totalError({ actual, combined }: CombinedSeason): number {
  const expected = sum(combined.map((forecast, h) => (Number.isNaN(actual[h]) ? NaN : forecast)));
  const offset = offsetOf(combined);
  return Math.log((sum(actual) + offset) / (expected + offset));
}

/** The latest seasons, at which every model was played: older ones were forecast with fewer, from less history. */
function latestSeasons(seasons: readonly CombinedSeason[]): CombinedSeason[] {
  const origins = [...new Set(seasons.map(({ weeks }) => weeks))].sort((a, b) => b - a);
  const oldest = origins[Math.min(MAX_COSTLY_ORIGINS, origins.length) - 1];
  return seasons.filter(({ weeks }) => weeks >= oldest);
}

/** How many of the seasons, which overlap, lie end to end in the weeks they cover. */
function independentSeasons(seasons: readonly CombinedSeason[]): number {
  const ends = seasons.map(({ weeks }) => weeks);
  const [{ actual }] = seasons;
  return 1 + (Math.max(...ends) - Math.min(...ends)) / actual.length;
}

/** The mean of the seasons' mean errors, shrunk to none: rows of one season are one piece of evidence. */
function believedBias(seasons: readonly CombinedSeason[], errors: readonly number[]): number {
  const independent = independentSeasons(seasons);
  const bySeason = [...new Set(seasons.map(({ weeks }) => weeks))].map((weeks) =>
    mean(errors.filter((_, i) => seasons[i].weeks === weeks)),
  );
  return (mean(bySeason) * independent) / (independent + SEASONS_OF_EQUAL_WEIGHT);
}

/** Errors of the latest season totals in units of the rows' spreads, each with either sign. */
export function standardTotalErrors(
  played: readonly CombinedSeason[],
  rowSpread: ReadonlyMap<number, number>,
): Float64Array {
  const seasons = latestSeasons(played);
  const errors = seasons.map((season) => totalError(season) / rowSpread.get(season.row)!);
  const bias = believedBias(seasons, errors);
  return Float64Array.from([...errors, ...errors.map((error) => 2 * bias - error)]);
}

/** Null where no past season could be played. */
export function predictionErrors(played: readonly CombinedSeason[]): PredictionErrors | null {
  if (played.length === 0) return null;
  const seasons = latestSeasons(played);
  const errors = seasons.map(logErrors);
  const { panel, byRow } = rowSpreads(
    seasons.map(({ row, weeks }, i) => ({ row, weeks, errors: errors[i] })),
    independentSeasons(seasons),
  );
  const weekly = errors.map((season, i) => season.map((error) => error / byRow.get(seasons[i].row)!));
  const bias = believedBias(seasons, weekly.map(mean));
  return {
    spread: byRow.get(0) ?? panel,
    rowSpread: byRow,
    weekly: [...weekly, ...weekly.map((season) => season.map((error) => 2 * bias - error))],
    totals: standardTotalErrors(seasons, byRow),
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
 * Equally likely futures: each takes the errors of one past season of the panel, with either sign, week by week (of
 * further ones where the season is longer), so that weeks err together as they did.
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
