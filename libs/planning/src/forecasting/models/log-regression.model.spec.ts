import { describe, expect, it } from '@jest/globals';
import { panelOf } from '../../../../../test/support/week-panels.ts';
import { relativeError, seasonalUnits } from '../../../../../test/support/weekly-series.ts';
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
});
