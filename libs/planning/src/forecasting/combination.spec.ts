import { describe, expect, it } from '@jest/globals';
import type { Backtest, PlayedSeason } from './backtest.ts';
import { BENCHMARK, combine, modelWeights, pastWeights } from './combination.ts';
import { sum } from './statistics.ts';

/** Seasons in which each model misses every week by its own fraction. */
const played = (missesByRow: Record<string, number>[], origins = 4): Backtest => ({
  horizon: 4,
  seasons: missesByRow.flatMap((misses, row) =>
    Array.from({ length: origins }, (_, at): PlayedSeason => ({
      row,
      weeks: 60 + 2 * at,
      actual: Float64Array.of(10, 20, 30, 40),
      forecasts: Object.fromEntries(
        Object.entries(misses).map(([name, miss]) => [
          name,
          Float64Array.of(10, 20, 30, 40).map((units) => units * (1 + miss)),
        ]),
      ),
    })),
  ),
});
const names = [BENCHMARK, 'good', 'fair', 'bad'];

describe(modelWeights.name, () => {
  it('prefers the better record, gives none to what loses to the benchmark, and sums to 1', () => {
    const weights = modelWeights(played([{ [BENCHMARK]: 0.3, good: 0.1, fair: 0.2, bad: 0.9 }]), names);
    expect(weights.good).toBeGreaterThan(weights.fair);
    expect(weights.fair).toBeGreaterThan(0);
    expect(weights.bad).toBe(0);
    expect(weights[BENCHMARK]).toBe(0);
    expect(sum(Object.values(weights))).toBeCloseTo(1, 12);
  });

  it('falls back to the benchmark where nothing beats it', () => {
    const losers = { [BENCHMARK]: 0.05, good: 0.5, fair: 0.6, bad: 0.9 };
    expect(modelWeights(played([losers]), names)).toEqual({ [BENCHMARK]: 1, good: 0, fair: 0, bad: 0 });
  });

  it('lets the siblings speak where the category has few seasons', () => {
    const own = { [BENCHMARK]: 0.3, good: 0.25, fair: 0.2, bad: 0.9 };
    const siblings = { [BENCHMARK]: 0.3, good: 0.1, fair: 0.28, bad: 0.9 };
    const weights = modelWeights(played([own, ...Array(8).fill(siblings)], 2), names);
    expect(weights.good).toBeGreaterThan(weights.fair);
  });

  it('counts all models alike without a record', () => {
    const weights = modelWeights({ horizon: 4, seasons: [] }, names);
    expect(weights).toEqual({ [BENCHMARK]: 0, good: 1 / 3, fair: 1 / 3, bad: 1 / 3 });
  });
});

describe(pastWeights.name, () => {
  it('weighs by the seasons that were over when each began, all alike where none was', () => {
    const record = played([{ [BENCHMARK]: 0.3, good: 0.1, fair: 0.2, bad: 0.9 }], 4);
    const weights = pastWeights(record, names, 1);
    expect([...weights.keys()]).toEqual([60, 62, 64, 66]);
    for (const origin of [60, 62, 64]) expect(weights.get(origin)!.bad).toBeCloseTo(1 / 3, 12);
    const first = { ...record, seasons: record.seasons.filter(({ weeks }) => weeks === 60) };
    expect(weights.get(66)).toEqual(modelWeights(first, names));
  });
});

describe(combine.name, () => {
  const steady = Float64Array.of(10, 20, 30, 40);
  const weights = { a: 0.4, b: 0.4, wild: 0.2 };

  it('is hardly moved by a model that explodes', () => {
    const calm = combine({ a: steady, b: steady, wild: steady }, weights);
    for (const factor of [1e3, 1e9, 0]) {
      const moved = combine({ a: steady, b: steady, wild: steady.map((x) => x * factor) }, weights);
      expect(Math.abs(sum(moved) / sum(calm) - 1)).toBeLessThan(1e-9);
    }
  });

  it('stays within the models week by week when they agree on the total', () => {
    const rising = Float64Array.of(10, 20, 30, 40);
    const falling = Float64Array.of(40, 30, 20, 10);
    const weekly = combine({ a: rising, b: falling }, { a: 0.5, b: 0.5 });
    expect(sum(weekly)).toBeCloseTo(100, 9);
    weekly.forEach((units, h) => {
      expect(units).toBeGreaterThanOrEqual(Math.min(rising[h], falling[h]) * 0.99);
      expect(units).toBeLessThanOrEqual(Math.max(rising[h], falling[h]) * 1.01);
    });
  });

  it('doubles with its models', () => {
    const forecasts = { a: steady, b: steady.map((x) => x + 7), wild: Float64Array.of(0, 0, 90, 1) };
    const doubled = Object.fromEntries(Object.entries(forecasts).map(([k, v]) => [k, v.map((x) => 2 * x)]));
    const [once, twice] = [combine(forecasts, weights), combine(doubled, weights)];
    once.forEach((units, h) => expect(twice[h]).toBeCloseTo(2 * units, 9));
  });

  it('uses what is there where no weighted model has a forecast', () => {
    expect([...combine({ other: steady }, weights)].map(Math.round)).toEqual([10, 20, 30, 40]);
  });
});
