import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastUsefulShipping } from './delivery-schedule.ts';
import { playSeason, shareOutScarce, type SeasonSetting } from './season-play.ts';

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

const season = fc
  .record({
    stores: fc.integer({ min: 1, max: 8 }),
    weeks: fc.integer({ min: 4, max: 20 }),
    leadWeeks: fc.integer({ min: 0, max: 5 }),
    reviewWeeks: fc.constantFrom(1, 2),
    coverWeeks: fc.constantFrom(0, 2, 6, 12),
    kind: fc.constantFrom('order_up_to' as const, 'next_week_gap' as const),
    draws: fc.infiniteStream(fc.integer({ min: 0, max: 60 })),
    supplied: fc.boolean(),
  })
  .map(({ stores, weeks, leadWeeks, reviewWeeks, coverWeeks, kind, draws, supplied }) => {
    const take = (n: number): number[] => Array.from({ length: n }, () => draws.next().value as number);
    const weights = take(stores).map((weight) => weight + 1);
    const setting: SeasonSetting = {
      weeklyForecast: take(weeks).map((units) => units + 1),
      shares: weights.map((weight) => weight / sum(weights)),
      initialUnits: take(stores),
      dcSupply: supplied ? take(weeks) : [sum(take(5))],
      schedule: { leadWeeks, reviewWeeks },
      rule: kind === 'order_up_to' ? { kind, coverWeeks } : { kind },
    };
    return { demand: Float64Array.from(take(stores * weeks)), setting, stores, weeks };
  });

