import { describe, expect, it } from '@jest/globals';
import { horizonCandidates } from './horizon.rule.ts';
import { seasonDates } from './start-date.rule.ts';
import { StrategyText } from './strategy-text.ts';

const weeksIn = (words: string): number[] => {
  const text = new StrategyText(words);
  return horizonCandidates(text, seasonDates(text, '2026-11-24')).map(({ value }) => value);
};

describe(horizonCandidates.name, () => {
  it.each([
    ['12-week season', 12],
    ['8 wks from 2/15/27', 8],
    ['horizon=16w', 16],
    ['Twenty-four weeks on sale', 24],
    ['season length: a quarter', 13],
    ['half a year from 5 July', 26],
    ['six months on the floor', 26],
    ['plan a full year', 52],
    ['4 months starting May 3', 17],
    ['five-month ski programme', 22],
    ['9 months on sale', 39],
    ['from 26 April 2027 to 18 July 2027', 12],
    ['duration: 1 quarter', 13],
    ['HORIZON: 20', 20],
    ['Weeks | 12', 12],
    ['the season is ten weeks long', 10],
    ['for three quarters of a year', 39],
    ['we want them gone in 9 weeks', 9],
    ['15 weaks', 15],
    ['can we lock in 17 weeks', 17],
    ['sell for 14 weeks in 64 stores', 14],
    ['we sell it for 12 weeks after launch, with a markdown', 12],
    ['12 weeks after launch, markdown week 6', 12],
    ['12 weeks post-launch, weekly top-ups to all of our stores from the DC', 12],
    ['one dozen weeks', 12],
    ['trade for one month', 4],
    ['a year-long programme', 52],
    ['season of 2 quarters', 26],
    ['a season of 12 (12) weeks', 12],
    ['launch 3 May - 10 weeks', 10],
    ['it must be gone in 9 weeks', 9],
    ['pencil in 12 weeks', 12],
    ['12 weeks on sale, vendor has been told', 12],
  ])('reads %s', (words, weeks) => {
    expect(weeksIn(words)).toEqual([weeks]);
  });

  it.each([
    'Vendor lead time is 8 weeks',
    'CONTAINER LEAD TIME IS 14 WEEKS',
    'starting in 3 weeks',
    'two weeks from today',
    'replenish every 2 weeks',
    '6 weeks of cover',
    'markdown in week 9',
    'for a few weeks',
    '8-10 weeks',
    'between 10 and 12 weeks',
    'replen cycle: 2 weeks',
    'Factory needs 11 weeks',
    'for the first 6 weeks',
    'hold back a quarter at the DC',
    '12 weeks after starting from nothing',
    'markdown 9 weeks after launch',
    'six weeks post-launch we mark down',
    '9 weeks after launch, mark down if we are below 60%',
    'Six weeks post launch, if sell-through is under 55%',
    'at the 9-week mark, discount',
    'in 12 weeks',
    'at 6 weeks',
    'about 8 - 10 weeks',
    'every other 2 weeks',
    'cover target 8 weeks',
    '6 weeks ago',
    '9 weeks late',
    'the last 6 weeks',
    'meeting 6 weeks',
    'weeks: 12%',
    'length 12 units',
    'a 2 year old',
  ])('takes no length from "%s"', (words) => {
    expect(weeksIn(words)).toEqual([]);
  });

  it.each([
    ['horizon: 3', 'must be a whole number of weeks from 4 to 52'],
    ['horizon: 4', undefined],
    ['horizon: 52', undefined],
    ['horizon: 53', 'must be a whole number of weeks from 4 to 52'],
  ])('allows a season of 4 to 52 weeks: %s', (words, violation) => {
    const text = new StrategyText(words);
    expect(horizonCandidates(text, seasonDates(text, '2026-11-24')).map((each) => each.violation)).toEqual([
      violation,
    ]);
  });

  it('is surer of a length where a word for seasons, a date or nothing else stands beside it', () => {
    const strengthsIn = (words: string): number[] => {
      const text = new StrategyText(words);
      return horizonCandidates(text, seasonDates(text, '2026-11-24')).map(({ strength }) => strength);
    };
    expect(strengthsIn('a season of 12 weeks')).toEqual([1]);
    expect(strengthsIn('12 weeks')).toEqual([1]);
    expect(strengthsIn('we have 12 weeks with the new winter coats in mind')).toEqual([0.8]);
  });

  it('says what is wrong with a length out of range', () => {
    const text = new StrategyText('60-week horizon');
    expect(horizonCandidates(text, seasonDates(text, '2026-11-24'))).toMatchObject([
      { value: 60, violation: 'must be a whole number of weeks from 4 to 52' },
    ]);
  });
});
