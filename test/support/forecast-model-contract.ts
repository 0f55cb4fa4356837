import { expect, it } from '@jest/globals';
import type { ForecastModel } from '#planning';
import { panelOf } from './week-panels.ts';
import { relativeError, seasonalUnits } from './weekly-series.ts';

const WEEKS = 156;
const whole = seasonalUnits({ weeks: WEEKS + 14, noise: 0.05 });
const history = whole.subarray(0, WEEKS);

const HISTORIES: [string, Float64Array][] = [
  ['zeros', new Float64Array(WEEKS)],
  ['ones', new Float64Array(WEEKS).fill(1)],
  ['a spike of a million', Float64Array.from({ length: WEEKS }, (_, week) => (week === 90 ? 1e6 : 5))],
  ['gaps', history.map((units, week) => (week % 7 === 3 || (week > 40 && week < 60) ? NaN : units))],
];

/** What every model owes: one value a season week, finite, not negative, the same for the same panel. */
export function keepsTheContract(model: ForecastModel): void {
  it('gives the same forecast bit for bit', () => {
    const panel = panelOf([history]);
    expect(model.forecast(panel, [0])).toEqual(model.forecast(panel, [0]));
  });

  it.each(HISTORIES)('stays finite and not negative on %s', (_case, units) => {
    const [forecast] = model.forecast(panelOf([units], { horizon: 26 }), [0]);
    expect(forecast).toHaveLength(26);
    for (const value of forecast) expect(value >= 0 && value < 1e7).toBe(true);
  });
}

/** A yearly wave under a little noise is continued after a gap. */
export function continuesASeason(model: ForecastModel): void {
  it('continues a season after a lead', () => {
    const [forecast] = model.forecast(panelOf([history], { lead: 2, horizon: 12 }), [0]);
    expect(relativeError(whole.subarray(WEEKS + 2), forecast)).toBeLessThan(0.12);
  });
}
