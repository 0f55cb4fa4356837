import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seasonalUnits, weeklyTotals } from '../../../../test/support/weekly-series.ts';
import { addDays } from '../calendar/season-calendar.ts';
import type { ForecastModel } from './models/forecast-model.ts';
import { recentLevel } from './models/recent-level.model.ts';
import { forecastSeason, type SeasonForecastInput } from './season-forecast.ts';
import { sum } from './statistics.ts';

const WEEKS = 112;
const SIBLINGS = [5, 7, 11].map((seed) =>
  seasonalUnits({ weeks: WEEKS, noise: 0.2, seed, level: 300 * seed }),
);
const input = (units: Float64Array, changes: Partial<SeasonForecastInput> = {}): SeasonForecastInput => ({
  target: weeklyTotals('target', units),
  siblings: SIBLINGS.map((row, i) => weeklyTotals(`sibling ${i}`, row)),
  lead: 2,
  horizon: 12,
  country: null,
  seed: 1,
  ...changes,
});
const whole = seasonalUnits({ weeks: WEEKS, noise: 0.25, seed: 3 });

describe(forecastSeason.name, () => {
  it('repeats itself bit for bit', () => {
    expect(forecastSeason(input(whole))).toEqual(forecastSeason(input(whole)));
  });

  it('gives the same with the backtest handed back', () => {
    const first = forecastSeason(input(whole));
    expect(forecastSeason(input(whole, { backtest: first.backtest }))).toEqual(first);
  });

  it('doubles with the history', () => {
    const [once, twice] = [1, 2].map((factor) => forecastSeason(input(whole.map((units) => factor * units))));
    expect(Math.abs(sum(twice.weekly) / (2 * sum(once.weekly)) - 1)).toBeLessThan(0.01);
    once.weekly.forEach((units, h) => expect(Math.abs(twice.weekly[h] / (2 * units) - 1)).toBeLessThan(0.01));
  });

  it('would have forecast a past season the same whatever it then sold', () => {
    const happened = forecastSeason(input(whole));
    const latest = Math.max(...happened.seasons.map(({ weeks }) => weeks));
    const otherwise = forecastSeason(input(whole.map((units, week) => (week < latest ? units : 3 * units))));
    const forecastAt = ({ seasons }: typeof happened) =>
      seasons.find(({ row, weeks }) => row === 0 && weeks === latest)!.combined;
    expect(forecastAt(otherwise)).toEqual(forecastAt(happened));
  });

  it('does not care in which order siblings come', () => {
    const given = input(whole);
    const turned = { ...given, siblings: [...given.siblings].reverse() };
    expect(forecastSeason(turned)).toEqual(forecastSeason(given));
  });

  it('keeps the forecast when every date moves by a year of 52 weeks', () => {
    const given = input(whole);
    const moved = (series: SeasonForecastInput['target']) => ({
      ...series,
      first_week_start: addDays(series.first_week_start, 364),
    });
    const shifted = forecastSeason({
      ...given,
      target: moved(given.target),
      siblings: given.siblings.map(moved),
    });
    const difference = sum(shifted.weekly) / sum(forecastSeason(given).weekly) - 1;
    expect(Math.abs(difference)).toBeLessThan(0.005);
  });

  it('stays finite, ordered and not negative on any history', () => {
    const week = fc.oneof(fc.constantFrom(0, 1, 1e6, NaN), fc.integer({ min: 0, max: 5000 }).map(Number));
    fc.assert(
      fc.property(
        fc.array(week, { minLength: 20, maxLength: 120 }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 4, max: 52 }),
        (units, lead, horizon) => {
          const forecast = forecastSeason(input(Float64Array.from(units), { lead, horizon }));
          expect(forecast.weekly).toHaveLength(horizon);
          forecast.weekly.forEach((expected, h) => {
            const [inner, outer] = [forecast.interval80[h], forecast.interval95[h]];
            const order = [0, outer.lo, inner.lo, expected, inner.hi, outer.hi];
            expect(order.every(Number.isFinite)).toBe(true);
            expect(order).toEqual([...order].sort((a, b) => a - b));
          });
          expect(forecast.paths.flat().every((u) => Number.isSafeInteger(u) && u >= 0)).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
  });

  it.each([
    ['two-years', whole],
    ['one-year', whole.subarray(WEEKS - 80)],
    ['started', whole.map((units, week) => (week < 80 ? NaN : units))],
    ['intermittent', whole.map((units, week) => (week % 2 ? 0 : units))],
    ['ended', whole.map((units, week) => (week > 98 ? 0 : units))],
    ['empty', new Float64Array(WEEKS)],
  ])('knows a history that is %s', (rung, units) => {
    const forecast = forecastSeason(input(units));
    expect(forecast.condition.rung).toBe(rung);
    if (rung === 'ended' || rung === 'empty') expect(sum(forecast.weekly)).toBe(0);
    else expect(sum(forecast.weekly)).toBeGreaterThan(0);
  });

  describe('with the models that a history carries', () => {
    const modelsOf = (units: Float64Array, changes: Partial<SeasonForecastInput> = {}) =>
      forecastSeason(input(units, changes)).models.map(({ name }) => name);
    const further: ForecastModel = { ...recentLevel, name: 'further' };

    it('plays every model on two years, and further ones beside them', () => {
      const all = ['seasonal naive', 'last year × growth', 'profile', 'log regression', 'MSTL(ETS)'];
      expect(modelsOf(whole)).toEqual(all);
      expect(modelsOf(whole, { furtherModels: [further] })).toEqual([...all, 'further']);
    });

    it('has ARIMA for MSTL on one year, and no further models', () => {
      const year = whole.subarray(WEEKS - 80);
      expect(modelsOf(year, { furtherModels: [further] })).toEqual([
        'seasonal naive',
        'last year × growth',
        'profile',
        'log regression',
        'ARIMA',
      ]);
    });

    it('keeps the last level where nothing else can be carried', () => {
      expect(modelsOf(whole.subarray(0, 20), { siblings: [] })).toEqual(['recent level']);
      expect(modelsOf(new Float64Array(WEEKS))).toEqual(['recent level']);
    });
  });

  it('says whether its errors are a record or assumed', () => {
    const short = (weeks: number) => forecastSeason(input(whole.subarray(0, weeks), { siblings: [] }));
    expect(short(14).hasErrorHistory).toBe(false);
    // 13 weeks are enough for the last level, which a year of the other models is not there for.
    expect(short(30).hasErrorHistory).toBe(true);
    expect(short(30).seasons).toEqual([]);
    expect(forecastSeason(input(whole)).hasErrorHistory).toBe(true);
  });

  it('counts feasts up to the end of the season, where a country has them', () => {
    const { panel } = forecastSeason(input(whole, { country: 'US' }));
    expect(panel.holidays.length).toBeGreaterThan(5);
    for (const shares of panel.holidays) expect(shares).toHaveLength(WEEKS + 2 + 12);
    expect(forecastSeason(input(whole)).panel.holidays).toEqual([]);
  });

  it('draws whole futures with empty weeks for a category that sells now and then', () => {
    const now = whole.map((_, week) => (week % 2 ? 0 : 3));
    const { paths } = forecastSeason(input(now));
    expect(paths).toHaveLength(200);
    expect(paths.flat().filter((units) => units === 0).length).toBeGreaterThan(0.2 * 200 * 12);
  });

  it('reports progress that rises, in words', () => {
    const said: [number, string][] = [];
    forecastSeason(input(whole), (percent, message) => said.push([percent, message]));
    expect(said).toEqual([
      [10, 'Playing past seasons with 5 models'],
      [70, 'Forecasting the season'],
      [85, 'Measuring how sure the forecast is'],
    ]);
  });
});
