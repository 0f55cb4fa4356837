import type { PricingContext } from '#contracts';
import type { Clearance } from './markdown-rules.ts';

/** What the sample paths say about the checkpoint. */
export interface CheckpointOutlook {
  /** Units sold by the end of the checkpoint week ÷ the buy, by path. */
  readonly sellThroughs: readonly number[];
  /** Units sold by the end of the checkpoint week, by path. */
  readonly soldBefore: readonly number[];
  /** Stock and full-price demand after it, by path. */
  readonly futures: readonly Clearance[];
  /** Whether the sell-through is what was really sold. */
  readonly observed: boolean;
}

/** Sample paths used at most. */
const MAX_PATHS = 2_000;

/**
 * Plays each path to the end of week `checkpoint`: sales are demand, bounded by the units ordered by then that can
 * reach a store. Weeks with posted actuals replace the forecast, and their level moves the rest of the path.
 */
export function checkpointOutlook(context: PricingContext, checkpoint: number): CheckpointOutlook {
  const { inventory, sample_paths, actuals, demand } = context;
  const sellable =
    inventory.replenishment.status === 'skipped'
      ? inventory.initial_allocation_units
      : inventory.manufacturing_units;
  const orderedBefore = inventory.orders.reduce(
    (sum, { week, units }) => (week <= checkpoint ? sum + units : sum),
    0,
  );
  const buy = Math.max(1, inventory.manufacturing_units);
  const stride = Math.max(1, Math.ceil(sample_paths.length / MAX_PATHS));
  const paths = sample_paths.filter((_, i) => i % stride === 0);
  const posted = actuals === null ? [] : postedTotals(actuals, demand.weekly.length);
  const observed = posted.length >= checkpoint;
  const most = observed ? sellable : Math.min(sellable, orderedBefore);
  const outcomes = paths.map((path) => {
    const units = withActuals(path, posted);
    const sold = Math.min(most, sumOf(units, 0, checkpoint));
    return { sold, future: { stock: sellable - sold, demand: sumOf(units, checkpoint, units.length) } };
  });
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
