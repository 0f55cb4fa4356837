import { describe, expect, it } from '@jest/globals';
import { thresholdCandidates } from './markdown-threshold.rule.ts';
import { StrategyText } from './strategy-text.ts';

/** `week` are the words that the rule for the markdown week has read. */
function thresholdsIn(words: string, week?: string): number[] {
  const text = new StrategyText(words);
  const start = week === undefined ? -1 : text.plain.indexOf(week);
  const weeks = week === undefined ? [] : [{ start, end: start + week.length }];
  return thresholdCandidates(text, weeks).map(({ value }) => value);
}

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
    ['markdown trigger 55', 0.55],
    ['markdown trigger level: 55', 0.55],
    ['st floor 60', 0.6],
    ['sell through min = 60', 0.6],
    ['sellthrough minimum is 60', 0.6],
    ['md threshold (%) : 60', 0.6],
    ['threshold below 60', 0.6],
    ['threshold 0', 0],
    ['threshold 100', 1],
    ['under 55 then mark down', 0.55],
    ['mark down below 55', 0.55],
    ['mark down what sells less than 50', 0.5],
    ['markdown when sell-through hits 60%', 0.6],
    ['lines that miss 60% sell-through get a markdown', 0.6],
    ['sell-through threshold is 60%', 0.6],
    ['target st 60%, markdown at the checkpoint', 0.6],
    ['markdown at the checkpoint, sell-through target 60%', 0.6],
    ['markdown at the checkpoint, target sell through 60%', 0.6],
    ['mark down unless sell-through is above 60%', 0.6],
    ['threshold .6', 0.6],
    ['trigger 0.55', 0.55],
    ['threshold % 60', 0.6],
    ['threshold(%) 60', 0.6],
    ['threshold <60', 0.6],
    ['the trigger is anything under 55', 0.55],
    ['sold under 55 by week 9', 0.55],
    ['mark down if <55', 0.55],
    ['mark down over time when sell-through hits 60%', 0.6],
    ['each style at 60% sell-through is due a markdown when slow', 0.6],
    ['a style at 60% sell-through gets a markdown', 0.6],
    ['the line that has 60% sell-through gets a markdown', 0.6],
    ['markdowns are triggered by a sell-through of 60%', 0.6],
    ['markdown for lines missing 60% sell-through', 0.6],
    ['markdown at the checkpoint, target sellthrough 60%', 0.6],
    ['markdown at the checkpoint, sellthrough target 60%', 0.6],
    ['below 60% sell-through', 0.6],
    ['review what is under 60%', 0.6],
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
    'no markdown for styles above 60% sell-through',
    'threshold 60% off',
    'trigger 5 weeks',
    'mark down below 55.5 euros',
    'ship less than 20 by week 3',
    'we hope for a markdown, 60% sell-through',
    'mark down the winter styles; sell-through of 60% at the check',
    'mark down unless everything has sold',
    'no markdown above 60% sell-through, unless we ask',
    'unless the head of the whole buying team of the region says so, no markdown above 60% sell-through',
    'if sell-through hits 60% we are glad',
    'a target sell-through of 60% is what we told everybody',
  ])('takes no threshold from "%s"', (words) => {
    expect(thresholdsIn(words)).toEqual([]);
  });

  it('reads a sell-through beside the week of the markdown, where it is not a forecast', () => {
    expect(thresholdsIn('md wk 10, 55% st', 'wk 10')).toEqual([0.55]);
    expect(thresholdsIn('55% sell-through in week 10', 'week 10')).toEqual([0.55]);
    expect(thresholdsIn('markdown in week 10, expecting 55% sell-through', 'week 10')).toEqual([]);
    expect(thresholdsIn('week 10: we expect 55% sell-through', 'week 10')).toEqual([]);
    expect(thresholdsIn('week 10: 55% sell-through predicted', 'week 10')).toEqual([]);
    expect(thresholdsIn('if sell-through is 60% in week 10', 'week 10')).toEqual([0.6]);
    expect(thresholdsIn('if sell-through is 60% we are glad. week 10 is quiet', 'week 10')).toEqual([]);
    expect(thresholdsIn('week 10 is quiet. if sell-through is 60% we are glad', 'week 10')).toEqual([]);
    expect(
      thresholdsIn('week 10 then brings what all of us have long been waiting for: 60% st', 'week 10'),
    ).toEqual([]);
    expect(thresholdsIn('markdown in week 10. sell-through last season was 55%', 'week 10')).toEqual([]);
  });

  it('reads every threshold that is stated, in the order of the text', () => {
    expect(thresholdsIn('threshold 60. later the trigger is 55')).toEqual([0.6, 0.55]);
    expect(thresholdsIn('mark down if sell-through is under 60%. the threshold 55')).toEqual([0.6, 0.55]);
    expect(thresholdsIn('mark down when st is 60%. later the threshold 55')).toEqual([0.6, 0.55]);
    expect(thresholdsIn('threshold 55. later mark down when st is 60%')).toEqual([0.55, 0.6]);
  });

  it.each([
    ['markdown threshold: 55', 1, 'markdown threshold: 55'],
    ['markdown if below 60% sell-through', 1, 'below 60%'],
    ['markdown for 60% or less', 1, '60% or less'],
    ['mark down if under 55, else hold', 0.9, 'under 55'],
    ['markdown at a threshold of 60% sell-through', 0.95, '60% sell-through'],
    ['markdown at the checkpoint, sell-through target 60%', 0.95, 'sell-through target 60%'],
    ['markdown when sell-through hits 60%', 0.9, 'sell-through hits 60%'],
  ])('is as sure of "%s" as its words are plain, and quotes them', (words, strength, quote) => {
    const text = new StrategyText(words);
    const [first, ...others] = thresholdCandidates(text, []);
    expect(others).toEqual([]);
    expect({ strength: first.strength, quote: text.textOf(first) }).toEqual({ strength, quote });
  });

  it('finds nothing wrong with a threshold of nothing, or of all', () => {
    for (const words of ['threshold 0', 'threshold 60', 'threshold 100'])
      expect(thresholdCandidates(new StrategyText(words), [])).toEqual([
        expect.not.objectContaining({ violation: expect.anything() }),
      ]);
  });

  it('says what is wrong with a threshold out of range', () => {
    expect(thresholdCandidates(new StrategyText('markdown if sell-through is below 140%'), [])).toMatchObject(
      [{ value: 1.4, violation: 'must be a sell-through from 0 % to 100 %' }],
    );
  });
});
