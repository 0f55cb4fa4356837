import type { StatedField } from '../extraction.ts';
import type { Concept } from './concepts.ts';
import type { StrategyText } from './strategy-text.ts';

/** Words of someone who plans a season. */
const PLANNING =
  /\b(?:seasons?|ranges?|collections?|capsules?|launch(?:es|ing)?|programmes?|programs?|edit|drop|drops|horizon|floor ?set|trade|trading|assortment|buy|lines?|plan(?:ning)?|replen\w*|markdowns?|sell[ -]?through|in stores?|stores?|shops?|dc)\b/;
/** Words that name a plan without any value of it. */
const PLAN =
  /\b(?:season|range|collection|capsule|launch|replen\w*|markdown|assortment|plan(?:ning)?|line|buy|strategy)\b/;
const SEASON = /\b(?:season|range|collection|capsule|launch(?:es)?)\b/;
/** Words of other business, and of life. */
const SOMETHING_ELSE =
  /\b(?:reports?|passwords?|locked out|log ?in|portal|tickets?|poem|rhyme|song|jokes?|recipe|weather|marathon|race|match|invoice|holiday (?:request|in|was)|best holiday|annual leave|on leave|sick|broken|repair|lift|printer|laptop|vpn|wi-?fi|server|app|software|scanners?|mannequins?|ladder|forklift|van|parking|car park|lunch|dinner|birthday|wedding invitation|interviews?|payroll|salary|expenses?|expense claim|training course|internships?|vacanc(?:y|ies)|recruit\w*|potluck|casserole|flight|hotel|spreadsheet|slides?|presentation|export|dashboard|reset|write me|translate|summari[sz]e|e-?mail me|how many|how much did|what (?:was|were)|who (?:is|was)|book a|resend|refund|complain(?:t|ed)?|stock ?take|out of office|timesheet|thank you for|thanks for (?:the|a|your)|congratulations|well done|time off|staff discount|closed (?:for|from))\b/;

/** What is done with stock. */
const STOCK: readonly Concept[] = ['refill', 'hold', 'markdown'];

/** Whether a text plans a season at all: other business has dates, weeks and shares too. */
export function isStrategy(text: StrategyText, found: readonly StatedField[]): boolean {
  const speaksOfStock = found.includes('replenishment_strategy') || found.includes('dc_holdback_percentage');
  const required = found.filter((field) => !field.startsWith('markdown')).length;
  if (found.length >= 4 || (speaksOfStock && required >= 3)) return true;
  const isElse = SOMETHING_ELSE.test(text.plain);
  // One rhythm or share in a question plans nothing: "do they take deliveries every week?"
  if (found.length === 1 && text.plain.includes('?') && !PLAN.test(text.plain)) return false;
  if (speaksOfStock) {
    const planning = required >= 2 ? PLANNING : PLAN;
    return !isElse || planning.test(text.plain.replace(SOMETHING_ELSE, ''));
  }
  const dated = found.includes('forecast_horizon_weeks') || found.includes('season_start_date');
  // "hold a bit back at the DC, and do some kind of top-ups": a plan without any value.
  if (!isElse && STOCK.filter((concept) => text.marks.some((mark) => mark.concept === concept)).length > 1)
    return true;
  if (!PLANNING.test(text.plain) || (isElse && !(dated && SEASON.test(text.plain)))) return false;
  return (
    found.includes('forecast_horizon_weeks') ||
    found.includes('season_start_date') ||
    found.includes('markdown_checkpoint_week') ||
    PLAN.test(text.plain)
  );
}
