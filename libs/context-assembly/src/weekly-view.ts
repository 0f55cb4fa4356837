import type { CategoryHistory, StoreProfile, WeeklyTotals } from '#contracts';
import { fromDayNumber } from '#planning';
import { categoryTotals } from './category-totals.ts';
import type { Dataset, KeptCategory } from './dataset.store.ts';
import { nextTurn } from './event-loop.ts';
import { type SeasonPhase, weeklyValues } from './season-phase.ts';

/** Average weekly sales in a stores file were counted up to the file's own day, so plans never see them. */
const DERIVED_ATTRIBUTE = /^avg_weekly_(sales|units)(_12mo)?$/;
const WEEKS_OF_A_YEAR = 52;

export interface CategoryWeeks {
  readonly history: CategoryHistory;
  /** Scaled for absent stores. */
  readonly totals: WeeklyTotals;
}

/** A data set cut into the weeks of one season's phase, up to its `as_of`. Agents share it and change nothing. */
export interface WeeklyView {
  readonly categories: ReadonlyMap<string, CategoryWeeks>;
  /** All categories by store, summed; a week is missing only where every category's is. */
  readonly all: CategoryHistory;
  /** The stores, with average weekly sales recomputed from this view's weeks. */
  readonly stores: readonly StoreProfile[];
}

export async function weeklyView({ cube, stores }: Dataset, phase: SeasonPhase): Promise<WeeklyView> {
  const first_week_start = fromDayNumber(phase.firstWeek);
  const layout = { first_week_start, weeks: phase.weeks, store_ids: cube.storeIds };
  const sum = new Float64Array(cube.storeIds.length * phase.weeks).fill(NaN);
  const categories = new Map<string, CategoryWeeks>();
  for (const plane of cube.categories) {
    const history = historyOf(plane, weeklyValues(plane.units, cube, phase));
    const units = categoryTotals(history.units, cube.storeIds.length, phase.weeks);
    categories.set(plane.category_id, {
      history,
      totals: { series_id: plane.category_id, first_week_start, units },
    });
    addPresent(sum, history.units);
    if (cube.categories.length > 1) await nextTurn();
  }
  const all = { ...layout, category_id: 'all categories', units: sum, revenue: null };
  return { categories, all, stores: storesAsOf(stores, all) };

  function historyOf({ category_id }: KeptCategory, units: Float64Array): CategoryHistory {
    return { ...layout, category_id, units, revenue: null };
  }
}

/** Bytes that a view holds, about. */
export function viewBytes({ cube }: Dataset, { weeks }: SeasonPhase): number {
  return 8 * weeks * cube.storeIds.length * (cube.categories.length + 2);
}

function addPresent(sum: Float64Array, values: Float64Array): void {
  for (let at = 0; at < sum.length; at++) {
    const value = values[at];
    if (value === value) sum[at] = sum[at] === sum[at] ? sum[at] + value : value;
  }
}

function storesAsOf(stores: readonly StoreProfile[], { units, weeks }: CategoryHistory): StoreProfile[] {
  return stores.map((store, row) => {
    const derived = Object.keys(store.attributes).filter((name) => DERIVED_ATTRIBUTE.test(name));
    if (derived.length === 0) return store;
    const average = averageOf(
      units.subarray(row * weeks + Math.max(0, weeks - WEEKS_OF_A_YEAR), (row + 1) * weeks),
    );
    const recomputed = Object.fromEntries(derived.map((name) => [name, average]));
    return { ...store, attributes: { ...store.attributes, ...recomputed } };
  });
}

function averageOf(values: Float64Array): number | null {
  const present = values.filter((value) => value === value);
  return present.length === 0 ? null : present.reduce((sum, value) => sum + value, 0) / present.length;
}
