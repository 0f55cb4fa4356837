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
    ['markdown at the mid-season point', 12],
    ['markdown in week no. 9', 9],
    ['markdown in wk #9', 9],
    ['markdown week number 9', 9],
    ['md wk.9', 9],
    ['md wk: 9', 9],
    ['checkpoint = 9', 9],
    ['md week one', 1],
    ['markdown in the 9th trading week', 9],
    ['markdown after about 9 weeks', 9],
    ['markdown at the 9 week point', 9],
    ['9 weeks into the season we mark down', 9],
    ['markdown nine weeks after launch', 9],
    ['Nine weeks after the start, markdowns for whatever is slow', 9],
    ['mark down 9 weeks post-launch', 9],
    ['9 weeks after launch, mark down if we are below 60%', 9],
    ['the season runs 20 weeks after launch, mark down at week 9', 9],
    ['20 weeks post-launch, weekly replen, markdown week 9', 9],
    ['review in week 9', 9],
    ['if under 60% is sold by week 9', 9],
    ['Margin does not drive the markdown call. That is week 13', 13],
    ['ship in week 3, markdown in week 9', 9],
    ['markdown in week 24', 24],
    ['markdown week:12', 12],
    ['markdown wk no 12', 12],
    ['markdown wk #12', 12],
    ['md w12', 12],
    ['markdown after 12wks', 12],
    ['markdown by 12-wk mark', 12],
    ['12 wks into the season, markdowns', 12],
    ['markdown 12 weeks in', 12],
    ['mark down 9 weeks after start', 9],
    ['mark down 9 weeks post launch', 9],
    ['md checkpoint week = 12', 12],
    ['check: wk12, markdown', 12],
    ['markdown check : 12', 12],
    ['markdown half way', 12],
    ['markdown mid season', 12],
    ['markdown at halftime', 12],
    ['markdown in middle of the season', 12],
    ['second look at this plan, markdown week 10', 10],
    ['shipments stop and markdowns follow in week 9', 9],
    ['Markdowns are agreed. Only if slow, in week 13', 13],
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
    'markdown in week 9-10',
    'md w9-w10',
    'markdown week 9 to 10',
    'markdown week 9% deep',
    'markdown check: 30%',
    'markdown after 9 weeks of trading',
    'second markdown week 10',
    'markdown later, supplier in week 3',
    'The markdown call is made. Press comes in week 13',
    'sales in week 9',
    'md w9 - w10',
    'md w9-10',
    'markdown check: 12.5',
    'markdown: 30 % off',
    'we sold out in week 9',
    'Nothing is agreed. It is week 13',
    'The markdown call is made. Press comes, it is week 13',
    'The markdown is agreed, as are all the other things that the team had put on this long list. It is week 13',
  ])('takes no week from "%s"', (words) => {
    expect(weeksIn(words)).toEqual([]);
  });

  it.each([
    'the vendor is paid in week 3, markdown later',
    'sign-off in week 3, markdown later',
    'launch is in week 3, markdown later',
    'shipments in week 3, markdown later',
    'top-ups from week 3, markdown later',
    'reserve until week 3, markdown later',
    'shipments in week 3, review later',
    'shipments in week 3, less if under 60%',
    'shipments in week 3, threshold later',
  ])('leaves a week to what stands nearer to it than the markdown does: "%s"', (words) => {
    expect(weeksIn(words)).toEqual([]);
  });

  it.each([
    ['markdown checkpoint: week 9', 1],
    ['markdown in week 9', 0.95],
    ['markdown w9', 0.9],
    ['markdown halfway', 0.9],
    ['markdown after 9 weeks', 0.85],
    ['sold by week 9, review', 0.95],
    ['review in week 9', 0.8],
    ['About the markdown. It is in week 9', 0.8],
  ])('is as sure of "%s" as its words are plain', (words, strength) => {
    expect(markdownWeekCandidates(new StrategyText(words), 12)).toMatchObject([{ strength }]);
  });

  it('takes half of an odd season up to the next week, and none of an unknown one', () => {
    expect(weeksIn('markdown halfway', 13)).toEqual([7]);
    expect(markdownWeekCandidates(new StrategyText('markdown halfway'), undefined)).toEqual([]);
  });

  it('takes a week within a year where the length of the season is unknown', () => {
    expect(markdownWeekCandidates(new StrategyText('markdown in week 52'), undefined)).toEqual([
      expect.not.objectContaining({ violation: expect.anything() }),
    ]);
    expect(markdownWeekCandidates(new StrategyText('markdown in week 53'), undefined)).toMatchObject([
      { violation: 'must be a week of the season, from 1 to 52' },
    ]);
  });

  it('says what is wrong with a week before the season', () => {
    expect(markdownWeekCandidates(new StrategyText('markdown in week 0'), 12)).toMatchObject([
      { value: 0, violation: 'must be a week of the season, from 1 to 12' },
    ]);
  });

  it('says what is wrong with a week after the season', () => {
    expect(markdownWeekCandidates(new StrategyText('markdown check in week 14'), 12)).toMatchObject([
      { value: 14, violation: 'must be a week of the season, from 1 to 12' },
    ]);
  });
});
