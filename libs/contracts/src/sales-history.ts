import type { IsoDate } from './season-parameters.ts';

/**
 * Weekly sales of one category by store, in the season's phase (week 0 starts a whole number of weeks
 * before the season does; weekly data keep their own weeks).
 */
export interface CategoryHistory {
  readonly category_id: string;
  /** First day of week 0. */
  readonly first_week_start: IsoDate;
  /** Number of whole weeks; partial weeks at either end are dropped. */
  readonly weeks: number;
  readonly store_ids: readonly string[];
  /** Units, store-major: `units[store * weeks + week]`. NaN where the store has no rows; 0 only where 0 was written. */
  readonly units: Float64Array;
  /** Revenue in the retailer's currency, laid out like `units`; NaN where not given; null when no row has revenue. */
  readonly revenue: Float64Array | null;
}

/** Units of one whole series by week: a category over all its stores, or a store over all its categories. */
export interface WeeklyTotals {
  readonly series_id: string;
  readonly first_week_start: IsoDate;
  /** One value a week; NaN where nothing was observed. Category totals are scaled for absent stores. */
  readonly units: Float64Array;
}

export type StoreAttribute = string | number | null;

/** A store as the stores file describes it. */
export interface StoreProfile {
  readonly store_id: string;
  /** Every column but `store_id` and the allocation bounds; null where the cell is empty. */
  readonly attributes: Readonly<Record<string, StoreAttribute>>;
  /** Allocation bounds, from the optional columns `min_units`, `max_units` and `pack_size`. */
  readonly min_units?: number;
  readonly max_units?: number;
  readonly pack_size?: number;
}
