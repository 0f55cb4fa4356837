import { describe, expect, it } from '@jest/globals';
import { panelOf } from '../../../../test/support/week-panels.ts';
import { seasonalUnits } from '../../../../test/support/weekly-series.ts';
import { backtest, backtestOrigins } from './backtest.ts';
import { recentLevel } from './models/recent-level.model.ts';
import { seasonalNaive } from './models/seasonal-naive.model.ts';

describe(backtestOrigins.name, () => {
  const origins = (weeks: number, lead: number, horizon: number) =>
    backtestOrigins(panelOf([new Float64Array(weeks)], { lead, horizon }));

  it('plays the asked horizon after the same lead, the latest season first', () => {
    expect(origins(156, 4, 12)).toEqual({ horizon: 12, origins: [140, 134, 128, 122, 116, 110] });
  });

  it('plays shorter seasons where the history has no room', () => {
    expect(origins(69, 0, 26)).toEqual({ horizon: 8, origins: [61, 57, 53] });
    expect(origins(60, 0, 26)).toEqual({ horizon: 4, origins: [56, 54, 52] });
  });

  it('plays nothing where there is no year before a season', () => {
    expect(origins(55, 0, 12).origins).toEqual([]);
    expect(origins(60, 8, 12).origins).toEqual([]);
  });
});

describe(backtest.name, () => {
  const rows = [1, 2, 3].map((seed) => seasonalUnits({ weeks: 120, noise: 0.1, seed }));

  it('never shows a model the season or anything after it', () => {
    const panel = panelOf(rows, { lead: 2, horizon: 10 });
    const changed = {
      ...panel,
      rows: rows.map((row) => row.map((units, week) => (week >= 98 ? 1e6 : units))),
    };
    const forecastsBefore = (record: ReturnType<typeof backtest>) =>
      record.seasons.filter(({ weeks }) => weeks <= 98).map(({ forecasts }) => forecasts);
    const [original, poisoned] = [panel, changed].map((p) => backtest(p, [seasonalNaive, recentLevel]));
    expect(forecastsBefore(original).length).toBeGreaterThan(5);
    expect(forecastsBefore(poisoned)).toEqual(forecastsBefore(original));
  });

  it('holds what was sold in weeks already known, and forecasts the rest from then', () => {
    const panel = panelOf(rows, { lead: 2, horizon: 10 });
    const { seasons } = backtest(panel, [recentLevel], { known: 4 });
    for (const { row, weeks, actual, forecasts } of seasons) {
      const weekly = forecasts[recentLevel.name];
      expect([...weekly.subarray(0, 4)]).toEqual([...actual.subarray(0, 4)]);
      const seen = rows[row].subarray(weeks + 2 + 4 - 13, weeks + 2 + 4);
      expect(weekly[9]).toBeCloseTo(seen.reduce((a, b) => a + b, 0) / 13, 9);
    }
  });

  it('plays costly models on fewer seasons', () => {
    const costly = { ...recentLevel, name: 'slow', costly: true };
    const many = Array.from({ length: 9 }, (_, i) => seasonalUnits({ weeks: 156, seed: i + 1, noise: 0.1 }));
    const { seasons } = backtest(panelOf(many), [recentLevel, costly]);
    expect(seasons).toHaveLength(54);
    expect(seasons.filter(({ forecasts }) => 'slow' in forecasts)).toHaveLength(18);
  });

  it('plays costly models on the latest seasons', () => {
    const costly = { ...recentLevel, name: 'slow', costly: true };
    const { seasons } = backtest(panelOf([seasonalUnits({ weeks: 156 })], { horizon: 12 }), [costly]);
    const weeksOf = (slow: boolean) =>
      seasons.filter(({ forecasts }) => 'slow' in forecasts === slow).map(({ weeks }) => weeks);
    expect(Math.min(...weeksOf(true))).toBeGreaterThan(Math.max(...weeksOf(false)));
  });

  it('plays a model where it has the weeks it needs', () => {
    const patient = { ...recentLevel, minWeeks: 102 };
    const { seasons } = backtest(panelOf(rows, { lead: 2, horizon: 10 }), [patient]);
    const played = seasons.map(({ weeks, forecasts }) => [weeks, patient.name in forecasts]);
    expect(played).toContainEqual([103, true]);
    expect(played).toContainEqual([98, false]);
    played.forEach(([weeks, was]) => expect(was).toBe(Number(weeks) >= 102));
  });

  it('leaves out seasons before or in which a row sold nothing', () => {
    const ended = rows[0].map((units, week) => (week < 90 ? units : 0));
    const begun = rows[0].map((units, week) => (week < 90 ? 0 : units));
    const { seasons } = backtest(panelOf([rows[0], ended, begun], { lead: 0, horizon: 10 }), [recentLevel]);
    const weeksOf = (of: number) => seasons.filter(({ row }) => row === of).map(({ weeks }) => weeks);
    expect(weeksOf(0)).toEqual([110, 105, 100, 95, 90, 85]);
    expect(weeksOf(1)).toEqual([85]);
    expect(weeksOf(2)).toEqual([110, 105, 100, 95]);
  });

  it.each([0, 4])('counts the weeks to forecast from the season’s start or the weeks known (%d)', (known) => {
    const { seasons } = backtest(panelOf(rows, { lead: 2, horizon: 10 }), [seasonalNaive], { known });
    for (const { row, weeks, forecasts } of seasons)
      expect(forecasts[seasonalNaive.name][9]).toBe(rows[row][weeks + 2 + 9 - 52]);
  });
});
