import { overlaps, type Span } from './span.ts';
import type { StrategyText } from './strategy-text.ts';

/** How often something happens. */
export interface RhythmMention extends Span {
  /** Days between two times; NaN where the rhythm is none of a fixed number of days. */
  readonly days: number;
}

const WEEK = String.raw`(?:w(?:ee)?ks?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)`;
const EVERY = String.raw`(?:every|each|(?:once|one|1)[ -](?:every|each|in|a|per)|per)`;
const CYCLE = String.raw`(?:cycle|cadence|rhythm|interval|frequency|loop|pattern|turn)`;

const monthly = (): number => NaN;
const fortnightly = (): number => 14;
const weekly = (): number => 7;
const counted = (match: RegExpMatchArray): number => {
  const { count = '1', unit } = match.groups ?? {};
  return (
    Number.parseInt(count.replace('third', '3').replace('fourth', '4'), 10) * (unit.startsWith('d') ? 1 : 7)
  );
};

/** Of rhythms that overlap the first in this list counts. */
const RHYTHMS: readonly { readonly pattern: string; readonly days: (match: RegExpMatchArray) => number }[] = [
  {
    pattern: String.raw`(?:twice|thrice|[2-9]x|(?:2 or )?[2-9] times|several times|[2-9] (?:deliveries|drops|shipments|top-?ups|sends)) (?:a|per|each|every) (?:week|month|fortnight)|(?:twice|semi)[ -](?:weekly|monthly)`,
    days: monthly,
  },
  {
    pattern: String.raw`daily|hourly|(?:bi-?)?monthly|quarterly|${EVERY}[ -](?:other |2nd )?(?:single )?(?:working )?(?:days?|months?|quarter)|(?:a|per|each) month|${EVERY} (?:few|\d{1,2}) (?:months|quarters)|${EVERY} few (?:weeks|days)`,
    days: monthly,
  },
  {
    pattern: String.raw`bi[- ]?w(?:ee)?kly|fortnightly|${EVERY}[ -](?:other[ -]|2nd[ -]|second[ -]|alternat(?:e|ing)[ -])?fortnights?|(?:a|per) fortnight|${EVERY}[ -](?:other|second|2nd|2th|alternat(?:e|ing))[ -]${WEEK}|(?:on )?alternat(?:e|ing) ${WEEK}|eow`,
    days: fortnightly,
  },
  {
    pattern: String.raw`${EVERY}[ -](?<count>\d{1,2}|third|fourth)(?:rd|th|nd)?[ -](?<unit>days?|${WEEK})|(?<![\d/.])(?<count>\d{1,2}(?=-)|[2-9])[- ]?(?<unit>w(?:ee)?k)ly`,
    days: counted,
  },
  {
    pattern: String.raw`(?<count>\d{1,2}|one)[ -]?(?<unit>days?|w(?:ee)?ks?)(?: \w+)?[ -]${CYCLE}|${CYCLE} ?(?:[:=]|is|of|every)? ?(?<count>\d{1,2}) ?(?<unit>days?|w(?:ee)?ks?)`,
    days: counted,
  },
  {
    pattern: String.raw`(?<!bi|bi[ -]|semi-|twice[ -])(?:weekly|wkly)|${EVERY}[ -](?:single |and every |trading )?${WEEK}|on (?:mon|tues|wednes|thurs|fri|satur|sun)days|week[- ](?:on|by|after|in)[- ]week(?:[- ]out)?|a week(?= (?:to|from|after|throughout|for)\b)`,
    days: weekly,
  },
];

const PATTERNS = RHYTHMS.map(({ pattern, days }) => ({
  days,
  pattern: new RegExp(String.raw`(?<![a-z\d'])(?:${pattern})(?![a-z\d])`, 'g'),
}));

export function rhythmsOf({ plain }: StrategyText): readonly RhythmMention[] {
  const found: RhythmMention[] = [];
  for (const { days, pattern } of PATTERNS)
    for (const match of plain.matchAll(pattern)) {
      const span = { start: match.index, end: match.index + match[0].length };
      if (!found.some((other) => overlaps(other, span))) found.push({ ...span, days: days(match) });
    }
  return found.sort((a, b) => a.start - b.start);
}
