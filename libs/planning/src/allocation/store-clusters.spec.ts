import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoreProfile } from '#contracts';
import { clusterStores } from './store-clusters.ts';

const store = (i: number, attributes: StoreProfile['attributes']): StoreProfile => ({
  store_id: `S${String(i).padStart(3, '0')}`,
  attributes,
});

const chain = (count: number): StoreProfile[] =>
  Array.from({ length: count }, (_, i) =>
    store(i, {
      store_size_sqft: 2_000 + 5_000 * (i % 3) + 10 * i,
      median_income: 30_000 + 30_000 * (i % 3),
      store_format: ['mall', 'street', 'outlet'][i % 3],
      region: ['north', 'south'][i % 2],
    }),
  );
const salesOf = (stores: readonly StoreProfile[]): number[] =>
  stores.map(({ attributes }) => Number(attributes.store_size_sqft ?? 0) / 10);

describe(clusterStores, () => {
  it('finds groups that are there and names them by sales and income', () => {
    const stores = chain(24);
    const { clusterOf, labels, silhouette } = clusterStores(stores, salesOf(stores), 3, 1);
    expect(labels).toEqual(['Fashion_Forward', 'Mainstream', 'Value_Conscious']);
    stores.forEach((_, i) => expect(clusterOf[i]).toBe(2 - (i % 3)));
    expect(silhouette).toBeGreaterThan(0.5);
  });

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...Array(20).keys()], { minLength: 20 }),
        fc.integer({ min: 0, max: 99 }),
        (order, seed) => {
          const stores = chain(20).map((each, i) => ({
            ...each,
            attributes: { ...each.attributes, store_size_sqft: (i * 7919) % 4_001 },
          }));
          const straight = clusterStores(stores, salesOf(stores), 4, seed);
          const shuffled = order.map((i) => stores[i]);
          const found = clusterStores(shuffled, salesOf(shuffled), 4, seed);
          order.forEach((original, row) => expect(found.clusterOf[row]).toBe(straight.clusterOf[original]));
          expect(found.silhouette).toBe(straight.silhouette);
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each([1, 2, 3])('works with %i stores', (count) => {
    const stores = chain(count);
    const { clusterOf, labels } = clusterStores(stores, salesOf(stores), 3, 1);
    expect(labels).toHaveLength(count);
    expect(new Set(clusterOf).size).toBe(count);
  });

  it('puts identical stores into one cluster', () => {
    const stores = Array.from({ length: 5 }, (_, i) => store(i, { region: 'north' }));
    const { clusterOf, labels, silhouette } = clusterStores(stores, [7, 7, 7, 7, 7], 3, 1);
    expect(clusterOf).toEqual([0, 0, 0, 0, 0]);
    expect(labels).toEqual(['Cluster 1']);
    expect(silhouette).toBeNull();
  });

  it('counts missing attributes as average and reports them', () => {
    const stores = chain(12).map((each, i) =>
      i === 4 ? { ...each, attributes: { ...each.attributes, store_size_sqft: null, region: null } } : each,
    );
    const { features, clusterOf } = clusterStores(stores, salesOf(stores), 3, 1);
    expect(features.missingValues).toBe(2);
    expect(clusterOf).toHaveLength(12);
  });

  it('leaves out attributes that tell nothing', () => {
    const stores = chain(12).map((each, i) => ({
      ...each,
      attributes: { ...each.attributes, country: 'US', manager: `M${i}`, avg_weekly_sales_12mo: i },
    }));
    const { features } = clusterStores(stores, salesOf(stores), 3, 1);
    expect(features.ignored).toEqual(['country', 'manager']);
    expect(features.used).toContain('avg_weekly_sales_12mo');
    expect(features.used.filter((name) => name.startsWith('avg_weekly'))).toHaveLength(1);
  });

  it('chooses their number by silhouette when asked', () => {
    const stores = Array.from({ length: 30 }, (_, i) =>
      store(i, { place: 100 * (i % 5) + ((i * 7919) % 23) }),
    );
    const { labels, silhouette } = clusterStores(
      stores,
      stores.map(() => NaN),
      'silhouette',
      1,
    );
    expect(labels).toHaveLength(5);
    expect(silhouette).toBeGreaterThan(0.9);
  });
});
