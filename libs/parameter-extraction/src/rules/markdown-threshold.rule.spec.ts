import { describe, expect, it } from '@jest/globals';
import { thresholdCandidates } from './markdown-threshold.rule.ts';
import { StrategyText } from './strategy-text.ts';

const thresholdsIn = (words: string): number[] =>
  thresholdCandidates(new StrategyText(words), []).map(({ value }) => value);

describe(thresholdCandidates.name, () => {
  it.each([
    ['markdown if below 60% sell-through', 0.6],
    ["mark down if we haven't sold two thirds", 0.6667],
    ['mark down if sell-through is under three quarters', 0.75],
    ['md wk 10 if <62% s/t', 0.62],
    ['markdown checkpoint wk 14, threshold 58% sell-through', 0.58],
    ['md_threshold=0.65', 0.65],
    ['if st < 55 by wk 9, md', 0.55],
    ['unless 70% has sold, mark down', 0.7],
    ["mark down anything that hasn't hit 58% sell-through", 0.58],
    ['If less than 45% is sold by week 12, mark down', 0.45],
    ["68% sell-through, but this year mark down if we're under 64%", 0.64],
  ])('reads %s', (words, share) => {
    expect(thresholdsIn(words)).toEqual([share]);
  });

  it.each([
    'markdown 30% off',
    'margin is under 62%',
    'last year closed at 71% sell-through',
    'under 500 units',
    'we expect 70% sell-through by week 10',
    'hold less than 20% back',
  ])('takes no threshold from "%s"', (words) => {
    expect(thresholdsIn(words)).toEqual([]);
  });

  it('says what is wrong with a threshold out of range', () => {
    expect(thresholdCandidates(new StrategyText('markdown if sell-through is below 140%'), [])).toMatchObject(
      [{ value: 1.4, violation: 'must be a sell-through from 0 % to 100 %' }],
    );
  });
});
