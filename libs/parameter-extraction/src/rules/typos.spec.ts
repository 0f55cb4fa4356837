import { describe, expect, it } from '@jest/globals';
import { mend } from './typos.ts';
import { KEYWORDS, REAL_WORDS } from './vocabulary.ts';

describe(mend.name, () => {
  it.each([
    ['replenishmnt', 'replenishment'],
    ['replneishment', 'replenishment'],
    ['rplenishmet', 'replenishment'],
    ['forgnightly', 'fortnightly'],
    ['holdbck', 'holdback'],
    ['holdbakc', 'holdback'],
    ['strating', 'starting'],
    ['stoes', 'stores'],
    ['wekly', 'weekly'],
    ['weely', 'weekly'],
    ['evry', 'every'],
    ['evrey', 'every'],
    ['hldbk', 'holdback'],
    ['mrkdwn', 'markdown'],
    ['strs', 'stores'],
    ['rplnshmnt', 'replenishment'],
    ['rplnsh', 'replenish'],
    ['relpenishmnet', 'replenishment'],
    ['fortnihgtyl', 'fortnightly'],
    ['replenishmentss', 'replenishments'],
    ['hled', 'held'],
    ['kepe', 'keep'],
    ['bakc', 'back'],
  ])('takes "%s" for "%s"', (word, meant) => {
    expect(mend(word, false)).toBe(meant);
  });

  it.each([
    ['mrach', 'march'],
    ['aprl', 'april'],
    ['weaks', 'weeks'],
    ['weks', 'weeks'],
    ['weeek', 'weeks'],
    ['weekk', 'weeks'],
  ])('takes "%s" for "%s" beside a number alone', (word, meant) => {
    expect(mend(word, true)).toBe(meant);
    expect(mend(word, false)).toBe(word);
  });

  it.each([
    'ever',
    'even',
    'event',
    'seeks',
    'thirst',
    'shift',
    'pls',
    'wk',
    'tmrw',
    'hmmm',
    'dresses',
    'stare',
    'delivreis',
    'wehk',
    'helt',
  ])('leaves "%s" as it is', (word) => {
    expect(mend(word, false)).toBe(word);
  });

  it('leaves every keyword and every word of its own as it is', () => {
    for (const word of [...KEYWORDS, ...REAL_WORDS]) expect(mend(word, true)).toBe(word);
  });
});
