import { misplacedShare, normalise, windowShares, type SalesPanel } from './sales-panel.ts';

/** Shares whose geometric mean is the estimate, by the weeks they are taken from. */
const WINDOWS = ['last_year', 'last_quarter', 'last_weeks', 'same_weeks_last_year'] as const;

/** Exponents of the geometric mean, one a window, their sum 1. */
type MixWeights = readonly number[];

export interface ShareEstimate {
  /** Expected share of the season's sales by store, in the panel's order; NaN for a store without history. */
  readonly shares: Float64Array;
  readonly weights: MixWeights;
  /** Past quarters the weights and the shrinkage were tried on; 0 when the history is too short. */
  readonly origins: number;
  /** Part of a store's deviation from its all-category share that is kept, 0 to 1 (empirical Bayes). */
  readonly kept: number;
}

/** Starting point of the weights, and what they are where nothing can be tried. */
const PRIOR_WEIGHTS: MixWeights = [0.25, 0.5, 0.25, 0];

const QUARTER = 13;
const YEAR = 52;
/** Half-lives, in weeks, of what "last quarter" and "last weeks" weigh. */
const QUARTER_HALF_LIFE = 13;
const WEEKS_HALF_LIFE = 6;
/** Between units and weeks: a promotion's week says more than an ordinary one, but not as many times more. */
const VOLUME_POWER = 0.75;
const MIN_HISTORY = 26;
const ORIGIN_STEP = 4;
const MAX_ORIGINS = 20;
/** Weight of the prior, in quarters of evidence. */
const PRIOR_QUARTERS = 2;
const GRID = 4;

/** All ways to share out `parts` among `windows`. */
function simplex(parts: number, windows: number): number[][] {
  if (windows === 1) return [[parts]];
  return Array.from({ length: parts + 1 }, (_, first) =>
    simplex(parts - first, windows - 1).map((rest) => [first, ...rest]),
  ).flat();
}

const CANDIDATES: readonly MixWeights[] = simplex(GRID, WINDOWS.length).map((parts) =>
  parts.map((part) => part / GRID),
);

const SMALLEST_SHARE = 1e-9;

/** Logs of the shares in each window, the first NaN for a store without sales in a year. */
type LogShares = readonly Float64Array[];

/** Shares in the windows, as known at the end of week `origin − 1` for a season `lead` weeks later. */
function logShares(panel: SalesPanel, origin: number, lead: number, horizon: number): LogShares {
  const volumePower = VOLUME_POWER;
  const lastYear = windowShares(panel, origin - YEAR, origin, { volumePower });
  const fading = (halfLifeWeeks: number): Float64Array =>
    windowShares(panel, origin - 2 * YEAR, origin, { volumePower, halfLifeWeeks });
  const sameFrom = origin + lead - YEAR;
  const sameTo = Math.min(origin, sameFrom + horizon);
  const windows = [
    lastYear,
    fading(QUARTER_HALF_LIFE),
    fading(WEEKS_HALF_LIFE),
    sameFrom >= 0 && sameTo > sameFrom ? windowShares(panel, sameFrom, sameTo, { volumePower }) : lastYear,
  ];
  return windows.map((shares) =>
    shares.map((share, s) => Math.log(Math.max(SMALLEST_SHARE, share === share ? share : lastYear[s]))),
  );
}

function mixShares(logs: LogShares, weights: MixWeights): Float64Array {
  const mixed = new Float64Array(logs[0].length);
  for (let s = 0; s < mixed.length; s += 1) {
    let log = 0;
    for (let k = 0; k < weights.length; k += 1) log += weights[k] * logs[k][s];
    mixed[s] = Math.exp(log);
  }
  return normalise(mixed);
}

/**
 * Estimates each store's share of a category's season from the shares it had: a geometric mean over four windows,
 * its weights tried on the category's own past quarters (rolling origin, Tashman 2000) and shrunk to the prior, then
 * the logs shrunk toward the store's share of all categories (empirical Bayes, Efron & Morris 1975): the part of a
 * store's deviation that is kept is the slope of its next quarter's deviation on the one estimated before.
 *
 * @param centreOf for a deviation by store, the value each store's deviation is shrunk to (its cluster's mean)
 */
