import { KEYWORDS, MONTHS } from './vocabulary.ts';

const LONG_KEYWORDS = [...KEYWORDS].filter((keyword) => keyword.length > 5);
const SHORT_MONTHS = MONTHS.filter((month) => month.length === 5);

/**
 * The keyword for a word one slip of the finger away from it. Words under six letters are left alone, but for a month
 * or a week beside a number ("Mrach 8", "15 weaks") and what can only be "weekly".
 */
export function mend(word: string, besideNumber: boolean): string {
  if (KEYWORDS.has(word)) return word;
  if (besideNumber && word.length >= 4) {
    const month = SHORT_MONTHS.find((name) => isOneSlip(word, name));
    if (month !== undefined) return month;
  }
  // "15 weaks", "12 weks"
  if (besideNumber && word.length >= 4 && /^we.*[^y]$/.test(word) && isOneSlip(word, 'weeks')) return 'weeks';
  if (word.length === 5 && word.startsWith('we') && isOneSlip(word, 'weekly')) return 'weekly';
  if (word.length < 6) return word;
  return LONG_KEYWORDS.find((keyword) => isOneSlip(word, keyword)) ?? word;
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
