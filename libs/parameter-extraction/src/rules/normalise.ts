import { CARDINALS, ORDINALS } from './vocabulary.ts';
import { inReadingOrder } from './reading-order.ts';
import { mend } from './typos.ts';

/** A text made plain, and for each of its characters the stretch of the original that it stands for. */
export interface PlainText {
  readonly plain: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
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
  _: ' ',
  '{': ' ',
  '}': ' ',
  '[': ' ',
  ']': ' ',
  '\u00a0': ' ',
  '\t': ' ',
  '\r': ' ',
  '½': ' 1/2',
  '⅓': ' 1/3',
  '⅔': ' 2/3',
  '¼': ' 1/4',
  '¾': ' 3/4',
  '％': '%',
  '<': ' < ',
  '≤': ' < ',
  '>': ' > ',
  '≥': ' > ',
  '→': ' > ',
};

const TENS = /^(20|30|40|50|60|70|80|90)$/;

/** Tens that a unit may follow: where they stand in the plain text, and where in the text as it is read. */
interface Tens {
  readonly at: number;
  readonly start: number;
  readonly value: number;
}

/** Lower case, plain quotes and dashes, number words as figures, typos in keywords mended. */
export function normalise(original: string): PlainText {
  let plain = '';
  const from: number[] = [];
  const to: number[] = [];
  const { text: ordered, at } = inReadingOrder(original);
  const put = (words: string, start: number, end: number): void => {
    // Of several spaces one stands.
    const text = plain.endsWith(' ') ? words.trimStart() || words.replaceAll(' ', '') : words;
    for (let i = 0; i < text.length; i++) {
      from.push(at[start]);
      to.push(at[end - 1] + 1);
    }
    plain += text;
  };
  const words = /[a-z]+|\d+|[^]/gi;
  /** The figure of "twenty-four" stands for both words: it starts where the tens started. */
  const putOver = (tens: Tens, figure: string, end: number): void => {
    plain = plain.slice(0, tens.at);
    from.length = tens.at;
    to.length = tens.at;
    put(figure, tens.start, end);
  };
  let pendingTens: Tens | undefined;
  for (const match of ordered.matchAll(words)) {
    const word = match[0];
    const start = match.index;
    const end = start + word.length;
    if (!/^[a-z]/i.test(word)) {
      const lower = word.toLowerCase();
      put(REPLACEMENTS[word] ?? (lower.length === word.length ? lower : word), start, end);
      // "twenty-four" and "twenty four" keep the tens waiting; anything else ends it.
      if (!/^[ \-‑–]$/.test(word)) pendingTens = undefined;
      continue;
    }
    const next = ordered.slice(end, end + 12).toLowerCase();
    const mended = mend(word.toLowerCase(), /\d\W*$/.test(plain) || /^\W*\d/.test(next));
    // "one" is a figure only behind tens: "twenty-one".
    const cardinal = mended === 'one' && pendingTens !== undefined ? 1 : CARDINALS[mended];
    if (cardinal !== undefined) {
      if (pendingTens !== undefined && cardinal < 10 && plain.length - pendingTens.at <= 3) {
        putOver(pendingTens, String(pendingTens.value + cardinal), end);
        pendingTens = undefined;
        continue;
      }
      pendingTens = TENS.test(String(cardinal)) ? { at: plain.length, start, value: cardinal } : undefined;
      put(String(cardinal), start, end);
      continue;
    }
    const tens = pendingTens;
    pendingTens = undefined;
    const ordinal = ORDINALS[mended];
    // "the twenty-first week"
    if (tens !== undefined && ordinal < 10 && plain.length - tens.at <= 3 && /^[ -]+(week|wk)\b/.test(next)) {
      putOver(tens, `${tens.value + ordinal}th`, end);
      continue;
    }
    if (ordinal !== undefined && /^[ -]+(week|wk)\b/.test(next)) put(`${ordinal}th`, start, end);
    else if (mended.length === word.length) {
      // Letter by letter, so that a match that ends inside a word quotes only what it matched.
      for (let i = 0; i < mended.length; i++) put(mended[i], start + i, start + i + 1);
    } else put(mended, start, end);
  }
  return { plain: withKeys(plain), from, to };
}

const KEY = String.raw`[ *+-]*[a-z%#][a-z%/() -]{0,28}`;
const SHORT_VALUE = String.raw`(?= *[^\s|]+(?: +[^\s|]+){0,2} *$)`;
/** "Holdback | 20%", "* Length - 16 weeks": a key and its value, with nothing else in the line. */
const ROW = new RegExp(String.raw`^(${KEY})(?:\|| - )${SHORT_VALUE}`);
/** "Holdback? 20%" */
const QUESTION = /(^|[.!;:] +)((?:how often do we |what |the )?[a-z]+(?: [a-z]+){0,3})\?(?= +[a-z\d])/g;

/** Rows of a table, short lines of a key and a value, and short questions before their answers read as `key: value`. */
function withKeys(plain: string): string {
  return plain
    .replaceAll(/(^|\n)([^\n?]{1,40})\?\n/g, '$1$2: ')
    .split('\n')
    .map((line) =>
      line
        .replace(/^\s*\|/, (bar) => ' '.repeat(bar.length))
        .replace(/\|\s*$/, (bar) => ' '.repeat(bar.length))
        .replace(ROW, (row, key: string) => `${key}${':'.padEnd(row.length - key.length)}`)
        .replaceAll(QUESTION, '$1$2:'),
    )
    .join('\n');
}
