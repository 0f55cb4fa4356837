import { describe, expect, it } from '@jest/globals';
import type { PlanDraft, StoreShipment } from '#contracts';
import { INVARIANTS } from './invariants.ts';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
interface Plan {
  draft: Mutable<PlanDraft>;
  storeShipments: Mutable<StoreShipment>[];
}

/** Four weeks and three stores in two clusters, with every part that an invariant reads. */
function plan(): Plan {
  const week = (week: number, units: number) => ({
    week,
    units,
    lo95: units - 20,
    lo80: units - 10,
    hi80: units + 10,
    hi95: units + 20,
  });
  const store = (store_id: string, initial_units: number, share: number, cluster_id: string) => ({
    store_id,
    cluster_id,
    initial_units,
    min_units: 10,
    share,
  });
  const draft = {
    parameters: { forecast_horizon_weeks: 4 },
    demand: {
      weekly: [week(1, 200), week(2, 300), week(3, 250), week(4, 250)],
      total_units: 1_000,
      total_interval_80: [900, 1_100],
      total_interval_95: [800, 1_200],
      safety_stock_pct: 0.2,
      reasoning: [{ text: 'The total is 1,000.', facts: { total: '/demand/total_units' } }],
    },
    inventory: {
      manufacturing_units: 1_200,
      initial_allocation_units: 700,
      dc_holdback_units: 500,
      stores: [store('A', 300, 0.4, 'high'), store('B', 200, 0.3, 'low'), store('C', 200, 0.3, 'low')],
      clusters: [
        { id: 'high', label: 'High', units: 300, stores: 1 },
        { id: 'low', label: 'Low', units: 400, stores: 2 },
      ],
      orders: [
        { week: 1, units: 900, type: 'initial' },
        { week: 3, units: 300, type: 'reorder' },
      ],
      replenishment: {
        status: 'planned',
        shipments: [
          { week: 2, units: 200, stores: 2 },
          { week: 3, units: 300, stores: 1 },
        ],
      },
      reasoning: [{ text: 'Stores get their part.', facts: {} }],
    },
    pricing: {
      status: 'planned',
      depth_by_sell_through: [{ sell_through: 0, gap: 0.6, depth: 0.4 }],
      markdown_depth: 0.1,
      recommended_depth: 0,
      reasoning: [],
    },
  };
  return {
    draft: draft as unknown as Mutable<PlanDraft>,
    storeShipments: [
      { week: 2, store_id: 'A', units: 150 },
      { week: 2, store_id: 'B', units: 50 },
      { week: 3, store_id: 'C', units: 300 },
    ],
  };
}

const check = (name: string, change: (plan: Plan) => void): string => {
  const changed = plan();
  change(changed);
  return INVARIANTS.find((rule) => rule.name === name)!.check(changed);
};
const nothing = (): void => undefined;

