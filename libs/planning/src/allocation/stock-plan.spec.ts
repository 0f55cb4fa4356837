import { describe, expect, it } from '@jest/globals';
import type { InventoryContext, PlanOptions, SeasonParameters, StoreProfile } from '#contracts';
import { inventoryContext } from '../../../../test/support/planning-contexts.ts';
import { DEFAULT_RULES, planStock, type InventoryRules } from './stock-plan.ts';

const HORIZON = 12;
const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
const rounded = (shares: Iterable<number>): number[] => [...shares].map((share) => Number(share.toFixed(6)));

type Attributes = StoreProfile['attributes'];

interface Chain {
  /** Weekly units of each store, by week of 80; NaN where the store has no rows. */
  readonly sales: readonly ((week: number) => number)[];
  readonly attributes?: readonly Attributes[];
  readonly others?: (row: number, week: number) => number;
  readonly parameters?: Partial<SeasonParameters>;
  readonly options?: PlanOptions;
}

/** A chain whose stores S0, S1 … sell what is said; one group of stores unless options say otherwise. */
function chain({
  sales,
  attributes = [],
  others,
  parameters,
  options = { clusters: 1 },
}: Chain): InventoryContext {
  const weeks = 80;
  const base = inventoryContext({ stores: sales.length, weeks, horizon: HORIZON, parameters, options });
  const units = Float64Array.from({ length: sales.length * weeks }, (_, i) =>
    sales[Math.floor(i / weeks)](i % weeks),
  );
  return {
    ...base,
    stores: base.stores.map(({ store_id }, row) => ({ store_id, attributes: attributes[row] ?? {} })),
    history: { ...base.history, units },
    all_categories: {
      ...base.all_categories,
      units: others === undefined ? units : units.map((_, i) => others(Math.floor(i / weeks), i % weeks)),
    },
  };
}
const always = (units: number) => () => units;
const never = always(NaN);
const sized = (...sizes: number[]) => sizes.map((store_size_sqft) => ({ store_size_sqft }));

