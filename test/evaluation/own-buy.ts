import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  silent,
  type CategoryHistory,
  type DemandContext,
  type DemandPlan,
  type WeeklyTotals,
} from '#contracts';
import { addDays, planDemand, planStock, playSeason, type SeasonOutcome, type StockPlan } from '#planning';
import type { Figure } from './equal-buy.ts';
import {
  contextOf,
  costOf,
  demandInPlanOrder,
  demandOf,
  playAgainst,
  resultOf,
  type PastSeason,
  type Policy,
  type Result,
} from './past-seasons.ts';
import { cutHistory, DATA_FOLDER, readCsv } from './retail-data.ts';

/** Forecasts of the design's stated method, the mean of Prophet and ARIMA, by set, series and first week. */
const PEERS = join(DATA_FOLDER, '../baselines/results/forecasts_peers.csv.gz');
const DESIGN_METHOD = 'seed_mean';
const GOAL = 0.3;

type PeerForecasts = ReadonlyMap<string, readonly number[]>;

export const hasPeers = (): boolean => existsSync(PEERS);

export function readPeers(): PeerForecasts {
  const forecasts = new Map<string, number[]>();
  for (const row of readCsv<Record<'set' | 'level' | 'series' | 'origin' | 'method' | 'h' | 'mean', string>>(
    PEERS,
  )) {
    if (row.method !== DESIGN_METHOD || row.level !== 'category') continue;
    const key = [row.set, row.series, row.origin].join('|');
    const weeks = forecasts.get(key) ?? [];
    weeks[Number(row.h) - 1] = Number(row.mean);
    forecasts.set(key, weeks);
  }
  return forecasts;
}

/** The chain's weekly total over the given stores, scaled up for those absent in a week by their part of its sales. */
function totalsOf(history: CategoryHistory): WeeklyTotals {
  const { weeks, store_ids, units } = history;
  const mean = store_ids.map((_, s) => {
    const sold = units.subarray(s * weeks, (s + 1) * weeks).filter((value) => !Number.isNaN(value));
    return sold.length > 0 ? sold.reduce((sum, value) => sum + value, 0) / sold.length : 0;
  });
  const all = mean.reduce((sum, value) => sum + value, 0);
  const totals = Float64Array.from({ length: weeks }, (_, week) => {
    let [sold, present] = [0, 0];
    mean.forEach((value, s) => {
      const here = units[s * weeks + week];
      if (Number.isNaN(here)) return;
      sold += here;
      present += value;
    });
    return present > 0 ? (sold * all) / present : NaN;
  });
  return { series_id: history.category_id, first_week_start: history.first_week_start, units: totals };
}

/** Part that the season's stores have of the last year's sales of the stores the peers' series covers. */
function partOfPeerSeries({ data, category, origin, rows }: PastSeason): number {
  const { units, weeks } = data.categories[category];
  const complete = (row: number): boolean =>
    units.subarray(row * weeks, (row + 1) * weeks).every((value) => !Number.isNaN(value));
  const everyStore = data.stores.map((_, row) => row);
  const covered = data.name === 'rossmann' ? everyStore.filter(complete) : everyStore;
  const meanOf = (row: number): number => {
    const sold = units
      .subarray(row * weeks + origin - 52, row * weeks + origin)
      .filter((value) => !Number.isNaN(value));
    return sold.length > 0 ? sold.reduce((sum, value) => sum + value, 0) / sold.length : 0;
  };
  const sum = (which: readonly number[]): number => which.reduce((total, row) => total + meanOf(row), 0);
  return sum(rows) / sum(covered);
}

/** What the demand agent says of the stores' season from week `from` (0 is its first) on, as known then. */
function forecastFrom(
  season: PastSeason,
  policy: Policy,
  from: number,
  history: CategoryHistory,
): DemandPlan {
  const { data, category, origin, rows, horizon } = season;
  const context = contextOf(season, policy, demandOf(new Array<number>(horizon).fill(0), '2000-01-01', 0));
  const start = addDays(context.as_of, 7 * from);
  const weeks = horizon - from;
  const demandContext: DemandContext = {
    ...context,
    parameters: {
      ...context.parameters,
      forecast_horizon_weeks: weeks,
      season_start_date: start,
    },
    options: { ...context.options, holiday_country: data.name === 'rossmann' ? 'DE' : 'US' },
    as_of: start,
    season_first_week_start: start,
    totals: totalsOf(history),
    siblings: data.categories
      .filter((_, other) => other !== category)
      .map((other) => totalsOf(cutHistory(other, rows, origin + from))),
    granularity: 'weekly',
    notes: [],
  };
  return planDemand(demandContext, silent).demand;
}

interface Played {
  /** The buy as planned before the season. */
  readonly planned: Result;
  /** The reorders decided again when they are due, from the sales so far. */
  readonly reordered: Result;
}

function ours(season: PastSeason, policy: Policy): Played {
  const before = contextOf(season, policy, demandOf([], '2000-01-01', 0));
  const demand = forecastFrom(season, policy, 0, before.history);
  const stock = planStock({ ...before, demand });
  const weekly = demand.weekly.map(({ units }) => units);
  const planned = playAgainst(season, stock, weekly, false);
  const reordered = stock.schedule === null ? planned : withReorders(season, policy, stock, weekly);
  return { planned, reordered };
}

/**
 * Plays the season with each reorder set when it is due: what the rest of the season is then forecast to ask for, with
 * its safety stock, less the stock there is; of that the part the order table gives to this order among those left.
 */
