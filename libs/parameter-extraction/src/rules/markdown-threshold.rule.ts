import type { Candidate } from './candidate.ts';
import { type PlacedQuantity, shareRoles } from './share-roles.ts';
import { bareShare } from './shares.ts';
import { overlaps, type Span } from './span.ts';
import type { StrategyText } from './strategy-text.ts';

const KEY =
  /\b(?:(?:md|markdown)[ :]+(?:st|str|sell[ -]?through)(?: rate)?|(?:md |markdown )?(?:thresh(?:old)?|trigger(?: level)?)|(?:st|sell[ -]?through) ?(?:min(?:imum)?|floor|thresh(?:old)?|trigger))(?: ?\(?%\)?)?\s*(?:[:=]|is|of|at)?\s*(?:under |below |< ?)?(\d{1,3}|0?\.\d+)\b(?!\s*(?:%|percent|per|pct|pc\b|off|weeks?|wks?|[.,/]\d|units))/g;
/** "if ST < 55", "MD wk 11, under 55": a bare number behind "under". */
const BARE = /(?:<|\bbelow|\bunder|\bless than) *(\d{2})(?= *(?:[,.;)\n]|then\b|in\b|at\b|by\b|$))(?!\.\d)/g;
/** What makes a sell-through a condition; without one it is a forecast, or a fact. */
const CONDITION =
  /\b(?:if|when|where|unless|until|anything|whatever|styles?|lines?|means|trigger\w*|threshold|min(?:imum)?|floor|miss\w*)\b/;

/** The strength of a sell-through that some condition of its sentence may be about. */
const LIKELY = 0.9;
const FORECAST = /\b(?:expect\w*|forecast|predict\w*|hop(?:e|ing)|closed|ended|finished)\b/;
const TARGET = /\btarget (?:st|sell[ -]?through)\b|\b(?:st|sell[ -]?through) target\b/;

/** The sell-through below which a markdown follows. */
export function thresholdCandidates(text: StrategyText, weeks: readonly Span[]): Candidate<number>[] {
  const candidates: Candidate<number>[] = [];
  const add = (value: number, strength: number, start: number, end: number): void => {
    if (candidates.some((other) => overlaps(other, { start, end }))) return;
    candidates.push({
      value,
      start,
      end,
      strength,
      ...((value < 0 || value > 1) && { violation: 'must be a sell-through from 0 % to 100 %' }),
    });
  };
  for (const match of text.plain.matchAll(KEY))
    add(bareShare(match[1]), 1, match.index, match.index + match[0].length);
  for (const match of text.plain.matchAll(BARE)) {
    const sentence = text.sentenceAt(match.index);
    if (text.marksIn(sentence, 'markdown', 'threshold', 'sellThrough').length > 0)
      add(bareShare(match[1]), 0.9, match.index, match.index + match[0].length);
  }
  for (const share of shareRoles(text)) {
    const { role, by, value, kind, start, end } = share;
    if (role !== 'sellThrough' || by === undefined || kind !== 'share' || Number.isNaN(value)) continue;
    const strength = strengthOf(text, share, weeks);
    if (strength > 0) add(value, strength, Math.min(start, by.start), Math.max(end, by.end));
  }
  return candidates
    .filter((candidate) => !isFact(text, candidate, candidates))
    .sort((a, b) => a.start - b.start);
}

/** "68% sell-through so far, mark down if we're under 64%": beside a plain condition another sell-through is a fact. */
function isFact(
  text: StrategyText,
  { strength, start }: Candidate<number>,
  all: readonly Candidate<number>[],
) {
  const sentence = text.sentenceAt(start);
  return (
    strength <= LIKELY &&
    all.some((other) => other.strength === 1 && other.start >= sentence.start && other.end <= sentence.end)
  );
}

/** How surely a sell-through is what a markdown waits for: 0 where nothing makes it a condition of one. */
function strengthOf(text: StrategyText, share: PlacedQuantity, weeks: readonly Span[]): number {
  const sentence = text.sentenceAt(share.start);
  if (text.marksIn(text.clauseAt(share.start), 'above').some((above) => text.distance(above, share) <= 1)) {
    const unless = text
      .marksIn(sentence, 'below')
      .some((below) => below.end <= share.start && text.distance(below, share) <= 8);
    if (!unless) return 0;
  }
  const markdown =
    text.marksIn(sentence, 'markdown', 'threshold').length > 0 ||
    weeks.some(({ start, end }) => start >= sentence.start && end <= sentence.end);
  const below = text.nearest(share, ['below'], 6, sentence);
  const threshold = text.nearest(share, ['threshold'], 5, sentence);
  const about = text.marksIn(sentence, 'sellThrough', 'check').length > 0;
  if (below !== undefined && (markdown || about)) return 1;
  if ((threshold !== undefined || TARGET.test(text.textOf(sentence))) && markdown) return 0.95;
  if (!markdown) return 0;
  if (CONDITION.test(text.textOf(sentence))) return LIKELY;
  // "MD wk 10, 55% ST": beside the markdown's week a sell-through needs no "if".
  const isBeside = weeks.some((week) => text.distance(week, share) <= 5);
  return isBeside && !FORECAST.test(text.textOf(sentence)) ? 0.85 : 0;
}
