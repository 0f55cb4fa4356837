import { describe, expect, it } from '@jest/globals';
import type { StoreProfile } from '#contracts';
import { storeFeatures, storeSizes } from './store-attributes.ts';

type Attributes = StoreProfile['attributes'];
const stores = (...attributes: Attributes[]): StoreProfile[] =>
  attributes.map((each, i) => ({ store_id: `S${i}`, attributes: each }));
const column = (points: readonly (readonly number[])[], k: number): number[] =>
  points.map((point) => point[k]);
const variance = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
};

describe(storeFeatures.name, () => {
  it('standardises numbers, recent sales first, and says which columns are which', () => {
    const features = storeFeatures(
      stores(
        { store_size_sqft: 4_000, median_income: 50_000 },
        { store_size_sqft: 6_000, median_income: 90_000 },
        { store_size_sqft: '8000', median_income: 70_000 },
      ),
      [10, 30, 20],
    );
    expect(features).toMatchObject({
      used: ['avg_weekly_sales_12mo', 'median_income', 'store_size_sqft'],
      ignored: [],
      missingValues: 0,
      salesColumn: 0,
      incomeColumn: 1,
    });
    const root = Math.sqrt(1.5);
    expect(column(features.points, 0)).toEqual([-root, root, 0].map((z) => expect.closeTo(z, 9)));
    expect(column(features.points, 2)).toEqual([-root, 0, root].map((z) => expect.closeTo(z, 9)));
  });

  it('takes the ordered tiers of the reference design as numbers', () => {
    const { points, used } = storeFeatures(
      stores(
        { location_tier: 'A', fashion_tier: 'Value' },
        { location_tier: 'B', fashion_tier: 'Premium' },
        { location_tier: 'C', fashion_tier: 'Mainstream' },
      ),
      [],
    );
    expect(used).toEqual(['fashion_tier', 'location_tier']);
    expect(points.map((point) => point.map((z) => Math.round(10 * z)))).toEqual([
      [-12, 12],
      [12, 0],
      [0, -12],
    ]);
  });

  it('lets a nominal attribute vary as much as a number does', () => {
    const { points, used } = storeFeatures(
      stores(
        { format: 'mall' },
        { format: 'street' },
        { format: 'mall' },
        { format: 'outlet' },
        { format: 'mall' },
        { format: 'street' },
      ),
      [],
    );
    expect(used).toEqual(['format']);
    expect(points[0]).toHaveLength(3);
    const whole = [0, 1, 2].reduce((sum, k) => sum + variance(column(points, k)), 0);
    expect(whole).toBeCloseTo(1, 9);
    expect(points[0]).toEqual(points[2]);
    expect(points[0][0]).toBeGreaterThan(0); // columns in the order of their levels: mall, outlet, street
    expect(points[3][1]).toBeGreaterThan(0);
  });

  it('counts empty cells as the mean, and reports them', () => {
    const { points, missingValues } = storeFeatures(
      stores(
        { size: 1, format: 'a' },
        { size: null, format: 'b' },
        { size: 3, format: null },
        { format: 'a' },
      ),
      [],
    );
    expect(missingValues).toBe(3);
    const [format, size] = [points.map((point) => point.slice(0, 2)), column(points, 2)];
    expect([size[1], size[3]]).toEqual([0, 0]);
    expect(format[2]).toEqual([0, 0]);
  });

  it('ignores what says nothing: one value, no value, a name of its own for nearly every store', () => {
    const { used, ignored, salesColumn, incomeColumn } = storeFeatures(
      stores(
        { country: 'DE', floors: 2, note: null, city: 'Bonn' },
        { country: 'DE', floors: 2, note: null, city: 'Köln' },
        { country: 'DE', floors: 2, note: null, city: 'Trier' },
        { country: 'DE', floors: 2, note: null, city: 'Bonn' },
      ),
      [5, 5, 5, 5],
    );
    expect(used).toEqual([]);
    expect(ignored).toEqual(['city', 'country', 'floors', 'note']);
    expect([salesColumn, incomeColumn]).toEqual([null, null]);
  });

  it('believes the sales of the plan’s day, not those of the file', () => {
    const given = stores({ avg_weekly_sales_12mo: 9, avg_weekly_units: 1 }, { avg_weekly_sales_12mo: 1 });
    const { points, used } = storeFeatures(given, [1, 9]);
    expect(used).toEqual(['avg_weekly_sales_12mo']);
    expect(points[0][0]).toBeLessThan(points[1][0]);
    expect(storeFeatures(given, [NaN, NaN]).used).toEqual([]);
  });

  it('tells no stores apart by a rounding error', () => {
    expect(storeFeatures(stores({ rent: 0.1 + 0.2 }, { rent: 0.3 }), []).used).toEqual([]);
  });

  it('takes a number among texts, an empty text or a median income in words for no number', () => {
    expect(storeFeatures(stores({ grade: 1 }, { grade: 'x' }), []).points[0]).toHaveLength(2);
    expect(storeFeatures(stores({ size: '' }, { size: '5' }), []).points[0]).toHaveLength(2);
    const words = stores({ median_income: 'low' }, { median_income: 'high' });
    expect(storeFeatures(words, [])).toMatchObject({ used: ['median_income'], incomeColumn: null });
  });

  it('takes up to 20 levels', () => {
    const levels = (count: number) =>
      storeFeatures(stores(...Array.from({ length: 60 }, (_, i) => ({ region: `R${i % count}` }))), []).used;
    expect(levels(20)).toEqual(['region']);
    expect(levels(21)).toEqual([]);
  });
});

describe(storeSizes.name, () => {
  it('finds the floor area by its name, and knows none where it is not above 0', () => {
    expect(
      storeSizes(stores({ store_size_sqft: 4_000 }, { floor_area: '250' }, { sqm: 0 }, { rent: 9 })),
    ).toEqual([4_000, 250, NaN, NaN]);
    expect(storeSizes(stores({ z_sqm: 1, a_sqft: 2 }))).toEqual([2]);
  });
});