describe('an invariant that holds', () => {
  it.each<[string, string, (plan: Plan) => void]>([
    ['horizon_matches_parameters', '4 weeks of forecast for a season of 4 weeks', nothing],
    ['weekly_demand_sums_to_total', 'the weeks sum to 1,000, the total is 1,000', nothing],
    [
      'weekly_demand_sums_to_total',
      'the weeks sum to 1,002, the total is 1,000',
      ({ draft }) => (draft.demand.weekly[0].units += 2),
    ],
    [
      'weekly_demand_sums_to_total',
      'the weeks sum to 998, the total is 1,000',
      ({ draft }) => (draft.demand.weekly[0].units -= 2),
    ],
    [
      'intervals_are_ordered',
      'every interval holds its forecast, and the 95 % one the 80 % one: 4 weeks and the total',
      nothing,
    ],
    [
      'intervals_are_ordered',
      'every interval holds its forecast, and the 95 % one the 80 % one: 4 weeks and the total',
      ({ draft }) => {
        Object.assign(draft.demand.weekly[0], { units: 0, lo95: 0, lo80: 0, hi80: 0, hi95: 0 });
        draft.demand.total_units = 0;
        draft.demand.total_interval_80 = [0, 0];
        draft.demand.total_interval_95 = [0, 0];
      },
    ],
    [
      'buy_covers_forecast_and_safety_stock',
      'the buy of 1,200 is the forecast of 1,000 plus 20.00 %, rounded up',
      nothing,
    ],
    [
      'buy_covers_forecast_and_safety_stock',
      'the buy of 1,000 is the forecast of 1,000 plus 0.00 %, rounded up',
      ({ draft }) => {
        draft.demand.safety_stock_pct = 0;
        draft.inventory.manufacturing_units = 1_000;
      },
    ],
    [
      'buy_covers_forecast_and_safety_stock',
      'the buy of 1,600 is the forecast of 1,000 plus 60.00 %, rounded up',
      ({ draft }) => {
        draft.demand.safety_stock_pct = 0.6;
        draft.inventory.manufacturing_units = 1_600;
      },
    ],
    ['stores_hold_whole_units', '3 stores, none listed twice, whole units only', nothing],
    [
      'stores_hold_whole_units',
      '1 store, none listed twice, whole units only',
      ({ draft }) => {
        draft.inventory.stores.splice(1);
        Object.assign(draft.inventory.stores[0], { share: 1, initial_units: 0, min_units: 0 });
      },
    ],
    ['stores_and_dc_hold_the_buy', 'stores 700 + DC 500 = buy 1,200', nothing],
    [
      'clusters_sum_to_initial_allocation',
      '2 clusters, 700 units together: what stores receive before the season',
      nothing,
    ],
    [
      'orders_sum_to_the_buy',
      '2 orders for 1,200 units in all; the first covers what stores receive before the season',
      nothing,
    ],
    [
      'orders_sum_to_the_buy',
      '2 orders for 1,200 units in all; the first covers what stores receive before the season',
      ({ draft }) => {
        draft.inventory.orders[0].units = 700;
        Object.assign(draft.inventory.orders[1], { week: 4, units: 500 });
      },
    ],
    [
      'shipments_never_exceed_dc_stock',
      '500 units shipped in 2 weeks, never more than the DC holds',
      nothing,
    ],
    [
      'shipments_never_exceed_dc_stock',
      '500 units shipped in 2 weeks, never more than the DC holds',
      ({ draft, storeShipments }) => {
        draft.inventory.replenishment.shipments[1].week = 4;
        storeShipments[2].week = 4;
      },
    ],
    [
      'shipments_never_exceed_dc_stock',
      'nothing is shipped after the initial allocation',
      ({ draft, storeShipments }) => {
        draft.inventory.replenishment.shipments = [];
        storeShipments.length = 0;
      },
    ],
    [
      'markdown_depths_are_allowed',
      'every depth is full price or a step of 5 % up to 40 %',
      ({ draft }) => (draft.pricing.recommended_depth = null),
    ],
    [
      'markdown_depths_are_allowed',
      'no markdown is planned',
      ({ draft }) =>
        Object.assign(draft.pricing, {
          depth_by_sell_through: [],
          markdown_depth: null,
          recommended_depth: null,
        }),
    ],
    ['skipped_phases_say_why', 'no phase is skipped', nothing],
    [
      'skipped_phases_say_why',
      'skipped with a reason: replenishment, pricing',
      ({ draft }) => {
        Object.assign(draft.inventory.replenishment, { status: 'skipped', reason: 'None.', shipments: [] });
        Object.assign(draft.pricing, { status: 'skipped', reason: 'No checkpoint.' });
      },
    ],
    ['reasoning_states_only_facts', '2 sentences; every number in them is a fact of the plan', nothing],
  ])('%s: %s', (name, said, change) => {
    expect(check(name, change)).toBe(said);
  });
});

