import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  silent,
  type InventoryContext,
  type InventoryOutput,
  type SeasonParameters,
  type StoreProfile,
} from '#contracts';
import { inventoryContext } from '../../../../test/support/planning-contexts.ts';
import { checkReasoning } from '../certificate/reasoning.ts';
import { planInventory } from './plan-inventory.ts';

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const plan = (context: InventoryContext): InventoryOutput => planInventory(context, silent);
const sentences = (context: InventoryContext): string =>
  plan(context)
    .inventory.reasoning.map(({ text }) => text)
    .join('\n');

const shape = fc.record({
  stores: fc.integer({ min: 1, max: 15 }),
  weeks: fc.integer({ min: 20, max: 90 }),
  horizon: fc.integer({ min: 4, max: 26 }),
  seed: fc.integer({ min: 1, max: 1_000 }),
  safetyStock: fc.constantFrom(0, 0.07, 0.25, 0.6),
  parameters: fc.record({
    replenishment_strategy: fc.constantFrom('none' as const, 'weekly' as const, 'bi-weekly' as const),
    dc_holdback_percentage: fc.constantFrom(0, 0.1, 0.3, 0.45, 1),
  }),
  options: fc.record({
    lead_time_weeks: fc.constantFrom(0, 1, 3, 26),
    clusters: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constant('silhouette' as const)),
  }),
});

const withStores = (context: InventoryContext, change: (store: StoreProfile, i: number) => StoreProfile) => ({
  ...context,
  stores: context.stores.map(change),
});

