import { describe, expect, it } from '@jest/globals';
import { panelOf } from '../../../../../test/support/week-panels.ts';
import { seasonalUnits } from '../../../../../test/support/weekly-series.ts';
import { lastYearGrowth } from './last-year-growth.model.ts';
import { seasonalNaive } from './seasonal-naive.model.ts';

describe('last year × growth', () => {
  it('needs a year, and is cheap to play', () => {
    expect(lastYearGrowth).toMatchObject({ name: 'last year × growth', minWeeks: 52, costly: false });
  });

  const factor = (growths: number[]) => {
    const panel = panelOf(growths.map((growth) => seasonalUnits({ weeks: 156, growth })));
    const [grown] = lastYearGrowth.forecast(panel, [0]);
    const [repeated] = seasonalNaive.forecast(panel, [0]);
    return Math.log(grown[0] / repeated[0]);
  };

  it('carries on a growth that the whole panel shows', () => {
    expect(factor([0.1, 0.1, 0.1])).toBeCloseTo(0.1, 6);
  });

  it('believes half of a growth that the category shows alone', () => {
    expect(factor([0.2, 0, 0])).toBeCloseTo(0.1, 6);
  });

  it('never more than doubles', () => {
    expect(factor([3, 3, 3])).toBeCloseTo(Math.log(2), 6);
  });
});
