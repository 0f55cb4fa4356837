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

/**
 * Each store's share of sales in weeks `from` … `to − 1`; NaN for a store without rows there. A store's missing weeks
 * count neither for nor against it: its sales are set against what all stores sold in the weeks it was there, and a
 * week's total is scaled up for the stores that were not. The shares of the stores with rows sum to 1; they are equal
 * where nothing was sold.
 */
export function windowShares(panel: SalesPanel, from: number, to: number): Float64Array {
  const { weeks, units } = panel;
  const stores = panel.storeIds.length;
  const [start, end] = [Math.max(0, from), Math.min(weeks, to)];
  const sold = new Float64Array(stores);
  const present = new Float64Array(stores);
  for (let s = 0; s < stores; s += 1)
    for (let w = start; w < end; w += 1) {
      const value = units[s * weeks + w];
      if (value === value) {
        sold[s] += value;
        present[s] += 1;
      }
    }
  const shares = sold.map((value, s) => (present[s] > 0 ? value / present[s] : NaN));
  normalise(shares);
  if (present.every((count) => count === 0 || count === end - start)) return shares;
  for (let round = 0; round < REFINEMENTS; round += 1) {
    const exposure = new Float64Array(stores);
    for (let w = start; w < end; w += 1) {
      let total = 0;
      let covered = 0;
      for (let s = 0; s < stores; s += 1) {
        const value = units[s * weeks + w];
        if (value === value) {
          total += value;
          covered += shares[s];
        }
      }
      if (covered <= 0) continue;
      for (let s = 0; s < stores; s += 1)
        if (units[s * weeks + w] === units[s * weeks + w]) exposure[s] += total / covered;
    }
    for (let s = 0; s < stores; s += 1)
      if (present[s] > 0) shares[s] = exposure[s] > 0 ? sold[s] / exposure[s] : 0;
    normalise(shares);
  }
  return shares;
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
