import { FIRST_DAY } from './weekly-series.ts';

/** Rows side by side as the models see them; calendar terms are off unless given. */
export function panelOf(
  rows: readonly Float64Array[],
  {
    lead = 0,
    horizon = 12,
    holidays = [],
  }: { lead?: number; horizon?: number; holidays?: Float64Array[] } = {},
) {
  return { firstDay: FIRST_DAY, weeks: rows[0].length, rows, lead, horizon, holidays };
}
