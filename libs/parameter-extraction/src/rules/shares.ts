import { MOVED_FROM } from './changes.ts';
import { overlaps, type Span } from './span.ts';
import type { StrategyText } from './strategy-text.ts';

const FRACTIONS: Readonly<Record<string, number>> = {
  half: 2,
  third: 3,
  quarter: 4,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  eighth: 8,
  tenth: 10,
};

/** Shares as planners write them: "45%", "45 percent", "0.45", "1/3", "a third", "2 thirds", "half", "1 in 5". */
const SHARES = new RegExp(
  [
    String.raw`(?<![\d.,])-?\d{1,3}(?:\.\d{1,4})?\s?(?:%|percent\b|per[ -]?cent\b|pct\b|pc\b|p\.c\.)(?! ?(?:recycled |organic |pure )?(?:cotton|wool|linen|polyester|silk|leather|cashmere|viscose|recycled|organic))`,
    String.raw`(?<![\d.,£$€])\d{1,3}(?=,? (?:and )?(?:not|rather than|instead of) \d{1,3} ?(?:%|per))`,
    String.raw`(?<![\d.,£$€/-])0?\.\d{1,4}(?![\d.%])`,
    // proper fractions only: "7/2" is a date
    String.raw`(?<![\d/.])(?:1\/[2-9]|2\/[3-9]|3\/[4-9]|4\/[5-9]|[5-7]\/8|5\/[67]|[6-8]\/9|7\/9)\b(?![/\d%]|\.\d)`,
    String.raw`\b(?:one|[1-9]) (?:out of|in|of) (?:every )?(?:3|4|5|8|10)\b(?! (?:weeks|months|stores|days))`,
    String.raw`\b(?:(?:a|an|one|the other|the remaining|remaining|other|the|[2-9])[ -])?(?:half|(?<!the )(?:third|quarter|fourth|fifth|sixth|eighth|tenth))s?\b(?![ -](?:(?:a |of the |of )?(?:year|season|january|february|march|april|may|june|july|august|september|october|november|december)\b|way|past|time|week|term|drop|and done))`,
  ].join('|'),
  'g',
);

/** Words for all of the buy: a share of 100 %. */
const ALL =
  /\b(?:everything(?! else)|the lot|it all|all (?:of )?(?:it|them|this)\b|(?:all|100%) (?:of )?(?:the |our |its |my )?(?:stock|inventory|units?|goods|product|pieces|pairs|merchandise|quantity|quantities|buy|volume|allocation|items)|(?:the )?(?:full|whole|entire|total|complete) (?:initial )?(?:buy|quantity|stock|inventory|allocation|order|volume|range|lot|amount|purchase|thing)|every (?:single |last )?(?:unit|piece|pair|item)|all(?= (?:straight |directly |out |goes |go |going |shipped |sent |pushed |allocated )*(?:to|into|out|in|on day|at launch)\b)|full allocation)/g;

/** What is left once a share is named. */
const REST =
  /\b(?:the )?(?:rest|remainder|balance|residual|remaining (?:stock|units?|buy|inventory)|other (?:part|portion))\b|\bwhat(?:'s| is) left\b|\beverything else\b/g;

export interface Quantity extends Span {
  readonly kind: 'share' | 'all' | 'rest';
  /** The fraction, to four decimals; it may be out of 0..1. NaN where a range or no number is given. */
  readonly value: number;
}

/** Every share of something that a text gives, in its order. */
export function quantitiesOf({ plain }: StrategyText): readonly Quantity[] {
  const found: Quantity[] = [];
  const add = (kind: Quantity['kind'], pattern: RegExp, value: (words: string) => number): void => {
    for (const { 0: words, index } of plain.matchAll(pattern)) {
      const end = index + words.length;
      if (!found.some((other) => overlaps(other, { start: index, end })))
        found.push({ kind, start: index, end, value: value(words) });
    }
  };
  for (const { start, end } of splitsOf(plain)) found.push({ kind: 'share', start, end, value: NaN });
  add('all', ALL, () => 1);
  add('share', SHARES, shareOf);
  add('rest', REST, () => NaN);
  return found
    .map((quantity) => (isRange(plain, quantity) ? { ...quantity, value: NaN } : quantity))
    .sort((a, b) => a.start - b.start);
}

/** "60/40", "75:25", "80%-20%": two shares that make up the whole. */
export interface Split extends Span {
  readonly first: number;
}

export function splitsOf(plain: string): readonly Split[] {
  return [
    ...plain.matchAll(
      /(?<![\d/.-])(\d{1,3}) ?%? ?(?:[/:-]|to|and) ?(\d{1,3})(?![\d/]) ?%?(?![ -]?(?:weeks|wks|w\b|months))/g,
    ),
  ]
    .filter(([, first, second]) => Number(first) + Number(second) === 100)
    .map(({ index, 0: words, 1: first }) => ({
      start: index,
      end: index + words.trimEnd().length,
      first: Number(first) / 100,
    }));
}

/** "20-25%", "between 20 and 30 percent": no one value. */
function isRange(plain: string, { start, end }: Span): boolean {
  if (MOVED_FROM.test(plain.slice(Math.max(0, start - 60), end))) return false;
  return (
    /(?:^|[^\d.,])\d{1,3}\s?%?(?:-|\s?(?:to|or|and)\s)$/.test(plain.slice(Math.max(0, start - 10), start)) ||
    /^(?:-|\s(?:to|or)\s)\d{1,3}\s?(?:%|per|pct)/.test(plain.slice(end, end + 12))
  );
}

/** The fraction that some words stand for, to four decimals; it may be out of 0..1. */
function shareOf(text: string): number {
  const words = text.trim();
  if (/^0?\.\d+$/.test(words)) return round(Number(words));
  const percent = /^(-?\d+(?:\.\d+)?)\s?(?:%|p|$)/.exec(words);
  if (percent !== null) return round(Number(percent[1]) / 100);
  const ratio = /^(one|\d) ?(?:\/|out of|in|of) ?(?:every )?(\d+)$/.exec(words);
  if (ratio !== null) return round((ratio[1] === 'one' ? 1 : Number(ratio[1])) / Number(ratio[2]));
  const named = /(?:([2-9])[ -])?(hal|third|quarter|fourth|fifth|sixth|eighth|tenth)\w{0,3}$/.exec(words);
  if (named === null) return NaN;
  return round(Number(named[1] ?? 1) / FRACTIONS[named[2] === 'hal' ? 'half' : named[2]]);
}

/** A number after a key, where the key says that it is a share: "30" and "0.3" are 30 %. */
export function bareShare(words: string): number {
  const value = Number(words);
  return round(Math.abs(value) <= 1 ? value : value / 100);
}

export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
