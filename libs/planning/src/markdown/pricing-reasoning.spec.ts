import { describe, expect, it } from '@jest/globals';
import type { InventoryPlan, PlanDraft, PriceElasticity, PricingPlan, SeasonProjection } from '#contracts';
import { checkReasoning } from '../certificate/reasoning.ts';
import { pricingReasoning } from './pricing-reasoning.ts';

interface Findings extends Omit<Partial<PricingPlan>, 'projected'> {
  readonly buy?: number;
  readonly sent?: number;
  readonly refills?: 'scheduled' | 'skipped';
  readonly observed?: boolean;
  readonly lastWeek?: boolean;
  readonly without?: Partial<SeasonProjection>;
  readonly with?: Partial<SeasonProjection>;
  readonly projected?: null;
}

/** What is said of a markdown of 30 % for a gap of 15 % after week 6, but for what is given. */
function wordsOn({
  buy = 1_500,
  sent = 1_500,
  refills = 'skipped',
  observed = false,
  lastWeek = false,
  without,
  with: marked,
  ...changes
}: Findings = {}): string[] {
  const pricing: PricingPlan = {
    status: 'conditional',
    checkpoint_week: 6,
    threshold: 0.6,
    threshold_source: 'stated',
    projected_sell_through: 0.45,
    probability_below_threshold: 0.87,
    gap: 0.15,
    gap_multiplier: 2,
    price_elasticity: { value: 2, source: 'default' },
    depth_by_sell_through: [],
    markdown_depth: 0.3,
    recommended_depth: 0.3,
    expected_lift: 1.04,
    projected: {
      without: { units: 1_100, leftover_units: 400, sell_through: 0.73, ...without },
      with: { units: 1_320, leftover_units: 180, sell_through: 0.88, ...marked },
    },
    reasoning: [],
    ...changes,
  };
  const plan = {
    parameters: {},
    options: {},
    demand: {},
    inventory: {
      manufacturing_units: buy,
      initial_allocation_units: sent,
      replenishment: { status: refills },
    } as InventoryPlan,
  } as Omit<PlanDraft, 'pricing'>;
  const reasoning = pricingReasoning(plan, pricing, { observed, lastWeek });
  expect(checkReasoning({ ...plan, pricing: { ...pricing, reasoning } })).toEqual([]);
  return reasoning.map(({ text }) => text);
}

const NO_MARKDOWN = { gap: -0.05, markdown_depth: 0, recommended_depth: 0 } as const;
const TINY_GAP = { gap: 0.01, markdown_depth: 0, recommended_depth: 0 } as const;

