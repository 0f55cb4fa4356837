import type { FactoryOrder, InventoryContext, StoreProfile } from '#contracts';
import { apportion } from './apportion.ts';
import { buyUnits } from './buy-units.ts';
import { chooseCover } from './cover-choice.ts';
import { deliverySchedule, leadWeeksOf, type DeliverySchedule } from './delivery-schedule.ts';
import { factoryOrders } from './factory-orders.ts';
import { compareIds, normalise, panelOf, windowShares, type SalesPanel } from './sales-panel.ts';
import type { ShippingRule } from './season-play.ts';
import { storeSizes } from './store-attributes.ts';
import { clusterStores, DEFAULT_CLUSTERS, type Clustering } from './store-clusters.ts';
import { estimateShares } from './store-shares.ts';

/** How shares and shipments are decided; the second of each is the reference design's. */
export interface InventoryRules {
  readonly shares: 'backtested_mix' | 'seventy_thirty' | 'last_year' | 'equal';
  readonly shipping: 'order_up_to' | 'next_week_gap';
}

export const DEFAULT_RULES: InventoryRules = { shares: 'backtested_mix', shipping: 'order_up_to' };

/** Where every unit of the buy starts, and how it moves; stores in ascending order of store_id. */
export interface StockPlan {
  readonly stores: readonly StoreProfile[];
  readonly panel: SalesPanel;
  readonly clustering: Clustering;
  readonly shares: Float64Array;
  readonly initialUnits: readonly number[];
  readonly minUnits: readonly number[];
  readonly manufacturingUnits: number;
  readonly dcHoldbackUnits: number;
  readonly orders: readonly FactoryOrder[];
  /** Units that reach the DC at the start of each season week. */
  readonly dcSupply: readonly number[];
  readonly schedule: DeliverySchedule | null;
  /** Why stores are never refilled; null where they are. */
  readonly notRefilled: string | null;
  readonly rule: ShippingRule;
  /** Past seasons the rule's cover was chosen on. */
  readonly playedSeasons: number;
  /** Units kept at the DC because no store can take them (maxima reached, or no full pack). */
  readonly untakenUnits: number;
  readonly minimaScaled: boolean;
  /** Rows in `stores` of those without any history, without sales for a year, and without any in the last weeks. */
  readonly newStores: readonly number[];
  readonly closedStores: readonly number[];
  readonly pausedStores: readonly number[];
}

/** Weeks of forecast that a store receives at least. */
const MIN_WEEKS = 2;
const YEAR = 52;
/** Weeks without rows at the end of the history after which category totals count a store as not open. */
const PAUSED_AFTER_WEEKS = 4;

export function planStock(context: InventoryContext, rules: InventoryRules = DEFAULT_RULES): StockPlan {
  const { parameters, options, demand } = context;
  const { forecast_horizon_weeks: horizon, dc_holdback_percentage: holdback } = parameters;
  const stores = context.stores.toSorted((a, b) => compareIds(a.store_id, b.store_id));
  const storeIds = stores.map(({ store_id }) => store_id);
  const panel = panelOf(context.history, storeIds);
  const allCategories = panelOf(context.all_categories, storeIds);

  const clustering = clusterStores(
    stores,
    storeIds.map((_, row) => recentMean(allCategories, row)),
    options.clusters ?? DEFAULT_CLUSTERS,
    context.seed,
  );
  const { newStores, closedStores, pausedStores } = storesWithoutRecentSales(panel);
  const known = knownShares(context, panel, allCategories, clustering, rules, stores);
  const shares = completeShares(known, newStores, closedStores, clustering, storeSizes(stores));

  const manufacturingUnits = buyUnits(demand.total_units, demand.safety_stock_pct);
  const held = Math.round(manufacturingUnits * holdback);
  const [first, second] = [demand.weekly[0].units, demand.weekly[1].units];
  const claims = stores.map(({ store_id, min_units = 0, max_units = Infinity, pack_size = 1 }, row) => {
    // In whole packs: rounded up, packs larger than that would go to stores by minimum and not by demand.
    const launch = pack_size * Math.floor(((first + second) * MIN_WEEKS * shares[row]) / 2 / pack_size);
    const max = Math.max(max_units, min_units);
    return {
      id: store_id,
      weight: shares[row],
      min: Math.min(max, Math.max(min_units, launch)),
      max,
      pack: pack_size,
    };
  });
  const open = claims.map((claim, row) =>
    closedStores.includes(row) ? { ...claim, min: 0, max: 0 } : claim,
  );
  const allocation = apportion(manufacturingUnits - held, open);
  const dcHoldbackUnits = held + allocation.unallocated;

  const notRefilled = whyNotRefilled(context, manufacturingUnits, dcHoldbackUnits);
  const schedule = notRefilled === null ? deliverySchedule(parameters, options) : null;
  const orders = factoryOrders({
    strategy: parameters.replenishment_strategy,
    manufacturingUnits,
    initialAllocationUnits: manufacturingUnits - dcHoldbackUnits,
    weeklyForecast: demand.weekly.map(({ units }) => units),
    schedule,
  });
  const dcSupply = new Array<number>(horizon).fill(0);
  for (const { week, units } of orders) dcSupply[week - 1] += units;
  dcSupply[0] -= manufacturingUnits - dcHoldbackUnits;
  const cover =
    schedule === null || rules.shipping === 'next_week_gap'
      ? null
      : chooseCover(panel, horizon, dcHoldbackUnits / manufacturingUnits, schedule);

  return {
    stores,
    panel,
    clustering,
    shares,
    initialUnits: allocation.units,
    minUnits: open.map(({ min }) => min),
    manufacturingUnits,
    dcHoldbackUnits,
    orders,
    dcSupply,
    schedule,
    notRefilled,
    rule: cover === null ? { kind: 'next_week_gap' } : { kind: 'order_up_to', coverWeeks: cover.coverWeeks },
    playedSeasons: cover?.seasons ?? 0,
    untakenUnits: allocation.unallocated,
    minimaScaled: allocation.minima_scaled,
    newStores,
    closedStores,
    pausedStores,
  };
}

