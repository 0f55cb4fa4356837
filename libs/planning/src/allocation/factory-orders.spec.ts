import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { factoryOrders } from './factory-orders.ts';

const WEEKLY = { leadWeeks: 1, reviewWeeks: 1 };
const BI_WEEKLY = { leadWeeks: 1, reviewWeeks: 2 };
const rising = (weeks: number, units: number): number[] =>
  Array.from({ length: weeks }, (_, week) => (2 * units * (week + 1)) / (weeks * (weeks + 1)));

describe(factoryOrders, () => {
  const situation = {
    manufacturingUnits: 1_000,
    initialAllocationUnits: 300,
    weeklyForecast: rising(12, 1_000),
  };

  it('follows the design’s table where that leaves no store short', () => {
    expect(factoryOrders({ ...situation, strategy: 'weekly', schedule: WEEKLY })).toEqual([
      { week: 1, units: 400, type: 'initial' },
      { week: 5, units: 350, type: 'reorder' },
      { week: 9, units: 250, type: 'reorder' },
    ]);
    const biWeekly = factoryOrders({ ...situation, strategy: 'bi-weekly', schedule: BI_WEEKLY });
    expect(biWeekly.map(({ week, units }) => [week, units])).toEqual([
      [1, 550],
      [7, 450],
    ]);
    expect(factoryOrders({ ...situation, strategy: 'none', schedule: null })).toEqual([
      { week: 1, units: 1_000, type: 'initial' },
    ]);
  });

  it('scales its weeks to the horizon', () => {
    const orders = factoryOrders({
      ...situation,
      strategy: 'weekly',
      schedule: WEEKLY,
      weeklyForecast: rising(26, 1_000),
    });
    expect(orders.map(({ week }) => week)).toEqual([1, 10, 18]);
  });

  it('orders more at first where sales come early', () => {
    const level = new Array<number>(12).fill(100);
    const orders = factoryOrders({
      ...situation,
      manufacturingUnits: 1_300,
      weeklyForecast: level,
      strategy: 'weekly',
      schedule: WEEKLY,
    });
    // Six weeks until the second order reaches the stores, ten until the third does.
    expect(orders.map(({ units }) => units)).toEqual([600, 408, 292]);
  });

  it('sums to the buy, covers the stores and the weeks ahead, and never comes too late for a shipment', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('none' as const, 'weekly' as const, 'bi-weekly' as const),
        fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 4, maxLength: 52 }),
        fc.double({ min: 1, max: 1.6, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(60),
        (strategy, weeklyForecast, margin, part, leadWeeks) => {
          const horizon = weeklyForecast.length;
          const total = weeklyForecast.reduce((sum, units) => sum + units, 0);
          const manufacturingUnits = Math.ceil(total * margin);
          const initialAllocationUnits = Math.round(manufacturingUnits * part);
          const lead = leadWeeks % horizon;
          const schedule = strategy === 'none' ? null : { leadWeeks: lead, reviewWeeks: 1 };
          const orders = factoryOrders({
            strategy,
            manufacturingUnits,
            initialAllocationUnits,
            weeklyForecast,
            schedule,
          });
          expect(orders.reduce((sum, { units }) => sum + units, 0)).toBe(manufacturingUnits);
          expect(orders[0]).toMatchObject({ week: 1, type: 'initial' });
          expect(orders[0].units).toBeGreaterThanOrEqual(initialAllocationUnits);
          let ordered = 0;
          orders.forEach(({ week, units }, i) => {
            if (i > 0) {
              const served = weeklyForecast.slice(0, week + lead).reduce((sum, each) => sum + each, 0);
              expect(ordered).toBeGreaterThanOrEqual(served);
              expect(week > orders[i - 1].week && units > 0 && week <= horizon - lead).toBe(true);
            }
            ordered += units;
          });
        },
      ),
    );
  });
});
