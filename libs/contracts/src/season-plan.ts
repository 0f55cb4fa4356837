import type { IsoDate, PlanOptions, SeasonParameters } from './season-parameters.ts';

/** `[lo, hi]` in whole units. */
export type UnitInterval = readonly [lo: number, hi: number];

/**
 * One sentence of explanation. Every number in `text` is one of `facts`, each a JSON Pointer (RFC 6901)
 * into the plan, so that a reader can check it; a text with another number is refused.
 */
export interface Reasoning {
  readonly text: string;
  readonly facts: Readonly<Record<string, string>>;
}

export interface WeeklyDemand {
  /** Season week, from 1. */
  readonly week: number;
  readonly start_date: IsoDate;
  readonly units: number;
  readonly lo80: number;
  readonly hi80: number;
  readonly lo95: number;
  readonly hi95: number;
  /** What was sold in the same week of the year before (52 weeks earlier), over all stores; absent where nothing was observed. */
  readonly last_year_units?: number;
}

export interface ForecastModelShare {
  readonly name: string;
  /** Weight in the combination, a fraction; the weights sum to 1. */
  readonly weight: number;
  readonly total_units: number;
}

/** The method's record on this category's own past seasons of the same length (rolling origin, Tashman 2000). */
export interface ForecastAccuracy {
  /** Number of past seasons played; 0 when the history allows none, and then the figures are null. */
  readonly origins: number;
  /** |Σy − Σŷ| / Σy, mean over origins; a fraction. */
  readonly season_total_ape: number | null;
  /** Σ|y − ŷ| / Σ|y| over weeks; a fraction. */
  readonly weekly_wape: number | null;
  readonly mase: number | null;
  /** Share of past weeks inside the 80 % interval; a fraction. */
  readonly coverage_80: number | null;
  /** Our season-total error ÷ that of seasonal naive; under 1 is better than repeating last year. */
  readonly vs_seasonal_naive: number | null;
}

export interface DemandPlan {
  readonly total_units: number;
  readonly total_interval_80: UnitInterval;
  readonly total_interval_95: UnitInterval;
  readonly weekly: readonly WeeklyDemand[];
  readonly peak_week: number;
  readonly method: string;
  readonly models: readonly ForecastModelShare[];
  readonly accuracy: ForecastAccuracy;
  /** Margin over the forecast total that the buy covers; a fraction from 0 to 0.60. */
  readonly safety_stock_pct: number;
  /** The reference design's flat figure, shown for comparison. */
  readonly baseline_safety_stock_pct: number;
  /** What was found in the history: weeks without rows, zeros, outliers, gaps; reported, never silently repaired. */
  readonly notes: readonly string[];
  readonly reasoning: readonly Reasoning[];
}

export interface StoreCluster {
  readonly id: number;
  readonly label: string;
  /** Number of stores. */
  readonly stores: number;
  /** Share of the initial allocation; a fraction. */
  readonly share: number;
  readonly units: number;
}

export interface StoreAllocation {
  readonly store_id: string;
  readonly cluster_id: number;
  /** Share of the category's demand; a fraction, the stores' sum is 1. */
  readonly share: number;
  readonly initial_units: number;
  readonly min_units: number;
}

export interface FactoryOrder {
  /** Season week in which the order is placed. */
  readonly week: number;
  readonly units: number;
  readonly type: 'initial' | 'reorder';
}

export interface WeeklyShipment {
  readonly week: number;
  readonly units: number;
  /** Number of stores that receive something. */
  readonly stores: number;
}

export interface ReplenishmentPlan {
  readonly status: 'scheduled' | 'skipped';
  readonly reason?: string;
  /** Share of demand met from stock over the sample paths; a fraction. */
  readonly fill_rate: number;
  readonly expected_lost_units: number;
  readonly expected_leftover_units: number;
  readonly shipments: readonly WeeklyShipment[];
}

export interface InventoryPlan {
  readonly manufacturing_units: number;
  readonly dc_holdback_units: number;
  readonly initial_allocation_units: number;
  readonly clusters: readonly StoreCluster[];
  /** Mean silhouette of the clusters, −1 to 1; null with fewer than two. */
  readonly cluster_silhouette: number | null;
  readonly stores: readonly StoreAllocation[];
  readonly orders: readonly FactoryOrder[];
  readonly replenishment: ReplenishmentPlan;
  readonly reasoning: readonly Reasoning[];
}

export interface PriceElasticity {
  /** Positive magnitude: demand × (1 − depth)^(−value). */
  readonly value: number;
  readonly standard_error?: number;
  readonly source: 'default' | 'option' | 'estimated';
}

export interface MarkdownDepth {
  /** Observed sell-through at the checkpoint; a fraction. */
  readonly sell_through: number;
  readonly gap: number;
  /** Markdown depth, one of 0, 0.05 … 0.40. */
  readonly depth: number;
}

export interface SeasonProjection {
  readonly units: number;
  readonly revenue?: number;
  readonly leftover_units: number;
  readonly sell_through: number;
}

export interface PricingPlan {
  readonly status: 'conditional' | 'skipped';
  readonly reason?: string;
  readonly checkpoint_week: number | null;
  readonly threshold: number | null;
  readonly threshold_source: 'stated' | 'assumed' | null;
  /** Expected share of the buy sold by the end of the checkpoint week; a fraction. */
  readonly projected_sell_through: number | null;
  readonly probability_below_threshold: number | null;
  readonly gap: number | null;
  readonly gap_multiplier: number | null;
  readonly price_elasticity: PriceElasticity | null;
  readonly depth_by_sell_through: readonly MarkdownDepth[];
  /** Depth of the design's gap rule at the projected sell-through. */
  readonly markdown_depth: number | null;
  /** Depth with the highest expected value over the sample paths; null when skipped. */
  readonly recommended_depth: number | null;
  /** (1 − depth)^(−elasticity) − 1; a fraction. */
  readonly expected_lift: number | null;
  readonly projected: { readonly without: SeasonProjection; readonly with: SeasonProjection } | null;
  readonly reasoning: readonly Reasoning[];
}

export interface Invariant {
  readonly name: string;
  readonly holds: true;
  readonly detail: string;
}

export interface PlanCertificate {
  readonly invariants: readonly Invariant[];
  /** SHA-256 of what the plan was made from: parameters, options, data set version, as_of, seed. */
  readonly input_hash: string;
  /** SHA-256 of the RFC 8785 JSON of {parameters, options, demand, inventory, pricing}. */
  readonly plan_hash: string;
  readonly seed: number;
  readonly versions: Readonly<Record<string, string>>;
}

/** The parts of a plan before it is certified. */
export interface PlanDraft {
  readonly parameters: SeasonParameters;
  readonly options: PlanOptions;
  readonly demand: DemandPlan;
  readonly inventory: InventoryPlan;
  readonly pricing: PricingPlan;
}

/** What a finished workflow returns. */
export interface SeasonPlan extends Omit<PlanDraft, 'options'> {
  readonly workflow_id: string;
  readonly category_id: string;
  readonly dataset_id: string;
  readonly certificate: PlanCertificate;
}
