import { describe, expect, it } from '@jest/globals';
import { panelOf } from '../../../../../test/support/week-panels.ts';
import { sameWeekLastYear, seasonalNaive } from './seasonal-naive.model.ts';

const counted = Float64Array.from({ length: 110 }, (_, week) => week);

describe('seasonal naive', () => {
  it('repeats the same weeks of last year, the lead skipped', () => {
    const [forecast] = seasonalNaive.forecast(panelOf([counted], { lead: 3, horizon: 4 }), [0]);
    expect([...forecast]).toEqual([61, 62, 63, 64]);
  });

  it('reaches back two years where last year is not over', () => {
    const [forecast] = seasonalNaive.forecast(panelOf([counted], { lead: 50, horizon: 4 }), [0]);
    expect([...forecast]).toEqual([108, 109, 58, 59]);
    expect(sameWeekLastYear(162, 110)).toBe(58);
  });

  it('takes the weeks around a week that was not observed', () => {
    const gap = Float64Array.from(counted);
    gap[61] = NaN;
    const [forecast] = seasonalNaive.forecast(panelOf([gap], { lead: 3, horizon: 2 }), [0]);
    expect([...forecast]).toEqual([61, 62]);
  });
});
