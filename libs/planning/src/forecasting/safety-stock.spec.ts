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
