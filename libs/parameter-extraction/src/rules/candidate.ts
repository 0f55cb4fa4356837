import { isCorrection, MOVED_FROM, TAKES_BACK } from './changes.ts';
import type { Span } from './span.ts';
import type { StrategyText } from './strategy-text.ts';

/** A value that some words of the text may state. */
export interface Candidate<T> extends Span {
  readonly value: T;
  /** How surely the words mean this field: 1 for a plain statement; under 0.7 only where nothing better is there. */
  readonly strength: number;
  /** Where the value itself stands, if not at the start of the words that state it. */
  readonly at?: number;
  /** What is wrong with the value, where something is. */
  readonly violation?: string;
}

/** What a text says of one field. */
export type Finding<T> =
  | { readonly state: 'absent' }
  | {
      readonly state: 'stated';
      readonly value: T;
      readonly span: Span;
      readonly strength: number;
      readonly corrected: boolean;
    }
  | { readonly state: 'invalid'; readonly value: unknown; readonly rule: string; readonly span: Span };

const HISTORY =
  /\b(last|previous|prior) (year|yr|aw\d*|ss\d*|fw\d*|season|spring|summer|autumn|fall|winter|time|run|launch|quarter|christmas|xmas|easter|diwali|ramadan|eid|halloween|holiday|january|february|march|april|may|june|july|august|september|october|november|december)\b|\b(ly|a year ago|historically|previously|prior year)\b|\b(?:first|earlier|old|original|previous|initial) (?:draft|plan|version|proposal|idea|thought|brief)\b|\bin 20\d\d we\b|\bwe (ran|did|had|tried|used|sold|saw)\b/g;
const PRESENT =
  /\b(it's (?:now|the|\d)|this (year|season|time|spring|summer|autumn|fall|winter)|now\b|for 20\d\d|instead|we want|i want|let's|plan is)/;
const PARTED = /\||\s-\s/;

/**
 * Whether a position speaks of the past. What opens a clause ("last year we …", "last year: …") rules the rest of its
 * sentence until something speaks of now; anywhere else ("up from 30% last year") it rules its clause alone.
 */
export function isHistory(text: StrategyText, position: number): boolean {
  const sentence = text.sentenceAt(position);
  const clause = text.clauseAt(position);
  const past = [...text.textOf(sentence).matchAll(HISTORY)]
    .map(({ index, 0: words }) => ({
      start: sentence.start + index,
      end: sentence.start + index + words.length,
    }))
    .filter((span) => (span.start >= clause.start ? span.start < clause.end : opensClause(text, span)))
    .filter(({ start }) => start <= position || !PRESENT.test(text.plain.slice(clause.start, start)))
    .at(-1);
  if (past === undefined) return false;
  if (past.start > position) return true;
  const since = text.plain.slice(past.end, position);
  // "up from last year's 20% to 35%": where it moved to is of now.
  if (
    /\bto (?:about |the )?$/.test(since) &&
    MOVED_FROM.test(text.before({ start: position, end: position }))
  )
    return false;
  // "Last year: 10 weeks - weekly": a heading rules what follows.
  return !PRESENT.test(since) && (since.startsWith(':') || !PARTED.test(since));
}

function opensClause(text: StrategyText, { start }: Span): boolean {
  return /^[\s*-]*(?:(?:and|but|so|in|for|as|hi \w+|the)\s+)*$/.test(
    text.plain.slice(text.clauseAt(start).start, start),
  );
}

const OTHER_BUSINESS =
  /^\W*(?:our |the )?(?:parking|facilities|canteen|marketing|press|pr|advertising|finance|hr|website|web ?shop|competit(?:ors?|ion)|school (?:holidays?|terms?|trips?|runs?|breaks?|starts|begins|goes|is|re-?opens|closes))\b|\b(?:on (?:holiday|leave|vacation)|annual leave|out of (?:the )?office|off sick)\b/;