function withReorders(
  season: PastSeason,
  policy: Policy,
  stock: StockPlan,
  weekly: readonly number[],
): Result {
  const demand = demandInPlanOrder(season);
  const dcSupply = [...stock.dcSupply];
  const setting = { ...stock, weeklyForecast: weekly, plannedSupply: stock.dcSupply, dcSupply };
  const reorders = stock.orders.filter(({ type }) => type === 'reorder');
  let supplied = stock.orders[0].units;
  reorders.forEach(({ week, units }, i) => {
    const from = week - 1;
    const soFar = playSeason(demand, setting);
    const history = historyWithSales(season, stock, soFar, from);
    const isLast = i === reorders.length - 1;
    const rest = forecastFrom(season, isLast ? { ...policy, strategy: 'none' } : policy, from, history);
    const soldUnits = soFar.sold.reduce(
      (sum, sold, at) => (at % season.horizon < from ? sum + sold : sum),
      0,
    );
    const needed = rest.total_units * (1 + rest.safety_stock_pct) - (supplied - soldUnits);
    const left = reorders.slice(i).reduce((sum, order) => sum + order.units, 0);
    dcSupply[from] = Math.max(0, Math.round((needed * units) / left));
    supplied += dcSupply[from];
  });
  return resultOf(playSeason(demand, setting));
}

/** The history with the sales of the first `from` season weeks; a week that ended out of stock is not seen. */
function historyWithSales(
  { data, category, rows, origin, horizon }: PastSeason,
  stock: StockPlan,
  { sold, inStock }: SeasonOutcome,
  from: number,
): CategoryHistory {
  const history = cutHistory(data.categories[category], rows, origin + from);
  const rowOf = new Map(stock.stores.map(({ store_id }, row) => [store_id, row]));
  const units = history.units.slice();
  history.store_ids.forEach((id, s) => {
    const at = (rowOf.get(id) ?? 0) * horizon;
    for (let week = 0; week < from; week += 1)
      units[s * history.weeks + origin + week] = inStock[at + week] === 1 ? sold[at + week] : NaN;
  });
  return { ...history, units };
}

/** The design's plan: its forecast and flat safety stock, last year's shares, everything at week 0. */
function design(season: PastSeason, peers: PeerForecasts, safetyStock: number): Result | null {
  const { data, category, origin, horizon } = season;
  const { category_id, first_week_start } = data.categories[category];
  const series = data.name === 'rossmann' ? 'TOTAL complete stores' : category_id;
  const forecast = peers.get([data.name, series, addDays(first_week_start, 7 * (origin - 1))].join('|'));
  if (forecast === undefined || forecast.length < horizon) return null;
  const part = partOfPeerSeries(season);
  const weekly = forecast.slice(0, horizon).map((units) => units * part);
  const total = Math.round(weekly.reduce((sum, units) => sum + units, 0));
  const demand = { ...demandOf(weekly, first_week_start, total), safety_stock_pct: safetyStock };
  const context = contextOf(season, { strategy: 'none', holdback: 0 }, demand);
  const stock = planStock(context, { shares: 'last_year', shipping: 'order_up_to' });
  return playAgainst(season, stock, weekly, true);
}

const STRATEGIES = [
  { name: 'none', policy: { strategy: 'none', holdback: 0 }, designSafetyStock: 0.25 },
  { name: 'weekly, 30 %', policy: { strategy: 'weekly', holdback: 0.3 }, designSafetyStock: 0.2 },
] as const satisfies readonly { name: string; policy: Policy; designSafetyStock: number }[];

/** Table of part B for one set: cost in per cent of demand, ours and the design's. */
export function ownBuyTable(
  set: string,
  seasons: readonly PastSeason[],
  horizons: readonly number[],
  peers: PeerForecasts,
) {
  const figures: Figure[] = [];
  const rows = STRATEGIES.flatMap(({ name, policy, designSafetyStock }) =>
    horizons.map((horizon) => {
      const sums = { design: 0, planned: 0, reordered: 0, demand: 0, lost: 0, leftover: 0 };
      for (const season of seasons.filter((each) => each.horizon === horizon)) {
        const theirs = design(season, peers, designSafetyStock);
        if (theirs === null) continue;
        const { planned, reordered } = ours(season, policy);
        sums.design += costOf(theirs);
        sums.planned += costOf(planned);
        sums.reordered += costOf(reordered);
        sums.demand += reordered.demand;
        sums.lost += reordered.lost;
        sums.leftover += reordered.leftover;
      }
      const below = 1 - sums.reordered / sums.design;
      figures.push({
        what: `${set}: own buy, ${name}, ${horizon} weeks, reorders set when due, below the design’s cost at least`,
        found: below,
        goal: GOAL,
        met: below >= GOAL,
      });
      const percent = (value: number): string => ((100 * value) / sums.demand).toFixed(1);
      const cells = [sums.design, sums.planned, sums.reordered, sums.lost, sums.leftover].map(percent);
      return `| ${[set, name, horizon, ...cells, Math.round(100 * below)].join(' | ')} |`;
    }),
  );
  return { rows, figures };
}

export const OWN_BUY_HEAD = [
  '| set | replenishment | weeks | the design’s cost | ours, buy as planned | ours, reorders set when due | lost | leftover | % below the design |',
  '|---|---|---:|---:|---:|---:|---:|---:|---:|',
];
