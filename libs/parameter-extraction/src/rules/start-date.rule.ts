import { addDays, isIsoDate, toDayNumber } from '#planning';
import { type Candidate, isCorrection, isHistory } from './candidate.ts';
import type { Span, StrategyText } from './strategy-text.ts';
import { MONTHS } from './vocabulary.ts';

/** The dates of the season that a text gives; a valid start and, where stated, a valid end. */
export interface SeasonDates {
  readonly start?: Span & { readonly date: string };
  readonly end?: Span & { readonly date: string };
  readonly candidates: readonly Candidate<string>[];
}

type Role = 'start' | 'end' | 'open' | 'other';

interface DateMention extends Span {
  readonly role: Role;
  /** Undefined where the date does not exist. */
  readonly date: string | undefined;
  readonly said: string;
  /** Day and month without a year: an end date counts from the start instead of from today. */
  readonly yearless: { readonly month: number; readonly day: number } | undefined;
  readonly strength: number;
}

const MONTH = String.raw`(january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september|sept|sep|october|oct|november|nov|december|dec)\b\.?`;
const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
// Two-digit years need their sign (26-Apr-27, March '27): "March 29th, 35/65" is no year 2035.
const YEAR = String.raw`(?:[, -]+(?:of )?(?<y4>20\d\d)|(?:-| ?')(?<y2>\d\d)(?!\d))?`;

interface DateRule {
  readonly name: string;
  readonly pattern: RegExp;
  readonly read: (match: RegExpMatchArray) => {
    readonly year?: number;
    readonly month: number;
    readonly day: number;
  };
  /** Months alone need a word that makes them a start: "may" and "march" are verbs as well. */
  readonly vague?: boolean;
}

const DATE_RULES: readonly DateRule[] = [
  {
    name: 'ISO',
    pattern: /(?<!\d)(20\d\d)-(\d{1,2})-(\d{1,2})(?!\d)/g,
    read: (m) => ({ year: Number(m[1]), month: Number(m[2]), day: Number(m[3]) }),
  },
  {
    name: 'US numeric, month first',
    pattern:
      /(?<![\d/.])(\d{1,2})\/(\d{1,2})(?:\/(?:(?<y4>20\d\d)|(?<y2>\d\d)))?(?![\d/%])(?! *(?:split|stores?|shops|doors|dc\b|of\b|st\b))/g,
    read: (m) => ({
      ...yearOf(m),
      month: Number(m[1]),
      day: Number(m[2]),
    }),
  },
  {
    name: 'day month',
    pattern: new RegExp(String.raw`(?<![\d.])${DAY}(?: of)?[ -]${MONTH}${YEAR}(?![\d%])`, 'g'),
    read: (m) => ({
      ...yearOf(m),
      month: monthOf(m[2]),
      day: Number(m[1]),
    }),
  },
  {
    name: 'month day',
    pattern: new RegExp(
      String.raw`\b${MONTH}[ -](?:the )?${DAY}(?!\d|\s*(?:%|weeks?\b|wks?\b|months?\b|stores\b|units\b))${YEAR}`,
      'g',
    ),
    read: (m) => ({
      ...yearOf(m),
      month: monthOf(m[1]),
      day: Number(m[2]),
    }),
  },
  {
    name: 'the first of a month',
    pattern: new RegExp(String.raw`\bfirst(?: day)? of ${MONTH}${YEAR}`, 'g'),
    read: (m) => ({ ...yearOf(m), month: monthOf(m[1]), day: 1 }),
  },
  {
    name: 'part of a month',
    pattern: new RegExp(
      String.raw`\b(early|beginning of|start of|mid|middle of|late|end of)[ -](?:in )?${MONTH}(?: (?<y4>20\d\d))?`,
      'g',
    ),
    read: (m) => ({
      ...yearOf(m),
      month: monthOf(m[2]),
      day: partOfMonth(m[1]),
    }),
    vague: true,
  },
  {
    name: 'month alone',
    pattern: new RegExp(String.raw`\b${MONTH}(?: (?<y4>20\d\d))?`, 'g'),
    read: (m) => ({ ...yearOf(m), month: monthOf(m[1]), day: 1 }),
    vague: true,
  },
];

const START_WORDS = String.raw`(?:(?:re)?start(?:s|ing|ed)?|begin(?:s|ning)?|commenc(?:es|ing|e)|from|(?:re)?launch(?:es|ing)?|live|go(?:es|ing)? live|in[- ](?:the )?(?:stores?|shops?|branches)|hit(?:s|ting)? (?:the )?(?:stores?|shops?|floor|shelves)|floor(?:[- ]?set)?|on the (?:shop ?)?(?:floor|shelves)|on sale|on shelf|wk 1|week (?:1|one)|kick(?:s|ing)?[- ]?off|open(?:s|ing)?|drop(?:s|ping)?|lands? in (?:stores?|shops?)|runs?|running|trad(?:es|ing|e)|between|season|effective|as of|debut(?:s|ing)?|out)`;
const FILLER = String.raw`(?:[ :=~-]|\b(?:is|on|in|at|the|date|week|of|from|to be|set|for|set for|as|will|be|are|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thur?s?|fri|sat|sun|early|mid|late|beginning|around|about|stores?|dated|commences?|starts?|begins?|planned|season)\b|,(?= ?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)))*`;
const START_BEFORE = new RegExp(String.raw`\b${START_WORDS}${FILLER}$`);
const START_AFTER =
  /^[ -]*(?:season )?(?:start|launch|go[- ]live|opening|kick[- ]?off|floor ?set|floor date|drop\b|debut|in store|onwards?|forward)/;
