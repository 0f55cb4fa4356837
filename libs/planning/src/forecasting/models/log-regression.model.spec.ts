import { describe, expect, it } from '@jest/globals';
import { panelOf } from '../../../../../test/support/week-panels.ts';
import { relativeError, seasonalUnits } from '../../../../../test/support/weekly-series.ts';
import { seededRandom } from '../seeded-random.ts';
import { mean, median } from '../statistics.ts';
import { logRegression } from './log-regression.model.ts';

const WEEKS = 156;
const panelWith = (shape: object, horizon = 12) => {
  const whole = [1, 2, 3].map((seed) => seasonalUnits({ weeks: WEEKS + horizon, seed, ...shape }));
  return {
    truth: whole[0].subarray(WEEKS),
    panel: panelOf(
      whole.map((row) => row.subarray(0, WEEKS)),
      { horizon },
    ),
  };
};

describe('log regression', () => {
  it('finds a yearly wave under noise better than last year repeats it', () => {
    const { truth, panel } = panelWith({ noise: 0.3 }, 26);
    const [clean] = panelWith({ noise: 0 }, 26).panel.rows;
    const [forecast] = logRegression.forecast(panel, [0]);
    expect(relativeError(clean.subarray(0, 26), forecast)).toBeLessThan(
      relativeError(truth, panel.rows[0].subarray(WEEKS - 52, WEEKS - 26)),
    );
  });

  it('shrinks away a season that is not there', () => {
    const { panel } = panelWith({ season: 0, noise: 0.3 }, 26);
    const [forecast] = logRegression.forecast(panel, [0]);
    expect(Math.max(...forecast) / Math.min(...forecast)).toBeLessThan(1.4);
  });

  it('moves the effect of a feast with the feast', () => {
    const horizon = 30;
    const feast = new Float64Array(WEEKS + horizon);
    for (const week of [12, 67, 118, 171]) feast[week] = 1;
    const units = seasonalUnits({ weeks: WEEKS + horizon, season: 0.2, noise: 0.03 }).map(
      (value, week) => value * Math.exp(0.6 * feast[week]),
    );
    const panel = panelOf([units.subarray(0, WEEKS)], { horizon, holidays: [feast] });
    const [forecast] = logRegression.forecast(panel, [0]);
    const lift = forecast[171 - WEEKS] / ((forecast[169 - WEEKS] + forecast[173 - WEEKS]) / 2);
    expect(lift).toBeGreaterThan(1.5);
  });

  it('brings back promotions that keep their weeks', () => {
    const promoted = (week: number) => ([3, 9, 20, 31, 44].includes(week % 52) ? 2 : 1);
    const horizon = 12;
    const rows = [1, 2, 3].map((seed) =>
      seasonalUnits({ weeks: WEEKS + horizon, season: 0.1, noise: 0.05, seed }).map(
        (value, week) => value * promoted(week),
      ),
    );
    const [forecast] = logRegression.forecast(panelOf(rows.map((row) => row.subarray(0, WEEKS))), [0]);
    expect(forecast[3] / forecast[5]).toBeGreaterThan(1.4);
  });

  it('does not extend a slope into the season', () => {
    const { panel } = panelWith({ season: 0, growth: 0.5, noise: 0.02 }, 52);
    const [forecast] = logRegression.forecast(panel, [0]);
    expect(forecast[51] / forecast[0]).toBeLessThan(1.1);
  });

  /** A flat series with noise in logs, whose median week is 100. */
  const flat = (noise: number, seed: number, weeks = WEEKS) =>
    seasonalUnits({ weeks, season: 0, noise, seed }).map((units) => units / 10);
  const meanOf = (values: Float64Array): number => mean(values);

  it('expects the mean of noisy weeks, not their median', () => {
    const rows = [1, 2, 3, 4].map((seed) => flat(0.5, seed));
    const ratios = logRegression
      .forecast(panelOf(rows, { horizon: 26 }), [0, 1, 2, 3])
      .map((forecast, row) => meanOf(forecast) / meanOf(rows[row]));
    expect(Math.abs(meanOf(Float64Array.from(ratios)) - 1)).toBeLessThan(0.05);
  });

  it('does not take rare spikes for noise about the mean', () => {
    const rows = [1, 2, 3].map((seed) =>
      flat(0.05, seed).map((units, week) => (week % 17 === 3 ? 12 : 1) * units),
    );
    const [forecast] = logRegression.forecast(panelOf(rows, { horizon: 26 }), [0]);
    expect(median(forecast) / median(rows[0])).toBeLessThan(1.35);
  });

  it('carries on half of what the last weeks stand above the fit, and less of what is long past', () => {
    const lifted = (from: number, to: number) => {
      const rows = [1, 2, 3].map((seed) =>
        flat(0.05, seed).map((units, week) => (week >= from && week < to ? 1.5 : 1) * units),
      );
      return meanOf(logRegression.forecast(panelOf(rows), [0])[0]) / meanOf(flat(0.05, 1));
    };
    expect(lifted(WEEKS - 8, WEEKS)).toBeGreaterThan(1.1);
    expect(lifted(WEEKS - 8, WEEKS)).toBeLessThan(1.4);
    expect(lifted(WEEKS - 40, WEEKS - 32)).toBeLessThan(1.08);
  });

  it('believes a row that its promotions keep their weeks, where those of the others do not', () => {
    const random = seededRandom(5);
    const kept = flat(0.05, 1).map((units, week) => ([3, 20, 31].includes(week % 52) ? 3 : 1) * units);
    const chance = [2, 3].map((seed) => flat(0.05, seed).map((units) => (random() < 0.06 ? 3 : 1) * units));
    const forecasts = logRegression.forecast(panelOf([kept, ...chance]), [0, 1]);
    expect(forecasts[0][3] / forecasts[0][5]).toBeGreaterThan(1.5);
    expect(Math.max(...forecasts[1]) / Math.min(...forecasts[1])).toBeLessThan(1.6);
  });

  it('bears weeks without rows, at the end of the history too', () => {
    const rows = [1, 2, 3].map((seed) => flat(0.1, seed));
    const gappy = rows.map((row) =>
      row.map((units, week) => (week % 9 === 4 || week >= WEEKS - 2 ? NaN : units)),
    );
    const whole = logRegression.forecast(panelOf(rows), [0])[0];
    const found = logRegression.forecast(panelOf(gappy), [0])[0];
    found.forEach((units, h) => expect(Math.abs(units / whole[h] - 1)).toBeLessThan(0.1));
  });
});