describe(planInventory, () => {
  it('accounts for every unit at every level, whatever the season', () => {
    fc.assert(
      fc.property(shape, (given) => {
        const context = inventoryContext(given);
        const { inventory, store_shipments } = plan(context);
        const { manufacturing_units, dc_holdback_units, initial_allocation_units, clusters, stores, orders } =
          inventory;
        const { total_units, safety_stock_pct } = context.demand;
        expect(manufacturing_units).toBe(
          Math.ceil(Math.round(total_units * (1 + safety_stock_pct) * 1e6) / 1e6),
        );
        expect(dc_holdback_units).toBe(
          Math.round(manufacturing_units * context.parameters.dc_holdback_percentage),
        );
        expect(initial_allocation_units + dc_holdback_units).toBe(manufacturing_units);
        expect(sum(stores.map(({ initial_units }) => initial_units))).toBe(initial_allocation_units);
        expect(sum(clusters.map(({ units }) => units))).toBe(initial_allocation_units);
        expect(sum(clusters.map((cluster) => cluster.stores))).toBe(stores.length);
        expect(sum(orders.map(({ units }) => units))).toBe(manufacturing_units);
        const { shipments, status } = inventory.replenishment;
        expect(sum(store_shipments.map(({ units }) => units))).toBe(sum(shipments.map(({ units }) => units)));
        if (status === 'skipped') expect(shipments).toEqual([]);
        expect(checkReasoning({ ...context, inventory })).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same plan for stores and sales in another order', () => {
    const context = inventoryContext({ stores: 9 });
    const reversed = { ...context, stores: context.stores.toReversed() };
    expect(plan(reversed)).toEqual(plan(context));
  });

  it('gives the same plan for the same seed', () => {
    expect(plan(inventoryContext())).toEqual(plan(inventoryContext()));
  });

  it('changes one store by one unit when the buy grows by one', () => {
    const context = inventoryContext({ safetyStock: 0, parameters: { dc_holdback_percentage: 0 } });
    const bigger = { ...context, demand: { ...context.demand, total_units: context.demand.total_units + 1 } };
    const before = plan(context).inventory.stores;
    const changes = plan(bigger).inventory.stores.map(
      ({ initial_units }, i) => initial_units - before[i].initial_units,
    );
    expect(changes.filter((change) => change !== 0)).toEqual([1]);
  });

  it('never gives a store less because it sold more, all else equal', () => {
    const context = inventoryContext({ stores: 8 });
    const { weeks } = context.history;
    for (let store = 0; store < 8; store += 1) {
      const more = (units: Float64Array) =>
        units.map((value, i) => (Math.floor(i / weeks) === store ? Math.round(value * 1.3) : value));
      const raised = {
        ...context,
        history: { ...context.history, units: more(context.history.units) },
        all_categories: { ...context.all_categories, units: more(context.all_categories.units) },
      };
      expect(plan(raised).inventory.stores[store].initial_units).toBeGreaterThanOrEqual(
        plan(context).inventory.stores[store].initial_units,
      );
    }
  });

  it('keeps the minimum, maximum and pack of each store, and says what stays at the DC', () => {
    const context = withStores(
      inventoryContext({ stores: 6, parameters: { dc_holdback_percentage: 0 } }),
      (store, i) => ({
        ...store,
        pack_size: 12,
        ...(i === 0 ? { min_units: 900 } : {}),
        ...(i === 1 ? { max_units: 50 } : {}),
      }),
    );
    const { inventory } = plan(context);
    expect(inventory.stores[0].initial_units).toBeGreaterThanOrEqual(900);
    expect(inventory.stores[1].initial_units).toBeLessThanOrEqual(50);
    inventory.stores.forEach(({ initial_units }) => expect(initial_units % 12).toBe(0));
    expect(inventory.dc_holdback_units).toBe(inventory.manufacturing_units % 12);
    expect(inventory.dc_holdback_units).toBeGreaterThan(0);
    expect(sentences(context)).toContain('fill no pack');
  });

  it('sends packs larger than a store’s first weeks where demand is, not to every store by minimum', () => {
    const parameters = { replenishment_strategy: 'none' as const, dc_holdback_percentage: 0 };
    const context = withStores(inventoryContext({ stores: 8, parameters }), (store) => ({
      ...store,
      pack_size: 1_500,
    }));
    const { inventory } = plan(context);
    const served = inventory.stores.filter(({ initial_units }) => initial_units > 0);
    const bypassed = inventory.stores.filter(({ initial_units }) => initial_units === 0);
    expect(served.length).toBeGreaterThan(0);
    expect(bypassed.length).toBeGreaterThan(0);
    expect(Math.min(...served.map(({ share }) => share))).toBeGreaterThan(
      Math.max(...bypassed.map(({ share }) => share)),
    );
    expect(sentences(context)).not.toContain('every minimum was cut');
    expect(sentences(context)).toContain('Smaller packs, higher maxima or a smaller buy would place them.');
    expect(sentences(context)).not.toContain('hold nothing back');
  });

  it('scales minima that the units do not cover, and says so', () => {
    const context = withStores(inventoryContext({ stores: 4 }), (store) => ({ ...store, min_units: 5_000 }));
    const { inventory } = plan(context);
    expect(sum(inventory.stores.map(({ initial_units }) => initial_units))).toBe(
      inventory.initial_allocation_units,
    );
    expect(sentences(context)).toContain('every minimum was cut in proportion');
  });

  it('plans a new store at its cluster’s rate and a closed one at nothing', () => {
    const context = inventoryContext({ stores: 8 });
    const { weeks } = context.history;
    const blank = (units: Float64Array) =>
      units.map((value, i) => {
        const [store, week] = [Math.floor(i / weeks), i % weeks];
        return store === 2 || (store === 5 && week >= weeks - 52) ? NaN : value;
      });
    const changed = {
      ...context,
      history: { ...context.history, units: blank(context.history.units) },
      all_categories: { ...context.all_categories, units: blank(context.all_categories.units) },
    };
    const { stores } = plan(changed).inventory;
    expect(stores[2].initial_units).toBeGreaterThan(0);
    expect(stores[5].initial_units).toBe(0);
    expect(sentences(changed)).toMatch(/has not sold the category yet .*: S0003\./);
    expect(sentences(changed)).toMatch(/taken as closed and gets nothing: S0006\./);
  });

  it('takes the safety stock from the demand plan, also when an approval has changed it', () => {
    const context = inventoryContext({ safetyStock: 0.1 });
    const modified = { ...context, demand: { ...context.demand, safety_stock_pct: 0.3 } };
    expect(plan(modified).inventory.manufacturing_units).toBe(Math.ceil(context.demand.total_units * 1.3));
  });

  it('expects fewer lost units with refills than without, from the same buy', () => {
    const lost = (replenishment_strategy: 'none' | 'weekly') =>
      plan(inventoryContext({ parameters: { replenishment_strategy, dc_holdback_percentage: 0.3 } }))
        .inventory.replenishment.expected_lost_units;
    expect(lost('weekly')).toBeLessThan(lost('none'));
  });

  it.each([
    [{ dc_holdback_percentage: 0 }, {}, /No holdback \(0 %\): everything goes to stores before the season\./],
    [
      { replenishment_strategy: 'none' },
      {},
      /Warning: stores are not refilled, so the [\d,]+ units at the DC/,
    ],
    [{ replenishment_strategy: 'weekly' }, {}, /Weekly replenishment/],
    [{ dc_holdback_percentage: 0 }, {}, /Warning: weekly replenishment has no effect\. Nothing is held back/],
    [
      { dc_holdback_percentage: 1 },
      {},
      /the whole buy of [\d,]+ units waits at the DC, and stores open the season empty/,
    ],
    [{ dc_holdback_percentage: 1 }, {}, /is expected to sell the most: \d+ % of the category/],
    [{}, { lead_time_weeks: 5 }, /the first refill leaves the DC .* and is in stores 5 weeks later/],
    [{ replenishment_strategy: 'bi-weekly' }, {}, /Bi-weekly replenishment/],
    [
      {},
      { lead_time_weeks: 12 },
      /Warning: no refill would arrive in time, so .*\nA shipment takes 12 weeks/,
    ],
    [
      { dc_holdback_percentage: 0.45 },
      {},
      /Warning: this category sells in promotions, and a holdback of 45 %/,
    ],
  ] as const)('speaks to the parameters %p and options %p', (parameters, options, words) => {
    expect(sentences(inventoryContext({ parameters, options }))).toMatch(words);
  });

  it('keeps silent on minima that a full holdback leaves unserved', () => {
    expect(sentences(inventoryContext({ parameters: { dc_holdback_percentage: 1 } }))).not.toContain(
      'minimum',
    );
  });

  it('warns of stores that the forecast counts as closed and the allocation does not', () => {
    const context = inventoryContext({ stores: 4 });
    const { weeks } = context.history;
    const silentSince = (gone: number) => ({
      ...context,
      history: {
        ...context.history,
        units: context.history.units.map((units, i) => (i >= weeks - gone && i < weeks ? NaN : units)),
      },
    });
    expect(sentences(silentSince(5))).toMatch(/no sales for more than a month.*: S0001\./);
    expect(sentences(silentSince(4))).not.toContain('no sales for');
  });

  it('explains units lost beside units left over by the stores, unless they wait at the DC for ever', () => {
    const words = (dc_holdback_percentage: number) =>
      sentences(inventoryContext({ parameters: { replenishment_strategy: 'none', dc_holdback_percentage } }));
    expect(words(0)).toContain('stock in one store serves no other');
    expect(words(0.45)).not.toContain('stock in one store serves no other');
  });

  it('buys nothing for a forecast of nothing, and says only that', () => {
    const context = inventoryContext();
    const weekly = context.demand.weekly.map((week) => ({ ...week, units: 0 }));
    const nothing = {
      ...context,
      demand: { ...context.demand, total_units: 0, weekly },
      sample_paths: [weekly.map(() => 0)],
    };
    expect(sentences(nothing)).toBe('Buy nothing (0 units): no sales are forecast.');
  });

  it('does not warn of promotions where sales are steady', () => {
    const context = inventoryContext();
    const steady = {
      ...context,
      history: { ...context.history, units: context.history.units.map(() => 40) },
    };
    expect(sentences(steady)).not.toContain('sells in promotions');
  });

  it('says why replenishment is skipped', () => {
    const reason = (context: InventoryContext) => plan(context).inventory.replenishment.reason;
    expect(reason(inventoryContext({ parameters: { replenishment_strategy: 'none' } }))).toContain(
      'strategy is none',
    );
    expect(reason(inventoryContext({ parameters: { dc_holdback_percentage: 0 } }))).toContain(
      'Nothing is held back',
    );
    expect(reason(inventoryContext({ options: { lead_time_weeks: 26 } }))).toContain('none would arrive');
    expect(reason(inventoryContext())).toBeUndefined();
  });

  it('reports progress that never falls and ends at 100', () => {
    const seen: number[] = [];
    planInventory(inventoryContext(), (progress) => seen.push(progress));
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(100);
  });

  describe('played on the paths', () => {
    const none = { replenishment_strategy: 'none', dc_holdback_percentage: 0 } as const;
    const outcomeOf = (
      multiples: readonly number[],
      parameters: Partial<SeasonParameters> = none,
      stores = 1,
    ) => {
      const context = inventoryContext({ stores, parameters, safetyStock: 0.1 });
      const weekly = context.demand.weekly.map(({ units }) => units);
      const sample_paths = multiples.map((multiple) => weekly.map((units) => multiple * units));
      const { inventory } = plan({ ...context, sample_paths });
      const {
        fill_rate,
        expected_lost_units: lost,
        expected_leftover_units: leftover,
      } = inventory.replenishment;
      return {
        total: context.demand.total_units,
        buy: inventory.manufacturing_units,
        fill_rate,
        lost,
        leftover,
      };
    };

    it('leaves over what is bought beyond demand', () => {
      const { total, buy, fill_rate, lost, leftover } = outcomeOf([1]);
      expect({ fill_rate, lost, leftover }).toEqual({ fill_rate: 1, lost: 0, leftover: buy - total });
    });

    it('loses what is asked for beyond the buy', () => {
      const { total, buy, fill_rate, lost, leftover } = outcomeOf([2]);
      expect({ lost, leftover }).toEqual({ lost: 2 * total - buy, leftover: 0 });
      expect(fill_rate).toBeCloseTo(buy / (2 * total), 7);
    });

    it('takes the mean over the paths, and the fill rate over all that is asked for', () => {
      const { total, buy, fill_rate, lost, leftover } = outcomeOf([2, 0.5]);
      expect(lost).toBe(Math.round((2 * total - buy) / 2));
      expect(leftover).toBe(Math.round((buy - total / 2) / 2));
      expect(fill_rate).toBeCloseTo(1 - (2 * total - buy) / (2.5 * total), 7);
    });

    it('counts what waits at the DC for ever as left over', () => {
      const { buy, leftover } = outcomeOf([9], {
        replenishment_strategy: 'none',
        dc_holdback_percentage: 0.5,
      });
      expect(leftover).toBe(Math.round(buy / 2));
    });

    it('fills everything where nothing is asked for, and where there is no path', () => {
      expect(outcomeOf([0])).toMatchObject({ fill_rate: 1, lost: 0 });
      expect(outcomeOf([])).toMatchObject({ fill_rate: 1, lost: 0, leftover: 0 });
    });
  });

  it('ships in each week what the stores of that week get, by their shares of the forecast', () => {
    const context = inventoryContext({ stores: 5, parameters: { dc_holdback_percentage: 0.45 } });
    const { inventory, store_shipments } = plan(context);
    const { shipments } = inventory.replenishment;
    expect(shipments.length).toBeGreaterThan(3);
    for (const { week, units, stores } of shipments) {
      const inWeek = store_shipments.filter((each) => each.week === week);
      expect({ units, stores }).toEqual({
        units: sum(inWeek.map((each) => each.units)),
        stores: inWeek.length,
      });
      expect(week).toBeGreaterThanOrEqual(1);
      expect(week).toBeLessThan(context.parameters.forecast_horizon_weeks);
    }
    const received = (id: string, initial: number) =>
      initial + sum(store_shipments.filter(({ store_id }) => store_id === id).map(({ units }) => units));
    for (const { store_id, initial_units, share } of inventory.stores)
      expect(received(store_id, initial_units) / inventory.manufacturing_units).toBeCloseTo(share, 1);
  });

  it('counts each cluster’s stores, units and share from its members', () => {
    for (const dc_holdback_percentage of [0.3, 1]) {
      const { inventory } = plan(inventoryContext({ stores: 9, parameters: { dc_holdback_percentage } }));
      expect(inventory.clusters.map(({ id }) => id)).toEqual([1, 2, 3]);
      for (const { id, stores, units, share } of inventory.clusters) {
        const members = inventory.stores.filter(({ cluster_id }) => cluster_id === id);
        expect(members).toHaveLength(stores);
        expect(sum(members.map(({ initial_units }) => initial_units))).toBe(units);
        const initial = inventory.initial_allocation_units;
        expect(share).toBeCloseTo(
          initial > 0 ? units / initial : sum(members.map((store) => store.share)),
          6,
        );
      }
    }
  });

  it('says what it does on the way', () => {
    const said: string[] = [];
    const context = inventoryContext({ stores: 1, parameters: { dc_holdback_percentage: 0 } });
    const { inventory } = planInventory(context, (_percent, message) => said.push(message));
    expect(said).toContain(
      `Allocated ${inventory.initial_allocation_units.toLocaleString('en-US')} units to 1 store`,
    );
    expect(said.every((message) => message !== '')).toBe(true);
  });
});
