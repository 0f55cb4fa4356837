import { type Concept, type Mark, marksOf } from './concepts.ts';
import { normalise } from './normalise.ts';
import { overlaps, type Span } from './span.ts';

/** A mark with its reading distance from something else. */
export type Near = Mark & { readonly distance: number };

/**
 * A strategy text made easy for rules: plain words (`normalise`), concepts marked (`marksOf`), sentences and clauses
 * found, and a reading distance between any two places. Every character remembers where it came from, so that a match can
 * be quoted in the planner's own words.
 */
export class StrategyText {
  readonly original: string;
  readonly plain: string;
  readonly sentences: readonly Span[];
  readonly marks: readonly Mark[];
  private readonly from: readonly number[];
  private readonly to: readonly number[];
  private readonly clauses: readonly Span[];
  private readonly cost: Float64Array;

  constructor(original: string) {
    this.original = original;
    const { plain, from, to } = normalise(original);
    this.plain = plain;
    this.from = from;
    this.to = to;
    this.sentences = sentencesOf(plain);
    this.marks = marksOf(plain);
    this.clauses = this.sentences.flatMap((sentence) => clausesOf(plain, sentence));
    this.cost = costsOf(plain, this.sentences);
  }

  /** The planner's own words behind a stretch of `plain`. */
  quote({ start, end }: Span): Span & { readonly quote: string } {
    // A table is read column by column: what is read last need not stand last.
    const behind = Math.max(start + 1, end);
    const first = Math.min(...this.from.slice(start, behind));
    const last = Math.max(...this.to.slice(start, behind));
    return { start: first, end: last, quote: this.original.slice(first, last) };
  }

  /** The sentence (or list item) that holds a position. */
  sentenceAt(position: number): Span {
    return at(this.sentences, position) ?? { start: 0, end: this.plain.length };
  }

  /** The stretch of a sentence between commas, dashes, brackets and words such as "but" that holds a position. */
  clauseAt(position: number): Span {
    return at(this.clauses, position) ?? this.sentenceAt(position);
  }

  /** The position in `plain` of a position in the original. */
  positionOf(original: number): number {
    const index = this.to.findIndex((end, i) => end > original && this.from[i] <= original);
    if (index >= 0) return index;
    const next = this.to.findIndex((end) => end > original); // a space that was dropped
    return next < 0 ? this.plain.length : next;
  }

  textOf({ start, end }: Span): string {
    return this.plain.slice(start, end);
  }

  /** The words of a span's sentence that stand before it. */
  before({ start }: Span): string {
    return this.plain.slice(this.sentenceAt(start).start, start);
  }

  /** The words of a span's sentence that stand after it. */
  after({ start, end }: Span): string {
    return this.plain.slice(end, Math.max(end, this.sentenceAt(start).end));
  }

  /** The words between two stretches, each counted by how far it parts them; 0 where they touch or overlap. */
  distance(a: Span, b: Span): number {
    if (overlaps(a, b)) return 0;
    const [first, second] = a.start < b.start ? [a, b] : [b, a];
    return this.cost[second.start] - this.cost[first.end];
  }

  /** The marks of some concepts in a stretch. */
  marksIn({ start, end }: Span, ...concepts: readonly Concept[]): Mark[] {
    return this.marks.filter(
      (mark) => mark.start >= start && mark.end <= end && concepts.includes(mark.concept),
    );
  }

  /** The mark of some concepts nearest to a stretch, within reach; of two as near, the one before it, as labels stand. */
  nearest(
    span: Span,
    concepts: readonly Concept[],
    reach: number,
    within: Span = this.sentenceAt(span.start),
  ): Near | undefined {
    let best: Near | undefined;
    for (const mark of this.marksIn(within, ...concepts)) {
      if (overlaps(mark, span)) continue;
      const distance = this.distance(mark, span);
      if (distance <= reach && (best === undefined || distance < best.distance)) best = { ...mark, distance };
    }
    return best;
  }
}

function at(spans: readonly Span[], position: number): Span | undefined {
  return spans.find(({ start, end }) => position >= start && position < end);
}

/** Sentences end at . ! ? ; or a line's end; not at a decimal point or in a short form. */
function sentencesOf(plain: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  const ends = /[!?;\n…•·]|(?<=\s)(?=[1-9a-h]\) )|\.(?!\d)|\/\/|\s\/\s|\*\s/g;
  for (const match of plain.matchAll(ends)) {
    if (match[0] === '.' && isShortForm(plain.slice(0, match.index), plain.slice(match.index + 1))) continue;
    spans.push({ start, end: match.index + match[0].length });
    start = match.index + match[0].length;
  }
  spans.push({ start, end: plain.length });
  return spans.filter((span) => plain.slice(span.start, span.end).trim() !== '');
}

/** "wk. 6", "no. of weeks", "i.e. 12": a full stop that ends no sentence. */
function isShortForm(before: string, after: string): boolean {
  if (/\b(?:e\.g|i\.e|e|i|d\.c|d|vs|approx)$/.test(before.slice(-8))) return /\S/.test(after);
  return (
    /\b(?:wk|md|no|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$/.test(before.slice(-6)) &&
    /^ *(?:\d|of\b|one\b|-|#)/.test(after)
  );
}

const CLAUSE_END =
  /[,()|]| - |(?<![\d-])-(?= )|\b(?:but|while|whereas|though|although|then|however|vs|versus|compared|up from|down from)\b/g;

function clausesOf(plain: string, sentence: Span): Span[] {
  const spans: Span[] = [];
  let { start } = sentence;
  for (const match of plain.slice(sentence.start, sentence.end).matchAll(CLAUSE_END)) {
    const end = sentence.start + match.index + match[0].length;
    spans.push({ start, end });
    start = end;
  }
  spans.push({ start, end: sentence.end });
  return spans;
}

const SENTENCE_COST = 20;
const JOINING = new Set(
  'and but then with while whereas plus w so however though although yet because where if when'.split(' '),
);
const SMALL = new Set('the a an of our its is are be will to at in on it this that for s as'.split(' '));

/** How far each place of a text is from its beginning, as a reader associates: a comma parts more than a word does. */
function costsOf(plain: string, sentences: readonly Span[]): Float64Array {
  const costs = new Float64Array(plain.length + 1);
  for (const { 0: word, index } of plain.matchAll(/[a-z0-9£$€][a-z0-9'£$€%]*|[^\s]/g))
    costs[index + word.length] += costOf(word, plain[index - 1] ?? ' ', plain[index + 1] ?? ' ');
  for (const { start } of sentences.slice(1)) costs[start] += SENTENCE_COST;
  for (let index = 1; index < costs.length; index++) costs[index] += costs[index - 1];
  return costs;
}

function costOf(word: string, previous: string, next: string): number {
  if (/^[a-z0-9£$€]/.test(word)) return JOINING.has(word) ? 3 : SMALL.has(word) ? 0.5 : 1;
  if (word === ',' || word === '|') return 3;
  if (word === '(' || word === ')' || word === '+' || word === '&') return 2;
  return word === '-' && /\s/.test(previous) && /\s/.test(next) ? 3 : 0;
}
