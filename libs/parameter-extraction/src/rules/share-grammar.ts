import type { Concept, Mark } from './concepts.ts';
import type { Quantity } from './shares.ts';
import type { StrategyText } from './strategy-text.ts';

/** Words that own a share only where grammar ties it to them: "the DC is 80% full" holds nothing. */
const LOOSE: ReadonlySet<Concept> = new Set(['dc', 'store', 'inStore', 'ship', 'allocate', 'atLaunch']);
const TIES: readonly Concept[] = [
  'hold',
  'keep',
  'dc',
  'store',
  'inStore',
  'allocate',
  'atLaunch',
  'ship',
  'start',
  'refill',
];
const FUNCTION_WORDS = new Set(
  `the a an of our its their all it this that them these is are be being will would should must can to at in into on for from
  by and or with only just about around roughly approximately some initially first each have has had take takes took see sees we i they you s where
  then so up as per share stock units unit inventory quantity goods product pieces pairs order range volume merchandise buy
  purchase season total whole entire initial remaining other split percent`.split(/\s+/),
);

const NAMED_PLACE = /^ (?:stays? |kept |held )?(?:at|in) (?:the |our )?[a-z]+ $/;

/** Whether a share belongs to a word as its grammar stands: nothing else between them, and no other noun behind the share. */
export function isTied(text: StrategyText, quantity: Quantity, by: Mark): boolean {
  if (!LOOSE.has(by.concept) || quantity.kind !== 'share') return true;
  const clause = text.clauseAt(quantity.start);
  if (text.marksIn(clause, 'hold').length > 0) return true;
  if (/^(?:shipments|deliver(?:y|ies)|trucks?|loads?)$/.test(text.textOf(by))) return false;
  if (isOfOtherNoun(text, quantity)) return false;
  if (by.concept === 'allocate' || by.concept === 'atLaunch' || text.marksIn(clause, 'keep').length > 0)
    return true;
  const isBefore = quantity.end <= by.start;
  // "30% at the Doncaster DC"
  if (by.concept === 'dc' && isBefore && NAMED_PLACE.test(text.plain.slice(quantity.end, by.start)))
    return true;
  const between = isBefore ? { start: quantity.end, end: by.start } : { start: by.end, end: quantity.start };
  // "85% of the fleece buy to stores" may name the product.
  const named = isBefore && text.textOf(between).startsWith(' of ') ? 2 : 0;
  if (foreignWords(text, between.start, between.end).length > named) return false;
  // "take-up was 12% in stores"
  const isPredicate = isBefore && /\b(?:was|is|are|were|down|up|rate of)\s*$/.test(text.before(quantity));
  return !isPredicate || text.marksIn(clause, 'allocate', 'ship', 'atLaunch').length > 0;
}

/** "80% full", "95% on time", "10% staff discount": the share is one of what follows. */
function isOfOtherNoun(text: StrategyText, { start, end }: Quantity): boolean {
  const after = text.plain.slice(end, text.clauseAt(start).end);
  if (/^ on time\b/.test(after)) return true;
  const word = /^ ([a-z]+)/.exec(after);
  return word !== null && foreignWords(text, end, end + word[0].length).length > 0;
}

/** The words of a stretch that are neither small nor part of a concept that shares can have. */
function foreignWords(text: StrategyText, start: number, end: number): string[] {
  const words = [...text.plain.slice(start, end).matchAll(/[a-z]+/g)];
  return words
    .filter(({ index, 0: word }) => {
      const at = start + index;
      const isMarked = text.marks.some(
        (mark) => TIES.includes(mark.concept) && mark.start < at + word.length && at < mark.end,
      );
      return !isMarked && !FUNCTION_WORDS.has(word);
    })
    .map(([word]) => word);
}
