import { REPLENISHMENT_STRATEGIES, type SeasonParameters, type Violation } from '#contracts';
import { isIsoDate, seasonEndDate } from './season-calendar.ts';

/** Bounds of the season parameters; the contract's, in one place. */
export const SEASON_LIMITS = {
  horizonWeeks: { min: 4, max: 52 },
  fraction: { min: 0, max: 1 },
} as const;

/** Parameters as a person or a model gave them: any field may be absent or of the wrong type. */
export type UncheckedSeasonParameters = { readonly [K in keyof SeasonParameters]?: unknown };

const isInteger = (value: unknown, min: number, max: number): value is number =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max;

const isFraction = (value: unknown): value is number =>
  typeof value === 'number' && value >= SEASON_LIMITS.fraction.min && value <= SEASON_LIMITS.fraction.max;

/**
 * Every season rule the given values break, in the order of the fields. Absent fields are not violations:
 * completeness is the caller's question. The extractor, the request DTO and the workflow share this function.
 */
export function seasonViolations(given: UncheckedSeasonParameters): Violation[] {
  const violations: Violation[] = [];
  const refuse = (field: keyof SeasonParameters, rule: string) =>
    violations.push({ field, value: given[field] ?? null, rule });
  const { min, max } = SEASON_LIMITS.horizonWeeks;
  const weeks = given.forecast_horizon_weeks;
  const start = given.season_start_date;
  const checkpoint = given.markdown_checkpoint_week;

  const weeksValid = isInteger(weeks, min, max);
  const startValid = typeof start === 'string' && isIsoDate(start);

  if (weeks !== undefined && !weeksValid)
    refuse('forecast_horizon_weeks', `must be a whole number of weeks from ${min} to ${max}`);
  if (start !== undefined && !startValid)
    refuse('season_start_date', 'must be a date that exists, written YYYY-MM-DD');
  else if (startValid && weeksValid && !isIsoDate(seasonEndDate(start, weeks)))
    refuse('season_start_date', 'must let the season end by 9999-12-31');
  if (given.season_end_date !== undefined && given.season_end_date !== null) {
    const end = given.season_end_date;
    if (typeof end !== 'string' || !isIsoDate(end))
      refuse('season_end_date', 'must be a date that exists, written YYYY-MM-DD');
    else if (weeksValid && startValid && end !== seasonEndDate(start, weeks))
      refuse(
        'season_end_date',
        `must be the last day of the season, ${seasonEndDate(start, weeks)} (${weeks} weeks from ${start}); it may be left out`,
      );
  }
  if (
    given.replenishment_strategy !== undefined &&
    !(REPLENISHMENT_STRATEGIES as readonly unknown[]).includes(given.replenishment_strategy)
  )
    refuse('replenishment_strategy', `must be one of ${REPLENISHMENT_STRATEGIES.join(', ')}`);
  if (given.dc_holdback_percentage !== undefined && !isFraction(given.dc_holdback_percentage))
    refuse('dc_holdback_percentage', 'must be a fraction from 0 to 1 (0.45 is 45 %)');
  if (checkpoint !== undefined && checkpoint !== null && !isInteger(checkpoint, 1, weeksValid ? weeks : max))
    refuse(
      'markdown_checkpoint_week',
      `must be a season week from 1 to ${weeksValid ? weeks : 'the length of the season'}, or null`,
    );
  const threshold = given.markdown_threshold;
  if (threshold !== undefined && threshold !== null && !isFraction(threshold))
    refuse('markdown_threshold', 'must be a sell-through from 0 to 1 (0.6 is 60 %), or null');
  return violations;
}
