import type { DemandContext } from '#contracts';
import type { SeasonForecast } from './season-forecast.ts';

/** A gap longer than half a year makes the season a guess about a business not seen since. */
const LONG_LEAD_WEEKS = 26;

const weeksOf = (count: number): string => (count === 1 ? '1 week' : `${count} weeks`);

/** Findings about the history, in sentences; nothing found, nothing said. */
export function demandNotes(
  context: DemandContext,
  { condition, panel, backtest }: SeasonForecast,
): string[] {
  const { rung, activeWeeks, missingWeeks, zeroWeeks, outlierWeeks } = condition;
  const notes: string[] = [...context.notes];
  const say = (holds: boolean, note: string) => {
    if (holds) notes.push(note);
  };
  say(rung === 'empty', 'The category has no sales in the history; the forecast is zero.');
  say(
    rung === 'ended',
    'The category sold nothing in the last weeks, though the same weeks of last year sold: it is taken as ended. If it comes back, forecast it from a similar category.',
  );
  say(
    rung === 'started',
    `The category has sold for ${weeksOf(activeWeeks)} only, less than a year: its season is taken from the other categories, its level from its own sales.`,
  );
  say(
    rung === 'intermittent',
    `${zeroWeeks} of ${weeksOf(activeWeeks)} sold nothing: the demand is intermittent, and only models that bear zeros are used.`,
  );
  say(
    rung === 'one-year',
    `${weeksOf(activeWeeks)} of history hold one season only: models that need two years are left out.`,
  );
  say(
    rung !== 'intermittent' && zeroWeeks > 0,
    `${weeksOf(zeroWeeks)} of the history sold nothing and ${zeroWeeks === 1 ? 'is' : 'are'} taken as written.`,
  );
  say(
    missingWeeks > 0,
    `${weeksOf(missingWeeks)} of the history ${missingWeeks === 1 ? 'has' : 'have'} no rows: taken as unknown, not as zero.`,
  );
  say(
    outlierWeeks > 0,
    `${weeksOf(outlierWeeks)} of the history ${outlierWeeks === 1 ? 'is' : 'are'} far from the ordinary; none was changed.`,
  );
  say(
    panel.lead > 0,
    `${weeksOf(panel.lead)} lie between the end of the history and the season${panel.lead > LONG_LEAD_WEEKS ? '; so long a gap makes the forecast less sure than its record' : ''}.`,
  );
  say(
    backtest.seasons.length > 0 && backtest.horizon < panel.horizon,
    `The history has no room to play whole seasons: the record is on seasons of ${weeksOf(backtest.horizon)}.`,
  );
  return notes;
}
