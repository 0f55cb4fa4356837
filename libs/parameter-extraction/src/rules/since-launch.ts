import type { StrategyText } from './strategy-text.ts';

/** What a stretch of time since the launch measures. */
export type SinceLaunch = 'season' | 'markdown';

const SINCE_LAUNCH = /^\d+[ -]?\w+[ -]+(?:after launch|post[ -]launch)\b/;
const MARKDOWN_NEARBY = 12;

/**
 * "9 weeks after launch" is when a markdown comes where a markdown is spoken of beside it, and the season's length where
 * its clause speaks of the season or the markdown has a week of its own; undefined where no such weeks begin.
 */
export function measuredSinceLaunch(text: StrategyText, position: number): SinceLaunch | undefined {
  const clause = text.clauseAt(position);
  const words = SINCE_LAUNCH.exec(text.plain.slice(position, clause.end));
  if (words === null) return undefined;
  if (text.marksIn(clause, 'season', 'end').length > 0) return 'season';
  if (/\b(?:week|wk)[ .]*\d/.test(text.textOf(text.sentenceAt(position)))) return 'season';
  const markdown = text.nearest(
    { start: position, end: position + words[0].length },
    ['markdown', 'check', 'sellThrough', 'threshold', 'below'],
    MARKDOWN_NEARBY,
  );
  return markdown === undefined ? 'season' : 'markdown';
}