describe('an invariant that does not hold', () => {
  it.each<[string, string, (plan: Plan) => void]>([
    [
      'horizon_matches_parameters',
      'the forecast has 3 weeks, the season 4',
      ({ draft }) => draft.demand.weekly.pop(),
    ],
    [
      'horizon_matches_parameters',
      'the forecast has 4 weeks, the season 4',
      ({ draft }) => (draft.demand.weekly[3].week = 5),
    ],
    [
      'weekly_demand_sums_to_total',
      'the weeks sum to 1003, the total is 1000',
      ({ draft }) => (draft.demand.weekly[0].units += 3),
    ],
    [
      'weekly_demand_sums_to_total',
      'the weeks sum to 997, the total is 1000',
      ({ draft }) => (draft.demand.weekly[0].units -= 3),
    ],
    [
      'intervals_are_ordered',
      'week 1: -1 ≤ 190 ≤ 200 ≤ 210 ≤ 220 does not hold',
      ({ draft }) => (draft.demand.weekly[0].lo95 = -1),
    ],
    [
      'intervals_are_ordered',
      'week 2: 291 ≤ 290 ≤ 300 ≤ 310 ≤ 320 does not hold',
      ({ draft }) => (draft.demand.weekly[1].lo95 = 291),
    ],
    [
      'intervals_are_ordered',
      'week 4: 230 ≤ 251 ≤ 250 ≤ 260 ≤ 270 does not hold',
      ({ draft }) => (draft.demand.weekly[3].lo80 = 251),
    ],
    [
      'intervals_are_ordered',
      'week 1: 180 ≤ 190 ≤ 200 ≤ 199 ≤ 220 does not hold',
      ({ draft }) => (draft.demand.weekly[0].hi80 = 199),
    ],
    [
      'intervals_are_ordered',
      'week 1: 180 ≤ 190 ≤ 200 ≤ 210 ≤ 209 does not hold',
      ({ draft }) => (draft.demand.weekly[0].hi95 = 209),
    ],
    [
      'intervals_are_ordered',
      'season total: -1 ≤ 900 ≤ 1000 ≤ 1100 ≤ 1200 does not hold',
      ({ draft }) => (draft.demand.total_interval_95 = [-1, 1_200]),
    ],
    [
      'intervals_are_ordered',
      'season total: 901 ≤ 900 ≤ 1000 ≤ 1100 ≤ 1200 does not hold',
      ({ draft }) => (draft.demand.total_interval_95 = [901, 1_200]),
    ],
    [
      'intervals_are_ordered',
      'season total: 800 ≤ 1001 ≤ 1000 ≤ 1100 ≤ 1200 does not hold',
      ({ draft }) => (draft.demand.total_interval_80 = [1_001, 1_100]),
    ],
    [
      'intervals_are_ordered',
      'season total: 800 ≤ 900 ≤ 1000 ≤ 999 ≤ 1200 does not hold',
      ({ draft }) => (draft.demand.total_interval_80 = [900, 999]),
    ],
    [
      'intervals_are_ordered',
      'season total: 800 ≤ 900 ≤ 1000 ≤ 1100 ≤ 1099 does not hold',
      ({ draft }) => (draft.demand.total_interval_95 = [800, 1_099]),
    ],
    [
      'buy_covers_forecast_and_safety_stock',
      'safety stock 0.61 is not within 0 to 0.6',
      ({ draft }) => (draft.demand.safety_stock_pct = 0.61),
    ],
    [
      'buy_covers_forecast_and_safety_stock',
      'safety stock -0.01 is not within 0 to 0.6',
      ({ draft }) => (draft.demand.safety_stock_pct = -0.01),
    ],
    [
      'buy_covers_forecast_and_safety_stock',
      'the buy is 1199, forecast and safety stock make 1200',
      ({ draft }) => (draft.inventory.manufacturing_units = 1_199),
    ],
    ['stores_hold_whole_units', 'the plan has no store', ({ draft }) => (draft.inventory.stores = [])],
    [
      'stores_hold_whole_units',
      'A gets -1 units (minimum 10), not a whole number from 0',
      ({ draft }) => (draft.inventory.stores[0].initial_units = -1),
    ],
    [
      'stores_hold_whole_units',
      'B gets 200 units (minimum 0.5), not a whole number from 0',
      ({ draft }) => (draft.inventory.stores[1].min_units = 0.5),
    ],
    [
      'stores_hold_whole_units',
      '1 stores are listed twice',
      ({ draft }) => (draft.inventory.stores[1].store_id = 'A'),
    ],
    [
      'stores_hold_whole_units',
      'the shares sum to 1.1, not to 1',
      ({ draft }) => (draft.inventory.stores[0].share = 0.5),
    ],
    [
      'stores_hold_whole_units',
      'the shares sum to 0.75, not to 1',
      ({ draft }) => draft.inventory.stores.forEach((store) => (store.share = 0.25)),
    ],
    [
      'stores_hold_whole_units',
      'the shares sum to 1, not to 1',
      ({ draft }) => {
        draft.inventory.stores[0].share = 1.25;
        draft.inventory.stores[1].share = 0;
        draft.inventory.stores[2].share = -0.25;
      },
    ],
    [
      'stores_and_dc_hold_the_buy',
      'the DC holds 500.5, not a whole number from 0',
      ({ draft }) => (draft.inventory.dc_holdback_units = 500.5),
    ],
    [
      'stores_and_dc_hold_the_buy',
      'stores receive 701, the initial allocation is 700',
      ({ draft }) => (draft.inventory.stores[0].initial_units = 301),
    ],
    [
      'stores_and_dc_hold_the_buy',
      'stores 700 + DC 499 ≠ buy 1200',
      ({ draft }) => (draft.inventory.dc_holdback_units = 499),
    ],
    [
      'clusters_sum_to_initial_allocation',
      'Low says 399 units in 2 stores; its 2 stores get 400',
      ({ draft }) => (draft.inventory.clusters[1].units = 399),
    ],
    [
      'clusters_sum_to_initial_allocation',
      'High says 300 units in 2 stores; its 1 stores get 300',
      ({ draft }) => (draft.inventory.clusters[0].stores = 2),
    ],
    [
      'clusters_sum_to_initial_allocation',
      'clusters sum to 300, the initial allocation is 700',
      ({ draft }) => draft.inventory.clusters.pop(),
    ],
    ...([0, 5, 1.5] as const).map((week): [string, string, (plan: Plan) => void] => [
      'orders_sum_to_the_buy',
      `an order of 300 units in week ${week} is not a whole number within the season`,
      ({ draft }) => (draft.inventory.orders[1].week = week),
    ]),
    [
      'orders_sum_to_the_buy',
      'an order of 299.5 units in week 3 is not a whole number within the season',
      ({ draft }) => (draft.inventory.orders[1].units = 299.5),
    ],
    [
      'orders_sum_to_the_buy',
      'orders sum to 1201, the buy is 1200',
      ({ draft }) => (draft.inventory.orders[1].units = 301),
    ],
    [
      'orders_sum_to_the_buy',
      'week 1 orders 699, stores receive 700',
      ({ draft }) => {
        draft.inventory.orders[0].units = 699;
        draft.inventory.orders[1].units = 501;
      },
    ],
    [
      'shipments_never_exceed_dc_stock',
      'week 2 ships 0 units to A',
      ({ storeShipments }) => (storeShipments[0].units = 0),
    ],
    [
      'shipments_never_exceed_dc_stock',
      'week 2 ships 49.5 units to B',
      ({ storeShipments }) => (storeShipments[1].units = 49.5),
    ],
    [
      'shipments_never_exceed_dc_stock',
      'week 3 ships 300 units to Z',
      ({ storeShipments }) => (storeShipments[2].store_id = 'Z'),
    ],
    [
      'shipments_never_exceed_dc_stock',
      '2 weeks of shipments, 1 in the detail by store',
      ({ storeShipments }) => storeShipments.pop(),
    ],
    [
      'shipments_never_exceed_dc_stock',
      'week 2 ships 201 to 2 stores; the detail by store says otherwise',
      ({ draft }) => (draft.inventory.replenishment.shipments[0].units = 201),
    ],
    [
      'shipments_never_exceed_dc_stock',
      'week 3 ships 300 to 2 stores; the detail by store says otherwise',
      ({ draft }) => (draft.inventory.replenishment.shipments[1].stores = 2),
    ],
    [
      'shipments_never_exceed_dc_stock',
      'week 4 ships 300 to 1 stores; the detail by store says otherwise',
      ({ draft }) => (draft.inventory.replenishment.shipments[1].week = 4),
    ],
    [
      'shipments_never_exceed_dc_stock',
      'week 2 of shipments is out of order or out of the season',
      ({ draft }) => draft.inventory.replenishment.shipments.reverse(),
    ],
    [
      'shipments_never_exceed_dc_stock',
      'week 5 of shipments is out of order or out of the season',
      ({ draft, storeShipments }) => {
        draft.inventory.replenishment.shipments[1].week = 5;
        storeShipments[2].week = 5;
      },
    ],
    [
      'shipments_never_exceed_dc_stock',
      'by week 2 201 units are shipped, the DC has had 200',
      ({ draft, storeShipments }) => {
        draft.inventory.replenishment.shipments[0].units = 201;
        storeShipments[0].units = 151;
      },
    ],
    [
      'shipments_never_exceed_dc_stock',
      'by week 3 501 units are shipped, the DC has had 500',
      ({ draft, storeShipments }) => {
        draft.inventory.replenishment.shipments[1].units = 301;
        storeShipments[2].units = 301;
      },
    ],
    [
      'markdown_depths_are_allowed',
      'a depth of 0.42 is not one of 0, 0.05 … 0.40',
      ({ draft }) => (draft.pricing.depth_by_sell_through[0].depth = 0.42),
    ],
    [
      'markdown_depths_are_allowed',
      'a depth of 0.45 is not one of 0, 0.05 … 0.40',
      ({ draft }) => (draft.pricing.markdown_depth = 0.45),
    ],
    [
      'markdown_depths_are_allowed',
      'a depth of -0.05 is not one of 0, 0.05 … 0.40',
      ({ draft }) => (draft.pricing.recommended_depth = -0.05),
    ],
    [
      'skipped_phases_say_why',
      'pricing is skipped without a reason',
      ({ draft }) => Object.assign(draft.pricing, { status: 'skipped', reason: ' ' }),
    ],
    [
      'skipped_phases_say_why',
      'replenishment is skipped without a reason',
      ({ draft }) => Object.assign(draft.inventory.replenishment, { status: 'skipped', shipments: [] }),
    ],
    [
      'skipped_phases_say_why',
      'replenishment is skipped and yet ships',
      ({ draft }) => Object.assign(draft.inventory.replenishment, { status: 'skipped', reason: 'None.' }),
    ],
    [
      'reasoning_states_only_facts',
      '/inventory/reasoning/0: "17" is none of the facts in “17 more.”',
      ({ draft }) => (draft.inventory.reasoning[0].text = '17 more.'),
    ],
  ])('%s: %s', (name, said, change) => {
    expect(() => check(name, change)).toThrow(expect.objectContaining({ name: 'Breach', message: said }));
  });
});