describe(planStock.name, () => {
  it('plans a store without history at its group’s rate by floor area', () => {
    const sales = [always(10), always(30), never];
    const { shares, newStores } = planStock(chain({ sales, attributes: sized(100, 300, 200) }));
    expect(newStores).toEqual([2]);
    expect(rounded(shares)).toEqual([1 / 6, 1 / 2, 1 / 3].map((share) => expect.closeTo(share, 5)));
  });

  it('plans it at its group’s mean store where floor areas are not known', () => {
    const unknown: Attributes[][] = [[], [{}, {}, { store_size_sqft: 200 }], sized(100, 300, 0)];
    for (const attributes of unknown) {
      const { shares } = planStock(chain({ sales: [always(10), always(30), never], attributes }));
      expect(rounded(shares)).toEqual([1 / 6, 1 / 2, 1 / 3].map((share) => expect.closeTo(share, 5)));
    }
    // The area of one store is known, and it sells 10 on 100: the new one is twice as large.
    const attributes: Attributes[] = [{ store_size_sqft: 100 }, {}, { store_size_sqft: 200 }];
    const { shares } = planStock(chain({ sales: [always(10), always(30), never], attributes }));
    expect(shares[2] / shares[0]).toBeCloseTo(2, 5);
  });

  it('takes the rate of its own group', () => {
    const format = (...formats: string[]) => formats.map((store_format) => ({ store_format }));
    const sales = [always(10), always(12), always(90), always(88), never, never];
    const { shares, clustering } = planStock(
      chain({
        sales,
        attributes: format('kiosk', 'kiosk', 'mall', 'mall', 'kiosk', 'mall'),
        options: { clusters: 2 },
      }),
    );
    const [, , , , kiosk, mall] = clustering.clusterOf;
    expect([kiosk, mall]).toEqual([clustering.clusterOf[0], clustering.clusterOf[2]]);
    expect(shares[4] / shares[0]).toBeCloseTo(1.1, 1);
    expect(shares[5] / shares[2]).toBeCloseTo(89 / 90, 1);
  });

  it('gives every store the same where none is known', () => {
    expect(rounded(planStock(chain({ sales: [never, never] })).shares)).toEqual([0.5, 0.5]);
  });

  it('tells new, closed and paused stores apart by how long they have been absent', () => {
    const until = (last: number) => (week: number) => (week < last ? 10 : NaN);
    const sales = [always(10), until(28), until(29), until(75), until(76), never];
    const { newStores, closedStores, pausedStores, shares, minUnits, initialUnits } = planStock(
      chain({ sales }),
    );
    expect({ newStores, closedStores, pausedStores }).toEqual({
      newStores: [5],
      closedStores: [1],
      pausedStores: [2, 3],
    });
    expect([shares[1], minUnits[1], initialUnits[1]]).toEqual([0, 0, 0]);
    expect(sum(shares)).toBeCloseTo(1, 12);
  });

  it('groups stores by what they sold of everything in the last 52 weeks', () => {
    const sales = Array.from({ length: 6 }, () => always(10));
    // Until a year ago the first three were the large ones.
    const others = (row: number, week: number): number => {
      const [wasLarge, isLongAgo] = [row < 3, week < 28];
      if (wasLarge === isLongAgo) return 500;
      return row === 0 ? NaN : 20;
    };
    const { clustering } = planStock(chain({ sales, others, options: { clusters: 2 } }));
    const [, first, , last] = clustering.clusterOf;
    expect(first).not.toBe(last);
    expect(clustering.clusterOf.slice(1)).toEqual([first, first, last, last, last]);
    const steady = planStock(chain({ sales, others: () => 20, options: { clusters: 2 } }));
    expect(steady.clustering.labels).toHaveLength(1);
  });

  it('allots two weeks of its forecast to each store at least, in whole packs', () => {
    const context = chain({ sales: [always(10), always(30)], parameters: { dc_holdback_percentage: 0.3 } });
    const [first, second] = context.demand.weekly.map(({ units }) => units);
    const packed = {
      ...context,
      stores: context.stores.map((store, row) => ({ ...store, pack_size: row === 0 ? 7 : 1 })),
    };
    const { minUnits, shares } = planStock(packed);
    expect(minUnits).toEqual([
      7 * Math.floor(((first + second) * shares[0]) / 7),
      Math.floor((first + second) * shares[1]),
    ]);
    const bounded = {
      ...context,
      stores: context.stores.map((store, row) => ({
        ...store,
        ...(row === 0 ? { max_units: 4 } : { min_units: 200 }),
      })),
    };
    expect(planStock(bounded).minUnits).toEqual([4, 200]);
    const crossed = {
      ...context,
      stores: context.stores.map((store) => ({ ...store, min_units: 90, max_units: 5 })),
    };
    expect(planStock(crossed).minUnits).toEqual([90, 90]);
  });

  it('brings every unit to the DC that no store opens with, in the weeks of its orders', () => {
    for (const replenishment_strategy of ['weekly', 'bi-weekly', 'none'] as const) {
      const sales = [always(10), always(30)];
      const plan = planStock(
        chain({ sales, parameters: { replenishment_strategy, dc_holdback_percentage: 0.4 } }),
      );
      const { manufacturingUnits, dcHoldbackUnits, initialUnits, dcSupply, orders, schedule } = plan;
      expect(sum(initialUnits) + dcHoldbackUnits).toBe(manufacturingUnits);
      expect(sum(dcSupply)).toBe(dcHoldbackUnits);
      expect(dcSupply).toHaveLength(HORIZON);
      for (const { week, units, type } of orders)
        expect(dcSupply[week - 1]).toBe(units - (type === 'initial' ? sum(initialUnits) : 0));
      expect(schedule === null).toBe(replenishment_strategy === 'none');
    }
  });

  it('chooses a cover on past seasons, unless shipments follow the reference design’s rule or none are made', () => {
    const ruled = (rules: InventoryRules, replenishment_strategy: 'weekly' | 'none' = 'weekly') => {
      const { rule, playedSeasons } = planStock(
        chain({ sales: [always(10), always(30)], parameters: { replenishment_strategy } }),
        rules,
      );
      return [rule.kind, playedSeasons > 0];
    };
    expect(ruled(DEFAULT_RULES)).toEqual(['order_up_to', true]);
    expect(ruled({ ...DEFAULT_RULES, shipping: 'next_week_gap' })).toEqual(['next_week_gap', false]);
    expect(ruled(DEFAULT_RULES, 'none')).toEqual(['next_week_gap', false]);
  });

  it('knows the simpler shares that ours are measured against', () => {
    const half = (week: number): number => (week < 28 ? 90 : 10);
    const context = chain({
      sales: [half, always(30), (week) => (week < 28 ? NaN : 60)],
      attributes: sized(100, 100, 200),
    });
    const sharesBy = (shares: InventoryRules['shares']) =>
      rounded(planStock(context, { ...DEFAULT_RULES, shares }).shares);
    expect(sharesBy('last_year')).toEqual([0.1, 0.3, 0.6]);
    expect(sharesBy('equal')).toEqual([0.333333, 0.333333, 0.333333]);
    expect(sharesBy('seventy_thirty')).toEqual(
      [0.7 * 0.1 + 0.3 * 0.25, 0.7 * 0.3 + 0.3 * 0.25, 0.7 * 0.6 + 0.3 * 0.5].map((share) =>
        expect.closeTo(share, 5),
      ),
    );
  });

  it('draws a store’s deviation from all categories to the mean of its group', () => {
    /** A thin category: what a store sold of it one year says little of the next. */
    const thin = (row: number) => (week: number) => ((week * 7 + row * 13) % 29 < 2 ? 1 : 0);
    const rows = [0, 1, 2, 3, 4, 5];
    const format = rows.map((row) => ({ store_format: row < 3 ? 'kiosk' : 'mall' }));
    const sales = rows.map((row) => (row < 3 ? thin(row) : (week: number) => 3 * thin(row)(week)));
    const others = (): number => 100;
    const spread = (options: PlanOptions) => {
      const { shares } = planStock(chain({ sales, others, attributes: format, options }));
      return (shares[3] + shares[4] + shares[5]) / (shares[0] + shares[1] + shares[2]);
    };
    expect(spread({ clusters: 2 })).toBeGreaterThan(1.05 * spread({ clusters: 1 }));
  });

  it.each([
    [{ replenishment_strategy: 'none' }, {}, /strategy is none/],
    [{ dc_holdback_percentage: 0 }, {}, /Nothing is held back/],
    [{}, { lead_time_weeks: 12 }, /takes 12 weeks .* the season of 12 weeks/],
    [{}, {}, null],
  ] as const)('says why stores are not refilled: %j %j', (parameters, options, words) => {
    const { notRefilled } = planStock(
      chain({
        sales: [always(10), always(30)],
        parameters: { replenishment_strategy: 'weekly', dc_holdback_percentage: 0.3, ...parameters },
        options: { clusters: 1, ...options },
      }),
    );
    if (words === null) expect(notRefilled).toBeNull();
    else expect(notRefilled).toMatch(words);
  });

  it('refills nothing where nothing is bought', () => {
    const context = chain({ sales: [always(10)], parameters: { dc_holdback_percentage: 0.3 } });
    const weekly = context.demand.weekly.map((week) => ({ ...week, units: 0 }));
    const plan = planStock({ ...context, demand: { ...context.demand, total_units: 0, weekly } });
    expect(plan.notRefilled).toContain('Nothing is bought');
    expect([plan.manufacturingUnits, plan.dcHoldbackUnits]).toEqual([0, 0]);
  });
});
