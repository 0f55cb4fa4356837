import type { PricingContext } from '#contracts';
import { deliverySchedule, earliestArrivals } from '../allocation/delivery-schedule.ts';
import type { Clearance } from './markdown-rules.ts';
import { emptyStores, EVEN_STORES, kindsThatSell, sell } from './store-kinds.ts';

/** What the sample paths say about the checkpoint. */
export interface CheckpointOutlook {
  /** Units sold by the end of the checkpoint week ÷ the buy, by path. */
  readonly sellThroughs: readonly number[];
  /** Units sold by the end of the checkpoint week, by path. */
  readonly soldBefore: readonly number[];
  /** Stock and sales after it, by path. */
  readonly futures: readonly Clearance[];
  /** Whether the sell-through is what was really sold. */
  readonly observed: boolean;
}

/** Sample paths used at most. */
const MAX_PATHS = 400;

/**
 * Plays each path to the end of week `checkpoint`: sales are demand, bounded by the stock that can be in stores by then.
 * Stock in one store serves no other: stores are as uneven as makes the season leave over what the inventory plan
 * expects, so that both say the same. Weeks with posted actuals replace the forecast, and their level moves the rest of
 * the path.
 */
export function checkpointOutlook(context: PricingContext, checkpoint: number): CheckpointOutlook {
  const { parameters, options, inventory, sample_paths, actuals } = context;
  const weeks = parameters.forecast_horizon_weeks;
  const { manufacturing_units, initial_allocation_units, orders, replenishment } = inventory;
  const stride = Math.max(1, Math.ceil(sample_paths.length / MAX_PATHS));
  const paths = sample_paths.filter((_, i) => i % stride === 0);
  const schedule = replenishment.status === 'skipped' ? null : deliverySchedule(parameters, options);
  const planned = earliestArrivals(orders, initial_allocation_units, schedule, weeks);
  const sellable = sumOf(planned, 0, weeks);
  const posted = actuals === null ? [] : postedTotals(actuals, weeks);
  const observed = posted.length >= checkpoint;
  // What was really sold was there to be sold, in the stores that sold it.
  const arrivals = observed ? planned.map((_, week) => (week === 0 ? sellable : 0)) : planned;
  const kinds = observed
    ? EVEN_STORES
    : kindsThatSell(manufacturing_units - replenishment.expected_leftover_units, paths, arrivals);
  const outcomes = paths.map((path) => {
    const units = withActuals(path, posted);
    const stores = emptyStores(kinds);
    const sold = sell(stores, units, arrivals, 0, checkpoint);
    const soldAt = (growth: number): number =>
      sell({ ...stores, onHand: stores.onHand.slice() }, units, arrivals, checkpoint, weeks, growth);
    return { sold, future: { stock: sellable - sold, soldAt } };
  });
  const buy = Math.max(1, manufacturing_units);
  return {
    sellThroughs: outcomes.map(({ sold }) => sold / buy),
    soldBefore: outcomes.map(({ sold }) => sold),
    futures: outcomes.map(({ future }) => future),
    observed,
  };
}

/** Chain totals by week of the posted actuals, whether given by week or store-major. */
function postedTotals({ units, weeks }: NonNullable<PricingContext['actuals']>, horizon: number): number[] {
  const totals = new Array<number>(Math.min(weeks, horizon)).fill(0);
  units.forEach((value, i) => {
    const week = i % weeks;
    if (week < totals.length && !Number.isNaN(value)) totals[week] += value;
  });
  return totals;
}

function withActuals(path: readonly number[], posted: readonly number[]): readonly number[] {
  if (posted.length === 0) return path;
  const expected = sumOf(path, 0, posted.length);
  const level = expected > 0 ? sumOf(posted, 0, posted.length) / expected : 1;
  return path.map((units, week) => (week < posted.length ? posted[week] : units * level));
}

function sumOf(values: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i += 1) sum += values[i];
  return sum;
}
