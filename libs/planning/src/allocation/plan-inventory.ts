import type {
  InventoryContext,
  InventoryOutput,
  InventoryPlan,
  ReplenishmentPlan,
  ReportProgress,
  StoreCluster,
  StoreShipment,
  WeeklyShipment,
} from '#contracts';
import { wholeNumber } from '../certificate/reasoning.ts';
import { inventoryReasoning } from './inventory-reasoning.ts';
import { playSeason } from './season-play.ts';
import { planStock, type StockPlan } from './stock-plan.ts';
import { storeDemandPaths } from './store-demand-paths.ts';

/** Sample paths played at most, and store-weeks in all: a chain of thousands of stores is steady over fewer paths. */
const MAX_PATHS = 400;
const MAX_STORE_WEEKS = 10_000_000;

/**
 * Buys, holds back, allocates and refills one category's season: every unit of the buy has a place at the start, and
 * the refills are played on the forecast's sample paths. `demand.safety_stock_pct` sets the buy, whoever set it.
 */
export function planInventory(context: InventoryContext, report: ReportProgress): InventoryOutput {
  report(10, 'Estimating store shares and groups');
  const stock = planStock(context);
  report(
    55,
    `Allocated ${wholeNumber(stock.manufacturingUnits - stock.dcHoldbackUnits)} units to ${wholeNumber(stock.stores.length)} ${stock.stores.length === 1 ? 'store' : 'stores'}`,
  );
  const { shipments, storeShipments } = plannedShipments(stock, context);
  report(70, 'Playing the season through the courses that sales may take');
  const replenishment = { ...playedOutcome(stock, context), shipments };
  const draft: InventoryPlan = { ...stockPart(stock), replenishment, reasoning: [] };
  const inventory = { ...draft, reasoning: inventoryReasoning(context, draft, stock) };
  report(100, 'The inventory plan is ready');
  return { inventory, store_shipments: storeShipments };
}

function stockPart(stock: StockPlan) {
  const { stores, clustering, shares, initialUnits, minUnits, manufacturingUnits, dcHoldbackUnits, orders } =
    stock;
  const initial = manufacturingUnits - dcHoldbackUnits;
  const clusters = clustering.labels.map((label, index): StoreCluster => {
    const members = stores.map((_, row) => row).filter((row) => clustering.clusterOf[row] === index);
    const units = members.reduce((sum, row) => sum + initialUnits[row], 0);
    return {
      id: index + 1,
      label,
      stores: members.length,
      share:
        initial > 0 ? rounded(units / initial) : rounded(members.reduce((sum, row) => sum + shares[row], 0)),
      units,
    };
  });
  return {
    manufacturing_units: manufacturingUnits,
    dc_holdback_units: dcHoldbackUnits,
    initial_allocation_units: initial,
    clusters,
    cluster_silhouette: clustering.silhouette === null ? null : rounded(clustering.silhouette),
    stores: stores.map(({ store_id }, row) => ({
      store_id,
      cluster_id: clustering.clusterOf[row] + 1,
      share: rounded(shares[row]),
      initial_units: initialUnits[row],
      min_units: minUnits[row],
    })),
    orders,
  };
}

/** What is shipped when sales follow the forecast. */
function plannedShipments(stock: StockPlan, { demand }: InventoryContext) {
  const weeks = demand.weekly.length;
  const expected = new Float64Array(stock.stores.length * weeks);
  stock.shares.forEach((share, row) =>
    demand.weekly.forEach(({ units }, week) => (expected[row * weeks + week] = units * share)),
  );
  const { shipped } = playSeason(expected, settingOf(stock, demand.weekly));
  const storeShipments: StoreShipment[] = [];
  const shipments: WeeklyShipment[] = [];
  for (let week = 0; week < weeks; week += 1) {
    const inWeek = stock.stores.flatMap(({ store_id }, row): StoreShipment[] => {
      const units = shipped[row * weeks + week];
      return units > 0 ? [{ week: week + 1, store_id, units }] : [];
    });
    if (inWeek.length === 0) continue;
    storeShipments.push(...inWeek);
    shipments.push({
      week: week + 1,
      units: inWeek.reduce((sum, { units }) => sum + units, 0),
      stores: inWeek.length,
    });
  }
  return { shipments, storeShipments };
}

function playedOutcome(stock: StockPlan, context: InventoryContext): Omit<ReplenishmentPlan, 'shipments'> {
  const storeWeeks = stock.stores.length * context.demand.weekly.length;
  const most = Math.max(1, Math.min(MAX_PATHS, Math.floor(MAX_STORE_WEEKS / storeWeeks)));
  const stride = Math.max(1, Math.ceil(context.sample_paths.length / most));
  const paths = context.sample_paths.filter((_, i) => i % stride === 0);
  const setting = settingOf(stock, context.demand.weekly);
  let [demanded, lost, leftover] = [0, 0, 0];
  for (const demand of storeDemandPaths(stock.panel, stock.shares, paths, context.seed)) {
    const outcome = playSeason(demand, setting);
    demanded += outcome.demandUnits;
    lost += outcome.lostUnits;
    leftover += outcome.leftoverStoreUnits + outcome.leftoverDcUnits;
  }
  return {
    ...(stock.notRefilled === null
      ? { status: 'scheduled' }
      : { status: 'skipped', reason: stock.notRefilled }),
    fill_rate: demanded > 0 ? rounded(1 - lost / demanded) : 1,
    expected_lost_units: Math.round(lost / Math.max(1, paths.length)),
    expected_leftover_units: Math.round(leftover / Math.max(1, paths.length)),
  };
}

function settingOf(stock: StockPlan, weekly: InventoryContext['demand']['weekly']) {
  const { shares, initialUnits, dcSupply, schedule, rule } = stock;
  return { weeklyForecast: weekly.map(({ units }) => units), shares, initialUnits, dcSupply, schedule, rule };
}

/** Fractions in a plan carry eight decimals: exact enough for a store in a hundred thousand, free of binary noise. */
const rounded = (value: number): number => Math.round(value * 1e8) / 1e8;
