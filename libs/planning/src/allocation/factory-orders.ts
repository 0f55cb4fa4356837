import type { FactoryOrder, ReplenishmentStrategy } from '#contracts';
import { orderTable } from '../calendar/order-table.ts';
import { apportion } from './apportion.ts';
import { lastUsefulShipping, type DeliverySchedule } from './delivery-schedule.ts';
import { cumulative } from './season-play.ts';

export interface OrderSituation {
  readonly strategy: ReplenishmentStrategy;
  readonly manufacturingUnits: number;
  readonly initialAllocationUnits: number;
  readonly weeklyForecast: readonly number[];
  /** Null where stores are never refilled: then there is one order. */
  readonly schedule: DeliverySchedule | null;
}

/**
 * Splits the buy over factory orders by the design's table, its weeks scaled to the horizon; none is later than the
 * last shipment to stores. The table's parts are raised where they would leave stores short: the first order covers
 * what stores receive at week 0, since that stock must exist, and every order what is forecast to sell through the week
 * in which the next one reaches the stores.
 */
export function factoryOrders(situation: OrderSituation): FactoryOrder[] {
  const { strategy, manufacturingUnits, initialAllocationUnits, weeklyForecast, schedule } = situation;
  const horizon = weeklyForecast.length;
  const { weeks, percents } = orderTable(schedule === null ? 'none' : strategy, horizon);
  const last = schedule === null ? 1 : lastUsefulShipping(horizon, schedule) + 1;
  const due = weeks.map((week) => Math.min(week, last));
  const forecastTo = cumulative(weeklyForecast);
  const orders: FactoryOrder[] = [];
  let ordered = 0;
  due.forEach((week, i) => {
    const next = due[i + 1] ?? horizon;
    if (next === week && i < due.length - 1) return;
    const left = manufacturingUnits - ordered;
    const parts = due.map((_, j) => ({ id: String(j), weight: percents[j] })).slice(orders.length);
    const [ofTable] = apportion(left, parts).units;
    const servedTo = schedule === null ? horizon : next + schedule.leadWeeks;
    const needed = Math.ceil(forecastTo[Math.min(horizon, servedTo)]) - ordered;
    const least = week === 1 ? Math.max(needed, initialAllocationUnits) : needed;
    const units = i === due.length - 1 ? left : Math.min(left, Math.max(ofTable, least));
    ordered += units;
    if (week === 1 || units > 0) orders.push({ week, units, type: week === 1 ? 'initial' : 'reorder' });
  });
  return orders;
}
