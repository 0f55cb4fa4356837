import { daysBetween, SEASON_LIMITS } from '#planning';
import type { Candidate } from './candidate.ts';
import type { SeasonDates } from './start-date.rule.ts';
import type { StrategyText } from './strategy-text.ts';

const { min, max } = SEASON_LIMITS.horizonWeeks;

/** What may stand before a number of weeks that is not the season's length. */
const NOT_LENGTH_BEFORE =
  /(every|lead[ -]?times?( (is|of|:|are|runs?( to)?|at))?|lead (is|of)|weeks?|wk|cover (of|is)|\b(in|within|after|every other|first|last|next|past|another|extra|additional|about every|an? age of|older than|younger than|for the (first|last)|transit( is| of)?|takes|ship(s|ping)? in|delivery (is|in|takes)|notice of|aged|max(imum)? of|by))[ :=~]*(about |around |approx\.? |roughly |up to )?$/;
/** And after it. */
const NOT_LENGTH_AFTER =
  /^[ -]*('|’)?(s\b)?[ -]*(lead|of (cover|lead|stock|supply|notice|transit|age)|cover|stock|ago|before|after|from (today|now)|out\b|notice|old|earlier|prior|in transit|transit|late|into|in (we|if|check|review|mark)|supply|report|review window|return)/;

interface LengthRule {
  readonly name: string;
  readonly pattern: RegExp;
  readonly weeks: (match: RegExpMatchArray) => number;
  readonly strength: number;
}

const LENGTH_RULES: readonly LengthRule[] = [
  {
    name: 'key: value',
    pattern:
      /\b(?:horizon|duration|season[ _-]?length|length|weeks)(?:[ _-]?(?:in )?weeks)?\s*[:=]\s*(\d{1,3})\b(?!\s*(?:%|months?|days?|quarters?|years?|\/))/g,
    weeks: (match) => Number(match[1]),
    strength: 1,
  },
  {
    name: 'a number of weeks',
    pattern:
      /(?<![\d.,£$€-])(\d{1,3})[ -]*(?:full |trading |selling )?(?:weeks?|w(?:ee)?ks?|weks|w)\b(?!\/)/g,
    weeks: (match) => Number(match[1]),
    strength: 1,
  },
  {
    name: 'a number of months',
    pattern: /(?<![\d.,£$€-])(\d{1,3})[ -]*(?:full )?months?\b/g,
    weeks: (match) => Math.round((Number(match[1]) * 52) / 12),
    strength: 1,
  },
  {
    name: 'several years',
    pattern:
      /(?<![\d.,£$€-])([2-9])[ -]years?\b(?=[ -]*(?:plan|season|programme|program|run|horizon|range|from|starting))|\bfor ([2-9]) years\b(?! old)/g,
    weeks: (match) => 52 * Number(match[1] ?? match[2]),
    strength: 1,
  },
  { name: 'half a year', pattern: /\b(?:half a|half[ -]|a half) ?year\b/g, weeks: () => 26, strength: 1 },
  {
    name: 'a year',
    pattern:
      /\b(?:a|one|full|1|whole|entire)[ -](?:full |whole |calendar )?year\b(?! (?:ago|old|earlier|before|on year))|\byear[ -]long\b/g,
    weeks: () => 52,
    strength: 1,
  },
  {
    name: 'two quarters',
    pattern: /\b2 quarters\b(?! (?:of|at|in|to|back|held|stays?|kept))/g,
    weeks: () => 26,
    strength: 0.9,
  },
  {
    name: 'a quarter',
    pattern:
      /(?:\b(?:length|horizon|duration|season|runs?|plan|lasts?|lasting|trade|trading|sell|selling|on sale|over|for)\b[^.;%]{0,18}?)\b(?:a|one|1|the|full)[ -](?:full |whole )?quarter\b(?! (?:of\b(?! trad)|at|in|to|back|held|stays?|kept|sold|remains))|\b(?:a|one|1) quarter(?:'s)?,? (?:of trading|season|long|from|beginning|starting|commencing|launching)\b|\bquarter[ -]long\b/g,
    weeks: () => 13,
    strength: 0.9,
  },
];

/** How long the season is, as the text says it and as its dates say it. */
export function horizonCandidates(text: StrategyText, dates: SeasonDates): Candidate<number>[] {
  const candidates: Candidate<number>[] = [];
  for (const { pattern, weeks, strength, name } of LENGTH_RULES)
    for (const match of text.plain.matchAll(pattern)) {
      const { index } = match;
      const end = index + match[0].length;
      if (name !== 'key: value' && !isLength(text, index, end)) continue;
      if (candidates.some((other) => other.start <= index && index < other.end)) continue;
      candidates.push(candidate(weeks(match), index, end, strength));
    }
  if (dates.start !== undefined && dates.end !== undefined) {
    const value = Math.round((daysBetween(dates.start.date, dates.end.date) + 1) / 7);
    // The same length said twice is one statement; another one contradicts.
    candidates.push(candidate(value, dates.start.start, dates.end.end, 0.9));
  }
  return candidates;
}

function candidate(value: number, start: number, end: number, strength: number): Candidate<number> {
  return {
    value,
    start,
    end,
    strength,
    ...((value < min || value > max) && {
      violation: `must be a whole number of weeks from ${min} to ${max}`,
    }),
  };
}

function isLength(text: StrategyText, start: number, end: number): boolean {
  const sentence = text.sentenceAt(start);
  const before = text.plain.slice(Math.max(sentence.start, start - 36), start);
  const after = text.plain.slice(end, Math.min(sentence.end, end + 24));
  if (NOT_LENGTH_AFTER.test(after)) return false;
  if (NOT_LENGTH_BEFORE.test(before))
    return (
      /\b(season|plan|run|range|collection|programme|program) (is |of )?(for the )?(next|first|in)\s*$/.test(
        before,
      ) && !/lead/.test(before)
    );
  // "vendor lead time is about 8 weeks": the noun may stand a little further away.
  if (/\bcover\b[^,;]{0,20}$/.test(before)) return false;
  if (/\blead[ -]?time\b[^,;]{0,24}$/.test(before) || /^[^,;]{0,12}\blead[ -]?time/.test(after)) return false;
  // "starting two weeks from today" was refused above; "2 weeks into the season" too.
  return true;
}
