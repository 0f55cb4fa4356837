import { KEYWORDS, MONTHS, REAL_WORDS } from './vocabulary.ts';

const LONG_KEYWORDS = [...KEYWORDS].filter((keyword) => keyword.length > 5);
const SHORT_MONTHS = MONTHS.filter((month) => month.length === 5);
/** Short words of which two neighbours may have changed places. */
const SWAPPED = ['held', 'hold', 'back', 'keep', 'kept', 'sent', 'send', 'drop', 'half', 'sold', 'week'];
/** So long, and so unlike other words, that two slips still leave no doubt. */
const UNMISTAKABLE = ['replenish', 'replenished', 'replenishing', 'replenishment', 'fortnightly'];

/**
 * The keyword for a word one slip of the finger away from it. Words under six letters are left alone, but for one with a
 * letter left out ("stoes"), a month or a week beside a number ("Mrach 8", "15 weaks"), what can only be "weekly" or "every",
 * neighbours that changed places ("hled") and words without vowels.
 */
export function mend(word: string, besideNumber: boolean): string {
  if (word.length < 4 || KEYWORDS.has(word) || REAL_WORDS.has(word)) return word;
  if (/^[^aeiouy]+$/.test(word)) return withVowels(word) ?? word;
  if (word.startsWith('ev') && isOneSlip(word, 'every')) return 'every';
  if (besideNumber) {
    const month = SHORT_MONTHS.find((name) => isOneSlip(word, name));
    if (month !== undefined) return month;
    if (
      /^we.*[^y]$/.test(word) &&
      (isOneSlip(word, 'weeks') || (word.length === 5 && isOneSlip(word, 'week')))
    )
      return 'weeks';
  }
  if (word.length === 4) return SWAPPED.find((keyword) => isSwap(word, keyword)) ?? word;
  if (word.length === 5 && word.startsWith('we') && isOneSlip(word, 'weekly')) return 'weekly';
  const meant = LONG_KEYWORDS.find(
    (keyword) => (word.length > 5 || keyword.length > word.length) && isOneSlip(word, keyword),
  );
  if (meant !== undefined || word.length < 8) return meant ?? word;
  return UNMISTAKABLE.find((keyword) => slips(word, keyword) <= 2) ?? word;
}

const CONSONANTS = [...KEYWORDS]
  .filter((keyword) => keyword.length > 4)
  .map((keyword) => ({ keyword, consonants: keyword.replaceAll(/[aeiou]/g, '') }));

/** The keyword that is written without its vowels: "mrkdwn", "strs", and of a long one without a consonant too: "hldbk". */
function withVowels(word: string): string | undefined {
  const exact = CONSONANTS.find(({ consonants }) => consonants === word);
  const near = CONSONANTS.find(
    ({ consonants }) =>
      word.length > 4 && consonants.length === word.length + 1 && isOneSlip(word, consonants),
  );
  return (exact ?? near)?.keyword;
}

const isSwap = (a: string, b: string): boolean =>
  isOneSlip(a, b) && [...a].sort().join('') === [...b].sort().join('');

/** Whether two words differ by one insertion, deletion, substitution, or swap of neighbours. */
function isOneSlip(a: string, b: string): boolean {
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

/** How many slips lie between two words: the distance of Damerau and Levenshtein, in its form of optimal alignments. */
function slips(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(changed, last[j] + 1, row[j - 1] + 1, isSwap ? before[j - 2] + 1 : Infinity));
    }
    before = last;
    last = row;
  }
  return last[b.length];
}
