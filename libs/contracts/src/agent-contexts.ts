import type { CategoryHistory, StoreProfile, WeeklyTotals } from './sales-history.ts';
import type { IsoDate, PlanOptions, SeasonParameters } from './season-parameters.ts';
import type { DemandPlan, InventoryPlan, PricingPlan } from './season-plan.ts';

/** What every agent of a run is told. */
export interface SeasonContext {
  readonly parameters: SeasonParameters;
  readonly options: PlanOptions;
  readonly category_id: string;
  readonly dataset_id: string;
  /** Only sales before this day are in the context. */
  readonly as_of: IsoDate;
  readonly seed: number;
}

/** History the demand agent forecasts from. */
export interface DemandContext extends SeasonContext {
  /** The category by store. */
  readonly history: CategoryHistory;
  /** The category's total by week, scaled for absent stores. */
  readonly totals: WeeklyTotals;
  /** The other categories of the data set, likewise. */
  readonly siblings: readonly WeeklyTotals[];
  /** First day of the data week that season week 1 takes; equals the season start for daily data. */
  readonly season_first_week_start: IsoDate;
  /** Whole weeks between the end of the history and season week 1; 0 when they touch. */
  readonly lead_weeks: number;
  readonly granularity: 'daily' | 'weekly';
  /** Findings of context assembly that the plan must mention. */
  readonly notes: readonly string[];
}

/** What the demand agent returns: the part of the plan, and the sample paths that later agents play. */
export interface DemandOutput {
  readonly demand: DemandPlan;
  /** Equally likely futures: paths × season weeks, units ≥ 0. Not part of the plan. */
  readonly sample_paths: readonly (readonly number[])[];
}

export interface InventoryContext extends SeasonContext, DemandOutput {
  readonly history: CategoryHistory;
  /** The other categories by store: the same stores in the same order, the same weeks, summed over categories. */
  readonly all_categories: CategoryHistory;
  readonly stores: readonly StoreProfile[];
  readonly season_first_week_start: IsoDate;
  readonly lead_weeks: number;
}

/** One planned shipment to one store; the detail behind `replenishment.shipments`. */
export interface StoreShipment {
  readonly week: number;
  readonly store_id: string;
  readonly units: number;
}

export interface InventoryOutput {
  readonly inventory: InventoryPlan;
  readonly store_shipments: readonly StoreShipment[];
}

/** Units sold by store and week since the season began, when the season is under way. */
export interface SeasonActuals {
  readonly weeks: number;
  readonly units: readonly number[];
}

export interface PricingContext extends SeasonContext, DemandOutput {
  readonly inventory: InventoryPlan;
  /** The category by store with revenue, for the elasticity; null when the data have no prices. */
  readonly price_history: CategoryHistory | null;
  readonly actuals: SeasonActuals | null;
}

export interface PricingOutput {
  readonly pricing: PricingPlan;
}
