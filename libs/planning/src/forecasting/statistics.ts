/** Small descriptive statistics; all ignore NaN and give NaN for nothing. */

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) if (!Number.isNaN(value)) total += value;
  return total;
}

export function mean(values: Iterable<number>): number {
  let total = 0;
  let count = 0;
  for (const value of values)
    if (!Number.isNaN(value)) {
      total += value;
      count += 1;
    }
  return total / count;
}

const sorted = (values: Iterable<number>): Float64Array =>
  Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();

/** Linear interpolation between order statistics, `p` in 0..1 (type 7 of Hyndman & Fan 1996). */
export function quantile(values: Iterable<number>, p: number): number {
  const ordered = sorted(values);
  if (ordered.length === 0) return NaN;
  const at = p * (ordered.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, ordered.length - 1);
  return ordered[below] + (at - below) * (ordered[above] - ordered[below]);
}

export const median = (values: Iterable<number>): number => quantile(values, 0.5);

/**
 * The `p` quantile that a new exchangeable value stays below with probability at least `p` (Vovk 2005): the order
 * statistic of rank ⌈(n + 1)p⌉ for p > ½, mirrored below; the extreme one where the sample is too small for that rank.
 */
export function conformalQuantile(values: Iterable<number>, p: number): number {
  const ordered = sorted(values);
  const n = ordered.length;
  if (n === 0) return NaN;
  const rank = p > 0.5 ? Math.ceil((n + 1) * p) : Math.floor((n + 1) * p);
  return ordered[Math.min(Math.max(rank, 1), n) - 1];
}

/** Lag-1 autocorrelation about the mean, over pairs where both are there; 0 where there is no variation. */
export function lagOneAutocorrelation(values: Float64Array): number {
  const centre = mean(values);
  let covariance = 0;
  let variance = 0;
  for (let t = 0; t < values.length; t++) {
    if (Number.isNaN(values[t])) continue;
    variance += (values[t] - centre) ** 2;
    if (t > 0 && !Number.isNaN(values[t - 1])) covariance += (values[t] - centre) * (values[t - 1] - centre);
  }
  return variance > 0 ? covariance / variance : 0;
}
