import { describe, expect, it } from '@jest/globals';
import { panelOf } from '../../../../../test/support/week-panels.ts';
import { recentLevel } from './recent-level.model.ts';

describe('recent level', () => {
  it('needs a week, and is cheap to play', () => {
    expect(recentLevel).toMatchObject({ name: 'recent level', minWeeks: 1, costly: false });
  });

  it('is the mean of the last 13 weeks that were observed', () => {
    const units = Float64Array.from({ length: 40 }, (_, week) => (week < 27 ? 900 : week === 30 ? NaN : 12));
    expect([...recentLevel.forecast(panelOf([units], { horizon: 2 }), [0])[0]]).toEqual([12, 12]);
  });

  it('is zero where nothing was ever observed', () => {
    expect([
      ...recentLevel.forecast(panelOf([new Float64Array(3).fill(NaN)], { horizon: 1 }), [0])[0],
    ]).toEqual([0]);
  });
});
