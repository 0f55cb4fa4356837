import type { IsoDate } from '#contracts';
import { fromDayNumber, toDayNumber } from '#planning';
import { type CubeLayout, periodDays } from './sales-cube.ts';

/** Which whole weeks of a cube are history for a season, and how far the season is from them. */
export interface SeasonPhase {
  /** Day number of the first day of history week 0. */
  readonly firstWeek: number;
  /** Whole weeks of history that end before `as_of`. */
  readonly weeks: number;
  /** First day of the data week that season week 1 takes. */
  readonly seasonFirstWeek: IsoDate;
  /** Whole weeks between history and season. */
  readonly leadWeeks: number;
}

/**
 * Daily data are cut into weeks in the season's phase; weekly data keep their own weeks, and season week 1 is the data
 * week that holds its 4th day. Partial weeks at either end are dropped, and nothing of `asOf` or later is history.
 */
export function seasonPhase(cube: CubeLayout, seasonStart: IsoDate, asOf: IsoDate): SeasonPhase {
  const start = toDayNumber(seasonStart);
  const step = periodDays(cube);
  const end = Math.min(toDayNumber(asOf), start, cube.firstDay + cube.periods * step);
  const phase = cube.granularity === 'daily' ? start : cube.firstDay;
  const firstWeek = cube.firstDay + mod(phase - cube.firstDay, 7);
  const seasonFirst = cube.granularity === 'daily' ? start : start + 3 - mod(start + 3 - cube.firstDay, 7);
  const weeks = Math.max(0, Math.floor((Math.min(end, seasonFirst) - firstWeek) / 7));
  return {
    firstWeek,
    weeks,
    seasonFirstWeek: fromDayNumber(seasonFirst),
    leadWeeks: Math.round((seasonFirst - (firstWeek + 7 * weeks)) / 7),
  };
}

/**
 * Values by store and week, store-major, from values by store and period. A week is missing (NaN) only when all its
 * periods are.
 */
export function weeklyValues(values: Float64Array, cube: CubeLayout, phase: SeasonPhase): Float64Array {
  const step = periodDays(cube);
  const perWeek = 7 / step;
  const offset = (phase.firstWeek - cube.firstDay) / step;
  const stores = cube.storeIds.length;
  const weekly = new Float64Array(stores * phase.weeks).fill(NaN);
  for (let store = 0; store < stores; store++)
    for (let week = 0; week < phase.weeks; week++) {
      const from = store * cube.periods + offset + week * perWeek;
      let sum = NaN;
      for (let at = from; at < from + perWeek; at++) {
        const value = values[at];
        if (value === value) sum = sum === sum ? sum + value : value;
      }
      weekly[store * phase.weeks + week] = sum;
    }
  return weekly;
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}
