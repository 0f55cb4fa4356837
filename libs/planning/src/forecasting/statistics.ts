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

/** (1 − 0.8) / 2 is a little under a tenth: a rank that is whole but for that is whole. */
const ROUNDING = 1e-9;

/**
 * The `p` quantile that a new exchangeable value stays below with probability at least `p` (Vovk 2005): the order
 * statistic of rank ⌈(n + 1)p⌉ for p > ½, mirrored below. Where the sample is too small for that rank its extreme value
 * says too little, and the tail is continued as a normal one's, from the median through the extreme value at the
 * probability it stands for: a few past seasons must not make a 95 % interval as narrow as the 80 % one.
 */
export function conformalQuantile(values: Iterable<number>, p: number): number {
  const ordered = sorted(values);
  const n = ordered.length;
  if (n === 0) return NaN;
  const rank = p > 0.5 ? Math.ceil((n + 1) * p - ROUNDING) : Math.floor((n + 1) * p + ROUNDING);
  if (rank >= 1 && rank <= n) return ordered[rank - 1];
  const extreme = rank < 1 ? ordered[0] : ordered[n - 1];
  if (n === 1) return extreme; // one value says nothing about a tail
  const centre = ordered[(n - 1) >> 1] / 2 + ordered[n >> 1] / 2;
  return centre + ((extreme - centre) * normalQuantile(Math.max(p, 1 - p))) / normalQuantile(n / (n + 1));
}

/**
 * Standard normal quantile for p in (0, 1), relative error under 1.2e-9: P. J. Acklam's rational approximation (2003).
 */
export function normalQuantile(p: number): number {
  const a = [
    -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
    2.506628277459239,
  ];
  const b = [
    -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1,
    -1.328068155288572e1,
  ];
  const c = [
    -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ];
  const d = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416];
  const polynomial = (coefficients: readonly number[], x: number): number =>
    coefficients.reduce((value, k) => value * x + k, 0);
  const tail = (q: number): number => polynomial(c, q) / (polynomial(d, q) * q + 1);
  if (p < 0.02425) return tail(Math.sqrt(-2 * Math.log(p)));
  if (p > 1 - 0.02425) return -tail(Math.sqrt(-2 * Math.log(1 - p)));
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(a, r) * q) / (polynomial(b, r) * r + 1);
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
