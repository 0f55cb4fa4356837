import type { Candidate } from './candidate.ts';
import { rhythmsOf } from './rhythms.ts';
import { measuredSinceLaunch } from './since-launch.ts';
import { overlaps, type Span } from './span.ts';
import type { StrategyText } from './strategy-text.ts';

interface WeekMention extends Span {
  readonly week: number;
  readonly strength: number;
}

const WEEKS: readonly { readonly pattern: RegExp; readonly strength: number }[] = [
  {
    pattern:
      /\b(?:week|wk)(?:\.?[ -]?| ?[:=] ?)(?:no\.? ?|number |num |# ?)?(\d{1,3}|one)\b(?! *(?:%|percent|weeks?\b|wks?\b|,\d|to \d|-\d|(?:commenc|start|begin|from|launch)))/g,
    strength: 0.95,
  },
  { pattern: /(?<!\bw\d{1,2} ?- ?)\bw(\d{1,2})\b(?! ?- ?w?\d)/g, strength: 0.9 },
  { pattern: /\b(\d{1,2})(?:st|nd|rd|th)[ -]+(?:trading )?(?:week|wk)\b/g, strength: 0.95 },
  {
    pattern:
      /\b(?:(?:after|at|by|past)(?: about| the)?|on the) (\d{1,2})[ -]?w(?:ee)?ks?\b(?! (?:of|before|lead|from))|\b(\d{1,2}) w(?:ee)?ks (?:in(?= *(?:[,;.)]|we\b|if\b|and\b|mark|check|review|$))|into|after launch|post[- ]launch|after (?:the )?start)\b/g,
    strength: 0.85,
  },
];
const KEY =
  /\b(?:(?:md|markdown|check(?:point)?)(?: checkpoint| check| review)?|checkpoint) ?(?:w(?:ee)?k)?\s*[:=]\s*(?:w(?:ee)?k\s*)?(\d{1,2})\b(?! *(?:%|percent|pct|off|[./]\d|\d))/g;
const HALFWAY =
  /\b(?:half[ -]?way|mid[ -]?(?:season|point|way)|half[ -]?time|(?:the )?middle of the season|mid-term|half of the way)\b/g;
/** What a week number is beside, when it is a repeat of the first. */
const LATER = /\b(?:second|2nd|another|further|final|again|deeper)\b[^,.;]{0,24}$/;

/** The week of the season in which a markdown is decided on. */
export function markdownWeekCandidates(text: StrategyText, horizon: number | undefined): Candidate<number>[] {
  const candidates: Candidate<number>[] = [];
  const most = horizon ?? 52;
  for (const { week, strength, start, end } of weeksOf(text, horizon)) {
    const context = contextOf(text, { start, end });
    if (measuredSinceLaunch(text, start) === 'season') continue;
    if (context === 0 || LATER.test(text.plain.slice(text.clauseAt(start).start, start))) continue;
    candidates.push({
      value: week,
      start,
      end,
      strength: Math.min(context, strength),
      ...((week < 1 || week > most) && { violation: `must be a week of the season, from 1 to ${most}` }),
    });
  }
  return candidates;
}

function weeksOf(text: StrategyText, horizon: number | undefined): WeekMention[] {
  const found: WeekMention[] = [];
  // "week 1 commences …" is a start; "9 weeks after launch" is not.
  const starts = text.marks.filter((mark) => mark.concept === 'start' && text.textOf(mark).startsWith('w'));
  const taken: Span[] = [...rhythmsOf(text), ...starts];
  const add = (pattern: RegExp, strength: number, week: (match: RegExpMatchArray) => number): void => {
    for (const match of text.plain.matchAll(pattern)) {
      const span = { start: match.index, end: match.index + match[0].length };
      if (taken.some((other) => overlaps(other, span))) continue;
      taken.push(span);
      found.push({ ...span, strength, week: week(match) });
    }
  };
  add(KEY, 1, (match) => Number(match[1]));
  for (const { pattern, strength } of WEEKS)
    add(pattern, strength, (match) => (match[1] === 'one' ? 1 : Number(match[1] ?? match[2])));
  if (horizon !== undefined) add(HALFWAY, 0.9, () => Math.floor(horizon / 2 + 0.5));
  return found;
}

/** How surely a week is one of a markdown: its sentence says so plainly, or by "review" or "sold", or the one before does. */
function contextOf(text: StrategyText, week: Span): number {
  const sentence = text.sentenceAt(week.start);
  const markdown = text.nearest(
    week,
    ['markdown', 'threshold', 'check', 'sellThrough', 'below'],
    30,
    sentence,
  );
  const claimed = text.nearest(
    week,
    ['supply', 'event', 'start', 'ship', 'refill', 'hold'],
    3,
    text.clauseAt(week.start),
  );
  if (markdown !== undefined && claimed !== undefined && claimed.distance < markdown.distance) {
    const inClause = text.marksIn(text.clauseAt(week.start), 'markdown', 'check').length > 0;
    if (!inClause) return 0;
  }
  if (text.marksIn(sentence, 'markdown', 'threshold').length > 0) return 1;
  const isSold = text.marksIn(sentence, 'sellThrough').length > 0;
  const isJudged = text.marksIn(sentence, 'check', 'below').length > 0;
  if (isSold && isJudged) return 1;
  if (isJudged) return 0.8;
  // "margin does not drive the markdown call: that is week 13": the sentence before may say what the week is for.
  const before = { start: Math.max(0, sentence.start - 80), end: sentence.start };
  const refersBack = /^\s*(?:that|this|it|at|in|on|if|only|say|week|wk)\b/.test(text.textOf(sentence));
  return refersBack && text.marksIn(before, 'markdown').length > 0 ? 0.8 : 0;
}
