import { describe, expect, it } from '@jest/globals';
import { panelOf } from '../../../../../test/support/week-panels.ts';
import { relativeError, seasonalUnits } from '../../../../../test/support/weekly-series.ts';
import { mean, median } from '../statistics.ts';
import { arima } from './arima.model.ts';

const WEEKS = 110;
const forecastOf = (units: Float64Array, shape: Parameters<typeof panelOf>[1] = {}): Float64Array =>
  arima.forecast(panelOf([units], { horizon: 12, ...shape }), [0])[0];
const wave = (week: number, harmonic: number): number =>
  Math.sin((2 * Math.PI * harmonic * (7 * week)) / 365.2425);

describe('ARIMA', () => {
  it('is a year’s model, and costly', () => {
    expect(arima).toMatchObject({ name: 'ARIMA', minWeeks: 52, costly: true });
  });

  it('repeats a level that never moved', () => {
    for (const level of [0, 7])
      forecastOf(new Float64Array(WEEKS).fill(level)).forEach((units) => expect(units).toBeCloseTo(level, 6));
  });

  it('follows up to three waves a year', () => {
    for (const harmonic of [1, 2, 3]) {
      const units = (week: number): number =>
        100 * Math.exp(0.4 * wave(week, harmonic) + 0.02 * Math.sin(97 * week));
      const history = Float64Array.from({ length: WEEKS }, (_, week) => units(week));
      const truth = Array.from({ length: 12 }, (_, h) => units(WEEKS + h));
      expect(relativeError(truth, forecastOf(history))).toBeLessThan(0.05);
    }
  });

  it('looks past the lead', () => {
    const history = seasonalUnits({ weeks: WEEKS, noise: 0.1 });
    const whole = forecastOf(history, { horizon: 15 });
    const after = forecastOf(history, { lead: 3, horizon: 12 });
    after.forEach((units, h) => expect(units).toBeCloseTo(whole[h + 3], 6));
  });

  it('lets what the last weeks stand above the rest fade', () => {
    const lifted = seasonalUnits({ weeks: WEEKS, season: 0, noise: 0.05 }).map(
      (units, week) => units * (1 + 0.6 * 0.7 ** Math.max(0, WEEKS - 1 - week)),
    );
    const forecast = forecastOf(lifted);
    const before = median(lifted.subarray(0, WEEKS - 10));
    expect(forecast[0]).toBeGreaterThan(1.1 * before);
    expect(forecast[11] / before).toBeLessThan(forecast[0] / before);
    expect(Math.abs(forecast[11] / before - 1)).toBeLessThan(0.15);
  });

  it('starts from the level that growth has brought, and does not carry it on', () => {
    const grown = seasonalUnits({ weeks: 156, season: 0, growth: 0.25, noise: 0.02 });
    const forecast = forecastOf(grown, { horizon: 26 });
    expect(Math.abs(mean(forecast) / grown[155] - 1)).toBeLessThan(0.08);
    expect(forecast[25] / forecast[0]).toBeLessThan(1.05);
  });

  it('moves the effect of a feast with the feast', () => {
    const horizon = 30;
    const feast = new Float64Array(WEEKS + horizon);
    for (const week of [20, 75, 128]) feast[week] = 1;
    const units = seasonalUnits({ weeks: WEEKS, season: 0.1, noise: 0.03 }).map(
      (value, week) => value * Math.exp(0.7 * feast[week]),
    );
    const lift = (forecast: Float64Array): number => {
      const at = 128 - WEEKS;
      return forecast[at] / ((forecast[at - 2] + forecast[at + 2]) / 2);
    };
    expect(lift(forecastOf(units, { horizon, holidays: [feast] }))).toBeGreaterThan(1.5);
    expect(lift(forecastOf(units, { horizon }))).toBeLessThan(1.2);
  });

  it('expects the mean of noisy weeks, but not of rare spikes', () => {
    const means = Array.from({ length: 25 }, (_, i) =>
      mean(forecastOf(seasonalUnits({ weeks: 156, season: 0, noise: 0.4, seed: 7_919 * (i + 1) }))),
    );
    expect(Math.abs(mean(means) / (1_000 * Math.exp(0.4 ** 2 / 2)) - 1)).toBeLessThan(0.04);
    const spiky = seasonalUnits({ weeks: WEEKS, season: 0, noise: 0.05 }).map(
      (units, week) => (week % 17 === 3 ? 12 : 1) * units,
    );
    expect(median(forecastOf(spiky)) / median(spiky)).toBeLessThan(1.5);
  });

  it('fills weeks without rows from the year beside them', () => {
    const history = seasonalUnits({ weeks: 156, noise: 0.02 });
    const gappy = history.map((units, week) => (week >= 100 && week < 120 ? NaN : units));
    expect(relativeError(forecastOf(history), forecastOf(gappy))).toBeLessThan(0.05);
  });

  it('forecasts the rows it is asked for', () => {
    const [low, high] = [1, 2].map((seed) =>
      seasonalUnits({ weeks: WEEKS, noise: 0.1, seed, level: 100 * seed ** 3 }),
    );
    const panel = panelOf([low, high], { horizon: 12 });
    expect(arima.forecast(panel, [1, 0])).toEqual([
      arima.forecast(panel, [1])[0],
      arima.forecast(panel, [0])[0],
    ]);
    expect(mean(arima.forecast(panel, [1])[0])).toBeGreaterThan(4 * mean(arima.forecast(panel, [0])[0]));
  });
});
