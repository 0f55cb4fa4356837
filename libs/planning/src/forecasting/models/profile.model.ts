import { logScale } from '../log-scale.ts';
import { lagOneAutocorrelation, mean, median } from '../statistics.ts';
import type { WeekPanel } from '../week-panel.ts';
import { yearlyGrowth } from '../yearly-growth.ts';
import { YEAR, type ForecastModel } from './forecast-model.ts';

/** What a year counts against the year after it. */
const YEAR_DECAY = 0.5;

/** Log deviation from the year's mean by week of the year, `phase = week mod 52`; older years blended in. */
function ownProfile(history: Float64Array): Float64Array {
  const scale = logScale(history);
  const weighted = new Float64Array(YEAR);
  const weight = new Float64Array(YEAR);
  for (let years = 0; (years + 1) * YEAR <= history.length; years++) {
    const end = history.length - years * YEAR;
    const year = history.slice(end - YEAR, end).map((units) => scale.toLog(units));
    const level = mean(year);
    for (let i = 0; i < YEAR; i++) {
      if (Number.isNaN(year[i])) continue;
      const phase = (end - YEAR + i) % YEAR;
      weighted[phase] += YEAR_DECAY ** years * (year[i] - level);
      weight[phase] += YEAR_DECAY ** years;
    }
  }
  return weighted.map((total, phase) => total / weight[phase]);
}

function forecastRow(
  panel: WeekPanel,
  row: number,
  profiles: Float64Array[],
  common: Float64Array,
  growth: number,
) {
  const history = panel.rows[row];
  const own = profiles[row];
  const apart = own.map((value, phase) => value - common[phase]);
  // A part of a year has a mean of its own; that is level and not season.
  const centre = mean(apart);
  const deviation = apart.map((value) => value - centre);
  const trust = Math.max(0, lagOneAutocorrelation(deviation));
  const shape = common.map((value, phase) => {
    const share = Number.isNaN(deviation[phase]) ? 0 : deviation[phase];
    return Math.exp((Number.isNaN(value) ? 0 : value) + trust * share);
  });
  // Over a whole year the shape's mean is the year's; a category that started later has sold in these weeks alone.
  const year = history.subarray(Math.max(0, panel.weeks - YEAR));
  const first = panel.weeks - year.length;
  const shapeSeen = mean(year.map((units, i) => (Number.isNaN(units) ? NaN : shape[(first + i) % YEAR])));
  const level = mean(year) / shapeSeen || 0;
  return Float64Array.from({ length: panel.horizon }, (_, h) => {
    const week = panel.weeks + panel.lead + h;
    // The level stands at the middle of the last year; the season week lies `ahead` years after it.
    const ahead = (week - (panel.weeks - YEAR / 2)) / YEAR;
    return Math.max(0, level * shape[week % YEAR] * Math.exp(growth * Math.min(ahead, 1)));
  });
}

/**
 * Pooled shape × level × growth. The shape is the panel's median profile plus the row's own deviation from it, shrunk
 * by the deviation's lag-1 autocorrelation: a deviation that is season is smooth, one that is noise is not.
 */
export const profile: ForecastModel = {
  name: 'profile',
  minWeeks: YEAR,
  costly: false,
  forecast(panel, rows) {
    const profiles = panel.rows.map(ownProfile);
    const common = Float64Array.from({ length: YEAR }, (_, phase) => median(profiles.map((p) => p[phase])));
    const growth = yearlyGrowth(panel.rows);
    return rows.map((row) => forecastRow(panel, row, profiles, common, growth[row]));
  },
};