/** Why stores are never refilled; null where they are. */
function whyNotRefilled(
  { parameters, options }: InventoryContext,
  manufacturingUnits: number,
  dcUnits: number,
): string | null {
  const { replenishment_strategy: strategy, forecast_horizon_weeks: horizon } = parameters;
  if (strategy === 'none')
    return 'The replenishment strategy is none: stores are not refilled during the season.';
  if (manufacturingUnits === 0) return 'Nothing is bought, so there is nothing to refill stores with.';
  if (dcUnits === 0) return 'Nothing is held back at the DC, so there is nothing to refill stores with.';
  if (deliverySchedule(parameters, options) === null)
    return `A shipment takes ${leadWeeksOf(options)} weeks to reach a store, so none would arrive within the season of ${horizon} weeks.`;
  return null;
}

function recentMean({ units, weeks }: SalesPanel, row: number): number {
  const recent = units
    .subarray(row * weeks + Math.max(0, weeks - YEAR), (row + 1) * weeks)
    .filter((v) => v === v);
  return recent.length > 0 ? recent.reduce((sum, value) => sum + value, 0) / recent.length : NaN;
}

function storesWithoutRecentSales(panel: SalesPanel) {
  const newStores: number[] = [];
  const closedStores: number[] = [];
  const pausedStores: number[] = [];
  panel.storeIds.forEach((_, row) => {
    const units = panel.units.subarray(row * panel.weeks, (row + 1) * panel.weeks);
    const absent = panel.weeks - 1 - units.findLastIndex((value) => !Number.isNaN(value));
    if (absent === panel.weeks) newStores.push(row);
    else if (absent >= YEAR) closedStores.push(row);
    else if (absent > PAUSED_AFTER_WEEKS) pausedStores.push(row);
  });
  return { newStores, closedStores, pausedStores };
}

function knownShares(
  context: InventoryContext,
  panel: SalesPanel,
  allCategories: SalesPanel,
  { clusterOf }: Clustering,
  rules: InventoryRules,
  stores: readonly StoreProfile[],
): Float64Array {
  const lastYear = windowShares(panel, panel.weeks - YEAR, panel.weeks);
  switch (rules.shares) {
    case 'last_year':
      return lastYear;
    case 'equal':
      return normalise(lastYear.map((share) => (share === share ? 1 : NaN)));
    case 'seventy_thirty': {
      const byAttributes = attributeShares(lastYear, clusterOf, storeSizes(stores));
      return lastYear.map((share, s) => 0.7 * share + 0.3 * byAttributes[s]);
    }
    case 'backtested_mix':
      return estimateShares(
        panel,
        allCategories,
        context.lead_weeks,
        context.parameters.forecast_horizon_weeks,
        (deviations, shares) => clusterCentres(deviations, shares, clusterOf),
      ).shares;
  }
}

function clusterCentres(
  deviations: Float64Array,
  shares: Float64Array,
  clusterOf: readonly number[],
): Float64Array {
  const sums = new Map<number, { value: number; weight: number }>();
  deviations.forEach((deviation, s) => {
    if (deviation !== deviation) return;
    const sum = sums.get(clusterOf[s]) ?? { value: 0, weight: 0 };
    sums.set(clusterOf[s], { value: sum.value + shares[s] * deviation, weight: sum.weight + shares[s] });
  });
  return deviations.map((_, s) => {
    const sum = sums.get(clusterOf[s]);
    return sum === undefined || sum.weight === 0 ? 0 : sum.value / sum.weight;
  });
}

/** What a store's cluster sells by floor area (by store, where areas are unknown); sums to 1 over stores with a share. */
function attributeShares(
  known: Float64Array,
  clusterOf: readonly number[],
  sizes: readonly number[],
): Float64Array {
  return normalise(
    known.map((share, s) => (share === share ? clusterShare(known, clusterOf, sizes, s) : NaN)),
  );
}

function clusterShare(
  known: Float64Array,
  clusterOf: readonly number[],
  sizes: readonly number[],
  store: number,
): number {
  const all = [...known.keys()].filter((s) => known[s] === known[s]);
  const peers = all.filter((s) => clusterOf[s] === clusterOf[store]);
  const members = peers.length > 0 ? peers : all;
  const sized = sizes[store] > 0 ? members.filter((s) => sizes[s] > 0) : [];
  const shareOf = (rows: readonly number[]): number => rows.reduce((sum, s) => sum + known[s], 0);
  if (sized.length > 0) return (shareOf(sized) / sized.reduce((sum, s) => sum + sizes[s], 0)) * sizes[store];
  return members.length > 0 ? shareOf(members) / members.length : 1;
}

/** Adds stores without history at their cluster's rate and closed ones at nothing; the shares sum to 1. */
function completeShares(
  known: Float64Array,
  newStores: readonly number[],
  closedStores: readonly number[],
  { clusterOf }: Clustering,
  sizes: readonly number[],
): Float64Array {
  const shares = known.slice();
  for (const row of newStores) shares[row] = clusterShare(known, clusterOf, sizes, row);
  for (const row of closedStores) shares[row] = 0;
  return normalise(shares);
}
