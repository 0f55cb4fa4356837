/**
 * Demand of a store against its stock, as a multiple of the chain's: equally many stores of each kind, their mean 1. One
 * kind is a chain whose stock always lies where it is asked for.
 */
export type StoreKinds = readonly number[];

export const EVEN_STORES: StoreKinds = [1];

/** Standard normal quantiles at the middle of nine equal parts. */
const NORMAL_QUANTILES = [-1.593, -0.967, -0.589, -0.282, 0, 0.282, 0.589, 0.967, 1.593];
/** Standard deviation of log demand over stock between stores, at most. */
const MAX_SPREAD = 4;
const HALVINGS = 24;

/** Log-normal around the chain. */
function storeKinds(spread: number): StoreKinds {
  const multiples = NORMAL_QUANTILES.map((quantile) => Math.exp(spread * quantile));
  const mean = multiples.reduce((sum, multiple) => sum + multiple, 0) / multiples.length;
  return multiples.map((multiple) => multiple / mean);
}

/** Stock by kind at the start of a week, and the way it sells. */
export interface StockedStores {
  readonly onHand: Float64Array;
  readonly kinds: StoreKinds;
}

export const emptyStores = (kinds: StoreKinds): StockedStores => ({
  onHand: new Float64Array(kinds.length),
  kinds,
});

/**
 * Sells the weeks from `from` to before `to` (from 0) out of what the stores hold, which is changed, and what arrives.
 *
 * @param path units asked for by week at full price, over all stores
 * @param arrivals units that come to the stores at the start of each week
 * @param growth multiple of the demand at full price
 * @returns units sold
 */
export function sell(
  { onHand, kinds }: StockedStores,
  path: readonly number[],
  arrivals: readonly number[],
  from: number,
  to: number,
  growth = 1,
): number {
  let sold = 0;
  for (let week = from; week < to; week += 1)
    for (let kind = 0; kind < kinds.length; kind += 1) {
      onHand[kind] += arrivals[week] / kinds.length;
      const met = Math.min(onHand[kind], (growth * path[week] * kinds[kind]) / kinds.length);
      onHand[kind] -= met;
      sold += met;
    }
  return sold;
}

/** The kinds with which the paths sell `units` on average, or the even stores where even those sell no more. */
export function kindsThatSell(
  units: number,
  paths: readonly (readonly number[])[],
  arrivals: readonly number[],
): StoreKinds {
  const soldBy = (kinds: StoreKinds): number =>
    paths.reduce((sum, path) => sum + sell(emptyStores(kinds), path, arrivals, 0, path.length), 0) /
    Math.max(1, paths.length);
  if (soldBy(EVEN_STORES) <= units) return EVEN_STORES;
  let [low, high] = [0, MAX_SPREAD];
  for (let i = 0; i < HALVINGS; i += 1) {
    const middle = (low + high) / 2;
    if (soldBy(storeKinds(middle)) > units) low = middle;
    else high = middle;
  }
  return storeKinds((low + high) / 2);
}
