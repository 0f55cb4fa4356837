import { describe, expect, it } from '@jest/globals';
import { seasonDates } from './start-date.rule.ts';
import { StrategyText } from './strategy-text.ts';

const startsIn = (words: string, today = '2027-01-15'): string[] =>
  seasonDates(new StrategyText(words), today).candidates.map(({ value }) => value);

describe(seasonDates.name, () => {
  it.each([
    ['launch 5 April 2027', '2027-04-05'],
    ['floor date 3/15', '2027-03-15'],
    ['in shops from the 6th of September 2027', '2027-09-06'],
    ['week 1 commences Monday 5 April 2027', '2027-04-05'],
    ['late March start', '2027-03-22'],
    ['12wk season starting Mrach 8', '2027-03-08'],
    ['Three weeks from today we launch', '2027-02-05'],
    ['Sept launch for tweed (6 September)', '2027-09-06'],
    ['customers can buy it in stores from 14 June', '2027-06-14'],
    ['12 weeks, 7/12/27', '2027-07-12'],
    ['April 5 is the launch', '2027-04-05'],
    ['Live date 10 May 2027', '2027-05-10'],
    ['goes on the floor in three weeks', '2027-02-05'],
    ['Kick off next Monday', '2027-01-18'],
    ['26-week season May 15, weekly shipments', '2027-05-15'],
  ])('reads %s', (words, date) => {
    expect(startsIn(words)).toEqual([date]);
  });

  it.each([
    'Vendor ships in March',
    'we meet on 14 April to sign off samples',
    'the first containers land on 2 August',
    'send the report by March 1',
    'SS27 autumn launch',
    'we may start with a third of it',
    'Last year we launched on 15 Feb',
    '35/65 DC/stores',
    'press day 1 September',
    'reserve 1/3 at the DC',
    'the till has crashed since January',
  ])('takes no start from "%s"', (words) => {
    expect(startsIn(words)).toEqual([]);
  });

  it('reads the end of a range, a year later where the months say so', () => {
    expect(seasonDates(new StrategyText('runs 30 August to 2 January'), '2027-05-01')).toMatchObject({
      start: { date: '2027-08-30' },
      end: { date: '2028-01-02' },
    });
  });

  it('keeps a date that does not exist, with what is wrong', () => {
    expect(seasonDates(new StrategyText('starting February 30'), '2026-12-30').candidates).toMatchObject([
      { value: 'February 30', violation: 'must be a date that exists, written YYYY-MM-DD' },
    ]);
  });
});
