import type { ReplenishmentStrategy } from '#contracts';

/** The reference design's table for a season of 12 weeks: weeks of the factory orders and their parts in per cent. */
const ORDER_TABLE: Readonly<
  Record<ReplenishmentStrategy, { readonly weeks: readonly number[]; readonly percents: readonly number[] }>
> = {
  none: { weeks: [1], percents: [100] },
  weekly: { weeks: [1, 5, 9], percents: [40, 35, 25] },
  'bi-weekly': { weeks: [1, 7], percents: [55, 45] },
};
const TABLE_HORIZON = 12;

/** Season weeks (from 1) in which a strategy orders from the factory, scaled to the horizon, and each order's part in per cent. */
export function orderTable(
  strategy: ReplenishmentStrategy,
  horizon: number,
): { readonly weeks: readonly number[]; readonly percents: readonly number[] } {
  const { weeks, percents } = ORDER_TABLE[strategy];
  return { weeks: weeks.map((week) => 1 + Math.round(((week - 1) * horizon) / TABLE_HORIZON)), percents };
}

/** Season weeks already sold when the strategy's last factory order is placed. */
export const weeksKnownAtLastOrder = (strategy: ReplenishmentStrategy, horizon: number): number =>
  Math.max(...orderTable(strategy, horizon).weeks) - 1;
