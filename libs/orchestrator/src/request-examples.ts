import type { RunWorkflowRequest } from '#contracts';

interface Example<Body> {
  readonly summary: string;
  readonly value: Body;
}

const SPRING = {
  forecast_horizon_weeks: 12,
  season_start_date: '2027-03-01',
  replenishment_strategy: 'none',
  dc_holdback_percentage: 0,
  markdown_checkpoint_week: 6,
  markdown_threshold: 0.6,
} as const;

/** Runs to try in the API explorer, on the sample data. */
export const RUN_EXAMPLES: Readonly<Record<string, Example<RunWorkflowRequest>>> = {
  spring: {
    summary: 'A season without refills, with a markdown decision in week 6',
    value: { session_id: 'demo', category_id: "Women's Dresses", parameters: SPRING },
  },
  approval: {
    summary: 'A season with weekly refills that waits for a decision on the buy',
    value: {
      session_id: 'demo',
      category_id: "Men's Shirts",
      parameters: {
        forecast_horizon_weeks: 26,
        season_start_date: '2027-01-04',
        replenishment_strategy: 'weekly',
        dc_holdback_percentage: 0.45,
      },
      require_approval: true,
    },
  },
  options: {
    summary: 'The safety stock from prices and costs, and a season planned as it would have been then',
    value: {
      session_id: 'demo',
      category_id: 'Accessories',
      parameters: { ...SPRING, season_start_date: '2026-03-02' },
      as_of: '2026-01-05',
      options: { unit_price: 60, unit_cost: 22, salvage_value: 10, holiday_country: 'US' },
    },
  },
};

export const APPROVAL_EXAMPLES: Readonly<Record<string, Example<object>>> = {
  accept: { summary: 'Buy what is proposed', value: { decision: 'accept' } },
  modify: { summary: 'Buy with another safety stock', value: { decision: 'modify', safety_stock_pct: 0.25 } },
  reject: { summary: 'Do not; the run is cancelled', value: { decision: 'reject' } },
};

/** The first lines of forecast.csv. */
export const CSV_EXAMPLE =
  'week,start_date,units,lo80,hi80,lo95,hi95\r\n1,2027-03-01,718,655,845,601,890\r\n';
