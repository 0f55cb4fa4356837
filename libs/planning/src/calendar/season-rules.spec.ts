import { describe, expect, it } from '@jest/globals';
import { seasonViolations, type UncheckedSeasonParameters } from './season-rules.ts';

const season: UncheckedSeasonParameters = {
  forecast_horizon_weeks: 12,
  season_start_date: '2025-03-01',
  season_end_date: '2025-05-23',
  replenishment_strategy: 'weekly',
  dc_holdback_percentage: 0.45,
  markdown_checkpoint_week: 6,
  markdown_threshold: 0.6,
};

const brokenBy = (change: UncheckedSeasonParameters): string[] =>
  seasonViolations({ ...season, ...change }).map(({ field }) => field);

describe(seasonViolations.name, () => {
  it('finds nothing wrong with a season, nor with fields that are absent', () => {
    expect(seasonViolations(season)).toEqual([]);
    expect(seasonViolations({})).toEqual([]);
  });

  it.each<UncheckedSeasonParameters>([
    { forecast_horizon_weeks: 4, season_end_date: '2025-03-28', markdown_checkpoint_week: 4 },
    { forecast_horizon_weeks: 52, season_end_date: '2026-02-27', markdown_checkpoint_week: 52 },
    { season_end_date: null },
    { dc_holdback_percentage: 0 },
    { dc_holdback_percentage: 1 },
    { markdown_checkpoint_week: null },
    { markdown_checkpoint_week: 1 },
    { markdown_checkpoint_week: 12 },
    { markdown_threshold: null },
    { markdown_threshold: 0 },
    { markdown_threshold: 1 },
    { replenishment_strategy: 'none' },
    { replenishment_strategy: 'bi-weekly' },
    { season_start_date: '9999-10-09', season_end_date: '9999-12-31' },
  ])('allows the bounds: %j', (change) => {
    expect(brokenBy(change)).toEqual([]);
  });

  it.each([
    ['forecast_horizon_weeks', [3, 53, 12.5, '12', null, Number.NaN]],
    ['season_start_date', ['2025-02-30', 'March 1', 20250301, null, ['2025-03-01']]],
    ['season_end_date', ['2025-02-30', 'May', 20250523, '2025-05-22', '2025-05-24', ['2025-05-23']]],
    ['replenishment_strategy', ['daily', 'Weekly', '', null, 1]],
    ['dc_holdback_percentage', [-0.01, 1.01, '0.45', null, Number.NaN]],
    ['markdown_checkpoint_week', [0, 13, 2.5, '6', -1]],
    ['markdown_threshold', [-0.01, 1.01, '0.6', Number.NaN]],
  ] as const)('refuses %s outside its rule, and only it', (field, values) => {
    for (const value of values) expect([value, brokenBy({ [field]: value })]).toEqual([value, [field]]);
  });

  it('says what was given and what would be right', () => {
    expect(seasonViolations({ ...season, forecast_horizon_weeks: 53 })).toEqual([
      {
        field: 'forecast_horizon_weeks',
        value: 53,
        rule: 'must be a whole number of weeks from 4 to 52',
      },
    ]);
    expect(seasonViolations({ ...season, season_end_date: '2025-05-24' })[0].rule).toContain(
      '2025-05-23 (12 weeks from 2025-03-01)',
    );
    expect(seasonViolations({ ...season, markdown_checkpoint_week: 13 })[0].rule).toContain('from 1 to 12');
    expect(seasonViolations({ ...season, replenishment_strategy: 'daily' })[0].rule).toContain(
      'none, weekly, bi-weekly',
    );
    const others = seasonViolations({
      season_start_date: null,
      season_end_date: 7,
      dc_holdback_percentage: 45,
      markdown_threshold: 60,
    });
    expect(others).toEqual([
      { field: 'season_start_date', value: null, rule: expect.stringContaining('YYYY-MM-DD') },
      { field: 'season_end_date', value: 7, rule: expect.stringContaining('YYYY-MM-DD') },
      { field: 'dc_holdback_percentage', value: 45, rule: expect.stringContaining('0.45 is 45 %') },
      { field: 'markdown_threshold', value: 60, rule: expect.stringContaining('0.6 is 60 %') },
    ]);
  });

  it('refuses a season that ends after the calendar does', () => {
    const late = { season_start_date: '9999-10-10', season_end_date: null };
    expect(seasonViolations({ ...season, ...late })).toEqual([
      { field: 'season_start_date', value: '9999-10-10', rule: expect.stringContaining('9999-12-31') },
    ]);
  });

  it('holds the checkpoint to the longest season where the length is not known', () => {
    const of = (week: number) => seasonViolations({ markdown_checkpoint_week: week });
    expect(of(52)).toEqual([]);
    expect(of(53)[0].rule).toContain('the length of the season');
  });

  it('cannot hold an end to a season without a valid start or length', () => {
    expect(seasonViolations({ season_end_date: '2025-05-24' })).toEqual([]);
    expect(seasonViolations({ season_end_date: '2025-05-24', forecast_horizon_weeks: 12 })).toEqual([]);
    expect(seasonViolations({ season_end_date: '2025-05-24', season_start_date: '2025-03-01' })).toEqual([]);
  });
});
