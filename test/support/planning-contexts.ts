import type {
  CategoryHistory,
  DemandPlan,
  InventoryContext,
  PlanOptions,
  PricingContext,
  InventoryPlan,
  SeasonParameters,
  StoreProfile,
} from '#contracts';
import { addDays, seasonEndDate, seededRandom, weekStartDate } from '#planning';

export interface ChainShape {
  readonly stores?: number;
  readonly weeks?: number;
  readonly horizon?: number;
  readonly seed?: number;
  readonly parameters?: Partial<SeasonParameters>;
  readonly options?: PlanOptions;
  readonly safetyStock?: number;
}

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const SEASON_START = '2026-03-02';

/** A made-up chain with store sizes, noise, promotions and, on request, missing rows: what an inventory agent is given. */
export function inventoryContext(shape: ChainShape = {}): InventoryContext {
  const { stores = 12, weeks = 80, horizon = 12, seed = 7, safetyStock = 0.1 } = shape;
  const random = seededRandom(seed);
  const profiles = Array.from({ length: stores }, (_, i): StoreProfile => ({
    store_id: `S${String(i + 1).padStart(4, '0')}`,
    attributes: {
      store_size_sqft: 4_000 + 400 * Math.floor(random() * 30),
      median_income: 40_000 + 1_000 * Math.floor(random() * 60),
      location_tier: ['A', 'B', 'C'][Math.floor(random() * 3)],
      store_format: ['mall', 'street'][Math.floor(random() * 2)],
    },
  }));
  const size = profiles.map(() => Math.exp(0.6 * normal(random)));
  const history = salesHistory(profiles, size, weeks, 40, random);
  const weekly = Array.from({ length: horizon }, (_, week) =>
    Math.round(40 * stores * (1 + 0.3 * Math.sin(week))),
  );
  const demand = demandPlan(weekly, safetyStock);
  const sample_paths = Array.from({ length: 60 }, () => {
    const level = Math.exp(0.15 * normal(random));
    return weekly.map((units) => units * level * Math.exp(0.2 * normal(random)));
  });
  return {
    parameters: seasonParameters(horizon, shape.parameters),
    options: shape.options ?? {},
    category_id: 'Jackets',
    dataset_id: 'made-up',
    as_of: SEASON_START,
    seed: 1,
    demand,
    sample_paths,
    history,
    all_categories: { ...history, units: history.units.map((units) => units * 3 + 1) },
    stores: profiles,
    season_first_week_start: SEASON_START,
    lead_weeks: 0,
  };
}

export function pricingContext(context: InventoryContext, inventory: InventoryPlan): PricingContext {
  const { parameters, options, category_id, dataset_id, as_of, seed, demand, sample_paths } = context;
  return {
    parameters,
    options,
    category_id,
    dataset_id,
    as_of,
    seed,
    demand,
    sample_paths,
    inventory,
    price_history: null,
    actuals: null,
  };
}

function seasonParameters(horizon: number, changes: Partial<SeasonParameters> = {}): SeasonParameters {
  return {
    forecast_horizon_weeks: horizon,
    season_start_date: SEASON_START,
    season_end_date: seasonEndDate(SEASON_START, horizon),
    replenishment_strategy: 'weekly',
    dc_holdback_percentage: 0.45,
    markdown_checkpoint_week: Math.ceil(horizon / 2),
    markdown_threshold: 0.6,
    ...changes,
  };
}

function demandPlan(weekly: readonly number[], safetyStock: number): DemandPlan {
  const total = weekly.reduce((sum, units) => sum + units, 0);
  return {
    total_units: total,
    total_interval_80: [Math.floor(total * 0.9), Math.ceil(total * 1.1)],
    total_interval_95: [Math.floor(total * 0.8), Math.ceil(total * 1.2)],
    weekly: weekly.map((units, i) => ({
      week: i + 1,
      start_date: weekStartDate(SEASON_START, i + 1),
      units,
      lo80: Math.floor(units * 0.8),
      hi80: Math.ceil(units * 1.2),
      lo95: Math.floor(units * 0.6),
      hi95: Math.ceil(units * 1.5),
    })),
    peak_week: 1 + weekly.indexOf(Math.max(...weekly)),
    method: 'made up',
    models: [{ name: 'made up', weight: 1, total_units: total }],
    accuracy: {
      origins: 0,
      season_total_ape: null,
      weekly_wape: null,
      mase: null,
      coverage_80: null,
      vs_seasonal_naive: null,
    },
    safety_stock_pct: safetyStock,
    baseline_safety_stock_pct: 0.2,
    notes: [],
    reasoning: [],
  };
}

function salesHistory(
  profiles: readonly StoreProfile[],
  size: readonly number[],
  weeks: number,
  meanUnits: number,
  random: () => number,
): CategoryHistory {
  const units = new Float64Array(profiles.length * weeks);
  for (let week = 0; week < weeks; week += 1) {
    const promotion = random() < 0.15 ? 2.5 : 1;
    for (let s = 0; s < profiles.length; s += 1)
      units[s * weeks + week] = Math.round(meanUnits * size[s] * promotion * Math.exp(0.25 * normal(random)));
  }
  return {
    category_id: 'Jackets',
    first_week_start: addDays(SEASON_START, -7 * weeks),
    weeks,
    store_ids: profiles.map(({ store_id }) => store_id),
    units,
    revenue: null,
  };
}
