import { mean } from '../statistics.ts';
import type { ForecastModel } from './forecast-model.ts';

/** A quarter: long enough to average promotions out, short enough to be "now". */
const LEVEL_WEEKS = 13;

/** Every season week sells the mean of the last 13 weeks; the last resort where nothing of a year is known. */
export const recentLevel: ForecastModel = {
  name: 'recent level',
  minWeeks: 1,
  costly: false,
  forecast: (panel, rows) =>
    rows.map((row) => {
      const recent = mean(panel.rows[row].subarray(Math.max(0, panel.weeks - LEVEL_WEEKS)));
      const level = Number.isNaN(recent) ? mean(panel.rows[row]) : recent;
      return new Float64Array(panel.horizon).fill(Number.isNaN(level) ? 0 : level);
    }),
};
