import { describe, expect, it } from '@jest/globals';
import type { CategoryHistory } from '#contracts';
import { seededRandom } from '../forecasting/seeded-random.ts';
import {
  estimateElasticity,
  observationsOf,
  planElasticity,
  type PriceObservation,
} from './price-elasticity.ts';

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Stores × weeks with constant elasticity, prices set chain-wide, and shocks that all stores of a week share. */
function market(elasticity: number, stores = 20, weeks = 100, weekShock = 0.3, seed = 1): PriceObservation[] {
  const random = seededRandom(seed);
  const price = Array.from({ length: weeks }, () => (random() < 0.3 ? -0.25 : 0) + 0.02 * normal(random));
  const shock = Array.from({ length: weeks }, () => weekShock * normal(random));
  const deal = price.map((value) => (value < -0.1 ? 1 : 0));
  return Array.from({ length: stores * weeks }, (_, i) => {
    const [store, week] = [Math.floor(i / weeks), i % weeks];
    const logPrice = 1 + 0.05 * store + price[week] + 0.01 * normal(random);
    return {
      store,
      week,
      logPrice,
      logUnits:
        4 + store / 10 - elasticity * logPrice + 0.4 * deal[week] + shock[week] + 0.1 * normal(random),
      covariates: [deal[week]],
    };
  });
}

const historyOf = (
  observations: readonly PriceObservation[],
  stores: number,
  weeks: number,
): CategoryHistory => {
  const units = new Float64Array(stores * weeks).fill(NaN);
  const revenue = new Float64Array(stores * weeks).fill(NaN);
  for (const { store, week, logUnits, logPrice } of observations) {
    const sold = Math.max(1, Math.round(Math.exp(logUnits)));
    units[store * weeks + week] = sold;
    revenue[store * weeks + week] = sold * Math.exp(logPrice);
  }
  return {
    category_id: 'Jackets',
    first_week_start: '2024-01-01',
    weeks,
    store_ids: Array.from({ length: stores }, (_, s) => `S${s}`),
    units,
    revenue,
  };
};

describe(estimateElasticity, () => {
  it('finds the elasticity that made the sales, net of the deal', () => {
    const estimate = estimateElasticity(market(2.5, 20, 100, 0.05));
    expect(estimate?.elasticity).toBeCloseTo(2.5, 0);
    expect(Math.abs((estimate?.elasticity ?? 0) - 2.5)).toBeLessThan(3 * (estimate?.standardError ?? 0));
  });

  it('has a standard error that covers the truth as often as it says', () => {
    const covered = Array.from({ length: 60 }, (_, seed) =>
      estimateElasticity(market(2, 12, 80, 0.3, seed + 1)),
    ).filter(
      (estimate) => estimate !== null && Math.abs(estimate.elasticity - 2) < 2 * estimate.standardError,
    ).length;
    expect(covered).toBeGreaterThanOrEqual(51);
  });

  it('is not fooled by repeating the same week in more stores', () => {
    const errorOf = (stores: number) => estimateElasticity(market(2, stores, 100, 0.3))?.standardError ?? 0;
    expect(errorOf(40)).toBeGreaterThan(0.6 * errorOf(10));
  });

  it('gives a negative magnitude where sales rise with the price, not a corrected one', () => {
    expect(estimateElasticity(market(-1))?.elasticity).toBeLessThan(0);
  });

  it('is silent where prices do not vary, weeks are few, or a covariate explains the price', () => {
    const still = market(2).map((each) => ({ ...each, logPrice: 1 }));
    const explained = market(2).map((each) => ({ ...each, covariates: [each.logPrice] }));
    expect(estimateElasticity(still)).toBeNull();
    expect(estimateElasticity(market(2, 20, 20))).toBeNull();
    expect(estimateElasticity(explained)).toBeNull();
  });

  it('works with one store', () => {
    const estimate = estimateElasticity(market(2, 1, 150, 0.1));
    expect(Math.abs((estimate?.elasticity ?? 0) - 2)).toBeLessThan(3 * (estimate?.standardError ?? 0));
  });
});

describe(planElasticity, () => {
  it('prefers the option, then the data, then 2.0', () => {
    expect(planElasticity(null, 3.2)).toEqual({ value: 3.2, source: 'option' });
    expect(planElasticity(null, undefined)).toEqual({ value: 2, standard_error: 0.75, source: 'default' });
    const estimated = planElasticity(historyOf(market(3, 20, 100, 0.05), 20, 100), undefined);
    expect(estimated.source).toBe('estimated');
    expect(estimated.value).toBeGreaterThan(2.5);
  });

  it('lies between the estimate and the prior, the nearer to the estimate the surer it is', () => {
    const shrunk = (weekShock: number) => {
      const history = historyOf(market(4, 10, 60, weekShock), 10, 60);
      return { plan: planElasticity(history, undefined), raw: estimateElasticity(observationsOf(history)) };
    };
    for (const { plan, raw } of [shrunk(0.05), shrunk(1)]) {
      const estimate = raw?.elasticity ?? 0;
      expect(plan.value).toBeGreaterThanOrEqual(Math.min(2, estimate));
      expect(plan.value).toBeLessThanOrEqual(Math.max(2, estimate));
      expect(plan.standard_error).toBeLessThan(0.75);
    }
    const distance = ({ plan, raw }: ReturnType<typeof shrunk>) =>
      Math.abs(plan.value - (raw?.elasticity ?? 0)) / Math.abs(2 - (raw?.elasticity ?? 0));
    expect(distance(shrunk(0.05))).toBeLessThan(distance(shrunk(1)));
  });

  it('falls back where revenue only repeats the units', () => {
    const history = historyOf(market(2), 20, 100);
    const flat = { ...history, revenue: history.units.map((units) => 10 * units) };
    expect(planElasticity(flat, undefined).source).toBe('default');
    expect(planElasticity({ ...history, revenue: null }, undefined).source).toBe('default');
  });
});
