import type { DemandPlan, InventoryContext, ReplenishmentStrategy } from '#contracts';
import {
  addDays,
  playSeason,
  seasonEndDate,
  weekStartDate,
  type SeasonOutcome,
  type StockPlan,
} from '#planning';
import { cutHistory, type RetailData } from './retail-data.ts';

/** One category's season that has been, as known at its start, with what then sold. */
export interface PastSeason {
  readonly set: string;
  readonly category: number;
  readonly origin: number;
  readonly horizon: number;
  readonly data: RetailData;
  /** Rows of the stores with every week of the season. */
  readonly rows: readonly number[];
  /** Units sold, store-major. */
  readonly demand: Float64Array;
  readonly total: number;
}

/** First weeks of the seasons, the splits that published forecasts of the same data were made at. */
const ORIGINS: Readonly<Record<string, readonly number[]>> = {
  dominicks: [69, 82, 95, 108],
  rossmann: [81, 94, 107, 120],
};
const QUARTER = 13;
const MIN_WEEKS = 65;

/** Every category's seasons at the set's origins (each quarter from week 65 on where none are given). */
export function pastSeasons(data: RetailData, horizons: readonly number[]): PastSeason[] {
  const { weeks } = data.allCategories;
  const quarters = Math.max(0, Math.ceil((weeks - MIN_WEEKS) / QUARTER));
  const origins = ORIGINS[data.name] ?? Array.from({ length: quarters }, (_, i) => MIN_WEEKS + QUARTER * i);
  return origins
    .flatMap((origin) => horizons.map((horizon) => ({ origin, horizon })))
    .filter(({ origin, horizon }) => origin + horizon <= weeks)
    .flatMap(({ origin, horizon }) =>
      data.categories.map((_, category) => pastSeason(data, category, origin, horizon)),
    )
    .filter(({ total }) => total > 0);
}

function pastSeason(data: RetailData, category: number, origin: number, horizon: number): PastSeason {
  const { units, weeks, store_ids } = data.categories[category];
  const sold = (row: number): Float64Array =>
    units.subarray(row * weeks + origin, row * weeks + origin + horizon);
  const rows = store_ids
    .map((_, row) => row)
    .filter((row) => sold(row).every((value) => !Number.isNaN(value)));
  const demand = new Float64Array(rows.length * horizon);
  rows.forEach((row, i) => demand.set(sold(row), i * horizon));
  const total = demand.reduce((sum, value) => sum + value, 0);
  return { set: data.name, category, origin, horizon, data, rows, demand, total };
}

export interface Policy {
  readonly strategy: ReplenishmentStrategy;
  readonly holdback: number;
}

/** What the inventory agent is given at the start of the season. */
export function contextOf(season: PastSeason, policy: Policy, demand: DemandPlan): InventoryContext {
  const { data, category, origin, horizon, rows } = season;
  const history = cutHistory(data.categories[category], rows, origin);
  const start = addDays(history.first_week_start, 7 * origin);
  return {
    parameters: {
      forecast_horizon_weeks: horizon,
      season_start_date: start,
      season_end_date: seasonEndDate(start, horizon),
      replenishment_strategy: policy.strategy,
      dc_holdback_percentage: policy.holdback,
      markdown_checkpoint_week: null,
      markdown_threshold: null,
    },
    options: { lead_time_weeks: 1 },
    category_id: history.category_id,
    dataset_id: data.name,
    as_of: start,
    seed: 1,
    demand,
    sample_paths: [],
    history,
    all_categories: cutHistory(data.allCategories, rows, origin),
    stores: rows.map((row) => data.stores[row]),
    season_first_week_start: start,
    lead_weeks: 0,
  };
}

/** A forecast of `weekly`, without uncertainty. */
export function demandOf(weekly: readonly number[], start: string, total: number): DemandPlan {
  return {
    total_units: total,
    total_interval_80: [total, total],
    total_interval_95: [total, total],
    weekly: weekly.map((units, i) => ({
      week: i + 1,
      start_date: weekStartDate(start, i + 1),
      units,
      lo80: units,
      hi80: units,
      lo95: units,
      hi95: units,
    })),
    peak_week: 1,
    method: 'given',
    models: [],
    accuracy: {
      origins: 0,
      season_total_ape: null,
      weekly_wape: null,
      mase: null,
      coverage_80: null,
      vs_seasonal_naive: null,
    },
    safety_stock_pct: 0,
    baseline_safety_stock_pct: 0.2,
    notes: [],
    reasoning: [],
  };
}

/** Units lost, left over and asked for. */
export interface Result {
  readonly lost: number;
  readonly leftover: number;
  readonly demand: number;
}

export const resultOf = (outcome: SeasonOutcome): Result => ({
  lost: outcome.lostUnits,
  leftover: outcome.leftoverStoreUnits + outcome.leftoverDcUnits,
  demand: outcome.demandUnits,
});

export const costOf = ({ lost, leftover }: Result): number => lost + 0.5 * leftover;

/** The season's demand with stores in the plan's order, that of their ids. */
export function demandInPlanOrder({ data, rows, demand, horizon }: PastSeason): Float64Array {
  const order = rows
    .map((row, i) => ({ id: data.stores[row].store_id, i }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const sorted = new Float64Array(demand.length);
  order.forEach(({ i }, s) => sorted.set(demand.subarray(i * horizon, (i + 1) * horizon), s * horizon));
  return sorted;
}

/** Plays a plan against what really sold; with `allAtOnce` the DC holds its stock from the first week. */
export function playAgainst(
  season: PastSeason,
  stock: StockPlan,
  weekly: readonly number[],
  allAtOnce: boolean,
): Result {
  const outcome = playSeason(demandInPlanOrder(season), {
    weeklyForecast: weekly,
    shares: stock.shares,
    initialUnits: stock.initialUnits,
    dcSupply: allAtOnce ? [stock.dcHoldbackUnits] : stock.dcSupply,
    schedule: stock.schedule,
    rule: stock.rule,
  });
  return resultOf(outcome);
}
