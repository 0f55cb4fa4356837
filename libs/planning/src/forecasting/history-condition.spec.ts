import { describe, expect, it } from '@jest/globals';
import { historyCondition, sinceFirstSale } from './history-condition.ts';

const weeks = (length: number, unitsOf: (week: number) => number): Float64Array =>
  Float64Array.from({ length }, (_, week) => unitsOf(week));
const selling = (length: number): Float64Array => weeks(length, (week) => 100 + (week % 7));

describe(historyCondition.name, () => {
  it.each([
    [51, 'started'],
    [52, 'one-year'],
    [103, 'one-year'],
    [104, 'two-years'],
  ])('puts %i selling weeks on the rung "%s"', (length, rung) => {
    expect(historyCondition(selling(length))).toMatchObject({ rung, activeWeeks: length, zeroWeeks: 0 });
  });

  it('counts from the first sale, and tells weeks without rows from weeks without sales', () => {
    const history = weeks(120, (week) =>
      week < 10 ? 0 : week === 50 ? NaN : week === 60 ? 0 : 80 + (week % 5),
    );
    expect(historyCondition(history)).toMatchObject({
      rung: 'two-years',
      activeWeeks: 110,
      missingWeeks: 1,
      zeroWeeks: 1,
    });
  });

  it('is empty where nothing ever sold', () => {
    for (const history of [new Float64Array(60), weeks(60, () => NaN), new Float64Array(0)])
      expect(historyCondition(history)).toEqual({
        rung: 'empty',
        activeWeeks: 0,
        missingWeeks: 0,
        zeroWeeks: 0,
        outlierWeeks: 0,
      });
  });

  it('is intermittent above three empty weeks in ten of those observed', () => {
    const every = (n: number, of: number) => weeks(100, (week) => (week % of < n ? 0 : 5));
    expect(historyCondition(every(3, 10)).rung).toBe('one-year'); // 97 of them active: the first sale is in week 3
    expect(historyCondition(every(4, 10)).rung).toBe('intermittent');
    // Weeks without rows are no empty weeks, but neither do they dilute them.
    const sparse = weeks(100, (week) =>
      week % 2 === 1 ? NaN : week % 10 === 0 ? 5 : week % 4 === 0 ? 0 : 5,
    );
    expect(historyCondition(sparse)).toMatchObject({ rung: 'intermittent', missingWeeks: 50 });
  });

  it('has ended after 13 weeks without sales that sold a year before', () => {
    const endedAfter = (empty: number) => weeks(120, (week) => (week >= 120 - empty ? 0 : 50));
    expect(historyCondition(endedAfter(13)).rung).toBe('ended');
    expect(historyCondition(endedAfter(12)).rung).toBe('two-years');
    const seasonal = weeks(156, (week) => (week % 52 >= 39 ? 0 : 50));
    expect(historyCondition(seasonal).rung).toBe('two-years');
    const young = weeks(40, (week) => (week >= 27 ? 0 : 50));
    expect(historyCondition(young).rung).toBe('ended'); // no year before to say otherwise
    const unknown = weeks(120, (week) => (week >= 107 ? NaN : 50));
    expect(historyCondition(unknown).rung).toBe('two-years');
    expect(historyCondition(weeks(12, (week) => (week === 0 ? 9 : 0))).rung).toBe('started');
  });

  it('counts weeks far from the median week in logs, high or low', () => {
    const history = selling(104);
    expect(historyCondition(history).outlierWeeks).toBe(0);
    history[20] = 1_000;
    history[40] = 5;
    expect(historyCondition(history).outlierWeeks).toBe(2);
    expect(historyCondition(new Float64Array(104).fill(7)).outlierWeeks).toBe(0);
  });
});

describe(sinceFirstSale.name, () => {
  it('knows nothing of the weeks before the first sale, and leaves the others', () => {
    expect([...sinceFirstSale(Float64Array.of(0, 0, 3, 0, 4))]).toEqual([NaN, NaN, 3, 0, 4]);
    expect([...sinceFirstSale(Float64Array.of(0, 0))]).toEqual([0, 0]);
    expect([...sinceFirstSale(Float64Array.of(2, 0))]).toEqual([2, 0]);
  });
});
