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
});
