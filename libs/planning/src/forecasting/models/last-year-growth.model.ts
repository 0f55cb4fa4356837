import { yearlyGrowth } from '../yearly-growth.ts';
import { YEAR, type ForecastModel } from './forecast-model.ts';
import { seasonalNaive } from './seasonal-naive.model.ts';

/** The same weeks of last year times the growth the panel supports. */
export const lastYearGrowth: ForecastModel = {
  name: 'last year × growth',
  minWeeks: YEAR,
  costly: false,
  forecast(panel, rows) {
    const growth = yearlyGrowth(panel.rows);
    return seasonalNaive
      .forecast(panel, rows)
      .map((weekly, i) => weekly.map((units) => units * Math.exp(growth[rows[i]])));
  },
};
