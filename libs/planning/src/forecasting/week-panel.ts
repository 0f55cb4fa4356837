import type { WeeklyTotals } from '#contracts';
import { toDayNumber } from '../calendar/season-calendar.ts';

/** Holiday shares by week, one row a feast: `shares[feast][week]`, the part of the week in the feast's period, 0..1. */
type HolidayShares = readonly Float64Array[];

/**
 * Weekly series side by side on one time axis: what every model forecasts from. Row 0 is the series asked for, the
 * others are its siblings. The season is weeks `weeks + lead` … `weeks + lead + horizon − 1`.
 */
export interface WeekPanel {
  /** Day number of the first day of week 0. */
  readonly firstDay: number;
  /** Weeks of history; every row is this long. NaN where nothing was observed. */
  readonly weeks: number;
  readonly rows: readonly Float64Array[];
  readonly lead: number;
  readonly horizon: number;
  /** Covers history, lead and season; empty where calendar terms are off. */
  readonly holidays: HolidayShares;
}

/** Lays siblings on the target's weeks, in an order that does not depend on how they were given. */
export function alignSeries(target: WeeklyTotals, siblings: readonly WeeklyTotals[]): Float64Array[] {
  const weeks = target.units.length;
  const firstDay = toDayNumber(target.first_week_start);
  const aligned = siblings
    .filter((series) => series.series_id !== target.series_id)
    .map((series) => {
      const shift = Math.round((toDayNumber(series.first_week_start) - firstDay) / 7);
      return {
        id: series.series_id,
        row: Float64Array.from({ length: weeks }, (_, week) => series.units[week - shift] ?? NaN),
      };
    })
    .filter(({ row }) => row.some((units) => units > 0))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return [target.units, ...aligned.map(({ row }) => row)];
}

/** The panel as it was known at the end of week `weeks − 1`, asked for `horizon` weeks after the same lead. */
export function cutPanel(panel: WeekPanel, weeks: number, horizon = panel.horizon): WeekPanel {
  return {
    ...panel,
    weeks,
    horizon,
    rows: panel.rows.map((row) => row.subarray(0, weeks)),
    holidays: panel.holidays.map((shares) => shares.subarray(0, weeks + panel.lead + horizon)),
  };
}
