/** What one store may get: whole packs between its bounds. */
export interface Claim {
  /** Breaks ties: of claims with equal thresholds the heavier is served first, then in ascending order of this. */
  readonly id: string;
  /** Proportional claim, ≥ 0 and in any unit. */
  readonly weight: number;
  /** Units guaranteed when the total suffices; 0 when absent. */
  readonly min?: number;
  /** Units never exceeded; unbounded when absent. */
  readonly max?: number;
  /** Units come in multiples of this; 1 when absent. */
  readonly pack?: number;
}

export interface Apportionment {
  /** Whole units by claim, in the order given. */
  readonly units: readonly number[];
  /** Units that no claim can take: every maximum is reached, or what is left fills no pack. */
  readonly unallocated: number;
  /** Whether the guaranteed minima exceeded the total and were scaled down in proportion. */
  readonly minima_scaled: boolean;
}

interface PackBounds {
  readonly min: number;
  readonly max: number;
}

/**
 * Divides `total` whole units among claims in proportion to their weights, exactly: the units and `unallocated` sum
 * to `total`. Quotas are rounded at the half, as largest remainders do for all but rare inputs, but by one common
 * divisor (Webster 1832; Balinski & Young 1982) instead of by ranking remainders. That keeps two promises which
 * ranking breaks (the Alabama and population paradoxes): one more unit changes one claim by one pack, and a larger
 * weight never gets less. Minima are rounded up and maxima down to whole packs.
 *
 * @throws RangeError when `total` is not a whole number ≥ 0, a weight is negative or not finite, or a bound or pack
 * is not a whole number, or a minimum exceeds its maximum.
 */
export function apportion(total: number, claims: readonly Claim[]): Apportionment {
  if (!Number.isSafeInteger(total) || total < 0)
    throw new RangeError(`total must be a whole number from 0, got ${total}`);
  const bounds = claims.map(packBounds);
  const floor = claims.reduce((sum, claim, i) => sum + bounds[i].min * packOf(claim), 0);
  if (floor > total) {
    const scaled = fill(
      total,
      claims.map((claim, i) => ({ ...claim, weight: bounds[i].min * packOf(claim) })),
      bounds.map(({ min }) => ({ min: 0, max: min })),
      claims.map(({ weight }) => weight),
    );
    return { ...scaled, minima_scaled: true };
  }
  return { ...fill(total, claims, bounds), minima_scaled: false };
}

const packOf = (claim: Claim): number => claim.pack ?? 1;

function packBounds(claim: Claim): PackBounds {
  const { id, weight, min = 0, max = Infinity, pack = 1 } = claim;
  if (!Number.isFinite(weight) || weight < 0)
    throw new RangeError(`weight of ${id} must be a finite number from 0, got ${weight}`);
  if (!Number.isInteger(pack) || pack < 1)
    throw new RangeError(`pack of ${id} must be a whole number from 1, got ${pack}`);
  if (!Number.isInteger(min) || min < 0 || (max !== Infinity && !Number.isInteger(max)) || max < min)
    throw new RangeError(
      `bounds of ${id} must be whole numbers, 0 ≤ minimum ≤ maximum, got ${min} and ${max}`,
    );
  const maxPacks = Math.floor(max / pack);
  return { min: Math.min(Math.ceil(min / pack), maxPacks), max: maxPacks };
}

/** Divisor at which a claim's next pack is due: half a pack after its last one; never (Infinity) without weight. */
const threshold = (claim: Claim, packs: number): number => ((packs + 0.5) * packOf(claim)) / claim.weight;

function packsAt(divisor: number, claim: Claim, { min, max }: PackBounds): number {
  const due = Math.floor((divisor * claim.weight) / packOf(claim) + 0.5);
  return Math.min(max, Math.max(min, due));
}

function fill(
  total: number,
  claims: readonly Claim[],
  bounds: readonly PackBounds[],
  ranks: readonly number[] = claims.map(({ weight }) => weight),
): Omit<Apportionment, 'minima_scaled'> {
  const sizes = claims.map(packOf);
  // Most packs come from one common divisor; the last few one by one, in exact order of their thresholds.
  const divisor = largestDivisor(total, claims, bounds) * (1 - 1e-9);
  const packs = claims.map((claim, i) => packsAt(divisor, claim, bounds[i]));
  let left = total - packs.reduce((sum, count, i) => sum + count * sizes[i], 0);
  const queue = claims.map((_, i) => i).filter((i) => packs[i] < bounds[i].max);
  const isBefore = (a: number, b: number): boolean => {
    const [dueA, dueB] = [threshold(claims[a], packs[a]), threshold(claims[b], packs[b])];
    if (dueA !== dueB) return dueA < dueB;
    // Claims without weight take what others cannot, evenly.
    if (dueA === Infinity && packs[a] * sizes[a] !== packs[b] * sizes[b])
      return packs[a] * sizes[a] < packs[b] * sizes[b];
    return ranks[a] !== ranks[b] ? ranks[a] > ranks[b] : claims[a].id < claims[b].id;
  };
  const heap = new IndexHeap(queue, isBefore);
  while (left > 0 && heap.size > 0) {
    const next = heap.top();
    if (sizes[next] > left) {
      heap.removeTop();
      continue;
    }
    packs[next] += 1;
    left -= sizes[next];
    if (packs[next] >= bounds[next].max) heap.removeTop();
    else heap.topChanged();
  }
  return { units: packs.map((count, i) => count * sizes[i]), unallocated: left };
}

/** The largest divisor, to double precision, at which the claims take no more than the total. */
function largestDivisor(total: number, claims: readonly Claim[], bounds: readonly PackBounds[]): number {
  const weightSum = claims.reduce((sum, { weight }) => sum + weight, 0);
  if (weightSum <= 0) return 0;
  const fits = (divisor: number): boolean => {
    let units = 0;
    for (let i = 0; i < claims.length; i += 1)
      units += packsAt(divisor, claims[i], bounds[i]) * packOf(claims[i]);
    return units <= total;
  };
  let low = 0;
  let high = Math.max(1, total) / weightSum;
  for (let i = 0; i < 64 && fits(high); i += 1) [low, high] = [high, 2 * high];
  for (let i = 0; i < 60; i += 1) {
    const middle = low + (high - low) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Binary heap of indices whose order may change at the top only. */
class IndexHeap {
  readonly #items: number[];
  readonly #isBefore: (a: number, b: number) => boolean;

  constructor(items: readonly number[], isBefore: (a: number, b: number) => boolean) {
    this.#items = [...items].sort((a, b) => (isBefore(a, b) ? -1 : 1));
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#items.length;
  }

  top(): number {
    return this.#items[0];
  }

  removeTop(): void {
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return;
    this.#items[0] = last;
    this.topChanged();
  }

  topChanged(): void {
    const items = this.#items;
    let parent = 0;
    for (;;) {
      let first = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2])
        if (child < items.length && this.#isBefore(items[child], items[first])) first = child;
      if (first === parent) return;
      [items[parent], items[first]] = [items[first], items[parent]];
      parent = first;
    }
  }
}
