import { addDays, isIsoDate, toDayNumber } from '#planning';
import { overlaps, type Span } from './span.ts';
import type { StrategyText } from './strategy-text.ts';
import { MONTHS } from './vocabulary.ts';

/** A date that a text names. */
export interface DateMention extends Span {
  /** Undefined where the date does not exist. */
  readonly date: string | undefined;
  /** Day and month without a year: an end date counts from the start instead of from today. */
  readonly yearless: { readonly month: number; readonly day: number } | undefined;
  /** `day`: to the day. `month`: a month, or a part of one. `relative`: counted from today. */
  readonly kind: 'day' | 'month' | 'relative';
}

const MONTH = String.raw`(january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)(?![a-z])`;
const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
// Two-digit years need their sign (26-Apr-27, March '27): "March 29th, 35/65" is no year 2035.
const YEAR = String.raw`(?:[, -]+(?:of )?(?<y4>20\d\d)|(?:-| ?')(?<y2>\d\d)(?!\d))?`;
const ORDINAL_DAYS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth',
  'thirteenth',
  'fourteenth',
  'fifteenth',
  'sixteenth',
  'seventeenth',
  'eighteenth',
  'nineteenth',
  'twentieth',
];
const ORDINAL_DAY = String.raw`(${ORDINAL_DAYS.join('|')})`;
const PART = String.raw`(early(?: in)?|(?:the )?(?:beginning|start)(?: of)?|(?:the )?mid(?:dle)?(?: of)?|late(?: in)?|(?:the )?(?:back )?end(?: of)?)`;

interface DatePattern {
  readonly pattern: RegExp;
  readonly read: (match: RegExpMatchArray) => {
    readonly year?: number;
    readonly month: number;
    readonly day: number;
  };
  readonly kind: 'day' | 'month';
}

