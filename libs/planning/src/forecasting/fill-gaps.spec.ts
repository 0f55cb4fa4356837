import { describe, expect, it } from '@jest/globals';
import { fillGaps } from './fill-gaps.ts';

/** Weeks that hold their own number, but for the gaps. */
const weeks = (length: number, ...gaps: number[]): Float64Array =>
  Float64Array.from({ length }, (_, week) => (gaps.includes(week) ? NaN : week));

describe(fillGaps.name, () => {
  it('takes the same week of the year before, then of the year after, then of years further away', () => {
    expect(fillGaps(weeks(160, 60))[60]).toBe(8);
    expect(fillGaps(weeks(160, 8))[8]).toBe(60);
    expect(fillGaps(weeks(160, 8, 60))[8]).toBe(112);
    expect(fillGaps(weeks(160, 60, 112))[112]).toBe(8);
    expect(fillGaps(weeks(156, 52, 104))[104]).toBe(0);
  });

  it('takes the median where no year has the week', () => {
    expect(fillGaps(weeks(51, 10))[10]).toBe(25.5);
    expect(fillGaps(weeks(53, 10))[10]).toBe(26.5);
    expect([...fillGaps(Float64Array.of(NaN, NaN))]).toEqual([0, 0]);
  });

  it('leaves what was seen, and its input, as they are', () => {
    const logs = weeks(60, 3);
    const filled = fillGaps(logs);
    expect(logs[3]).toBeNaN();
    expect(filled.map((value, week) => (week === 3 ? NaN : value))).toEqual(logs);
  });
});
