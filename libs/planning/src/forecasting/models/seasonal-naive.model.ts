import { mean } from '../statistics.ts';
import type { WeekPanel } from '../week-panel.ts';
import { YEAR, type ForecastModel } from './forecast-model.ts';

/** The latest week before the end of history that lies whole years before week `week`. */
export function sameWeekLastYear(week: number, weeks: number): number {
  return week - YEAR * Math.ceil((week - weeks + 1) / YEAR);
}

/** Units of that week; of the weeks around it, or of the year's mean, where it was not observed. */
function unitsLastYear(history: Float64Array, week: number): number {
  const at = sameWeekLastYear(week, history.length);
  if (at >= 0 && !Number.isNaN(history[at])) return history[at];
  for (const reach of [1, 2, 4]) {
    const around = mean(history.subarray(Math.max(0, at - reach), Math.max(0, at + reach + 1)));
    if (!Number.isNaN(around)) return around;
  }
  const year = mean(history.subarray(Math.max(0, history.length - YEAR)));
  return Number.isNaN(year) ? 0 : year;
}

function repeatLastYear(panel: WeekPanel, history: Float64Array): Float64Array {
  return Float64Array.from({ length: panel.horizon }, (_, h) =>
    unitsLastYear(history, panel.weeks + panel.lead + h),
  );
}

/** Every season week sells what the same week sold a year before: the benchmark every other model has to beat. */
export const seasonalNaive: ForecastModel = {
  name: 'seasonal naive',
  minWeeks: YEAR,
  costly: false,
  forecast: (panel, rows) => rows.map((row) => repeatLastYear(panel, panel.rows[row])),
};
