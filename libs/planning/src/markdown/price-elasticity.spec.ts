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

  it('clusters its standard error by store and by week, pair by pair', () => {
    const [stores, weeks] = [6, 30];
    const observations = market(2, stores, weeks, 0.3).map((each) => ({ ...each, covariates: [] }));
    // Cameron, Gelbach & Miller (2011), written out over pairs of observations.
    const meanOf = (of: (each: PriceObservation) => number, store: number): number => {
      const own = observations.filter((each) => each.store === store);
      return own.reduce((sum, each) => sum + of(each), 0) / own.length;
    };
    const x = observations.map((each) => each.logPrice - meanOf(({ logPrice }) => logPrice, each.store));
    const y = observations.map((each) => each.logUnits - meanOf(({ logUnits }) => logUnits, each.store));
    const square = x.reduce((sum, value) => sum + value ** 2, 0);
    const slope = x.reduce((sum, value, i) => sum + value * y[i], 0) / square;
    const score = x.map((value, i) => value * (y[i] - slope * value));
    const pairs = (isPair: (a: PriceObservation, b: PriceObservation) => boolean): number =>
      observations
        .flatMap((a, i) => observations.map((b, j) => (isPair(a, b) ? score[i] * score[j] : 0)))
        .reduce((sum, value) => sum + value, 0);
    const byStore = (pairs((a, b) => a.store === b.store) * stores) / (stores - 1);
    const byWeek = (pairs((a, b) => a.week === b.week) * weeks) / (weeks - 1);
    const single = pairs((a, b) => a === b);
    const variance = Math.max(byStore + byWeek - single, byStore, byWeek) / square ** 2;

    const estimate = estimateElasticity(observations);
    expect(estimate?.elasticity).toBeCloseTo(-slope, 10);
    expect(estimate?.standardError).toBeCloseTo(Math.sqrt(variance), 10);
    expect(estimate?.observations).toBe(stores * weeks);

    const alone = observations.filter(({ store }) => store === 0);
    const oneStore = estimateElasticity([
      ...alone,
      ...alone.map((each) => ({ ...each, week: each.week + weeks })),
      ...alone.map((each) => ({ ...each, week: each.week + 2 * weeks })),
      ...alone.map((each) => ({ ...each, week: each.week + 3 * weeks })),
    ]);
    const own = x.slice(0, weeks);
    const ownSquare = 4 * own.reduce((sum, value) => sum + value ** 2, 0);
    const ownSlope = (4 * own.reduce((sum, value, i) => sum + value * y[i], 0)) / ownSquare;
    const ownScores = 4 * own.reduce((sum, value, i) => sum + (value * (y[i] - ownSlope * value)) ** 2, 0);
    const clusters = 4 * weeks;
    expect(oneStore?.standardError).toBeCloseTo(
      Math.sqrt((ownScores * clusters) / (clusters - 1)) / ownSquare,
      10,
    );
  });

  it('needs 100 store-weeks, 26 weeks, and prices that vary by 2 %', () => {
    const cut = (stores: number, weeks: number) => estimateElasticity(market(2, stores, weeks));
    expect([cut(4, 25), cut(4, 26), cut(3, 33), cut(2, 50)].map((found) => found !== null)).toEqual([
      false,
      true,
      false,
      true,
    ]);
    const varied = (by: number) =>
      estimateElasticity(
        market(2).map((each, i) => ({ ...each, covariates: [], logPrice: 1 + (i % 2 === 0 ? by : -by) })),
      );
    expect(varied(0.019)).toBeNull();
    expect(varied(0.021)).not.toBeNull();
  });

  it('takes covariates that repeat each other once', () => {
    const twice = market(2).map((each) => ({
      ...each,
      covariates: [...each.covariates, 3 * each.covariates[0], 0],
    }));
    expect(estimateElasticity(twice)?.elasticity).toBeCloseTo(
      estimateElasticity(market(2))?.elasticity ?? 0,
      9,
    );
  });

  it('works with one store', () => {
    const estimate = estimateElasticity(market(2, 1, 150, 0.1));
    expect(Math.abs((estimate?.elasticity ?? 0) - 2)).toBeLessThan(3 * (estimate?.standardError ?? 0));
  });
});

describe(observationsOf, () => {
  it('takes the store-weeks that sold for money', () => {
    const history = historyOf([], 2, 2);
    const observations = observationsOf({
      ...history,
      units: Float64Array.of(10, 0, NaN, 5),
      revenue: Float64Array.of(20, 9, 9, 0),
    });
    expect(observations).toEqual([
      { store: 0, week: 0, logUnits: Math.log(10), logPrice: Math.log(2), covariates: [] },
    ]);
    expect(
      observationsOf({
        ...history,
        units: Float64Array.of(1, 1, 1, 4),
        revenue: Float64Array.of(0, 0, 0, 8),
      }),
    ).toEqual([{ store: 1, week: 1, logUnits: Math.log(4), logPrice: Math.log(2), covariates: [] }]);
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