describe(pricingReasoning.name, () => {
  it('says the sell-through, its chance, the rule’s depth, the elasticity, the effect and the best depth', () => {
    expect(wordsOn()).toEqual([
      'By the end of week 6 the forecast sells 45 % of the buy, against a threshold of 60 %.',
      'The probability of missing the threshold is 87 %.',
      'By the gap rule a shortfall of 15 % of the buy, taken 2.0 times and rounded to the nearest step, calls for a markdown of 30 %.',
      expect.stringContaining('Price elasticity 2.0 is assumed: the data hold no prices'),
      'A markdown of 30 % lifts demand after week 6 by 104 %, for as long as there is stock: 1,320 units sold over the season instead of 1,100, 180 left over instead of 400.',
      'By expected value, what is left over counted at what it still fetches, 30 % is the best depth too.',
    ]);
  });

  it('says one thing only where there is no checkpoint, or nothing to mark down', () => {
    expect(wordsOn({ status: 'skipped' })).toEqual(['No markdown checkpoint: full price all season.']);
    expect(wordsOn({ buy: 0 })).toEqual(['Nothing is bought (0 units), so there is nothing to mark down.']);
  });

  it('says first that a threshold was assumed', () => {
    expect(wordsOn({ threshold_source: 'assumed' })[0]).toBe(
      'No threshold was stated: a sell-through of 60 % is assumed.',
    );
  });

  it('speaks of sales that were observed as facts, without chance, course or what if', () => {
    const [sold, depth] = wordsOn({ observed: true, without: { sell_through: 0.95 } });
    expect(sold).toBe('By the end of week 6, 45 % of the buy was sold, against a threshold of 60 %.');
    expect(depth).toContain('By the gap rule');
    expect(wordsOn({ ...NO_MARKDOWN, observed: true })[1]).toMatch(/asks for no markdown \(0 %\)\.$/);
    expect(wordsOn({ ...TINY_GAP, observed: true })[1]).toMatch(/no markdown \(0 %\)\.$/);
    expect(wordsOn({ observed: true, without: { sell_through: 0.95 } }).join()).not.toContain('Yet');
  });

  it.each([
    [0.995, 'Missing the threshold is all but certain.'],
    [0.994, 'The probability of missing the threshold is 99 %.'],
    [0.005, 'The probability of missing the threshold is 1 %.'],
    [0.004, 'Reaching the threshold is all but certain.'],
    [null, 'Reaching the threshold is all but certain.'],
  ])('says of a probability of %p: %s', (probability_below_threshold, words) => {
    expect(wordsOn({ probability_below_threshold })[1]).toBe(words);
  });

  it.each<[Findings, string]>([
    [
      NO_MARKDOWN,
      'The threshold is reached, so the gap rule asks for no markdown (0 %); the table says what to do should sales fall short.',
    ],
    [{ ...NO_MARKDOWN, gap: 0 }, 'The threshold is reached'],
    [
      TINY_GAP,
      'The gap is too small for the smallest step of the gap rule: no markdown (0 %) unless sales fall short.',
    ],
    [
      { gap: 0.4, gap_multiplier: 1, markdown_depth: 0.4 },
      'a shortfall of 40 % of the buy, taken 1.0 times and rounded to the nearest step, calls for a markdown of 40 %.',
    ],
    [
      { gap: 0.35, gap_multiplier: 1.5, markdown_depth: 0.4 },
      'a shortfall of 35 % of the buy, taken 1.5 times, passes the deepest markdown allowed: 40 %.',
    ],
  ])('argues the depth from %j: %s', (findings, words) => {
    expect(wordsOn(findings)[2]).toContain(words);
  });

  it.each<[boolean, Findings]>([
    [true, { without: { sell_through: 0.9 } }],
    [true, { ...TINY_GAP, without: { sell_through: 0.96 } }],
    [false, { without: { sell_through: 0.89 } }],
    [false, { ...NO_MARKDOWN, without: { sell_through: 0.96 } }],
    [false, { ...NO_MARKDOWN, gap: 0, without: { sell_through: 0.96 } }],
    [false, { projected: null }],
  ])('blames the threshold, not the sales (%j), where %j', (blamed, findings) => {
    const percent = Math.round(100 * (findings.without?.sell_through ?? 0));
    const words = `Yet at full price the season sells ${percent} % of the buy by its end: sales are not slow, the threshold is high for week 6.`;
    expect(wordsOn(findings).filter((text) => text.startsWith('Yet'))).toEqual(blamed ? [words] : []);
  });

  it('says nothing of an effect that no week is left for, or that was not projected', () => {
    const words = wordsOn({ lastWeek: true });
    expect(words).toHaveLength(4);
    expect(words[3]).toBe(
      'Warning: the checkpoint ends the season, so a markdown has no week left to work in.',
    );
    expect(wordsOn()).toHaveLength(6);
    expect(wordsOn({ projected: null })).toHaveLength(3);
    expect(wordsOn(NO_MARKDOWN)).toHaveLength(3);
  });

  it.each<[PriceElasticity, string]>([
    [{ value: 1.25, source: 'option' }, 'Price elasticity is 1.25, as given.'],
    [
      { value: 1.834, standard_error: 0.417, source: 'estimated' },
      'Price elasticity is 1.83 ± 0.42, estimated from this category’s own prices; a clearance may move less, since in past promotions buyers also stocked up.',
    ],
    [
      { value: 2, standard_error: 1, source: 'default' },
      'Price elasticity 2.0 is assumed: the data hold no prices that vary enough to estimate it.',
    ],
  ])('says where the elasticity %j comes from', (price_elasticity, words) => {
    expect(wordsOn({ price_elasticity })[3]).toBe(words);
  });

  it('gives the revenue where there are prices on both sides', () => {
    const prices = { without: { revenue: 11_000 }, with: { revenue: 12_100.4 } };
    expect(wordsOn(prices)).toContain('Revenue over the season would be 12,100 instead of 11,000.');
    for (const one of [{ without: prices.without }, { with: prices.with }])
      expect(wordsOn(one).join()).not.toContain('Revenue');
  });

  it.each<[Findings, string]>([
    [
      { without: { units: 1_320 } },
      'A markdown sells no unit more: the 1,320 units that stores can sell go at full price too.',
    ],
    [
      { without: { units: 1 }, with: { units: 1 } },
      'A markdown sells no unit more: the 1 unit that stores can sell goes at full price too.',
    ],
    [{ without: { units: 2 }, with: { units: 3 } }, '3 units sold over the season instead of 2,'],
  ])('says of %j: %s', (findings, words) => {
    expect(wordsOn(findings)[4]).toContain(words);
  });

  it.each<[Findings, string]>([
    [{ recommended_depth: 0.35 }, 'a deeper markdown of 35 % is worth more.'],
    [
      { recommended_depth: 0.1 },
      'a markdown of 10 % is worth more: a deeper one gives away more than it brings in.',
    ],
    [
      { recommended_depth: 0 },
      'full price is worth more (a markdown of 0 %): a deeper one gives away more than it brings in.',
    ],
    [{ ...NO_MARKDOWN, recommended_depth: 0.05 }, 'a markdown of 5 % is worth more than full price.'],
  ])('compares the rule’s depth with the best one, %j: %s', (findings, words) => {
    expect(wordsOn(findings).at(-1)).toBe(
      `By expected value, what is left over counted at what it still fetches, ${words}`,
    );
  });

  it.each<[Findings, string]>([
    [{ sent: 0 }, 'No stock reaches a store, so a markdown sells nothing (0 units).'],
    [
      { sent: 0, refills: 'scheduled' },
      'Sales are expected to stay at nothing (0 units), so what a markdown',
    ],
    [
      { sent: 1 },
      'Sales are expected to stay at nothing (0 units), so what a markdown would sell cannot be told.',
    ],
  ])('calls no depth the best where nothing sells, %j: %s', (findings, words) => {
    const said = wordsOn({ ...findings, recommended_depth: 0, without: { units: 0 }, with: { units: 0 } });
    expect(said.slice(3)).toEqual([expect.stringContaining(words)]);
  });

  it('projects no markdown where the rule asks for none, though one would be worth more', () => {
    expect(wordsOn({ ...NO_MARKDOWN, recommended_depth: 0.05 }).join()).not.toContain('lifts demand');
  });
});
