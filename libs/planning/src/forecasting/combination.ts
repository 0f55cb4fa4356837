import type { Backtest } from './backtest.ts';
import { seasonError } from './errors.ts';
import { mean, median } from './statistics.ts';

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

/** Mean log error of `name` relative to the benchmark on the seasons both played. */
function relativeRecord(backtest: Backtest, name: string): number {
  const own: number[] = [];
  const pooled: number[] = [];
  for (const { row, actual, forecasts } of backtest.seasons) {
    if (!(name in forecasts) || !(BENCHMARK in forecasts)) continue;
    const relative = score(actual, forecasts[name]) - score(actual, forecasts[BENCHMARK]);
    pooled.push(relative);
    if (row === 0) own.push(relative);
  }
  if (pooled.length === 0) return 0;
  const trust = own.length / (own.length + SEASONS_OF_EQUAL_WEIGHT);
  return own.length === 0 ? mean(pooled) : trust * mean(own) + (1 - trust) * mean(pooled);
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
 * Weighted geometric mean by week over the models that have a weight and a forecast, each held within a factor of the
 * models' median: one that explodes cannot move the result. Without any such model the plain median of what is there.
 */
export function combine(
  forecasts: Readonly<Record<string, Float64Array>>,
  weights: ModelWeights,
): Float64Array {
  const present = Object.keys(forecasts).filter((name) => weights[name] > 0);
  const names = present.length > 0 ? present : Object.keys(forecasts);
  const length = forecasts[names[0]].length;
  const offset = OFFSET * median(names.map((name) => mean(forecasts[name]))) || 1e-9;
  const total = names.reduce((a, name) => a + (weights[name] ?? 0), 0);
  return Float64Array.from({ length }, (_, h) => {
    const logs = names.map((name) => Math.log(forecasts[name][h] + offset));
    const centre = median(logs);
    let log = 0;
    names.forEach((name, i) => {
      const weight = total > 0 ? weights[name] / total : 1 / names.length;
      log += weight * Math.min(centre + LEASH, Math.max(centre - LEASH, logs[i]));
    });
    return Math.max(0, Math.exp(log) - offset);
  });
}
