import type { FactoryOrder, PlanOptions, SeasonParameters } from '#contracts';

/** How stock moves between the DC and the stores. Weeks count from 0; a week's stock arrives before its sales. */
export interface DeliverySchedule {
  /** Weeks from shipping to arrival in a store. */
  readonly leadWeeks: number;
  /** Weeks between shipping decisions; 1 for weekly, 2 for bi-weekly. */
  readonly reviewWeeks: number;
}

const DEFAULT_LEAD_WEEKS = 1;

export const leadWeeksOf = (options: PlanOptions): number => options.lead_time_weeks ?? DEFAULT_LEAD_WEEKS;

/** Null where no shipment reaches a store within the season: without replenishment, or with too long a lead. */
export function deliverySchedule(
  { replenishment_strategy: strategy, forecast_horizon_weeks: horizon }: SeasonParameters,
  options: PlanOptions,
): DeliverySchedule | null {
  const leadWeeks = leadWeeksOf(options);
  if (strategy === 'none' || leadWeeks >= horizon) return null;
  return { leadWeeks, reviewWeeks: strategy === 'weekly' ? 1 : 2 };
}

/** The last week (from 0) of shipping that arrives before the season ends, on the schedule's rhythm; −1 for none. */
export function lastUsefulShipping(weeks: number, { leadWeeks, reviewWeeks }: DeliverySchedule): number {
  const last = weeks - 1 - leadWeeks;
  return last < 0 ? -1 : last - (last % reviewWeeks);
}

/** Whether the season's parameters leave room for a factory order after the first: held-back stock that still ships. */
export function isReordered(parameters: SeasonParameters, options: PlanOptions): boolean {
  const schedule = deliverySchedule(parameters, options);
  return (
    parameters.dc_holdback_percentage > 0 &&
    schedule !== null &&
    lastUsefulShipping(parameters.forecast_horizon_weeks, schedule) > 0
  );
}

/**
 * Units that can be in stores by week at the earliest, first the initial allocation: an order leaves the DC on the
 * first shipping day from its own week on and is in stores a lead later.
 */
export function earliestArrivals(
  orders: readonly FactoryOrder[],
  initialUnits: number,
  schedule: DeliverySchedule | null,
  weeks: number,
): number[] {
  const arrivals = new Array<number>(weeks).fill(0);
  arrivals[0] = initialUnits;
  if (schedule === null) return arrivals;
  orders.forEach(({ week, units }, i) => {
    const shipping = Math.ceil((week - 1) / schedule.reviewWeeks) * schedule.reviewWeeks;
    const arrival = shipping + schedule.leadWeeks;
    if (arrival < weeks) arrivals[arrival] += i === 0 ? units - initialUnits : units;
  });
  return arrivals;
}
