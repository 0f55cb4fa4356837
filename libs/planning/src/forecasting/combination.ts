import type { Backtest } from './backtest.ts';
import { seasonError } from './errors.ts';
import { mean, median, sum } from './statistics.ts';

/** Weight by model name; the weights sum to 1. */
export type ModelWeights = Readonly<Record<string, number>>;

/** The benchmark a model has to beat to be listened to. */
export const BENCHMARK = 'seasonal naive';

/**
 * How strongly a better record counts: the weight goes with error^−8. Errors of neighbouring methods differ by a few
 * per cent, so a low power would average good and bad alike; an unlimited one would pick the winner of a noisy race.
 */
const SHARPNESS = 8;
/** Own seasons at which the category's record counts as much as the whole panel's; one or two years are noise. */
const SEASONS_OF_EQUAL_WEIGHT = 8;
/** A season error above 200 % tells no more than "useless"; one below 2 % no more than "right". */
const ERROR_RANGE = { least: 0.02, most: 2 } as const;
/** A model may leave the others' median by this factor in a week; beyond it counts as there. */
const LEASH = Math.log(1.75);
/** Keeps empty weeks finite in logs: a twentieth of the models' mean week. */
const OFFSET = 0.05;

const score = (actual: Float64Array, forecast: Float64Array): number => {
  const { totalApe, wape } = seasonError(actual, forecast);
  return Math.log(Math.min(ERROR_RANGE.most, (totalApe + wape) / 2) + ERROR_RANGE.least);
};

/**
 * What a sound seasonal method may be expected to gain on the benchmark before anything is known (the M4 competition's
 * combinations were about a tenth better; Makridakis et al. 2020), and the past seasons that belief counts for.
 */
const PRIOR = { record: Math.log(0.9), seasons: 2 } as const;

/** Mean log error of `name` relative to the benchmark on the seasons both played. */
function relativeRecord(backtest: Backtest, name: string): number {
  const own: number[] = [];
  const pooled: number[] = [];
  const origins = new Set<number>();
  for (const { row, weeks, actual, forecasts } of backtest.seasons) {
    if (!(name in forecasts) || !(BENCHMARK in forecasts)) continue;
    const relative = score(actual, forecasts[name]) - score(actual, forecasts[BENCHMARK]);
    pooled.push(relative);
    if (row === 0) own.push(relative);
    origins.add(weeks);
  }
  // Rows of one season share its surprises, so the evidence is counted in seasons.
  const known = origins.size / (origins.size + PRIOR.seasons);
  const trust = own.length / (own.length + SEASONS_OF_EQUAL_WEIGHT);
  const observed = own.length > 0 ? trust * mean(own) + (1 - trust) * mean(pooled) : mean(pooled);
  return pooled.length > 0 ? known * observed + (1 - known) * PRIOR.record : PRIOR.record;
}

/**
 * Weights from the record on past seasons, the category's own shrunk to the whole panel's. A model that does worse
 * than the benchmark gets none; where none does better the benchmark has it all; without a record all count alike.
 */
export function modelWeights(backtest: Backtest, names: readonly string[]): ModelWeights {
  const candidates = names.filter((name) => name !== BENCHMARK);
  const raw = candidates.map((name) => {
    const record = relativeRecord(backtest, name);
    return record > 0 ? 0 : Math.exp(-SHARPNESS * record);
  });
  const total = raw.reduce((a, b) => a + b, 0);
  const weights = Object.fromEntries(names.map((name) => [name, 0]));
  if (total > 0) candidates.forEach((name, i) => (weights[name] = raw[i] / total));
  else weights[BENCHMARK in weights ? BENCHMARK : names[0]] = 1;
  return weights;
}

/**
 * Weights that each past season would have been forecast with, by its weeks of history: from the seasons that were over
 * by then. What judges a forecast must not have chosen its weights.
 * @param lead weeks between the end of history and a season
 */
export function pastWeights(
  record: Backtest,
  names: readonly string[],
  lead: number,
): ReadonlyMap<number, ModelWeights> {
  const origins = new Set(record.seasons.map(({ weeks }) => weeks));
  return new Map(
    [...origins].map((origin) => {
      const seasons = record.seasons.filter(({ weeks }) => weeks + lead + record.horizon <= origin);
      return [origin, modelWeights({ ...record, seasons }, names)];
    }),
  );
}

/** The value at which half of the weight lies below, linear between the values' mid-weights. */
function weightedMedian(values: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((a, b) => a + b, 0);
  const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
  let below = 0;
  let previous: { at: number; value: number } | undefined;
  for (const i of order) {
    const at = (below + weights[i] / 2) / total;
    if (at >= 0.5) {
      if (previous === undefined) return values[i];
      return previous.value + ((0.5 - previous.at) / (at - previous.at)) * (values[i] - previous.value);
    }
    previous = { at, value: values[i] };
    below += weights[i];
  }
  return values[order[order.length - 1]];
}

/** Weighted geometric mean by week, each model held within a factor of the models' median. */
function combineWeeks(forecasts: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const offset = OFFSET * median(forecasts.map(mean)) || 1e-9;
  const total = weights.reduce((a, b) => a + b, 0);
  return forecasts[0].map((_, h) => {
    const logs = forecasts.map((weekly) => Math.log(weekly[h] + offset));
    const centre = median(logs);
    const held = logs.map((log) => Math.min(centre + LEASH, Math.max(centre - LEASH, log)));
    const log = held.reduce((a, value, i) => a + (weights[i] / total) * value, 0);
    return Math.max(0, Math.exp(log) - offset);
  });
}

/**
 * One forecast from several: the season total is the weighted median of the models' totals, its course over the weeks
 * their weighted geometric mean. A model that explodes moves neither. Models without a weight are left out; where none
 * has one, all count alike.
 */
export function combine(
  forecasts: Readonly<Record<string, Float64Array>>,
  weights: ModelWeights,
): Float64Array {
  const present = Object.keys(forecasts).filter((name) => weights[name] > 0);
  const names = present.length > 0 ? present : Object.keys(forecasts);
  const rows = names.map((name) => forecasts[name]);
  const rowWeights = names.map((name) => (present.length > 0 ? weights[name] : 1));
  const weekly = combineWeeks(rows, rowWeights);
  const course = sum(weekly);
  const total = weightedMedian(rows.map(sum), rowWeights);
  return course > 0 ? weekly.map((units) => (units * total) / course) : weekly;
}
