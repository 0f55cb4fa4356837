import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seasonalUnits, weeklyTotals } from '../../../../test/support/weekly-series.ts';
import { criticalRatio, safetyStock } from './safety-stock.ts';
import { forecastSeason } from './season-forecast.ts';

const forecastWith = (weeks: number, noise: number) =>
  forecastSeason({
    target: weeklyTotals('target', seasonalUnits({ weeks, noise, seed: 3 })),
    siblings: [5, 7].map((seed) => weeklyTotals(`s${seed}`, seasonalUnits({ weeks, noise, seed }))),
    lead: 0,
    horizon: 12,
    country: null,
    seed: 1,
  });

describe(criticalRatio.name, () => {
  it('is two thirds without costs, the newsvendor ratio with them, the service level where given', () => {
    expect(criticalRatio({})).toBeCloseTo(2 / 3, 12);
    expect(criticalRatio({ unit_price: 50, unit_cost: 20, salvage_value: 10 })).toBeCloseTo(0.75, 12);
    expect(criticalRatio({ unit_price: 50, unit_cost: 20, service_level: 0.95 })).toBe(0.95);
  });

  it('is no margin at a loss and full cover where leftovers cost nothing', () => {
    expect(criticalRatio({ unit_price: 10, unit_cost: 20 })).toBe(0);
    expect(criticalRatio({ unit_price: 50, unit_cost: 20, salvage_value: 20 })).toBe(1);
    expect(criticalRatio({ unit_price: 50, unit_cost: 20, salvage_value: 30 })).toBe(1);
    expect(criticalRatio({ unit_price: 20, unit_cost: 20, salvage_value: 20 })).toBe(0);
  });

  it('is two thirds where the price or the cost is not known', () => {
    expect(criticalRatio({ unit_price: 50 })).toBeCloseTo(2 / 3, 12);
    expect(criticalRatio({ unit_cost: 20, salvage_value: 10 })).toBeCloseTo(2 / 3, 12);
  });
});

describe(safetyStock.name, () => {
  it('keeps none ≥ bi-weekly ≥ weekly within 0 and 60 %', () => {
    const forecast = forecastWith(156, 0.3);
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 0.999, noNaN: true }), (ratio) => {
        const [none, biWeekly, weekly] = (['none', 'bi-weekly', 'weekly'] as const).map(
          (strategy) => safetyStock(forecast, strategy, ratio).fraction,
        );
        expect([0.6, none, biWeekly, weekly, 0]).toEqual(
          [0.6, none, biWeekly, weekly, 0].sort((a, b) => b - a),
        );
      }),
      { numRuns: 10 },
    );
  });

  it('covers the past errors of the total as often as is asked, without a later order', () => {
    const forecast = forecastWith(156, 0.3);
    const { fraction } = safetyStock(forecast, 'none', 0.8);
    const { spread, totals } = forecast.errors;
    const covered = [...totals].filter((error) => Math.exp(spread * error) <= 1 + fraction + 1e-9);
    expect(fraction).toBeGreaterThan(0);
    expect(Math.abs(covered.length - 0.8 * totals.length)).toBeLessThanOrEqual(1);
  });

  it('needs less with a later order, from seasons played without costly models once', () => {
    const forecast = forecastWith(156, 0.3);
    const costly = {
      name: 'slow',
      minWeeks: 1,
      costly: true,
      forecast: () => {
        throw new Error('A costly model was played again.');
      },
    };
    const made = new Map();
    const [none, weekly, again] = (['none', 'weekly', 'weekly'] as const).map((strategy) =>
      safetyStock({ ...forecast, models: [...forecast.models, costly] }, strategy, 0.9, made),
    );
    expect(weekly.fraction).toBeLessThan(none.fraction);
    expect(again).toEqual(weekly);
    expect([...made.keys()].sort((a, b) => a - b)).toEqual([6, 8]);
  });

  it('asks for more where the past was less sure', () => {
    const [calm, wild] = [0.02, 0.5].map((noise) => safetyStock(forecastWith(156, noise), 'none', 0.9));
    expect(wild.fraction).toBeGreaterThan(calm.fraction);
  });

  it('assumes the design’s figures only where no past season could be played', () => {
    const short = forecastWith(53, 0.2);
    expect(safetyStock(short, 'none', 0.9)).toEqual({ fraction: 0.25, baseline: 0.25, source: 'assumed' });
    expect(safetyStock(short, 'weekly', 0.9)).toEqual({ fraction: 0.2, baseline: 0.2, source: 'assumed' });
    expect(safetyStock(forecastWith(156, 0.2), 'weekly', 0.9).source).toBe('record');
  });
});
