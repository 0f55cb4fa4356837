import type { DemandContext } from '#contracts';
import { printsAsZero } from '../certificate/reasoning.ts';
import type { SeasonForecast } from './season-forecast.ts';
import { sum } from './statistics.ts';

/** A gap longer than half a year makes the season a guess about a business not seen since. */
const LONG_LEAD_WEEKS = 26;

/** A course that is kept this far looks as the models drew it. */
const NEARLY_KEPT = 0.9;

const weeksOf = (count: number): string => (count === 1 ? '1 week' : `${count} weeks`);

/** Findings about the history, in sentences; nothing found, nothing said. */
export function demandNotes(
  context: DemandContext,
  { condition, panel, backtest, trust, weekly }: SeasonForecast,
): string[] {
  const { rung, activeWeeks, missingWeeks, zeroWeeks, outlierWeeks } = condition;
  const notes: string[] = [...context.notes];
  const say = (holds: boolean, note: string) => {
    if (holds) notes.push(note);
  };
  say(rung === 'empty', 'The category has never sold in the history, so the forecast is zero.');
  say(
    rung === 'ended',
    'The category sold nothing in the last quarter, though it sold in that quarter a year before: it is taken as ended. If it comes back, forecast it from a similar category.',
  );
  say(
    rung === 'started',
    `The category has sold for ${weeksOf(activeWeeks)} only, less than a year: its season is taken from the other categories, its level from its own sales.`,
  );
  say(
    rung === 'intermittent',
    `The category sold nothing in ${zeroWeeks} of ${weeksOf(activeWeeks)}: only models that bear so many empty weeks are used.`,
  );
  say(
    rung === 'one-year',
    `The ${weeksOf(activeWeeks)} of history are less than two years: models that need two are left out.`,
  );
  say(
    rung !== 'intermittent' && zeroWeeks > 0,
    `${weeksOf(zeroWeeks)} of the history sold nothing; ${zeroWeeks === 1 ? 'it counts' : 'they count'} as ${zeroWeeks === 1 ? 'a real zero' : 'real zeros'}.`,
  );
  say(
    missingWeeks > 0,
    `${weeksOf(missingWeeks)} of the history ${missingWeeks === 1 ? 'has no rows and counts' : 'have no rows and count'} as unknown, not as zero.`,
  );
  say(
    outlierWeeks > 0,
    `${weeksOf(outlierWeeks)} of the history sold far more or far less than usual; ${outlierWeeks === 1 ? 'it is' : 'they are'} used as ${outlierWeeks === 1 ? 'it is' : 'they are'}.`,
  );
  say(
    trust < NEARLY_KEPT && rung !== 'ended' && sum(weekly) > 0,
    `Last year's weeks went up and down by more than season and feasts explain. The season keeps ${printsAsZero(trust) ? 'none' : `${Math.round(100 * trust)} %`} of it, since promotions and chance will not fall in the same weeks again.`,
  );
  say(
    panel.lead > 0,
    `${weeksOf(panel.lead)} ${panel.lead === 1 ? 'lies' : 'lie'} between the end of the history and the season${panel.lead > LONG_LEAD_WEEKS ? ': so long a gap makes the forecast less sure than its record' : ''}.`,
  );
  say(
    backtest.seasons.length > 0 && backtest.horizon < panel.horizon,
    `The history is too short to replay whole seasons: the record is on ${weeksOf(backtest.horizon)} each.`,
  );
  return notes;
}