export function estimateShares(
  category: SalesPanel,
  allCategories: SalesPanel,
  lead: number,
  horizon: number,
  centreOf: (deviations: Float64Array, shares: Float64Array) => Float64Array,
): ShareEstimate {
  const origins: number[] = [];
  for (
    let o = category.weeks - lead - QUARTER;
    o >= MIN_HISTORY && origins.length < MAX_ORIGINS;
    o -= ORIGIN_STEP
  )
    origins.push(o);
  const quarters = Math.min(origins.length, (origins.length * ORIGIN_STEP) / QUARTER);
  const tries = origins.map((origin) => ({
    windows: logShares(category, origin, lead, QUARTER),
    allWindows: logShares(allCategories, origin, lead, QUARTER),
    actual: windowShares(category, origin + lead, origin + lead + QUARTER),
  }));

  const weights = shrinkWeights(bestWeights(tries), quarters);
  const keptNow = keptDeviation(tries, weights, centreOf);
  const kept = (quarters * keptNow + PRIOR_QUARTERS) / (quarters + PRIOR_QUARTERS);

  const own = mixShares(logShares(category, category.weeks, lead, horizon), weights);
  const all = mixShares(logShares(allCategories, category.weeks, lead, horizon), weights);
  return { shares: shrinkToward(own, all, kept, centreOf), weights, origins: origins.length, kept };
}

interface Try {
  readonly windows: LogShares;
  readonly allWindows: LogShares;
  readonly actual: Float64Array;
}

function bestWeights(tries: readonly Try[]): MixWeights {
  let best: MixWeights = PRIOR_WEIGHTS;
  let least = Infinity;
  for (const weights of CANDIDATES) {
    let loss = 0;
    for (const { windows, actual } of tries) loss += misplacedShare(mixShares(windows, weights), actual);
    if (loss < least) [best, least] = [weights, loss];
  }
  return best;
}

function shrinkWeights(best: MixWeights, quarters: number): MixWeights {
  const evidence = quarters / (quarters + PRIOR_QUARTERS);
  return PRIOR_WEIGHTS.map((prior, k) => prior + evidence * (best[k] - prior));
}

/** Log of own over all-category share; NaN where either is missing or nothing. */
const deviationsOf = (own: Float64Array, all: Float64Array): Float64Array =>
  own.map((share, s) => (share > SMALLEST_SHARE && all[s] > SMALLEST_SHARE ? Math.log(share / all[s]) : NaN));

function keptDeviation(
  tries: readonly Try[],
  weights: MixWeights,
  centreOf: (deviations: Float64Array, shares: Float64Array) => Float64Array,
): number {
  let covariance = 0;
  let variance = 0;
  for (const { windows, allWindows, actual } of tries) {
    const own = mixShares(windows, weights);
    const all = mixShares(allWindows, weights);
    const deviations = deviationsOf(own, all);
    const centre = centreOf(deviations, own);
    const next = deviationsOf(actual, all);
    for (let s = 0; s < own.length; s += 1) {
      const known = deviations[s] - centre[s];
      const come = next[s] - centre[s];
      if (known !== known || come !== come) continue;
      covariance += own[s] * known * come;
      variance += own[s] * known * known;
    }
  }
  return variance > 1e-12 ? Math.min(1, Math.max(0, covariance / variance)) : 1;
}

function shrinkToward(
  own: Float64Array,
  all: Float64Array,
  kept: number,
  centreOf: (deviations: Float64Array, shares: Float64Array) => Float64Array,
): Float64Array {
  const deviations = deviationsOf(own, all);
  const centre = centreOf(deviations, own);
  const shrunk = own.map((share, s) => {
    const known = deviations[s];
    if (known !== known) return share;
    return all[s] * Math.exp(centre[s] + kept * (known - centre[s]));
  });
  return normalise(shrunk);
}

/** Centre for stores without clusters: the mean deviation, weighted by share. */
export function overallCentre(deviations: Float64Array, shares: Float64Array): Float64Array {
  let sum = 0;
  let weight = 0;
  for (let s = 0; s < deviations.length; s += 1)
    if (deviations[s] === deviations[s]) {
      sum += shares[s] * deviations[s];
      weight += shares[s];
    }
  return deviations.map(() => (weight > 0 ? sum / weight : 0));
}
