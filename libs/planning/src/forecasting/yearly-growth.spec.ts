import { describe, expect, it } from '@jest/globals';
import { yearlyGrowth } from './yearly-growth.ts';

const YEAR = 52;
/** Two years, the second `ratio` times the first. */
const grown = (ratio: number, weeks = 2 * YEAR): Float64Array =>
  Float64Array.from({ length: weeks }, (_, week) => (week < YEAR ? 100 : 100 * ratio));

describe(yearlyGrowth.name, () => {
  it('shrinks each row half to the median of the panel', () => {
    const growth = yearlyGrowth([grown(1.1), grown(1.2), grown(1.5)]);
    const [own, centre] = [Math.log(1.5), Math.log(1.2)];
    expect(growth[2]).toBeCloseTo((own + centre) / 2, 12);
    expect(growth[1]).toBeCloseTo(centre, 12);
    expect(yearlyGrowth([grown(0.8)])[0]).toBeCloseTo(Math.log(0.8), 12);
  });

  it('believes fewer than 26 comparable weeks in proportion', () => {
    expect(yearlyGrowth([grown(1.5, YEAR + 13)])[0]).toBeCloseTo(Math.log(1.5) / 2, 12);
    expect(yearlyGrowth([grown(1.5, YEAR + 26)])[0]).toBeCloseTo(Math.log(1.5), 12);
  });

  it('compares the last 52 weeks with those a year before, and only weeks that both years have', () => {
    const three = Float64Array.from(
      { length: 3 * YEAR },
      (_, week) => [900, 100, 120][Math.floor(week / YEAR)],
    );
    expect(yearlyGrowth([three])[0]).toBeCloseTo(Math.log(1.2), 12);
    three[YEAR + 5] = NaN;
    three[2 * YEAR + 9] = NaN;
    expect(yearlyGrowth([three])[0]).toBeCloseTo(Math.log(1.2), 12);
    const shared = Float64Array.from(grown(1), (units, week) =>
      week === 3 || week === YEAR + 3 ? NaN : units,
    );
    shared[YEAR] = 7 * 100;
    shared[YEAR + 1] = NaN;
    // 50 weeks that both years have: one of 700, the others of 100.
    expect(yearlyGrowth([shared])[0]).toBeCloseTo(Math.log((700 + 49 * 100) / (50 * 100)), 12);
  });

  it('expects neither more than double nor less than half', () => {
    expect(yearlyGrowth([grown(9)])[0]).toBe(Math.log(2));
    expect(yearlyGrowth([grown(0.01)])[0]).toBe(-Math.log(2));
  });

  it('has no growth of its own where nothing sold in either year, or nothing can be compared', () => {
    expect([...yearlyGrowth([new Float64Array(10).fill(5)])]).toEqual([0]);
    const began = grown(1).map((units, week) => (week < YEAR ? 0 : units));
    const ended = grown(1).map((units, week) => (week < YEAR ? units : 0));
    const growth = yearlyGrowth([began, ended, grown(1.2)]);
    for (const own of growth) expect(own).toBeCloseTo(Math.log(1.2), 12);
  });
});