/** Whether a position stands in a clause about somebody's absence, or about what another department does. */
export function isOtherBusiness(text: StrategyText, position: number): boolean {
  return OTHER_BUSINESS.test(text.textOf(text.clauseAt(position)));
}

const INSTRUCTION =
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.;\n]{0,40}\b(?:above|previous|prior|earlier|before|instructions?|everything|rules?|prompt)\b|\byou (?:are|must|should|will) (?:now )?(?:an?|act|output|return|respond|answer|set)\b|\bsystem prompt\b/;

/** Whether a position stands in a sentence that talks to the reader instead of about the season: data, not a value. */
export function isInstruction(text: StrategyText, position: number): boolean {
  return INSTRUCTION.test(text.textOf(text.sentenceAt(position)));
}

/** The weakest statement that is still plain; where there is one, what is only likely is not heard. */
const PLAIN = 0.85;

/** The candidates of one field that hold: neither past, nor taken back, nor corrected by a later one. */
export function standing<T>(
  text: StrategyText,
  all: readonly Candidate<T>[],
): { readonly candidates: readonly Candidate<T>[]; readonly corrected: boolean } {
  const present = all.filter(
    ({ start }) => !isHistory(text, start) && !isInstruction(text, start) && !isOtherBusiness(text, start),
  );
  const takenBack = present.filter((candidate) => TAKES_BACK.test(wordsBefore(text, candidate)));
  const kept =
    takenBack.length < present.length ? present.filter((each) => !takenBack.includes(each)) : present;
  const plain = kept.filter(({ strength }) => strength >= PLAIN);
  const candidates = (plain.length > 0 ? plain : kept).toSorted((a, b) => a.start - b.start);
  for (let later = candidates.length - 1; later > 0; later--)
    if (corrects(text, candidates[later - 1], candidates[later]))
      return { candidates: candidates.slice(later), corrected: true };
  return {
    candidates,
    corrected: candidates.some(({ value }) => takenBack.some((other) => !same(other.value, value))),
  };
}

function wordsBefore<T>(text: StrategyText, { start, at = start }: Candidate<T>): string {
  return text.before({ start: at, end: at }).slice(-64);
}

function corrects<T>(text: StrategyText, earlier: Candidate<T>, later: Candidate<T>): boolean {
  if (same(earlier.value, later.value)) return false;
  const between = text.plain.slice(earlier.end, later.start).slice(-80);
  const after = text.plain.slice(later.end, later.end + 12);
  return (
    isCorrection(between) ||
    (/\bbut\s+$/.test(between) && /\bnot\b/.test(between)) ||
    /^\s*(instead|now)\b/.test(after)
  );
}

/** One value for a field, or what is wrong: two that both claim to hold, or one that cannot. */
export function resolve<T>(text: StrategyText, all: readonly Candidate<T>[]): Finding<T> {
  const { candidates, corrected } = standing(text, all);
  if (candidates.length === 0) return { state: 'absent' };
  const [first] = candidates;
  const values = candidates
    .map(({ value }) => value)
    .filter((value, index, list) => list.findIndex((other) => same(other, value)) === index);
  if (values.length > 1 && candidates.every(({ strength }) => strength < PLAIN)) return { state: 'absent' };
  if (values.length > 1)
    return {
      state: 'invalid',
      value: values,
      rule: 'must have one value; the text gives it two that both claim to hold',
      span: {
        start: Math.min(...candidates.map(({ start }) => start)),
        end: Math.max(...candidates.map(({ end }) => end)),
      },
    };
  if (first.violation !== undefined)
    return { state: 'invalid', value: first.value, rule: first.violation, span: first };
  return {
    state: 'stated',
    value: first.value,
    span: first,
    strength: Math.max(...candidates.map(({ strength }) => strength)),
    corrected,
  };
}

function same(a: unknown, b: unknown): boolean {
  return typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) < 0.0006 : a === b;
}