describe(playSeason, () => {
  it('accounts for every unit of stock and of demand', () => {
    fc.assert(
      fc.property(season, ({ demand, setting }) => {
        const outcome = playSeason(demand, setting);
        const stock = sum(Array.from(setting.initialUnits)) + sum(Array.from(setting.dcSupply));
        const sold = outcome.demandUnits - outcome.lostUnits;
        expect(outcome.demandUnits).toBe(sum(demand));
        expect(outcome.lostUnits).toBeGreaterThanOrEqual(0);
        expect(sold + outcome.leftoverStoreUnits + outcome.leftoverDcUnits).toBeCloseTo(stock, 6);
      }),
    );
  });

  it('ships whole units, never more by any week than the DC has had, and nothing that arrives too late', () => {
    fc.assert(
      fc.property(season, ({ demand, setting, stores, weeks }) => {
        const { shipped } = playSeason(demand, setting);
        const last = lastUsefulShipping(weeks, setting.schedule ?? { leadWeeks: 0, reviewWeeks: 1 });
        let [shippedSoFar, supplied] = [0, 0];
        for (let week = 0; week < weeks; week += 1) {
          const inWeek = Array.from({ length: stores }, (_, s) => shipped[s * weeks + week]);
          inWeek.forEach((units) => expect(Number.isInteger(units) && units >= 0).toBe(true));
          shippedSoFar += sum(inWeek);
          supplied += setting.dcSupply[week] ?? 0;
          expect(shippedSoFar).toBeLessThanOrEqual(supplied);
          if (week > last) expect(sum(inWeek)).toBe(0);
        }
      }),
    );
  });

  it('leaves nothing at the DC that could still have arrived', () => {
    fc.assert(
      fc.property(season, ({ demand, setting, weeks }) => {
        fc.pre(setting.rule.kind === 'order_up_to' && setting.schedule !== null);
        const last = lastUsefulShipping(weeks, setting.schedule ?? { leadWeeks: 0, reviewWeeks: 1 });
        const late = sum(Array.from(setting.dcSupply).slice(last + 1));
        fc.pre(last >= 0);
        expect(playSeason(demand, setting).leftoverDcUnits).toBe(late);
      }),
    );
  });

  it('loses nothing when the forecast is right and stock suffices', () => {
    const weekly = new Array<number>(12).fill(40);
    const demand = Float64Array.from({ length: 4 * 12 }, () => 10);
    const setting: SeasonSetting = {
      weeklyForecast: weekly,
      shares: [0.25, 0.25, 0.25, 0.25],
      initialUnits: [60, 60, 60, 60],
      dcSupply: [240],
      schedule: { leadWeeks: 1, reviewWeeks: 2 },
      rule: { kind: 'order_up_to', coverWeeks: 1 },
    };
    const outcome = playSeason(demand, setting);
    expect([outcome.lostUnits, outcome.leftoverStoreUnits, outcome.leftoverDcUnits]).toEqual([0, 0, 0]);
  });

  it('sends more to the store that sells more than its share', () => {
    const weeks = 12;
    const demand = Float64Array.from({ length: 2 * weeks }, (_, i) => (i < weeks ? 14 : 6));
    const { shipped } = playSeason(demand, {
      weeklyForecast: new Array<number>(weeks).fill(20),
      shares: [0.5, 0.5],
      initialUnits: [84, 84],
      dcSupply: [72],
      schedule: { leadWeeks: 1, reviewWeeks: 1 },
      rule: { kind: 'order_up_to', coverWeeks: 2 },
    });
    expect(sum(shipped.subarray(0, weeks))).toBeGreaterThan(60);
  });

  it('tells by store and week what was sold, and where stock was left', () => {
    const outcome = playSeason(Float64Array.of(3, 3, 3, 1, 1, 1), {
      weeklyForecast: [4, 4, 4],
      shares: [0.75, 0.25],
      initialUnits: [5, 10],
      dcSupply: [20],
      schedule: null,
      rule: { kind: 'next_week_gap' },
    });
    expect([...outcome.sold]).toEqual([3, 2, 0, 1, 1, 1]);
    expect([...outcome.inStock]).toEqual([1, 0, 0, 1, 1, 1]);
    expect([outcome.lostUnits, outcome.leftoverStoreUnits, outcome.leftoverDcUnits]).toEqual([4, 7, 20]);
  });

  describe('in the second of four weeks of ten units', () => {
    /** Shipped to the two stores in the second week, after a first in which they were asked for `asked`. */
    const shippedAfter = (
      asked: readonly [number, number],
      change: Partial<SeasonSetting> = {},
    ): number[] => {
      const demand = new Float64Array(8);
      [demand[0], demand[4]] = asked;
      const { shipped } = playSeason(demand, {
        weeklyForecast: [10, 10, 10, 10],
        shares: [0.5, 0.5],
        initialUnits: [20, 20],
        dcSupply: [0, 100],
        schedule: { leadWeeks: 0, reviewWeeks: 1 },
        rule: { kind: 'order_up_to', coverWeeks: 1 },
        ...change,
      });
      return [shipped[1], shipped[5]];
    };

    it('believes sales against eight average weeks of the share', () => {
      // Rates (9 + 40) : (1 + 40) of 20 units, which the 130 in hand for 30 raise to 53 1/3; 11 and 19 are there.
      expect(shippedAfter([9, 1])).toEqual([18, 5]);
    });

    it('measures a store by how all sold', () => {
      // 16 sold of 10: rates (12 + 64) : (4 + 64) of 51 1/3 units; 8 and 16 are there.
      expect(shippedAfter([12, 4])).toEqual([19, 8]);
    });

    it('takes no sales of a store that sold out for its demand', () => {
      // Rates stay equal, of 48 1/3 units; none and 15 are there.
      expect(shippedAfter([12, 5], { initialUnits: [12, 20] })).toEqual([24, 9]);
    });

    it('counts on stock that is planned to come', () => {
      // 160 units for 30: 63 1/3 instead of 53 1/3.
      const planned = { plannedSupply: [0, 100, 0, 30] };
      expect(shippedAfter([9, 1], planned)).toEqual([23, 10]);
      expect(shippedAfter([9, 1], { dcSupply: [0, 100, 0, 30] })).toEqual([23, 10]);
    });

    it('fills by the design’s rule the gap to the week of arrival, by shares as they were', () => {
      const gap = { rule: { kind: 'next_week_gap' }, initialUnits: [3, 4] } as const;
      expect(shippedAfter([2, 1], gap)).toEqual([4, 2]);
      expect(shippedAfter([2, 1], { ...gap, schedule: { leadWeeks: 1, reviewWeeks: 1 } })).toEqual([9, 7]);
      expect(shippedAfter([2, 1], { ...gap, schedule: { leadWeeks: 0, reviewWeeks: 2 } })).toEqual([0, 0]);
    });

    it('sends nothing to a store without a share, nor without a whole unit to send', () => {
      expect(shippedAfter([9, 0], { shares: [1, 0], initialUnits: [20, 0] })[1]).toBe(0);
      expect(shippedAfter([9, 1], { dcSupply: [0, 0.5] })).toEqual([0, 0]);
    });
  });

  it('keeps what arrives in the week of its arrival: lead 0 sells at once, lead 2 two weeks later', () => {
    const play = (leadWeeks: number): number =>
      playSeason(Float64Array.from([10, 10, 10, 10]), {
        weeklyForecast: [10, 10, 10, 10],
        shares: [1],
        initialUnits: [0],
        dcSupply: [40],
        schedule: { leadWeeks, reviewWeeks: 1 },
        rule: { kind: 'order_up_to', coverWeeks: 12 },
      }).lostUnits;
    expect([play(0), play(1), play(2)]).toEqual([0, 10, 20]);
  });
});

describe(shareOutScarce, () => {
  it('raises the stores with the least cover to one common cover', () => {
    const need = Float64Array.from([50, 50, 50]);
    shareOutScarce(need, Float64Array.from([0, 10, 30]), Float64Array.from([1, 1, 1]), 30);
    expect([...need]).toEqual([20, 10, 0]);
  });

  it('gives what is asked when there is enough', () => {
    const need = Float64Array.from([3, 0, 4]);
    shareOutScarce(need, Float64Array.from([1, 1, 1]), Float64Array.from([1, 2, 3]), 100);
    expect([...need]).toEqual([3, 0, 4]);
  });

  it('rounds what is needed to whole units, the largest remainders up, the first of equal ones', () => {
    const shared = (...need: number[]) => {
      const whole = Float64Array.from(need);
      shareOutScarce(whole, new Float64Array(need.length), new Float64Array(need.length).fill(1), 100);
      return [...whole];
    };
    expect(shared(1.6, 1.6, 0.8)).toEqual([2, 1, 1]);
    expect(shared(0.8, 1.6, 1.6)).toEqual([1, 2, 1]);
    expect(shared(0.3, 0.3, 0.3)).toEqual([1, 0, 0]);
    expect(shared(0.2, 0.2)).toEqual([0, 0]);
    expect(shared(3 - 1e-12, 2)).toEqual([3, 2]);
  });
});
