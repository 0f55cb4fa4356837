import type { Span, StrategyText } from './strategy-text.ts';

/** A value that some words of the text may state. */
export interface Candidate<T> extends Span {
  readonly value: T;
  /** How surely the words mean this field: 1 for a plain statement; under 0.7 only where nothing better is there. */
  readonly strength: number;
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
  /\b(last|previous|prior) (year|season|spring|summer|autumn|fall|winter|time|christmas|holiday|january|february|march|april|may|june|july|august|september|october|november|december)\b|\b(ly|a year ago|historically|previously|prior year)\b|\bin 20\d\d we\b|\bwe (ran|did|had)\b/g;
const PRESENT =
  /\b(this (year|season|time|spring|summer|autumn|fall|winter)|now\b|for 20\d\d|instead|we want|i want|let's|plan is)/g;

/** Whether a position stands in a clause about the past. */
export function isHistory(text: StrategyText, position: number): boolean {
  const sentence = text.sentenceAt(position);
  const words = text.textOf(sentence);
  const at = position - sentence.start;
  let past = -1;
  for (const match of words.matchAll(HISTORY)) {
    // "last year's 12 weeks": the past may follow its number closely too: "12 weeks last year".
    if (match.index <= at) past = match.index;
    else if (match.index - at < 40 && !/[,.]/.test(words.slice(at, match.index))) past = at;
  }
  if (past < 0) return false;
  return ![...words.matchAll(PRESENT)].some(({ index }) => index > past && index <= at);
}

const INSTRUCTION =
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.;\n]{0,40}\b(?:above|previous|prior|earlier|before|instructions?|everything|rules?|prompt)\b|\byou (?:are|must|should|will) (?:now )?(?:an?|act|output|return|respond|answer|set)\b|\bsystem prompt\b/;

/** Whether a position stands in a sentence that talks to the reader instead of about the season: data, not a value. */
export function isInstruction(text: StrategyText, position: number): boolean {
  return INSTRUCTION.test(text.textOf(text.sentenceAt(position)));
}

const CORRECTION =
  /\b(sorry|make (that|it)|actually|correction|corrected|scratch that|i mean|i meant|rather|(?:no,? ?)?wait|instead|oops|my mistake|should be|should read|change (that|it)? ?to|changed to|now|updated?|revised|amended?|no longer)\b/;

export function isCorrection(words: string): boolean {
  return CORRECTION.test(words);
}

/**
 * One value for a field: the strongest candidates count; where they disagree, one after a correction wins over those
 * before it, and otherwise the field is contradictory.
 */
export function resolve<T>(text: StrategyText, all: readonly Candidate<T>[]): Finding<T> {
  const candidates = all.filter(({ start }) => !isHistory(text, start) && !isInstruction(text, start));
  if (candidates.length === 0) return { state: 'absent' };
  const best = candidates.some(({ strength }) => strength >= 0.7)
    ? candidates.filter(({ strength }) => strength >= 0.7)
    : [...candidates];
  best.sort((a, b) => a.start - b.start);
  let corrected = false;
  let standing = best;
  for (let later = best.length - 1; later > 0; later--) {
    const between = text.plain.slice(best[later - 1].end, best[later].start);
    const before = text.plain.slice(Math.max(0, best[later].start - 30), best[later].start);
    const after = text.plain.slice(best[later].end, best[later].end + 12);
    if (same(best[later].value, best[later - 1].value)) continue;
    if (
      CORRECTION.test(between.slice(-80)) ||
      /\b(not|no longer)\s*$/.test(
        text.plain.slice(Math.max(0, best[later - 1].start - 12), best[later - 1].start),
      ) ||
      (/\bbut\s+$/.test(before) && /\bnot\b/.test(between)) ||
      /^\s*(instead|now)\b/.test(after)
    ) {
      standing = best.slice(later);
      corrected = true;
      break;
    }
  }
  const values = standing.filter(
    (candidate, index) => standing.findIndex(({ value }) => same(value, candidate.value)) === index,
  );
  const [first] = values;
  if (values.length > 1)
    return {
      state: 'invalid',
      value: values.map(({ value }) => value),
      rule: 'must have one value; the text gives it two that both claim to hold',
      span: {
        start: Math.min(...standing.map(({ start }) => start)),
        end: Math.max(...standing.map(({ end }) => end)),
      },
    };
  if (first.violation !== undefined)
    return { state: 'invalid', value: first.value, rule: first.violation, span: first };
  return {
    state: 'stated',
    value: first.value,
    span: first,
    strength: Math.max(...standing.map(({ strength }) => strength)),
    corrected,
  };
}

function same(a: unknown, b: unknown): boolean {
  return typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) < 0.0006 : a === b;
}
