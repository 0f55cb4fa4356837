import { fromDayNumber } from '#planning';
import { categoryTotals } from './category-totals.ts';
import { CELLS_PER_TURN, nextTurn } from './event-loop.ts';
import type { NumberPlane } from './number-plane.ts';
import { periodDays, type SalesCube } from './sales-cube.ts';
import { seasonPhase, weeklyValues } from './season-phase.ts';

const LISTED = 20;
const SHORTEST_HISTORY_WEEKS = 52;
const OUTLIER_SIGMAS = 5;
const STOCKOUT_LEVEL = 5;
const STORES_PER_TURN = 100;

export interface CategoryQuality {
  readonly category_id: string;
  /** Weeks from the category's first rows to the end of the data. */
  readonly weeks: number;
  readonly too_short_to_forecast: boolean;
  /** Weeks without any rows between the first and the last. */
  readonly gap_weeks: readonly string[];
  readonly zero_weeks: readonly string[];
  /** Weeks far from their neighbours: over 5 robust standard deviations in logs. */
  readonly outlier_weeks: readonly string[];
  /** Store-weeks with 0 units where the store usually sells 5 or more: perhaps out of stock. */
  readonly suspected_stockouts: number;
}

/** What a person should know about a data set before planning on it. Nothing is altered. */
export interface QualityReport {
  readonly missing_store_weeks: number;
  readonly stores_opened: readonly { readonly store_id: string; readonly first_week: string }[];
  readonly stores_closed: readonly { readonly store_id: string; readonly last_week: string }[];
  readonly stores_without_sales: readonly string[];
  readonly categories: readonly CategoryQuality[];
}

export async function qualityReport(cube: SalesCube): Promise<QualityReport> {
  // Any phase will do to look at the data; the weeks end with the last day.
  const end = fromDayNumber(cube.firstDay + cube.periods * periodDays(cube));
  const phase = seasonPhase(cube, end, end);
  const { weeks } = phase;
  const stores = cube.storeIds.length;
  const dateOf = (week: number) => fromDayNumber(phase.firstWeek + 7 * week);
  const first = new Int32Array(stores).fill(weeks);
  const last = new Int32Array(stores).fill(-1);
  let missing = 0;

  const planes: { readonly category_id: string; readonly weekly: Float64Array }[] = [];
  for (const { category_id, units } of cube.categories) {
    planes.push({ category_id, weekly: weeklyValues(units.toFloat64(), cube, phase) });
    if (units.length * planes.length > CELLS_PER_TURN) await nextTurn();
  }
  for (const { weekly } of planes)
    for (let store = 0; store < stores; store++)
      for (let week = 0; week < weeks; week++) {
        if (Number.isNaN(weekly[store * weeks + week])) continue;
        first[store] = Math.min(first[store], week);
        last[store] = Math.max(last[store], week);
      }
  const categories: CategoryQuality[] = [];
  for (const { category_id, weekly } of planes) {
    const totals = categoryTotals(weekly, stores, weeks);
    const begins = totals.findIndex((total) => !Number.isNaN(total));
    const ends = totals.findLastIndex((total) => !Number.isNaN(total));
    const inside = Array.from({ length: weeks }, (_, week) => week).slice(Math.max(0, begins), ends + 1);
    const length = begins < 0 ? 0 : weeks - begins;
    let stockouts = 0;
    for (let store = 0; store < stores; store++) {
      const row = weekly.subarray(store * weeks, (store + 1) * weeks);
      const usual = median([...row].filter((value) => value > 0));
      for (const [week, value] of row.entries()) {
        if (Number.isNaN(value) && week > first[store] && week < last[store]) missing += 1;
        if (value === 0 && usual >= STOCKOUT_LEVEL) stockouts += 1;
      }
      if (store % STORES_PER_TURN === STORES_PER_TURN - 1) await nextTurn();
    }
    categories.push({
      category_id,
      weeks: length,
      too_short_to_forecast: length < SHORTEST_HISTORY_WEEKS,
      gap_weeks: inside
        .filter((week) => Number.isNaN(totals[week]))
        .slice(0, LISTED)
        .map(dateOf),
      zero_weeks: inside
        .filter((week) => totals[week] === 0)
        .slice(0, LISTED)
        .map(dateOf),
      outlier_weeks: outliers(totals, inside).slice(0, LISTED).map(dateOf),
      suspected_stockouts: stockouts,
    });
  }
  const index = cube.storeIds.map((store_id, store) => ({ store_id, store }));
  return {
    missing_store_weeks: missing,
    stores_opened: index
      .filter(({ store }) => first[store] > 0 && first[store] < weeks)
      .map(({ store_id, store }) => ({ store_id, first_week: dateOf(first[store]) })),
    stores_closed: index
      .filter(({ store }) => last[store] >= 0 && last[store] < weeks - 1)
      .map(({ store_id, store }) => ({ store_id, last_week: dateOf(last[store]) })),
    stores_without_sales: index
      .filter(({ store }) => cube.categories.every(({ units }) => isEmpty(units, store, cube.periods)))
      .map(({ store_id }) => store_id),
    categories,
  };
}

function isEmpty(units: NumberPlane, store: number, periods: number): boolean {
  for (let at = store * periods; at < (store + 1) * periods; at++)
    if (!Number.isNaN(units.get(at))) return false;
  return true;
}

function outliers(totals: Float64Array, inside: readonly number[]): number[] {
  const logs = new Map(
    inside.filter((week) => totals[week] > 0).map((week) => [week, Math.log(totals[week])]),
  );
  const deviations = [...logs].map(([week, value]): [number, number] => {
    const near = [-3, -2, -1, 1, 2, 3]
      .map((step) => logs.get(week + step))
      .filter((value) => value !== undefined);
    return [week, near.length === 0 ? 0 : value - median(near)];
  });
  // 1.4826 makes the median absolute deviation a standard deviation under normality.
  const sigma = 1.4826 * median(deviations.map(([, deviation]) => Math.abs(deviation)));
  return deviations
    .filter(([, deviation]) => Math.abs(deviation) > OUTLIER_SIGMAS * Math.max(sigma, 0.05))
    .map(([week]) => week);
}

function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
