/** How often stores are refilled from the distribution centre (DC) during the season. */
export type ReplenishmentStrategy = 'none' | 'weekly' | 'bi-weekly';

export const REPLENISHMENT_STRATEGIES = [
  'none',
  'weekly',
  'bi-weekly',
] as const satisfies readonly ReplenishmentStrategy[];

/** A calendar date, `YYYY-MM-DD`, without time or zone. */
export type IsoDate = string;

/** A point in time, ISO 8601 in UTC with milliseconds: `2026-11-24T08:25:50.123Z`. */
export type IsoTimestamp = string;

/** What a planner decides about a season before anything is forecast. */
export interface SeasonParameters {
  /** Length of the season in weeks: an integer from 4 to 52. */
  readonly forecast_horizon_weeks: number;
  /** First day of season week 1. */
  readonly season_start_date: IsoDate;
  /** Last day of the season, inclusive: start + 7 × weeks − 1 days. */
  readonly season_end_date: IsoDate;
  readonly replenishment_strategy: ReplenishmentStrategy;
  /** Share of the buy kept at the DC at launch, a fraction from 0 to 1. */
  readonly dc_holdback_percentage: number;
  /** Season week after which sell-through is compared with the threshold, or null for none. */
  readonly markdown_checkpoint_week: number | null;
  /** Sell-through, a fraction from 0 to 1, below which a markdown follows; null when not stated. */
  readonly markdown_threshold: number | null;
}

/** The parameters a text must state; `season_end_date` follows from the first two. */
export const REQUIRED_PARAMETERS = [
  'forecast_horizon_weeks',
  'season_start_date',
  'replenishment_strategy',
  'dc_holdback_percentage',
] as const satisfies readonly (keyof SeasonParameters)[];

export type RequiredParameter = (typeof REQUIRED_PARAMETERS)[number];

/** Choices beyond the season parameters. Every one is optional; docs/planning-methods.md gives the defaults. */
export interface PlanOptions {
  /** Probability of not running out over the season, 0.5 to 0.999; overrides the critical ratio of the costs. */
  readonly service_level?: number;
  /** Full price, cost to make and end-of-season value of one unit, in the retailer's currency. */
  readonly unit_price?: number;
  readonly unit_cost?: number;
  readonly salvage_value?: number;
  /** Weeks from an order on the DC to its arrival in a store, 0 to 26. */
  readonly lead_time_weeks?: number;
  /** Number of store clusters, 1 to 10; "silhouette" takes the number from 2 to 8 that separates the stores best. */
  readonly clusters?: number | 'silhouette';
  /** Price elasticity of demand as a positive magnitude, 0.1 to 10. */
  readonly price_elasticity?: number;
  /** Multiplier of the sell-through gap in the markdown formula, 1 to 3. */
  readonly gap_multiplier?: number;
  /** Country whose public holidays are used, ISO 3166-1 alpha-2. */
  readonly holiday_country?: string;
  /** Seed of every random draw; the same inputs and seed give the same plan. */
  readonly seed?: number;
}

/** One broken rule on one field. */
export interface Violation {
  readonly field: string;
  readonly value: unknown;
  /** What would be right, in words a planner understands. */
  readonly rule: string;
  /** The words of the text the value came from, where there is a text. */
  readonly quote?: string;
}
