import type { CategoryHistory } from '#contracts';

/** Weekly units of some stores, store-major: `units[row * weeks + week]`; NaN where a store has no rows. */
export interface SalesPanel {
  readonly storeIds: readonly string[];
  readonly weeks: number;
  readonly units: Float64Array;
}

/** The history's rows for `storeIds`, in that order; a store without history is all NaN. */
export function panelOf(history: CategoryHistory, storeIds: readonly string[]): SalesPanel {
  const { weeks } = history;
  const rowOf = new Map(history.store_ids.map((id, row) => [id, row]));
  const units = new Float64Array(storeIds.length * weeks).fill(NaN);
  storeIds.forEach((id, row) => {
    const from = rowOf.get(id);
    if (from !== undefined) units.set(history.units.subarray(from * weeks, (from + 1) * weeks), row * weeks);
  });
  return { storeIds, weeks, units };
}

const REFINEMENTS = 3;

/** How the weeks of a window count toward shares. */
export interface WeekWeights {
  /** Weeks after which a week counts half; every week counts the same when absent. */
  readonly halfLifeWeeks?: number;
  /**
   * Power of a week's total that it counts with: 1 (the default) weighs units, so that the shares are those of the
   * window's sales; 0 weighs weeks.
   */
  readonly volumePower?: number;
}

/**
 * Each store's share of sales in weeks `from` … `to − 1`; NaN for a store without rows there. A store's missing weeks
 * count neither for nor against it: its sales are set against what all stores sold in the weeks it was there, and a
 * week's total is scaled up for the stores that were not. The shares of the stores with rows sum to 1; they are equal
 * where nothing was sold.
 */
export function windowShares(
  panel: SalesPanel,
  from: number,
  to: number,
  weights: WeekWeights = {},
): Float64Array {
  const { weeks, units } = panel;
  const { halfLifeWeeks = Infinity, volumePower = 1 } = weights;
  const [start, end] = [Math.max(0, from), Math.min(weeks, to)];
  const shares = meanShares(panel, start, end);
  const present = new Float64Array(end - start);
  const covered = new Float64Array(end - start);
  for (let round = 0; round < REFINEMENTS; round += 1) {
    present.fill(0);
    covered.fill(0);
    for (let s = 0; s < shares.length; s += 1)
      for (let w = start; w < end; w += 1) {
        const value = units[s * weeks + w];
        if (value === value) {
          present[w - start] += value;
          covered[w - start] += shares[s];
        }
      }
    const totals = present.map((units, i) => (units > 0 && covered[i] > 0 ? units / covered[i] : 0));
    const weekWeights = totals.map((total, i) =>
      total > 0 ? total ** (volumePower - 1) * 0.5 ** ((totals.length - 1 - i) / halfLifeWeeks) : 0,
    );
    for (let s = 0; s < shares.length; s += 1) {
      let [sold, exposure] = [0, 0];
      for (let w = start; w < end; w += 1) {
        const value = units[s * weeks + w];
        if (value === value) {
          sold += weekWeights[w - start] * value;
          exposure += weekWeights[w - start] * totals[w - start];
        }
      }
      if (exposure > 0) shares[s] = sold / exposure;
    }
    normalise(shares);
  }
  return shares;
}

/** A first guess: shares of the mean week; NaN without rows. */
function meanShares({ units, weeks, storeIds }: SalesPanel, start: number, end: number): Float64Array {
  const means = Float64Array.from(storeIds, (_, s) => {
    let sum = 0;
    let count = 0;
    for (let w = start; w < end; w += 1) {
      const value = units[s * weeks + w];
      if (value === value) {
        sum += value;
        count += 1;
      }
    }
    return count > 0 ? sum / count : NaN;
  });
  return normalise(means);
}

/** Scales the numbers in `shares` to sum to 1, in place; equal where they sum to 0. NaN stays NaN. */
export function normalise(shares: Float64Array): Float64Array {
  let sum = 0;
  let count = 0;
  for (const share of shares)
    if (share === share) {
      sum += share;
      count += 1;
    }
  for (let s = 0; s < shares.length; s += 1)
    if (shares[s] === shares[s]) shares[s] = sum > 0 ? shares[s] / sum : 1 / count;
  return shares;
}

/** Half the sum of absolute differences: the share of units that would lie in the wrong store. */
export function misplacedShare(estimated: Float64Array, actual: Float64Array): number {
  let sum = 0;
  for (let s = 0; s < estimated.length; s += 1)
    if (actual[s] === actual[s] && estimated[s] === estimated[s]) sum += Math.abs(estimated[s] - actual[s]);
  return sum / 2;
}

/** Plain code-unit order: the same on every machine. */
export const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
