import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { silent, type PricingContext, type PricingPlan } from '#contracts';
import {
  inventoryContext,
  pricingContext,
  type ChainShape,
} from '../../../../test/support/planning-contexts.ts';
import { planInventory } from '../allocation/plan-inventory.ts';
import { checkReasoning } from '../certificate/reasoning.ts';
import { DEPTHS } from './markdown-rules.ts';
import { planPricing } from './plan-pricing.ts';

function contextOf(shape: ChainShape = {}): PricingContext {
  const context = inventoryContext(shape);
  return pricingContext(context, planInventory(context, silent).inventory);
}
const plan = (context: PricingContext): PricingPlan => planPricing(context, silent).pricing;
const sentences = (pricing: PricingPlan): string => pricing.reasoning.map(({ text }) => text).join('\n');

describe(planPricing, () => {
  it('argues an allowed depth for every season', () => {
    const shape = fc.record({
      horizon: fc.integer({ min: 4, max: 20 }),
      safetyStock: fc.constantFrom(0, 0.3, 0.6),
      seed: fc.integer({ min: 1, max: 99 }),
      parameters: fc.record({
        markdown_checkpoint_week: fc.constantFrom(1, 3, 4),
        markdown_threshold: fc.constantFrom(0, 0.4, 0.95, null),
        dc_holdback_percentage: fc.constantFrom(0, 0.5),
        replenishment_strategy: fc.constantFrom('none' as const, 'weekly' as const),
      }),
      options: fc.record({
        gap_multiplier: fc.constantFrom(1, 2, 3),
        price_elasticity: fc.constantFrom(0.5, 3),
      }),
    });
    fc.assert(
      fc.property(shape, (given) => {
        const context = contextOf(given);
        const pricing = plan(context);
        expect(DEPTHS).toContain(pricing.markdown_depth);
        expect(DEPTHS).toContain(pricing.recommended_depth);
        pricing.depth_by_sell_through.forEach(({ depth }) => expect(DEPTHS).toContain(depth));
        const { projected } = pricing;
        const buy = context.inventory.manufacturing_units;
        for (const way of [projected?.without, projected?.with]) {
          expect((way?.units ?? 0) + (way?.leftover_units ?? 0)).toBe(buy);
          expect(way?.sell_through).toBeLessThanOrEqual(1);
        }
        expect(projected?.with.units).toBeGreaterThanOrEqual(projected?.without.units ?? Infinity);
        expect(pricing.probability_below_threshold).toBeGreaterThanOrEqual(0);
        expect(pricing.probability_below_threshold).toBeLessThanOrEqual(1);
        expect(checkReasoning({ ...context, pricing })).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('is skipped, with the reason, without a checkpoint', () => {
    const pricing = plan(contextOf({ parameters: { markdown_checkpoint_week: null } }));
    expect(pricing).toMatchObject({ status: 'skipped', markdown_depth: null, depth_by_sell_through: [] });
    expect(pricing.reason).toContain('full price all season');
    expect(sentences(pricing)).toContain('full price all season');
  });

  it('assumes 60 % where no threshold is stated, and says so', () => {
    const pricing = plan(contextOf({ parameters: { markdown_threshold: null } }));
    expect(pricing).toMatchObject({ threshold: 0.6, threshold_source: 'assumed' });
    expect(sentences(pricing)).toContain('sell-through of 60 % is assumed');
  });

  it('counts stock that cannot reach a store as unsold', () => {
    const stranded = plan(
      contextOf({ parameters: { replenishment_strategy: 'none', dc_holdback_percentage: 0.5 } }),
    );
    expect(stranded.projected?.with.sell_through).toBeLessThanOrEqual(0.51);
  });

  it('counts no unit as sold before it is ordered', () => {
    const context = contextOf({ horizon: 12, parameters: { markdown_checkpoint_week: 4 } });
    const rush = { ...context, sample_paths: [context.sample_paths[0].map((units) => 50 * units)] };
    const [first] = context.inventory.orders;
    expect(plan(rush).projected_sell_through).toBeCloseTo(
      first.units / context.inventory.manufacturing_units,
      5,
    );
  });

  it('puts what was really sold in place of the forecast once it is posted', () => {
    const context = contextOf({ horizon: 8, parameters: { markdown_checkpoint_week: 4 } });
    const buy = context.inventory.manufacturing_units;
    const weekly = [0.1, 0.1, 0.1, 0.1].map((part) => Math.round(part * buy));
    const observed = plan({ ...context, actuals: { weeks: 4, units: weekly } });
    expect(observed.projected_sell_through).toBeCloseTo(0.4, 2);
    expect([0, 1]).toContain(observed.probability_below_threshold);
    expect(observed.markdown_depth).toBe(0.4);
    expect(sentences(observed)).toContain('40 % of the buy was sold');
    const byStore = weekly.flatMap((units) => [units, units]);
    const storeMajor = [0, 1].flatMap((s) => weekly.map((units) => (s === 0 ? 10 : units - 10)));
    expect(byStore).toHaveLength(storeMajor.length);
    expect(plan({ ...context, actuals: { weeks: 4, units: storeMajor } })).toEqual(observed);
  });

  it('projects revenue where a price is known, and none where it is not', () => {
    const context = contextOf({ options: { unit_price: 20 } });
    const { projected } = plan(context);
    expect(projected?.without.revenue).toBeCloseTo(20 * (projected?.without.units ?? 0), -2);
    expect(plan(contextOf()).projected?.without.revenue).toBeUndefined();
  });

  it('recommends another depth than the design’s rule where that is worth more', () => {
    const pricing = plan(
      contextOf({ options: { price_elasticity: 0.5 }, parameters: { markdown_threshold: 0.9 } }),
    );
    expect(pricing.markdown_depth).toBeGreaterThan(0);
    expect(pricing.recommended_depth).toBe(0);
    expect(sentences(pricing)).toContain('a deeper one gives away more than it sells');
  });

  it('warns of a checkpoint that ends the season', () => {
    const pricing = plan(contextOf({ horizon: 6, parameters: { markdown_checkpoint_week: 6 } }));
    expect(sentences(pricing)).toContain('Warning: the checkpoint ends the season');
  });
});