const PATTERNS: readonly DatePattern[] = [
  {
    pattern: /(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/g,
    read: (m) => ({ year: Number(m[1]), month: Number(m[2]), day: Number(m[3]) }),
    kind: 'day',
  },
  {
    // US order, month first.
    pattern:
      /(?<![\d/.])(\d{1,2})\/(\d{1,2})(?:\/(?:(?<y4>20\d\d)|(?<y2>\d\d)))?(?![\d/%])(?! *(?:split|of\b|st\b))/g,
    read: (m) => ({ ...yearOf(m), month: Number(m[1]), day: Number(m[2]) }),
    kind: 'day',
  },
  {
    pattern: /(?<![\d/.-])(\d{1,2})[-.](\d{1,2})[-.](?:(?<y4>20\d\d)|(?<y2>\d\d))(?![\d/%])/g,
    read: (m) => ({ ...yearOf(m), month: Number(m[1]), day: Number(m[2]) }),
    kind: 'day',
  },
  {
    pattern: new RegExp(String.raw`(?<![\d.])${DAY}(?: day)?(?: of)?[ -]{0,2}${MONTH}${YEAR}(?![\d%])`, 'g'),
    read: (m) => ({ ...yearOf(m), month: monthOf(m[2]), day: Number(m[1]) }),
    kind: 'day',
  },
  {
    pattern: new RegExp(
      String.raw`\b${MONTH}[ -](?:the )?${DAY}(?!\d| *(?:%|weeks?\b|wks?\b|w\b|months?\b|stores\b|units\b|percent|pct|\/\d))${YEAR}`,
      'g',
    ),
    read: (m) => ({ ...yearOf(m), month: monthOf(m[1]), day: Number(m[2]) }),
    kind: 'day',
  },
  {
    pattern: new RegExp(String.raw`\b${ORDINAL_DAY}(?: day)?(?: of)? ${MONTH}${YEAR}`, 'g'),
    read: (m) => ({ ...yearOf(m), month: monthOf(m[2]), day: ORDINAL_DAYS.indexOf(m[1]) + 1 }),
    kind: 'day',
  },
  {
    pattern: new RegExp(String.raw`\b${MONTH} (?:the )?${ORDINAL_DAY}\b${YEAR}`, 'g'),
    read: (m) => ({ ...yearOf(m), month: monthOf(m[1]), day: ORDINAL_DAYS.indexOf(m[2]) + 1 }),
    kind: 'day',
  },
  {
    pattern: new RegExp(String.raw`\b${PART}[ -]${MONTH}(?:[ ,]+(?:of )?(?<y4>20\d\d))?`, 'g'),
    read: (m) => ({ ...yearOf(m), month: monthOf(m[2]), day: partOfMonth(m[1]) }),
    kind: 'month',
  },
  {
    pattern: new RegExp(String.raw`\b${MONTH}(?:[ ,]+(?:of )?(?<y4>20\d\d)| ?'(?<y2>\d\d)(?!\d))?`, 'g'),
    read: (m) => ({ ...yearOf(m), month: monthOf(m[1]), day: 1 }),
    kind: 'month',
  },
];

/** Every date of a text, in its order, those without a year counted from the reference date on. */
export function datesOf(text: StrategyText, referenceDate: string): readonly DateMention[] {
  const found: DateMention[] = [];
  const isFree = ({ start, end }: Span): boolean => !found.some((other) => overlaps(other, { start, end }));
  for (const { pattern, read, kind } of PATTERNS)
    for (const match of text.plain.matchAll(pattern)) {
      const span = { start: match.index, end: match.index + match[0].trimEnd().length };
      if (!isFree(span) || isVerb(text, span)) continue;
      const { year, month, day } = read(match);
      found.push({
        ...span,
        kind,
        date: year === undefined ? nextDate(month, day, referenceDate) : existing(year, month, day),
        yearless: year === undefined ? { month, day } : undefined,
      });
    }
  for (const { pattern, days } of RELATIVE)
    for (const match of text.plain.matchAll(pattern)) {
      const span = { start: match.index, end: match.index + match[0].length };
      if (isFree(span))
        found.push({
          ...span,
          kind: 'relative',
          date: addDays(referenceDate, days(match, referenceDate)),
          yearless: undefined,
        });
    }
  return found.sort((a, b) => a.start - b.start);
}

/** "we may start", "march on": months only behind a word that a month can follow, or before one that it can lead. */
function isVerb(text: StrategyText, span: Span): boolean {
  if (!/^(?:may|march|mar)$/.test(text.textOf(span))) return false;
  const before = text.before(span);
  if (
    /(?:\b(?:in|from|of|start\w*|begin\w*|launch\w*|next|this|until|to|through|late(?: in)?|early|mid)[ -]*|[:=,|]\s*|^\s*)$/.test(
      before,
    )
  )
    return false;
  return (
    /\b(?:we|i|they|you|it|that|stores?|which|and|or|also)\s*$/.test(before) ||
    !/^[ -](?:start|launch|floor|drop|opening)/.test(text.after(span))
  );
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const FROM_NOW = String.raw`(?:from (?:today|now|tomorrow|this \w+day)|hence)`;
const UNIT = String.raw`(week|day|fortnight)`;

/** Dates counted from today. */
const RELATIVE: readonly {
  readonly pattern: RegExp;
  readonly days: (match: RegExpMatchArray, today: string) => number;
}[] = [
  {
    pattern: /\bnext (sunday|monday|tuesday|wednesday|thursday|friday|saturday)\b/g,
    days: (match, today) =>
      ((WEEKDAYS.indexOf(match[1]) - new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7) + 1,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:(\d{1,2}|a|one) ${UNIT}s? ${FROM_NOW}|in (?:about )?(\d{1,2}|a|one) ${UNIT}s?(?:'? time| from (?:today|now))?)\b(?!['’]? ?(?:of|before|after|later|cover|lead))`,
      'g',
    ),
    days: (match) => count(match[1] ?? match[3]) * DAYS[match[2] ?? match[4]],
  },
  { pattern: /\btomorrow\b/g, days: () => 1 },
  { pattern: /\b(?<!from )today\b/g, days: () => 0 },
];
const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, fortnight: 14 };

function count(words: string): number {
  return /^\d/.test(words) ? Number(words) : 1;
}

function existing(year: number, month: number, day: number): string | undefined {
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isIsoDate(date) ? date : undefined;
}

/** The first such day on or after `from`; 29 February waits for its year. */
export function nextDate(month: number, day: number, from: string): string | undefined {
  const year = Number(from.slice(0, 4));
  for (let ahead = 0; ahead <= 8; ahead++) {
    const date = existing(year + ahead, month, day);
    if (date !== undefined && toDayNumber(date) >= toDayNumber(from)) return date;
  }
  return undefined;
}

function yearOf(match: RegExpMatchArray): { readonly year?: number } {
  const year = match.groups?.['y4'] ?? match.groups?.['y2'];
  return year === undefined ? {} : { year: year.length === 2 ? 2000 + Number(year) : Number(year) };
}

function monthOf(name: string): number {
  return MONTHS.findIndex((month) => month.startsWith(name.slice(0, 3))) + 1;
}

function partOfMonth(part: string): number {
  if (part.includes('mid')) return 15;
  return part.startsWith('late') || /\bend\b/.test(part) ? 22 : 1;
}
