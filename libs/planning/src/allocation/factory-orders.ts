import type { FactoryOrder, ReplenishmentStrategy } from '#contracts';
import { apportion } from './apportion.ts';

/** The reference design's table for a season of 12 weeks: weeks of the orders and their parts in per cent. */
const ORDER_TABLE: Readonly<
  Record<ReplenishmentStrategy, { readonly weeks: readonly number[]; readonly percents: readonly number[] }>
> = {
  none: { weeks: [1], percents: [100] },
  weekly: { weeks: [1, 5, 9], percents: [40, 35, 25] },
  'bi-weekly': { weeks: [1, 7], percents: [55, 45] },
};
const TABLE_HORIZON = 12;

/**
 * Splits the buy over factory orders by the design's table, its weeks scaled to the horizon. The first order is never
 * less than what stores receive at week 0, since that stock must exist; the rest keeps the table's proportions. No
 * order is later than `lastUsefulWeek`, and orders of the same week are one.
 *
 * @param lastUsefulWeek season week, from 1, of the last shipment to stores; 1 where there is none
 */
export function factoryOrders(
  strategy: ReplenishmentStrategy,
  horizon: number,
  manufacturingUnits: number,
  initialAllocationUnits: number,
  lastUsefulWeek: number,
): FactoryOrder[] {
  const { weeks, percents } = ORDER_TABLE[strategy];
  const { units } = apportion(
    manufacturingUnits,
    percents.map((weight, i) => ({ id: String(i), weight, min: i === 0 ? initialAllocationUnits : 0 })),
  );
  const unitsByWeek = new Map<number, number>();
  weeks.forEach((tableWeek, i) => {
    const week = Math.min(1 + Math.round(((tableWeek - 1) * horizon) / TABLE_HORIZON), lastUsefulWeek);
    unitsByWeek.set(week, (unitsByWeek.get(week) ?? 0) + units[i]);
  });
  return [...unitsByWeek]
    .filter(([week, ordered]) => week === 1 || ordered > 0)
    .map(([week, ordered]) => ({ week, units: ordered, type: week === 1 ? 'initial' : 'reorder' }));
}
