import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { factoryOrders } from './factory-orders.ts';

describe(factoryOrders, () => {
  it('follows the design’s table where the first order covers the stores', () => {
    expect(factoryOrders('weekly', 12, 1_000, 300, 11)).toEqual([
      { week: 1, units: 400, type: 'initial' },
      { week: 5, units: 350, type: 'reorder' },
      { week: 9, units: 250, type: 'reorder' },
    ]);
    expect(factoryOrders('bi-weekly', 12, 1_000, 300, 11).map(({ week, units }) => [week, units])).toEqual([
      [1, 550],
      [7, 450],
    ]);
    expect(factoryOrders('none', 12, 1_000, 550, 1)).toEqual([{ week: 1, units: 1_000, type: 'initial' }]);
  });

  it('scales its weeks to the horizon', () => {
    expect(factoryOrders('weekly', 26, 100, 0, 25).map(({ week }) => week)).toEqual([1, 10, 18]);
  });

  it('sums to the buy, covers the stores, and never comes too late for a shipment', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('none' as const, 'weekly' as const, 'bi-weekly' as const),
        fc.integer({ min: 4, max: 52 }),
        fc.integer({ min: 0, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(51),
        (strategy, horizon, buy, part, late) => {
          const initial = Math.round(buy * part);
          const last = 1 + (late % horizon);
          const orders = factoryOrders(strategy, horizon, buy, initial, last);
          expect(orders.reduce((sum, { units }) => sum + units, 0)).toBe(buy);
          expect(orders[0]).toMatchObject({ week: 1, type: 'initial' });
          expect(orders[0].units).toBeGreaterThanOrEqual(initial);
          orders.forEach(({ week, units }, i) => {
            expect(week).toBeLessThanOrEqual(last);
            if (i > 0) expect(week > orders[i - 1].week && units > 0).toBe(true);
          });
        },
      ),
    );
  });
});
