import type { SeasonPlan } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { askedOtherwise, cameOtherwise } from './differences.ts';

const plan = (buy: number, fill_rate: number, holdback: number): SeasonPlan =>
  ({
    category_id: 'Jackets',
    parameters: {
      forecast_horizon_weeks: 8,
      season_start_date: '2027-03-01',
      replenishment_strategy: 'weekly',
      dc_holdback_percentage: holdback,
      markdown_checkpoint_week: null,
      markdown_threshold: null,
    },
    demand: { total_units: 100, total_interval_80: [80, 120], safety_stock_pct: 0.1 },
    inventory: {
      manufacturing_units: buy,
      initial_allocation_units: buy,
      dc_holdback_units: 0,
      replenishment: { fill_rate, expected_lost_units: 5, expected_leftover_units: 5 },
    },
    pricing: { markdown_depth: null },
  }) as unknown as SeasonPlan;

describe('two plans side by side', () => {
  const before = plan(110, 0.9, 0.2);
  const after = plan(120, 0.94, 0.4);

  it('name only what was asked for otherwise', () => {
    expect(askedOtherwise(before, after).map(({ name }) => name)).toEqual(['Held back at the DC']);
    expect(askedOtherwise(before, before)).toEqual([]);
  });

  it('say by how much, and whether it is a gain, where it can be one', () => {
    const rows = new Map(cameOtherwise(before, after).map((row) => [row.name, row]));

    expect(rows.get('Make')).toMatchObject({ change: '+10', isGain: null });
    expect(rows.get('Demand met')).toMatchObject({ change: '+4 points', isGain: true });
    expect(rows.get('Left over')).toMatchObject({ change: 'same', isGain: null });
  });
});
