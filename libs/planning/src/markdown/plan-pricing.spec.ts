import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  silent,
  type CategoryHistory,
  type PlanOptions,
  type PricingContext,
  type PricingPlan,
} from '#contracts';
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

  it.each([
    ['the first order, where the second leaves in the checkpoint week', 5, 1, 1],
    ['two orders, where the second arrived in the checkpoint week', 6, 1, 2],
    ['the initial allocation, where every shipment is still under way', 6, 8, 0],
  ])('counts as sold at most what can be in stores: %s', (_, checkpoint, lead, arrived) => {
    const parameters = { markdown_checkpoint_week: checkpoint };
    const context = contextOf({ horizon: 12, parameters, options: { lead_time_weeks: lead } });
    const { orders, initial_allocation_units, manufacturing_units } = context.inventory;
    const rush = {
      ...context,
      sample_paths: [context.sample_paths[0].map((units) => 50 * units)],
      inventory: {
        ...context.inventory,
        replenishment: { ...context.inventory.replenishment, expected_leftover_units: 0 },
      },
    };
    const inStores =
      arrived === 0
        ? initial_allocation_units
        : orders.slice(0, arrived).reduce((sum, { units }) => sum + units, 0);
    expect(plan(rush).projected_sell_through).toBeCloseTo(inStores / manufacturing_units, 5);
  });

  it.each(['none', 'weekly'] as const)(
    'leaves over what the inventory plan expects, replenishment %s',
    (replenishment_strategy) => {
      for (const [dc_holdback_percentage, lead_time_weeks] of [
        [0, 1],
        [0.3, 1],
        [0.45, 9],
        [1, 1],
      ]) {
        const parameters = { replenishment_strategy, dc_holdback_percentage };
        const context = contextOf({ stores: 20, parameters, options: { lead_time_weeks } });
        const expected = context.inventory.replenishment.expected_leftover_units;
        const leftover = plan(context).projected?.without.leftover_units ?? NaN;
        expect(Math.abs(leftover - expected)).toBeLessThanOrEqual(1);
      }
    },
  );

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
    expect(sentences(pricing)).toContain('a deeper one gives away more than it brings in');
  });

  it('says when the threshold, not the sales, makes the gap', () => {
    const early = { markdown_checkpoint_week: 4, dc_holdback_percentage: 0.3 };
    const words = sentences(plan(contextOf({ safetyStock: 0, parameters: early })));
    expect(words).toMatch(/Yet at full price the season sells 9\d % of the buy by its end/);
    expect(sentences(plan(contextOf({ safetyStock: 0.6, parameters: early })))).not.toContain(
      'Yet at full price',
    );
  });

  it('argues no markdown of stock that is in no store, or was never bought', () => {
    const none = { replenishment_strategy: 'none' as const };
    const half = plan(contextOf({ parameters: { ...none, dc_holdback_percentage: 0.6 } }));
    expect(sentences(half)).toContain('A markdown sells no unit more');
    const all = plan(contextOf({ parameters: { ...none, dc_holdback_percentage: 1 } }));
    expect(sentences(all)).toContain('No stock reaches a store');
    const unsold = plan({ ...contextOf(), actuals: { weeks: 6, units: [0, 0, 0, 0, 0, 0] } });
    expect(sentences(unsold)).toContain('Sales are expected to stay at nothing (0 units)');
    const context = contextOf();
    const weekly = context.demand.weekly.map((week) => ({ ...week, units: 0 }));
    const empty = { ...context, demand: { ...context.demand, total_units: 0, weekly }, sample_paths: [[0]] };
    const { inventory } = planInventory({ ...inventoryContext(), ...empty }, silent);
    expect(sentences(plan({ ...empty, inventory }))).toBe(
      'Nothing is bought (0 units), so there is nothing to mark down.',
    );
  });

  it('warns of a checkpoint that ends the season', () => {
    const pricing = plan(contextOf({ horizon: 6, parameters: { markdown_checkpoint_week: 6 } }));
    expect(sentences(pricing)).toContain('Warning: the checkpoint ends the season');
  });

  describe('with prices from the history', () => {
    /** Two stores over two years: 4 a unit in the first, 8 in the second; some weeks without sales, or without rows. */
    const weeks = 104;
    const units = Float64Array.from({ length: 2 * weeks }, (_, i) =>
      i % 7 === 0 ? 0 : i % 11 === 0 ? NaN : 10,
    );
    const revenue = units.map((sold, i) => sold * (i % weeks < 52 ? 4 : 8));
    const history: CategoryHistory = {
      category_id: 'Jackets',
      first_week_start: '2024-03-04',
      weeks,
      store_ids: ['S0001', 'S0002'],
      units,
      revenue,
    };
    const revenueOf = (price_history: CategoryHistory | null, options = {}) => {
      const { projected } = plan({ ...contextOf({ options }), price_history });
      return (projected?.without.revenue ?? NaN) / (projected?.without.units ?? NaN);
    };

    it('takes the mean price of the last 52 weeks, unless one is given', () => {
      expect(revenueOf(history)).toBeCloseTo(8, 2);
      expect(revenueOf(history, { unit_price: 15 })).toBeCloseTo(15, 2);
    });

    it('knows none where nothing sold, or the data have no revenue', () => {
      expect(revenueOf({ ...history, revenue: null })).toBeNaN();
      expect(revenueOf({ ...history, revenue: revenue.map(() => 0) })).toBeNaN();
      expect(revenueOf({ ...history, units: units.map(() => 0) })).toBeNaN();
    });
  });

  it('sells what is left after the checkpoint at the price marked down', () => {
    const context = contextOf({ options: { unit_price: 20 }, parameters: { markdown_threshold: 0.9 } });
    const { projected, markdown_depth, projected_sell_through } = plan(context);
    const before = projected_sell_through! * context.inventory.manufacturing_units;
    const { units, revenue } = projected!.with;
    expect(markdown_depth).toBeGreaterThan(0);
    expect(revenue!).toBeCloseTo(20 * (before + (1 - markdown_depth!) * (units - before)), -2);
  });

  it('weighs a markdown against what is salvaged of the units left over', () => {
    const depthAt = (options: PlanOptions) =>
      plan(contextOf({ safetyStock: 0.6, options: { price_elasticity: 3, ...options } })).recommended_depth!;
    expect(depthAt({ unit_price: 20, salvage_value: 0 })).toBeGreaterThan(
      depthAt({ unit_price: 20, salvage_value: 12 }),
    );
    expect(depthAt({ unit_price: 20, salvage_value: 20 })).toBe(0);
    expect(depthAt({ unit_price: 20, salvage_value: 90 })).toBe(0); // more than the price is no more than all of it
    const assumed = depthAt({});
    expect([depthAt({ unit_price: 20 }), depthAt({ salvage_value: 19 })]).toEqual([assumed, assumed]);
  });

  it('gives the part of the paths that miss the threshold as the probability of missing it', () => {
    const context = contextOf({ parameters: { replenishment_strategy: 'none', dc_holdback_percentage: 0 } });
    const [path] = context.sample_paths;
    const slow = path.map((units) => units / 4);
    const paths = [path, slow, slow, slow].map((each) => [...each]);
    const sellThroughs = paths.map(
      (only) => plan({ ...context, sample_paths: [only] }).projected_sell_through!,
    );
    const threshold = (sellThroughs[0] + sellThroughs[1]) / 2;
    const parameters = { ...context.parameters, markdown_threshold: threshold };
    expect(plan({ ...context, parameters, sample_paths: paths }).probability_below_threshold).toBe(0.75);
  });
});
