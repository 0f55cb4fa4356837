import { describe, expect, it } from '@jest/globals';
import { markdownWeekCandidates } from './markdown-week.rule.ts';
import { StrategyText } from './strategy-text.ts';

const weeksIn = (words: string, horizon = 24): number[] =>
  markdownWeekCandidates(new StrategyText(words), horizon).map(({ value }) => value);

describe(markdownWeekCandidates.name, () => {
  it.each([
    ['markdown at week 6', 6],
    ['MD wk 6', 6],
    ['Review markdowns in the eighth week', 8],
    ['markdown checkpoint: week nine', 9],
    ['md_week=10', 10],
    ['six weeks in, mark down if we have not sold half', 6],
    ['MD W8 IF ST<60%', 8],
    ['first markdown week 8, second markdown week 10', 8],
    ['Checkpoint halfway through - mark down if slow', 12],
  ])('reads %s', (words, week) => {
    expect(weeksIn(words)).toEqual([week]);
  });

  it.each([
    'week 1 commences Monday',
    'no markdowns',
    'wk 1 = 7 June, no markdown',
    '20% sell-through in the first week expected',
    'meet in week 6 about the floor set',
    'a week to go',
  ])('takes no week from "%s"', (words) => {
    expect(weeksIn(words)).toEqual([]);
  });

  it('says what is wrong with a week after the season', () => {
    expect(markdownWeekCandidates(new StrategyText('markdown check in week 14'), 12)).toMatchObject([
      { value: 14, violation: 'must be a week of the season, from 1 to 12' },
    ]);
  });
});
