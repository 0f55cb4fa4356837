import { CARDINALS, KEYWORDS, ORDINALS } from './vocabulary.ts';

/** A stretch of a text, in UTF-16 code units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A strategy text made easy for rules: lower case, plain quotes and dashes, number words as figures, typos in keywords
 * mended. Every character remembers where it came from, so that a match can be quoted in the planner's own words.
 */
export class StrategyText {
  readonly original: string;
  readonly plain: string;
  private readonly from: readonly number[];
  private readonly to: readonly number[];
  readonly sentences: readonly Span[];

  constructor(original: string) {
    this.original = original;
    const { plain, from, to } = normalise(original);
    this.plain = plain;
    this.from = from;
    this.to = to;
    this.sentences = sentencesOf(plain);
  }

  /** The planner's own words behind a stretch of `plain`. */
  quote({ start, end }: Span): Span & { readonly quote: string } {
    const first = this.from[start];
    const last = this.to[Math.max(start, end - 1)];
    return { start: first, end: last, quote: this.original.slice(first, last) };
  }

  /** The sentence (or list item) that holds a position. */
  sentenceAt(position: number): Span {
    return (
      this.sentences.find(({ start, end }) => position >= start && position < end) ?? {
        start: 0,
        end: this.plain.length,
      }
    );
  }

  /** The position in `plain` of a position in the original. */
  positionOf(original: number): number {
    const at = this.to.findIndex((end) => end > original);
    return at < 0 ? this.plain.length : at;
  }

  textOf({ start, end }: Span): string {
    return this.plain.slice(start, end);
  }
}

const REPLACEMENTS: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': ' ',
  '”': ' ',
  '"': ' ', // keys of a pasted JSON read like any other key: value
  '–': '-',
  '—': '-',
  '−': '-',
  '‑': '-',
  '\u00a0': ' ',
  '\t': ' ',
  '\r': ' ',
  '½': ' 1/2',
  '⅓': ' 1/3',
  '⅔': ' 2/3',
  '¼': ' 1/4',
  '¾': ' 3/4',
  '％': '%',
};

const TENS = /^(20|30|40|50|60|70|80|90)$/;

function normalise(original: string): { plain: string; from: number[]; to: number[] } {
  let plain = '';
  const from: number[] = [];
  const to: number[] = [];
  const put = (text: string, start: number, end: number): void => {
    for (let i = 0; i < text.length; i++) {
      from.push(start);
      to.push(end);
    }
    plain += text;
  };
  const words = /[a-z]+|\d+|[^]/gi;
  let pendingTens: { at: number; value: number } | undefined;
  for (const match of original.matchAll(words)) {
    const word = match[0];
    const start = match.index;
    const end = start + word.length;
    if (!/^[a-z]/i.test(word)) {
      const replaced = REPLACEMENTS[word] ?? word.toLowerCase();
      put(replaced.length === word.length || REPLACEMENTS[word] !== undefined ? replaced : word, start, end);
      // "twenty-four" and "twenty four" keep the tens waiting; anything else ends it.
      if (!/^[ \-‑–]$/.test(word)) pendingTens = undefined;
      continue;
    }
    const mended = mend(word.toLowerCase());
    // "one" is a figure only behind tens: "twenty-one".
    const cardinal = mended === 'one' && pendingTens !== undefined ? 1 : CARDINALS[mended];
    const next = original.slice(end, end + 12).toLowerCase();
    if (cardinal !== undefined) {
      if (pendingTens !== undefined && cardinal < 10 && plain.length - pendingTens.at <= 3) {
        // The figure of both words stands for both: it starts where the tens started.
        const tens = pendingTens;
        const startOfTens = from[tens.at];
        plain = plain.slice(0, tens.at);
        from.length = tens.at;
        to.length = tens.at;
        put(String(tens.value + cardinal), startOfTens, end);
        pendingTens = undefined;
        continue;
      }
      pendingTens = TENS.test(String(cardinal)) ? { at: plain.length, value: cardinal } : undefined;
      put(String(cardinal), start, end);
      continue;
    }
    pendingTens = undefined;
    const ordinal = ORDINALS[mended];
    if (ordinal !== undefined && /^[ -]+(week|wk)\b/.test(next)) put(`${ordinal}th`, start, end);
    else if (mended.length === word.length) {
      // Letter by letter, so that a match that ends inside a word quotes only what it matched.
      for (let i = 0; i < mended.length; i++) put(mended[i], start + i, start + i + 1);
    } else put(mended, start, end);
  }
  return { plain, from, to };
}

/** A keyword for a word one slip of the finger away from it; short words are left alone. */
function mend(word: string): string {
  // Of the short words only "weeky" and its like are worth a guess: there is no other word beside "weekly".
  if (word.length === 5 && word.startsWith('we') && !KEYWORDS.has(word) && isOneSlip(word, 'weekly'))
    return 'weekly';
  if (word.length < 6 || KEYWORDS.has(word)) return word;
  for (const keyword of KEYWORDS) if (keyword.length > 5 && isOneSlip(word, keyword)) return keyword;
  return word;
}

/** Whether two words differ by one insertion, deletion, substitution, or swap of neighbours. */
export function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  if (a.length === b.length)
    return (
      a.slice(at + 1) === b.slice(at + 1) ||
      (a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2))
    );
  return a.length > b.length ? a.slice(at + 1) === b.slice(at) : a.slice(at) === b.slice(at + 1);
}

/** Sentences end at . ! ? ; or a line's end; not at a decimal point or after a short form. */
function sentencesOf(plain: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  const ends = /[!?;\n]|\.(?!\d)|\/\/|\s\/\s|\*\s/g;
  for (const match of plain.matchAll(ends)) {
    if (
      match[0] === '.' &&
      /\b(wk|wks|md|approx|no|st|vs|e\.g|i\.e|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)$/.test(
        plain.slice(Math.max(0, match.index - 6), match.index),
      ) &&
      !/^\.\s*$/.test(plain.slice(match.index))
    )
      continue;
    spans.push({ start, end: match.index + match[0].length });
    start = match.index + match[0].length;
  }
  spans.push({ start, end: plain.length });
  return spans.filter(({ start, end }) => plain.slice(start, end).trim() !== '');
}
