import type { Candidate } from './candidate.ts';
import { MARKDOWN, WEAK_MARKDOWN } from './markdown-words.ts';
import type { StrategyText } from './strategy-text.ts';

const WEEK_RULES: readonly { readonly pattern: RegExp; readonly strength: number }[] = [
  {
    pattern:
      /\b(?:md|markdown|checkpoint|check)[ _-]?(?:checkpoint[ _-]?)?w(?:ee)?k\s*[:=]\s*(?:w(?:ee)?k\s*)?(\d{1,3})\b/g,
    strength: 1,
  },
  {
    pattern:
      /\b(?:week|wk)s?\.?[ -]*(?:no\.? ?|number |# ?)?(\d{1,3})\b(?!\s*(?:%|weeks?\b|wks?\b|-? ?(?:commenc|start|begin|from|launch)))/g,
    strength: 0.95,
  },
  { pattern: /\bw(\d{1,2})\b/g, strength: 0.9 },
  { pattern: /\b(\d{1,2})(?:st|nd|rd|th)[ -]+(?:week|wk)\b/g, strength: 0.95 },
  {
    pattern:
      /\b(?:after|at|by) (\d{1,2}) w(?:ee)?ks\b|\b(\d{1,2}) w(?:ee)?ks (?:in|into|after launch|post[- ]launch)\b/g,
    strength: 0.85,
  },
];
const WORD_WEEK = /\bweek one\b/g;
const HALFWAY =
  /\b(?:half[ -]?way(?: through| point| mark)?|mid[ -]?(?:season|point|way)|(?:at )?the (?:half ?way|mid)[ -]?point|at half[ -]?time)\b/g;

/** The week of the season in which a markdown is decided on. */
export function markdownWeekCandidates(text: StrategyText, horizon: number | undefined): Candidate<number>[] {
  const candidates: Candidate<number>[] = [];
  const add = (value: number, start: number, end: number, strength: number): void => {
    const context = markdownContext(text, start);
    if (context === undefined) return;
    if (candidates.some((other) => start < other.end && end > other.start)) return;
    const most = horizon ?? 52;
    candidates.push({
      value,
      start,
      end,
      strength: context === 'plain' ? strength : 0.75,
      ...((value < 1 || value > most) && { violation: `must be a week of the season, from 1 to ${most}` }),
    });
  };
  for (const { pattern, strength } of WEEK_RULES)
    for (const match of text.plain.matchAll(pattern)) {
      if (
        /\b(?:cover|lead[ -]?time|every|supply)\b[^,;]{0,12}$/.test(
          text.plain.slice(Math.max(0, match.index - 24), match.index),
        )
      )
        continue;
      add(Number(match[1] ?? match[2]), match.index, match.index + match[0].length, strength);
    }
  for (const match of text.plain.matchAll(WORD_WEEK))
    if (!/^\s*(?:commenc|start|begin|launch|is\b)/.test(text.plain.slice(match.index + match[0].length)))
      add(1, match.index, match.index + match[0].length, 0.9);
  if (horizon !== undefined)
    for (const match of text.plain.matchAll(HALFWAY))
      add(Math.floor(horizon / 2 + 0.5), match.index, match.index + match[0].length, 0.9);
  return candidates;
}

/** Whether the words around speak of a markdown: plainly, or only by a word such as "review". */
function markdownContext(text: StrategyText, position: number): 'plain' | 'weak' | undefined {
  const sentence = text.sentenceAt(position);
  const words = text.textOf(sentence);
  if (MARKDOWN.test(words)) return 'plain';
  if (WEAK_MARKDOWN.test(words)) return 'weak';
  // "margin does not drive the markdown call: that is week 13": the sentence before may say what the week is for.
  const before = text.plain.slice(Math.max(0, sentence.start - 80), sentence.start);
  return /^\s*(?:that|this|it|at|in|on|if|only)\b/.test(words) && MARKDOWN.test(before) ? 'weak' : undefined;
}
