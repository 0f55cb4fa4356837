import { describe, expect, it } from '@jest/globals';
import { fourierTerms, pastYears } from './seasonal-basis.ts';

const DAYS_A_YEAR = 365.2425;

describe(fourierTerms.name, () => {
  it('gives sine and cosine of each wave at the middle of each week', () => {
    const terms = fourierTerms(100, 3, 2);
    expect(terms).toHaveLength(4);
    for (const [week, day] of [103, 110, 117].entries()) {
      const angle = (2 * Math.PI * day) / DAYS_A_YEAR;
      const at = terms.map((term) => term[week]);
      [Math.sin(angle), Math.cos(angle), Math.sin(2 * angle), Math.cos(2 * angle)].forEach((value, i) =>
        expect(at[i]).toBeCloseTo(value, 12),
      );
    }
  });

  it('keeps to the calendar over the years, though a year is no whole number of weeks', () => {
    const fourYears = 4 * DAYS_A_YEAR;
    const [now] = fourierTerms(20_000, 1, 1);
    const [later] = fourierTerms(20_000 + fourYears, 1, 1);
    expect(later[0]).toBeCloseTo(now[0], 9);
  });
});

describe(pastYears.name, () => {
  it('counts the years before the end of the history, and no time after it', () => {
    expect([...pastYears(104, 110)].filter((_, week) => [0, 52, 78, 104, 109].includes(week))).toEqual([
      -2, -1, -0.5, 0, 0,
    ]);
  });
});
