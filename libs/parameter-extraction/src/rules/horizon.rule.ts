import { daysBetween, SEASON_LIMITS } from '#planning';
import type { Candidate } from './candidate.ts';
import type { SeasonDates } from './start-date.rule.ts';
import { rhythmsOf } from './rhythms.ts';
import { shareRoles } from './share-roles.ts';
import { measuredSinceLaunch } from './since-launch.ts';
import { overlaps, type Span } from './span.ts';
import type { StrategyText } from './strategy-text.ts';

const { min, max } = SEASON_LIMITS.horizonWeeks;
const FULL = String.raw`(?:full |whole |trading |selling |calendar |solid |straight )?`;
const NUMBER = String.raw`(?<![\d.,£$€/]|\d-|\d to |\d or |between \d{1,2} and )(\d{1,3})(?: \(\d{1,3}\))?`;

/** Lengths of time, in weeks. */
const LENGTHS: readonly { readonly pattern: RegExp; readonly weeks: (match: RegExpMatchArray) => number }[] =
  [
    {
      pattern: new RegExp(
        String.raw`${NUMBER}[ -]?\(?${FULL}(?:(?:weeks|weekers?|wks|weks|w)\b|(?:week|wk)\b(?!\.? ?\d| one\b))\)?(?!\/)`,
        'g',
      ),
      weeks: (match) => Number(match[1]),
    },
    {
      pattern: new RegExp(String.raw`${NUMBER}[ -]?${FULL}(?:months?|mths?|mos?)\b`, 'g'),
      weeks: (match) => Math.round((Number(match[1]) * 52) / 12),
    },
    { pattern: /\b(?:a|one)[ -]month\b/g, weeks: () => 4 },
    // "14 not 12 weeks"
    {
      pattern: new RegExp(
        String.raw`${NUMBER}(?=,? (?:and )?(?:not|rather than|instead of) \d{1,3} (?:weeks|wks)\b)`,
        'g',
      ),
      weeks: (match) => Number(match[1]),
    },
    { pattern: /\b(?:a|one) dozen weeks\b/g, weeks: () => 12 },
    { pattern: /\b(?:a|one|1)[ -]year[ -]and[ -]a[ -]half\b/g, weeks: () => 78 },
    {
      pattern: new RegExp(String.raw`${NUMBER}[ -]?quarters?\b(?: of (?:a|the) year)?`, 'g'),
      weeks: (match) => 13 * Number(match[1]),
    },
    {
      pattern: new RegExp(String.raw`${NUMBER}[ -]years?\b(?! old)`, 'g'),
      weeks: (match) => 52 * Number(match[1]),
    },
    { pattern: /\b(?:half (?:a|the) year|(?:a )?half[ -]year|half of (?:a|the) year)\b/g, weeks: () => 26 },
    {
      pattern:
        /\b(?:a|one|full|the|whole|entire)[ -](?:full |whole |calendar )?year(?:'s)?(?:[ -]long)?\b(?! (?:ago|old|earlier|before|on year))|\byear[ -](?:long|round)\b/g,
      weeks: () => 52,
    },
    {
      pattern:
        /\b(?:(?:a|one|full|the|whole|entire)[ -](?:full |whole |calendar )?quarter(?:'s)?(?:[ -]long)?|quarter[ -]long)\b/g,
      weeks: () => 13,
    },
  ];

/** A length beside these words is counted from somewhere, or again and again, and is no season's. */
const COUNTED_BEFORE =
  /\b(?:every|each|within|after|first|last|next|past|previous|another|extra|additional|final|older than|younger than|aged|by|other|per|additional)[ :=~]*(?:about |around |roughly |up to )?$|\b(?:weeks?|wks?) (?:about )?$/;
const COUNTED_AFTER =
  /^[ -]*(?:s\b)?['’]?[ -]*(?:ago|before|after(?! launch)|from (?:today|now)|notice|old|earlier|prior|late\b|later|in(?:to)?\b(?! (?:the |our |all |\d[\d,]* )*(?:stores?|shops?|doors?|branches|store\b|total|all|length|one\b))|out\b|ahead|behind|apart|since|off\b|time\b|mark\b(?! ?downs?\b)|report|to go|left\b|leave\b|holiday)/;
/** "in 12 weeks" is a date; "lock in 12 weeks" is a length. */
const OFFSET_BEFORE =
  /(?<!\b(?:lock|pencil|put|plug|build|fit|squeeze|get)(?:ed|led|ged|ting|ing)? )\b(?:in|at)[ :=~]*(?:about |around |roughly )?$/;
const SEASON_BEFORE =
  /\b(?:season|plan|run|range|collection|programme|program|length|duration|horizon)s? (?:is |of |runs? |lasts? )?(?:for |in |over )?(?:the )?(?:next |first |in )?$|\b(?:plan(?:ned|ning)?|set|fix(?:ed)?|cap(?:ped)?|keep|kept|call(?:ed)?) (?:it |(?:the |this |our )?(?:season|range|run|length|horizon|plan|program(?:me)?|line|collection) )at $|\bfor the next $|\b(?:gone|sold(?:[ -](?:through|out))?|sell (?:through|out)|cleared|over) (?:with)?in $/;

/** "8 - 10 weeks" is no one length; "launch May 3 - 10 weeks" is. */
const RANGE_BEFORE = /(?:^\s*|[,:(] ?|\b(?:for|of|about|between|around|maybe|say) )\d{1,2} - $/;

/** "HORIZON: 20", "weeks | 12": a bare number behind a key. */
const KEY =
  /\b(?:(?:horizon|duration|length|week count|runs? for|(?<!\d[ -]?)weeks (?:on sale|on (?:the )?floor|in stores?|trading|of trading|total))(?: ?\(?(?:in |of )?(?:weeks|wks)\)?)? *(?:[:=|-]|is|of)?|(?<!\d[ -]?|\d [a-z]+ )(?:weeks|wks) *[:=|]|(?<=(?:^|[.;,\n]) {0,2})(?:weeks|wks) ) *(?<![\d.])(\d{1,3})\b(?! *(?:%|percent|months?|mths?|days?|quarters?|years?|\/\d|-\d|to\b|[.,:]\d|units|stores|(?:st|nd|rd|th)\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))/g;

/** "12 weeks. Make that 14", "not twelve weeks, fourteen": a bare number that takes the place of a length. */
const ELLIPSIS =
  /\b(?:weeks?|wks?)\b[^\d\n]{0,40}?\b(?:sorry|actually|make (?:that|it)|correction|no wait|i mean|rather|it's|it is now)\b[ ,:-]*(\d{1,2})(?= *(?:[.,;!]|$))|\bnot \d{1,2} (?:weeks|wks),? (?:but )?(\d{1,2})(?= *(?:[.,;!]|$))/g;

/** How long the season is, as the text says it and as its dates say it. */
export function horizonCandidates(text: StrategyText, dates: SeasonDates): Candidate<number>[] {
  const candidates = lengthsOf(text).map((length) =>
    candidate(length.weeks, strengthOf(text, length, dates), length),
  );
  for (const match of text.plain.matchAll(KEY)) {
    const span = { start: match.index, end: match.index + match[0].length };
    if (!isOthers(text, span)) candidates.push(candidate(Number(match[1]), 1, span));
  }
  for (const match of text.plain.matchAll(ELLIPSIS)) {
    const end = match.index + match[0].length;
    const words = match[1] ?? match[2];
    candidates.push(candidate(Number(words), 0.9, { start: end - words.length, end }));
  }
  // The same length said twice is one statement; another one contradicts.
  if (dates.start !== undefined && dates.end !== undefined) {
    const weeks = Math.round((daysBetween(dates.start.date, dates.end.date) + 1) / 7);
    candidates.push(candidate(weeks, 0.9, { start: dates.start.start, end: dates.end.end }));
  }
  return candidates.filter(({ strength }) => strength > 0);
}

function candidate(value: number, strength: number, { start, end }: Span): Candidate<number> {
  const isAllowed = value >= min && value <= max;
  return {
    value,
    strength,
    start,
    end,
    ...(!isAllowed && { violation: `must be a whole number of weeks from ${min} to ${max}` }),
  };
}

function lengthsOf({ plain }: StrategyText): (Span & { readonly weeks: number })[] {
  const found: (Span & { readonly weeks: number })[] = [];
  for (const { pattern, weeks } of LENGTHS)
    for (const match of plain.matchAll(pattern)) {
      const span = { start: match.index, end: match.index + match[0].length };
      if (!found.some((other) => overlaps(other, span))) found.push({ ...span, weeks: weeks(match) });
    }
  return found;
}

/** How surely a length is the season's: 0 where it is another's; what nothing else claims is likely the season's. */
function strengthOf(text: StrategyText, span: Span, dates: SeasonDates): number {
  const before = text.before(span);
  const clause = text.clauseAt(span.start);
  const after = text.plain.slice(span.end, Math.max(span.end, clause.end));
  if (COUNTED_AFTER.test(after) || RANGE_BEFORE.test(before)) return 0;
  if (measuredSinceLaunch(text, span.start) === 'markdown') return 0;
  if (COUNTED_BEFORE.test(before) && !SEASON_BEFORE.test(before)) return 0;
  if (OFFSET_BEFORE.test(before) && !SEASON_BEFORE.test(before)) return 0;
  if (isOthers(text, span)) return 0;
  if (rhythmsOf(text).some((rhythm) => overlaps(rhythm, span))) return 0;
  if (shareRoles(text).some((share) => share.role !== undefined && overlaps(share, span))) return 0;
  const season = text.nearest(span, ['season', 'start', 'inStore', 'end'], 6, clause);
  const beside = dates.candidates.some((date) => text.distance(date, span) <= 4);
  const alone = text.textOf(clause).trim().length <= span.end - span.start + 14;
  return season !== undefined || beside || alone ? 1 : 0.8;
}

/** Lead times, weeks of cover, and what a supplier needs: the nearest owner in the clause is not the season. */
function isOthers(text: StrategyText, span: Span): boolean {
  const clause = text.clauseAt(span.start);
  const other = text.nearest(span, ['supply'], Infinity, clause) ?? text.nearest(span, ['event'], 1, clause);
  if (other === undefined)
    return /\b(?:cover|lead(?:[ -]?times?)?|transit)\b[ :-]*(?:target |is |at |runs? |of |about )*$/.test(
      text.before(span),
    );
  const own = text.nearest(span, ['season', 'start', 'inStore', 'markdown'], 8, clause);
  return own === undefined || other.distance <= own.distance;
}
