import type { MarkdownDepth } from '#contracts';
import { seededRandom } from '../forecasting/seeded-random.ts';

/** Deepest markdown either rule gives, and the step between depths. */
export const MAX_DEPTH = 0.4;
const DEPTH_STEP = 0.05;
/** Depths that a plan may hold: 0, 0.05 … 0.40. */
export const DEPTHS: readonly number[] = Array.from({ length: 9 }, (_, i) => i / 20);

export const DEFAULT_GAP_MULTIPLIER = 2;
/** End-of-season value of a unit as a part of its price, where no prices are given. */
export const DEFAULT_SALVAGE_RATIO = 0.25;

/**
 * The reference design's rule: gap × multiplier, rounded to the nearest 5 % and at most 40 %; no gap, no markdown. The
 * multiplier is not an elasticity: more elastic demand needs a shallower markdown.
 *
 * @param gap threshold − sell-through, a fraction
 */
export function gapDepth(gap: number, multiplier: number): number {
  if (gap <= 0) return 0;
  // The small constant undoes binary error, so that a gap of 0.60 − 0.55 counts as 0.05.
  return Math.min(MAX_DEPTH, Math.round((gap * multiplier) / DEPTH_STEP + 1e-9) / 20);
}

/** The rule's depth at sell-throughs 0, 0.05 … 1. */
export function depthTable(threshold: number, multiplier: number): MarkdownDepth[] {
  return Array.from({ length: 21 }, (_, i) => {
    const sell_through = i / 20;
    const gap = Math.round((threshold - sell_through) * 1e8) / 1e8;
    return { sell_through, gap, depth: gapDepth(gap, multiplier) };
  });
}

/** Growth of demand at a markdown under constant elasticity: (1 − depth)^(−elasticity) − 1. */
export const demandLift = (depth: number, elasticity: number): number => (1 - depth) ** -elasticity - 1;

/** Box & Muller 1958. */
const standardNormal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** One future as seen from the checkpoint. */
export interface Clearance {
  /** Units that can still be sold. */
  readonly stock: number;
  /** Units of it that sell at `growth` times the demand at full price. */
  readonly soldAt: (growth: number) => number;
}

/**
 * The depth with the highest expected value, E[(1 − d)·sold((1 − d)^−ε) + s·left], in units of full price, over
 * futures and draws of the elasticity ε (normal around `elasticity`, kept above 0.1); the shallower on a tie.
 *
 * @param standardError 0 where the elasticity is taken as known
 * @param salvageRatio end-of-season value ÷ price
 */
export function expectedValueDepth(
  futures: readonly Clearance[],
  elasticity: number,
  standardError: number,
  salvageRatio: number,
  seed: number,
): number {
  const random = seededRandom(seed);
  const drawn = futures.map(() => Math.max(0.1, elasticity + standardError * standardNormal(random)));
  let best = 0;
  let most = -Infinity;
  for (const depth of DEPTHS) {
    let value = 0;
    futures.forEach(({ stock, soldAt }, i) => {
      const sold = soldAt(1 + demandLift(depth, drawn[i]));
      value += (1 - depth) * sold + salvageRatio * (stock - sold);
    });
    if (value > most * (1 + Math.sign(most) * 1e-12)) [best, most] = [depth, value];
  }
  return best;
}
