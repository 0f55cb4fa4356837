import type { PlanDraft, StoreShipment } from '#contracts';
import { buyUnits } from '../allocation/buy-units.ts';
import { DEPTHS } from '../markdown/markdown-rules.ts';
import { checkReasoning, wholeNumber } from './reasoning.ts';

/** What an invariant is checked on: the plan and the store × week detail that belongs to it. */
export interface CheckedPlan {
  readonly draft: PlanDraft;
  readonly storeShipments: readonly StoreShipment[];
}

export interface InvariantRule {
  readonly name: string;
  /** What holds, said of this plan; or throws a `Breach` that says what does not. */
  readonly check: (plan: CheckedPlan) => string;
}

/** Why an invariant does not hold. */
export class Breach extends Error {
  override readonly name = 'Breach';
}

function demand(holds: boolean, otherwise: () => string): void {
  if (!holds) throw new Breach(otherwise());
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isFraction = (value: number): boolean => value >= 0 && value <= 1;
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const countOf = (count: number, noun: string): string =>
  `${wholeNumber(count)} ${count === 1 ? noun : `${noun}s`}`;
/** With two decimals, so that the buy can be worked out again. */
const shortPercent = (fraction: number): string => `${(100 * fraction).toFixed(2)} %`;

/** Every plan is held to these, in this order; docs/invariants.md says what each means. */
export const INVARIANTS: readonly InvariantRule[] = [
  {
    name: 'horizon_matches_parameters',
    check: ({ draft: { parameters, demand: forecast } }) => {
      const weeks = parameters.forecast_horizon_weeks;
      demand(
        forecast.weekly.length === weeks && forecast.weekly.every(({ week }, i) => week === i + 1),
        () => `the forecast has ${forecast.weekly.length} weeks, the season ${weeks}`,
      );
      return `${weeks} weeks of forecast for a season of ${weeks} weeks`;
    },
  },
  {
    name: 'weekly_demand_sums_to_total',
    check: ({ draft: { demand: forecast } }) => {
      const sum = total(forecast.weekly.map(({ units }) => units));
      // Each week is rounded by at most half a unit.
      demand(
        Math.abs(sum - forecast.total_units) <= forecast.weekly.length / 2,
        () => `the weeks sum to ${sum}, the total is ${forecast.total_units}`,
      );
      return `the weeks sum to ${wholeNumber(sum)}, the total is ${wholeNumber(forecast.total_units)}`;
    },
  },
  {
    name: 'intervals_are_ordered',
    check: ({ draft: { demand: forecast } }) => {
      for (const { week, units, lo80, hi80, lo95, hi95 } of forecast.weekly)
        demand(
          lo95 >= 0 && lo95 <= lo80 && lo80 <= units && units <= hi80 && hi80 <= hi95,
          () => `week ${week}: ${lo95} ≤ ${lo80} ≤ ${units} ≤ ${hi80} ≤ ${hi95} does not hold`,
        );
      const [lo80, hi80] = forecast.total_interval_80;
      const [lo95, hi95] = forecast.total_interval_95;
      demand(
        lo95 >= 0 &&
          lo95 <= lo80 &&
          lo80 <= forecast.total_units &&
          forecast.total_units <= hi80 &&
          hi80 <= hi95,
        () => `season total: ${lo95} ≤ ${lo80} ≤ ${forecast.total_units} ≤ ${hi80} ≤ ${hi95} does not hold`,
      );
      return `every interval holds its forecast, and the 95 % one the 80 % one: ${forecast.weekly.length} weeks and the total`;
    },
  },
  {
    name: 'buy_covers_forecast_and_safety_stock',
    check: ({ draft: { demand: forecast, inventory } }) => {
      demand(
        forecast.safety_stock_pct >= 0 && forecast.safety_stock_pct <= 0.6,
        () => `safety stock ${forecast.safety_stock_pct} is not within 0 to 0.6`,
      );
      const buy = buyUnits(forecast.total_units, forecast.safety_stock_pct);
      demand(
        inventory.manufacturing_units === buy,
        () => `the buy is ${inventory.manufacturing_units}, forecast and safety stock make ${buy}`,
      );
      return `the buy of ${wholeNumber(buy)} is the forecast of ${wholeNumber(forecast.total_units)} plus ${shortPercent(forecast.safety_stock_pct)}, rounded up`;
    },
  },
  {
    name: 'stores_hold_whole_units',
    check: ({ draft: { inventory } }) => {
      const { stores } = inventory;
      demand(stores.length > 0, () => 'the plan has no store');
      for (const { store_id, initial_units, min_units } of stores)
        demand(
          isCount(initial_units) && isCount(min_units),
          () => `${store_id} gets ${initial_units} units (minimum ${min_units}), not a whole number from 0`,
        );
      const ids = new Set(stores.map(({ store_id }) => store_id)).size;
      demand(ids === stores.length, () => `${stores.length - ids} stores are listed twice`);
      const shares = total(stores.map(({ share }) => share));
      demand(
        stores.every(({ share }) => isFraction(share)) && Math.abs(shares - 1) <= 1e-6 + stores.length * 1e-8,
        () => `the shares sum to ${shares}, not to 1`,
      );
      return `${countOf(stores.length, 'store')}, none listed twice, whole units only`;
    },
  },
  {
    name: 'stores_and_dc_hold_the_buy',
    check: ({ draft: { inventory } }) => {
      const { manufacturing_units, dc_holdback_units, initial_allocation_units, stores } = inventory;
      const inStores = total(stores.map(({ initial_units }) => initial_units));
      demand(
        isCount(dc_holdback_units),
        () => `the DC holds ${dc_holdback_units}, not a whole number from 0`,
      );
      demand(
        inStores === initial_allocation_units,
        () => `stores receive ${inStores}, the initial allocation is ${initial_allocation_units}`,
      );
      demand(
        inStores + dc_holdback_units === manufacturing_units,
        () => `stores ${inStores} + DC ${dc_holdback_units} ≠ buy ${manufacturing_units}`,
      );
      return `stores ${wholeNumber(inStores)} + DC ${wholeNumber(dc_holdback_units)} = buy ${wholeNumber(manufacturing_units)}`;
    },
  },
  {
    name: 'clusters_sum_to_initial_allocation',
    check: ({ draft: { inventory } }) => {
      const { clusters, stores, initial_allocation_units } = inventory;
      for (const { id, label, units, stores: count } of clusters) {
        const members = stores.filter(({ cluster_id }) => cluster_id === id);
        const held = total(members.map(({ initial_units }) => initial_units));
        demand(
          held === units && members.length === count,
          () => `${label} says ${units} units in ${count} stores; its ${members.length} stores get ${held}`,
        );
      }
      const sum = total(clusters.map(({ units }) => units));
      demand(
        sum === initial_allocation_units,
        () => `clusters sum to ${sum}, the initial allocation is ${initial_allocation_units}`,
      );
      return `${countOf(clusters.length, 'cluster')}, ${wholeNumber(sum)} units together: what stores receive before the season`;
    },
  },
  {
    name: 'orders_sum_to_the_buy',
    check: ({ draft: { parameters, inventory } }) => {
      const { orders, manufacturing_units, initial_allocation_units } = inventory;
      for (const { week, units } of orders)
        demand(
          isCount(units) && Number.isInteger(week) && week >= 1 && week <= parameters.forecast_horizon_weeks,
          () => `an order of ${units} units in week ${week} is not a whole number within the season`,
        );
      const sum = total(orders.map(({ units }) => units));
      demand(sum === manufacturing_units, () => `orders sum to ${sum}, the buy is ${manufacturing_units}`);
      const first = total(orders.filter(({ week }) => week === 1).map(({ units }) => units));
      demand(
        first >= initial_allocation_units,
        () => `week 1 orders ${first}, stores receive ${initial_allocation_units}`,
      );
      return `${countOf(orders.length, 'order')} for ${wholeNumber(sum)} units in all; the first covers what stores receive before the season`;
    },
  },
  {
    name: 'shipments_never_exceed_dc_stock',
    check: ({ draft: { parameters, inventory }, storeShipments }) => {
      const { orders, initial_allocation_units, replenishment, stores } = inventory;
      const ids = new Set(stores.map(({ store_id }) => store_id));
      const byWeek = new Map<number, { units: number; stores: Set<string> }>();
      for (const { week, store_id, units } of storeShipments) {
        demand(
          isCount(units) && units > 0 && ids.has(store_id),
          () => `week ${week} ships ${units} units to ${store_id}`,
        );
        const entry = byWeek.get(week) ?? { units: 0, stores: new Set<string>() };
        entry.units += units;
        entry.stores.add(store_id);
        byWeek.set(week, entry);
      }
      demand(
        byWeek.size === replenishment.shipments.length,
        () => `${replenishment.shipments.length} weeks of shipments, ${byWeek.size} in the detail by store`,
      );
      let shipped = 0;
      let lastWeek = 0;
      for (const { week, units, stores: count } of replenishment.shipments) {
        const detail = byWeek.get(week);
        demand(
          detail?.units === units && detail.stores.size === count,
          () => `week ${week} ships ${units} to ${count} stores; the detail by store says otherwise`,
        );
        demand(
          week > lastWeek && week <= parameters.forecast_horizon_weeks,
          () => `week ${week} of shipments is out of order or out of the season`,
        );
        lastWeek = week;
        shipped += units;
        const supplied =
          total(orders.filter((order) => order.week <= week).map((order) => order.units)) -
          initial_allocation_units;
        demand(
          shipped <= supplied,
          () => `by week ${week} ${shipped} units are shipped, the DC has had ${supplied}`,
        );
      }
      return shipped === 0
        ? 'nothing is shipped after the initial allocation'
        : `${wholeNumber(shipped)} units shipped in ${countOf(replenishment.shipments.length, 'week')}, never more than the DC holds`;
    },
  },
  {
    name: 'markdown_depths_are_allowed',
    check: ({ draft: { pricing } }) => {
      const depths = [
        ...pricing.depth_by_sell_through.map(({ depth }) => depth),
        pricing.markdown_depth,
        pricing.recommended_depth,
      ].filter((depth) => depth !== null);
      for (const depth of depths)
        demand(DEPTHS.includes(depth), () => `a depth of ${depth} is not one of 0, 0.05 … 0.40`);
      return depths.length === 0
        ? 'no markdown is planned'
        : 'every depth is full price or a step of 5 % up to 40 %';
    },
  },
  {
    name: 'skipped_phases_say_why',
    check: ({ draft: { inventory, pricing } }) => {
      const phases = { replenishment: inventory.replenishment, pricing };
      const skipped: string[] = [];
      for (const [phase, { status, reason }] of Object.entries(phases)) {
        if (status !== 'skipped') continue;
        demand(reason !== undefined && reason.trim() !== '', () => `${phase} is skipped without a reason`);
        skipped.push(phase);
      }
      demand(
        inventory.replenishment.status !== 'skipped' || inventory.replenishment.shipments.length === 0,
        () => 'replenishment is skipped and yet ships',
      );
      return skipped.length === 0 ? 'no phase is skipped' : `skipped with a reason: ${skipped.join(', ')}`;
    },
  },
  {
    name: 'reasoning_states_only_facts',
    check: ({ draft }) => {
      const [fault] = checkReasoning(draft);
      demand(fault === undefined, () => `${fault.at}: ${fault.fault} in “${fault.text}”`);
      const sentences = total(
        [draft.demand, draft.inventory, draft.pricing].map(({ reasoning }) => reasoning.length),
      );
      return `${sentences} sentences; every number in them is a fact of the plan`;
    },
  },
];
