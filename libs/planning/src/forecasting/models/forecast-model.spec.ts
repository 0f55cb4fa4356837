import { describe, expect, it } from '@jest/globals';
import { panelOf } from '../../../../../test/support/week-panels.ts';
import { relativeError, seasonalUnits } from '../../../../../test/support/weekly-series.ts';
import { arima } from './arima.model.ts';
import { lastYearGrowth } from './last-year-growth.model.ts';
import { logRegression } from './log-regression.model.ts';
import { mstl } from './mstl.model.ts';
import { profile } from './profile.model.ts';
import { recentLevel } from './recent-level.model.ts';
import { seasonalNaive } from './seasonal-naive.model.ts';

const WEEKS = 156;
const whole = seasonalUnits({ weeks: WEEKS + 14, noise: 0.05 });
const history = whole.subarray(0, WEEKS);

const seasonal = [seasonalNaive, lastYearGrowth, profile, logRegression, mstl, arima];

describe.each(seasonal)('$name', (model) => {
  it('continues a season after a lead', () => {
    const [forecast] = model.forecast(panelOf([history], { lead: 2, horizon: 12 }), [0]);
    expect(relativeError(whole.subarray(WEEKS + 2), forecast)).toBeLessThan(0.12);
  });
});

describe.each([recentLevel, ...seasonal])('$name', (model) => {
  it('gives the same forecast bit for bit', () => {
    const panel = panelOf([history]);
    expect(model.forecast(panel, [0])).toEqual(model.forecast(panel, [0]));
  });

  it.each([
    ['zeros', new Float64Array(WEEKS)],
    ['ones', new Float64Array(WEEKS).fill(1)],
    ['a spike of a million', Float64Array.from({ length: WEEKS }, (_, week) => (week === 90 ? 1e6 : 5))],
    ['gaps', history.map((units, week) => (week % 7 === 3 || (week > 40 && week < 60) ? NaN : units))],
  ])('stays finite and not negative on %s', (_case, units) => {
    const [forecast] = model.forecast(panelOf([units], { horizon: 26 }), [0]);
    expect(forecast).toHaveLength(26);
    for (const value of forecast) expect(value >= 0 && value < 1e7).toBe(true);
  });
});
