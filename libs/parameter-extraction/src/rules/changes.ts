const CORRECTION =
  /\b(sorry|make (that|it)|actually|correction|corrected|scratch that|i mean|i meant|rather|wait|h(?:ang|old) on(?! ?to)|instead|oops|mistake|(?:was|is) (?:wrong|incorrect|an error)|should be|should read|change (?:(?:that|it) )?to|changed to|superseded|scrap(?:ped)?|strike that|forget that|replaced|settled (?:on|for|at)|landed on|went with|opted for|outdated|out of date|on second thoughts?|changed (?:our|my) minds?|overruled|now|updated?|revised?|amend(?:ed)?|no longer|but (?:let us|let's|make|do|go|we'll|i'd))\b/;

export function isCorrection(words: string): boolean {
  return CORRECTION.test(words);
}

const MOVED = String.raw`(?:(?:mov|chang|push|shift|switch|slip|delay|postpon|br(?:ing|ought)|increas|rais|lift|lower|reduc|cut)\w*|up|down|(?:launch|start|date) (?:goes|went|gone))\b[^\d.;:]{0,30}\bfrom`;
/** "moved from 5 April to 12 April": the first of the two no longer holds. */
export const MOVED_FROM = new RegExp(String.raw`\b${MOVED}\b`);

const DENIED = String.raw`not|rather than|instead of|no longer|scratch|scrap|forget|ignore|disregard|ditch`;
const PAST = String.raw`was|were|originally|previously|used to be|going to be|(?:was|were) (?:going|supposed|meant|due|planned|set) to \w+(?: live)?`;
const WISHED = String.raw`wanted|asked for|proposed|suggested|pushed for|preferred|hoped for|(?:argument|case|idea|suggestion|talk) (?:about|for|of|over)(?: \w+ing)?`;
const SMALL = String.raw`the|a|an|for|at|on|in|about|starting|from|last (?:year|yr|season)(?:'s)?`;
/** What takes the value behind it back, if there is another: "not 10 weeks", "instead of 3 May", "moved from 5 April", "they wanted 20%". */
export const TAKES_BACK = new RegExp(
  String.raw`\b(?:${DENIED}|${PAST}|${WISHED}|${MOVED})\s+(?:(?:${SMALL})\s+){0,2}$`,
);