const END_BEFORE =
  /\b(?:to|through|thru|until|till|til|ends?|ending|finish(?:es|ing)?|closes?|closing|up to|and (?:ends?|closes?|runs? (?:to|until|through))|end date|last day)(?:[ :=]|\b(?:on|the|is|of|sunday|saturday|monday|tuesday|wednesday|thursday|friday|early|mid|late|at|close|end)\b)*$|[\d)a-z] ?- ?$/;
const NOT_SEASON =
  /\b(meet(?:s|ing)?|vendors?|suppliers?|suppliers'|ships?|shipped|po|pos|order(?:s|ed|ing)?|report(?:s|ed)?|review(?:s|ed)?|sign(?:s|ed)?(?: off)?|samples?|deadline|due|by|since|containers?|invoices?|before|recap|confirmed|call|present(?:s|ation)?|arriv(?:e|es|ing|al)|receipts?|dispatch|cancel|payment|book(?:ed|ings?)?|markdowns?|md|checkpoint|clearance|deliver(?:y|ed) (?:to|at|into) (?:the )?dc|land(?:s|ing)?|approved?|approval|mark down)\b[^.;]*$/;

/** Every date of a text, what it is for, and which one starts the season. */
export function seasonDates(text: StrategyText, referenceDate: string): SeasonDates {
  const mentions = [...datesOf(text, referenceDate), ...relativeDatesOf(text, referenceDate)]
    .filter(({ start }) => !isHistory(text, start))
    .sort((a, b) => a.start - b.start);
  // "from 1 March to 31 August", "May 31 - August 22": the second of a pair ends what the first starts.
  const starts = mentions.filter(({ role }) => role === 'start');
  const open = mentions.filter(({ role }) => role === 'open');
  const chosen = starts.length > 0 ? starts : open;
  const candidates = chosen.map(({ date, said, strength, start, end, role }) => ({
    value: date ?? said,
    strength: role === 'start' ? strength : Math.min(strength, 0.75),
    start,
    end,
    ...(date === undefined && { violation: 'must be a date that exists, written YYYY-MM-DD' }),
  }));
  const first = chosen.find(({ date }) => date !== undefined);
  const last = mentions.find(
    ({ role, start }) => role === 'end' && first !== undefined && start > first.start,
  );
  const endDate = first?.date !== undefined && last !== undefined ? endOf(last, first.date) : undefined;
  return {
    candidates,
    ...(first?.date !== undefined && { start: { start: first.start, end: first.end, date: first.date } }),
    ...(last !== undefined &&
      endDate !== undefined && { end: { start: last.start, end: last.end, date: endDate } }),
  };
}

function endOf(mention: DateMention, start: string): string | undefined {
  return mention.yearless === undefined
    ? mention.date
    : nextDate(mention.yearless.month, mention.yearless.day, start);
}

function datesOf(text: StrategyText, referenceDate: string): DateMention[] {
  const mentions: DateMention[] = [];
  for (const { pattern, read, vague } of DATE_RULES)
    for (const match of text.plain.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].trimEnd().length;
      if (mentions.some((other) => start < other.end && end > other.start)) continue;
      const { year, month, day } = read(match);
      const before = precedingWords(text, start);
      const role = roleOf(text, start, end, mentions);
      const wanted =
        vague === true
          ? role === 'start' || role === 'end' || (role === 'open' && /\bin\s*$/.test(before))
          : true;
      // "we may start" is no month; "starting in May" is.
      if (!wanted || (match[0] === 'may' && !START_BEFORE.test(before))) continue;
      mentions.push({
        start,
        end,
        role,
        said: text.quote({ start, end }).quote,
        date: year === undefined ? nextDate(month, day, referenceDate) : existing(year, month, day),
        yearless: year === undefined ? { month, day } : undefined,
        strength: vague === true ? 0.85 : 1,
      });
    }
  return mentions;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

function relativeDatesOf(text: StrategyText, referenceDate: string): DateMention[] {
  const mentions: DateMention[] = [];
  const add = (match: RegExpMatchArray & { index: number }, date: string, needsStart: boolean): void => {
    const start = match.index;
    const end = start + match[0].length;
    const sentence = text.sentenceAt(start);
    const before = text.plain.slice(sentence.start, start);
    const startsHere = new RegExp(String.raw`\b${START_WORDS}\b[^.;,]{0,30}$`).test(before);
    if (NOT_SEASON.test(before) && !startsHere) return;
    if (needsStart && !startsHere && !START_AFTER.test(text.plain.slice(end, end + 20))) return;
    mentions.push({ start, end, role: 'start', date, said: match[0], yearless: undefined, strength: 0.9 });
  };
  for (const match of text.plain.matchAll(
    /\bnext (monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/g,
  )) {
    const wanted = WEEKDAYS.indexOf(match[1]);
    const today = new Date(`${referenceDate}T00:00:00Z`).getUTCDay();
    add(match, addDays(referenceDate, ((wanted - today + 6) % 7) + 1), true);
  }
  for (const match of text.plain.matchAll(
    /\bin (\d{1,2}) (week|day)s?(?:'? time)?\b|\b(\d{1,2}) (week|day)s? from (?:today|now)\b/g,
  )) {
    const count = Number(match[1] ?? match[3]);
    add(match, addDays(referenceDate, count * ((match[2] ?? match[4]) === 'week' ? 7 : 1)), true);
  }
  for (const match of text.plain.matchAll(
    /\b(?:a|one) (week|fortnight) from (?:today|now)\b|\bin a (week|fortnight)\b/g,
  ))
    add(match, addDays(referenceDate, (match[1] ?? match[2]) === 'week' ? 7 : 14), true);
  for (const match of text.plain.matchAll(/\b(today|tomorrow)\b/g)) {
    if (
      /\bfrom\s*$/.test(precedingWords(text, match.index)) &&
      /\b(weeks?|days?|fortnight) from\s*$/.test(precedingWords(text, match.index))
    )
      continue;
    add(match, addDays(referenceDate, match[1] === 'today' ? 0 : 1), true);
  }
  return mentions;
}

function roleOf(text: StrategyText, start: number, end: number, earlier: readonly DateMention[]): Role {
  const before = precedingWords(text, start);
  const after = text.plain.slice(end, end + 24);
  const previous = earlier.find(
    (other) =>
      start - other.end <= 14 &&
      start > other.start &&
      /^(?:[ ,]|\b(?:to|through|thru|until|till|-|and|until the|sunday|saturday)\b|-)*$/.test(
        text.plain.slice(other.end, start),
      ),
  );
  if (
    previous !== undefined &&
    (previous.role === 'start' || previous.role === 'open') &&
    END_BEFORE.test(before)
  )
    return 'end';
  if (
    /\b(?:ends?|ending|until|till|through|thru|end date|last day|finish(?:es|ing)?|closes?|closing)(?:[ :=]|\b(?:on|the|is|of|sunday|saturday|early|mid|late)\b)*$/.test(
      before,
    )
  )
    return 'end';
  if (START_BEFORE.test(before)) {
    // "vendor ships from 14 March": a start word that belongs to somebody else's date.
    return /\b(vendors?|suppliers?|containers?|factory|meet(?:s|ing)?|samples?|orders?|lead time|markdowns?|po|pos)\b[^.;,]{0,28}$/.test(
      before,
    ) && !/\b(launch|season|live|in[- ]stores?|floor)\b[^.;,]{0,16}$/.test(before)
      ? 'other'
      : 'start';
  }
  if (START_AFTER.test(after)) return 'start';
  // "start March 8 - correction, March 15": what corrects a start is one.
  const corrected = earlier.find(
    (other) => other.role === 'start' && other.end < start && start - other.end <= 40,
  );
  if (corrected !== undefined && isCorrection(text.plain.slice(corrected.end, start))) return 'start';
  return NOT_SEASON.test(clauseBefore(before)) ? 'other' : 'open';
}

function precedingWords(text: StrategyText, position: number): string {
  const { start } = text.sentenceAt(position);
  return text.plain.slice(Math.max(start, position - 80), position);
}

/** The words since the last comma: what came before it speaks of something else. */
function clauseBefore(before: string): string {
  return before.slice(before.lastIndexOf(',') + 1);
}

function existing(year: number, month: number, day: number): string | undefined {
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isIsoDate(date) ? date : undefined;
}

/** The first such day on or after `from`; 29 February waits for its year. */
function nextDate(month: number, day: number, from: string): string | undefined {
  const year = Number(from.slice(0, 4));
  for (let ahead = 0; ahead <= 8; ahead++) {
    const date = existing(year + ahead, month, day);
    if (date !== undefined && toDayNumber(date) >= toDayNumber(from)) return date;
  }
  return undefined;
}

function yearOf(match: RegExpMatchArray): { readonly year?: number } {
  const year = match.groups?.['y4'] ?? match.groups?.['y2'];
  return year === undefined ? {} : { year: fullYear(year) };
}

function fullYear(text: string): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}

function monthOf(name: string): number {
  return MONTHS.findIndex((month) => month.startsWith(name.slice(0, 3))) + 1;
}

function partOfMonth(part: string): number {
  if (part.startsWith('mid')) return 15;
  return part === 'late' || part === 'end of' ? 22 : 1;
}
