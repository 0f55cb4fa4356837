import { seededRandom } from '../forecasting/seeded-random.ts';
import { windowShares, type SalesPanel } from './sales-panel.ts';

const MIN_HISTORY = 13;
const SEASON_STEP = 4;
const MAX_SEASONS = 16;

/**
 * Splits equally likely futures of the total over stores, as one past season was split: a path's week takes each
 * store's expected share times how that store's share then differed from what the weeks before had led to expect. So
 * the paths carry the stores' own swings, the swings they share, and the error of the shares themselves. Where the
 * history is too short for a past season, its weeks are taken again from the start.
 *
 * @param paths units over all stores, paths × weeks
 * @param shares expected share of each of the panel's stores, their sum 1
 * @returns for each path the stores' demand, store-major (`store * weeks + week`), summing over stores to the path
 */
export function storeDemandPaths(
  panel: SalesPanel,
  shares: Float64Array,
  paths: readonly (readonly number[])[],
  seed: number,
): readonly Float64Array[] {
  const horizon = paths[0]?.length ?? 0;
  const swings = pastSwings(panel, horizon);
  const random = seededRandom(seed);
  const stores = shares.length;
  return paths.map((path) => {
    const swing = swings[Math.floor(random() * swings.length)];
    const demand = new Float64Array(stores * horizon);
    for (let week = 0; week < horizon; week += 1) {
      let sum = 0;
      for (let s = 0; s < stores; s += 1) sum += shares[s] * swing[s * horizon + week];
      const scale = sum > 0 ? path[week] / sum : 0;
      for (let s = 0; s < stores; s += 1)
        demand[s * horizon + week] =
          sum > 0 ? scale * shares[s] * swing[s * horizon + week] : path[week] * shares[s];
    }
    return demand;
  });
}

/** How past seasons' weekly shares compared with the shares of the weeks before; 1 where nothing is known. */
function pastSwings(panel: SalesPanel, horizon: number): readonly Float64Array[] {
  const swings: Float64Array[] = [];
  for (
    let start = panel.weeks - horizon;
    start >= MIN_HISTORY && swings.length < MAX_SEASONS;
    start -= SEASON_STEP
  )
    swings.push(swingOf(panel, windowShares(panel, start - 52, start), start, horizon));
  return swings.length > 0 ? swings : [swingOf(panel, windowShares(panel, 0, panel.weeks), 0, horizon)];
}

function swingOf(panel: SalesPanel, expected: Float64Array, start: number, horizon: number): Float64Array {
  const { units, weeks } = panel;
  const stores = expected.length;
  const swing = new Float64Array(stores * horizon).fill(1);
  for (let week = 0; week < horizon; week += 1) {
    const at = (start + week) % weeks;
    let total = 0;
    let covered = 0;
    for (let s = 0; s < stores; s += 1) {
      const value = units[s * weeks + at];
      if (value === value && expected[s] > 0) {
        total += value;
        covered += expected[s];
      }
    }
    if (total <= 0 || covered <= 0) continue;
    for (let s = 0; s < stores; s += 1) {
      const value = units[s * weeks + at];
      if (value === value && expected[s] > 0)
        swing[s * horizon + week] = (value * covered) / (total * expected[s]);
    }
  }
  return swing;
}
