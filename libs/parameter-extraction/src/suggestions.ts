import type { RequiredParameter } from '#contracts';

/** What to say when a parameter is open, with an example in a planner's words. */
export const SUGGESTIONS: Readonly<Record<RequiredParameter, string>> = {
  forecast_horizon_weeks: 'Say how long the season is, for example "12-week season".',
  season_start_date: 'Say when the season starts, for example "starting March 1st" or "from 2027-03-01".',
  replenishment_strategy:
    'Say how stores are refilled, for example "no replenishment", "weekly replenishment" or "every two weeks".',
  dc_holdback_percentage:
    'Say how much stays at the DC at launch, for example "15% holdback" or "everything to stores at launch".',
};

/** The parameters in words, for sentences. */
export const IN_WORDS: Readonly<Record<RequiredParameter, string>> = {
  forecast_horizon_weeks: 'how long the season is',
  season_start_date: 'when it starts',
  replenishment_strategy: 'how stores are replenished',
  dc_holdback_percentage: 'how much stays at the DC',
};
