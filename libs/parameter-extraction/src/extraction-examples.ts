import type { ExtractionResult } from '#contracts';

/** Texts to try in the API explorer; `whole` and `shares` are answered with 200, the others show what is asked for. */
export const STRATEGY_EXAMPLES = {
  whole: {
    summary: 'All of it, with a markdown',
    value: {
      strategy_description:
        '12-week spring season starting March 1st, everything to stores at launch, no replenishment, markdown at week 6 if we are below 60% sell-through.',
      reference_date: '2026-11-24',
    },
  },
  shares: {
    summary: 'Refills from the DC, no markdown',
    value: {
      strategy_description: '26-week season from January 4th 2027, weekly replenishment, keep 45% at the DC.',
    },
  },
  incomplete: {
    summary: 'Something is left out: 400',
    value: { strategy_description: '26-week season starting September 7th 2026, keep 45% at the DC.' },
  },
  impossible: {
    summary: 'Something cannot be: 422',
    value: {
      strategy_description: '60-week season starting March 1st 2027, weekly replenishment, 30% holdback.',
    },
  },
};

/** What `whole` is answered with. */
export const EXTRACTION_EXAMPLE: ExtractionResult = {
  parameters: {
    forecast_horizon_weeks: 12,
    season_start_date: '2027-03-01',
    season_end_date: '2027-05-23',
    replenishment_strategy: 'none',
    dc_holdback_percentage: 0,
    markdown_checkpoint_week: 6,
    markdown_threshold: 0.6,
  },
  extraction_reasoning:
    'forecast_horizon_weeks 12 from "12-week"; season_start_date 2027-03-01 from "March 1st"; replenishment_strategy none from "no replenishment"; dc_holdback_percentage 0 from "everything to stores"; markdown_checkpoint_week 6 from "week 6"; markdown_threshold 0.6 from "below 60%". season_end_date 2027-05-23 follows from start and length.',
  confidence_score: 0.95,
  provenance: {
    forecast_horizon_weeks: { source: 'stated', start: 0, end: 7, quote: '12-week' },
    season_start_date: { source: 'stated', start: 31, end: 40, quote: 'March 1st' },
    replenishment_strategy: { source: 'stated', start: 74, end: 90, quote: 'no replenishment' },
    dc_holdback_percentage: { source: 'stated', start: 42, end: 62, quote: 'everything to stores' },
    markdown_checkpoint_week: { source: 'stated', start: 104, end: 110, quote: 'week 6' },
    markdown_threshold: { source: 'stated', start: 121, end: 130, quote: 'below 60%' },
    season_end_date: { source: 'derived' },
  },
  provider: 'rules',
  warnings: [],
};
