import { describe, expect, it } from '@jest/globals';
import { silent, type PricingContext } from '#contracts';
import {
  inventoryContext,
  pricingContext,
  type ChainShape,
} from '../../../../test/support/planning-contexts.ts';
import { planInventory } from '../allocation/plan-inventory.ts';
import { checkpointOutlook } from './checkpoint-outlook.ts';

const NONE = { replenishment_strategy: 'none', dc_holdback_percentage: 0 } as const;

function contextOf(shape: ChainShape, changes: Partial<PricingContext> = {}): PricingContext {
  const context = inventoryContext(shape);
  return { ...pricingContext(context, planInventory(context, silent).inventory), ...changes };
}

/** A season of six weeks with everything in stores, whose inventory plan expects to sell what is asked for. */
function sellingOut(
  buy: number,
  path: readonly number[],
  changes: Partial<PricingContext> = {},
): PricingContext {
  const context = contextOf({ horizon: 6, parameters: NONE }, { sample_paths: [path], ...changes });
  const asked = path.reduce((sum, units) => sum + units, 0);
  return {
    ...context,
    inventory: {
      ...context.inventory,
      manufacturing_units: buy,
      initial_allocation_units: buy,
      orders: [{ week: 1, units: buy, type: 'initial' }],
      replenishment: {
        ...context.inventory.replenishment,
        status: 'skipped',
        expected_leftover_units: Math.max(0, buy - asked),
      },
    },
  };
}

describe(checkpointOutlook.name, () => {
  const path = [10, 20, 30, 40, 50, 60];

  it('sells to the end of the checkpoint week, and leaves the rest for after it', () => {
    const { soldBefore, sellThroughs, futures, observed } = checkpointOutlook(sellingOut(300, path), 3);
    expect(observed).toBe(false);
    expect(soldBefore[0]).toBe(60);
    expect(sellThroughs[0]).toBe(0.2);
    expect(futures[0].stock).toBe(240);
    expect([futures[0].soldAt(1), futures[0].soldAt(1.2), futures[0].soldAt(2)]).toEqual([150, 180, 240]);
    expect(futures[0].soldAt(1)).toBe(150); // asking changes nothing
  });

  it('takes the sales that are posted for the weeks they cover, and lets their level move the rest', () => {
    const context = sellingOut(300, path, { actuals: { weeks: 2, units: [5, 10] } });
    const { soldBefore, futures, observed } = checkpointOutlook(context, 3);
    expect(observed).toBe(false);
    expect(soldBefore[0]).toBeCloseTo(5 + 10 + 15, 9); // half of what was expected, so half of 30
    expect(futures[0].soldAt(1)).toBeCloseTo(75, 9);
  });

  it('calls the sell-through observed from the checkpoint week on, sums stores, and bounds it by what was there', () => {
    const stores = { weeks: 3, units: [4, 8, NaN, 6, 12, 30] };
    const { soldBefore, observed } = checkpointOutlook(sellingOut(300, path, { actuals: stores }), 3);
    expect(observed).toBe(true);
    expect(soldBefore[0]).toBe(60);
    const more = { weeks: 3, units: [100, 150, 200] };
    expect(checkpointOutlook(sellingOut(300, path, { actuals: more }), 3).soldBefore[0]).toBe(300);
  });

  it('takes no sales after the season, and keeps the level where none were expected', () => {
    const long = { weeks: 8, units: [10, 20, 30, 40, 50, 60, 999, 999] };
    expect(checkpointOutlook(sellingOut(900, path, { actuals: long }), 6).soldBefore[0]).toBe(210);
    const none = sellingOut(300, [0, 0, 30, 40, 50, 60], { actuals: { weeks: 1, units: [7] } });
    expect(checkpointOutlook(none, 3).soldBefore[0]).toBe(37);
  });

  it('plays at most 400 paths, spread over all there are', () => {
    const paths = Array.from({ length: 1_000 }, (_, i) => path.map((units) => (units * i) / 1_000));
    const { soldBefore } = checkpointOutlook(sellingOut(300, path, { sample_paths: paths }), 3);
    expect(soldBefore).toHaveLength(334);
    expect(soldBefore[1]).toBeCloseTo(60 * 0.003, 9);
    const few = checkpointOutlook(sellingOut(300, path, { sample_paths: paths.slice(0, 400) }), 3);
    expect(few.soldBefore).toHaveLength(400);
  });

  it('leaves over at full price what the inventory plan expects', () => {
    for (const parameters of [NONE, { replenishment_strategy: 'weekly' as const }]) {
      const context = contextOf({ horizon: 12, parameters });
      const { manufacturing_units: buy, replenishment } = context.inventory;
      const { futures, soldBefore } = checkpointOutlook(context, 6);
      const sold = futures.map(({ soldAt }, i) => soldBefore[i] + soldAt(1));
      const mean = sold.reduce((sum, units) => sum + units, 0) / sold.length;
      expect(Math.abs(buy - mean - replenishment.expected_leftover_units)).toBeLessThan(0.01 * buy);
    }
  });

  it('says nothing sold where nothing was bought', () => {
    expect(checkpointOutlook(sellingOut(0, path), 3).sellThroughs).toEqual([0]);
  });
});
