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

  it('goes with the eighth power of the record, which one season states only in part', () => {
    const weights = modelWeights(played([{ [BENCHMARK]: 0.3, good: 0.1, fair: 0.2, bad: 0.9 }], 1), names);
    // Errors count with 2 % more; one season beside two that are believed is a third of the evidence.
    expect(weights.good / weights.fair).toBeCloseTo((0.22 / 0.12) ** (8 / 3), 9);
    const prior = 0.9 ** (2 / 3);
    const three = modelWeights(
      played([{ [BENCHMARK]: 0.3, good: 0.1, fair: 0.32 / prior ** 3 - 0.021 }], 1),
      [BENCHMARK, 'good', 'fair'],
    );
    // Worse than the benchmark in the one season, and still believed to be better.
    expect(three.fair).toBeGreaterThan(0);
  });

  it('takes a forecast that is off by more than 200 % as useless, not as worse', () => {
    const weightsAt = (miss: number) =>
      modelWeights(played([{ [BENCHMARK]: 2.2, good: 0.1, fair: miss }], 1), [BENCHMARK, 'good', 'fair']);
    expect(weightsAt(9)).toEqual(weightsAt(3));
    expect(weightsAt(3).fair).toBeGreaterThan(0);
  });

  it('counts the own seasons as much as the panel’s at eight of them', () => {
    const own = { [BENCHMARK]: 0.3, good: 0.2, fair: 0.1 };
    const sibling = { [BENCHMARK]: 0.3, good: 0.1, fair: 0.2 };
    const three = [BENCHMARK, 'good', 'fair'];
    const ratio = (backtest: Backtest) => {
      const { good, fair } = modelWeights(backtest, three);
      return Math.log(good / fair);
    };
    const once = Math.log(0.22 / 0.12);
    // Two of five seasons of each row are evidence: 2 ÷ (2 + 2) of it observed, 2 ÷ (2 + 8) of that the category's own.
    const pooled = (-2 * once + 8 * once) / 10;
    expect(ratio(played([own, sibling, sibling, sibling, sibling], 2))).toBeCloseTo(
      8 * 0.5 * (0.2 * -once + 0.8 * pooled),
      9,
    );
    const siblingsAlone = played([own, sibling], 2);
    expect(
      ratio({ ...siblingsAlone, seasons: siblingsAlone.seasons.filter(({ row }) => row > 0) }),
    ).toBeCloseTo(8 * 0.5 * once, 9);
  });

  it('judges a model by the seasons that it and the benchmark played', () => {
    const both = played([{ [BENCHMARK]: 0.3, good: 0.1, fair: 0.2 }], 2);
    const part = played([{ [BENCHMARK]: 0.3, fair: 0.2 }], 2).seasons;
    const alone = played([{ good: 9, fair: 9 }], 2).seasons;
    const three = [BENCHMARK, 'good', 'fair'];
    const { good } = modelWeights({ ...both, seasons: [...both.seasons, ...part, ...alone] }, three);
    expect(good).toBeCloseTo(modelWeights(both, three).good, 12);
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
    // Two weeks of lead and four of season after week 60 end with week 66; with three of lead they do not.
    expect(pastWeights(record, names, 2).get(66)).toEqual(modelWeights(first, names));
    expect(pastWeights(record, names, 3).get(66)!.bad).toBeCloseTo(1 / 3, 12);
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

  const level = (units: number) => Float64Array.of(units, units, units, units);

  it('totals the weighted median of the totals, between the two models in the middle', () => {
    const models = { much: level(100), little: level(25), middling: level(50) };
    const totalled = (much: number, little: number, middling: number) =>
      sum(combine(models, { much, little, middling }));
    // In the middle of their weights the totals 100, 200 and 400 lie at 0.1, 0.45 and 0.85.
    expect(totalled(0.3, 0.2, 0.5)).toBeCloseTo(200 + (0.05 / 0.4) * 200, 9);
    expect(totalled(3, 2, 5)).toBeCloseTo(225, 9);
    expect(totalled(0.25, 0.25, 0.5)).toBeCloseTo(200, 9);
    expect(totalled(0.2, 0.6, 0.2)).toBeCloseTo(100 + (0.2 / 0.4) * 100, 9);
    expect(totalled(0.1, 0.9, 0)).toBeCloseTo(100 + (0.05 / 0.5) * 300, 9);
  });

  it.each([
    ['above', 10_000, 1.75],
    ['below', 0, 1 / 1.75],
  ])('holds a model’s week within a factor of the others’ (%s)', (_case, wild, leash) => {
    const models = { a: level(100), b: level(100), wild: Float64Array.of(wild, 100, 100, 100) };
    const [first, second] = combine(models, { a: 2, b: 2, wild: 1 });
    // Weeks are compared with a twentieth of the mean week added.
    expect(first / second).toBeCloseTo((105 * leash ** 0.2 - 5) / 100, 9);
  });

  it('does not hear a model without weight', () => {
    expect(combine({ a: steady, b: steady.map((x) => 9 * x) }, { a: 0.3, b: 0 })).toEqual(
      combine({ a: steady }, { a: 1 }),
    );
  });

  it('forecasts nothing where its models forecast nothing', () => {
    expect([...combine({ a: level(0), b: level(0) }, { a: 1, b: 1 })]).toEqual([0, 0, 0, 0]);
  });

  it('uses what is there where no weighted model has a forecast', () => {
    expect([...combine({ other: steady }, weights)].map(Math.round)).toEqual([10, 20, 30, 40]);
  });
});
