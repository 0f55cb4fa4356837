import { describe, expect, it } from '@jest/globals';
import { holdbackCandidates } from './holdback.rule.ts';
import { StrategyText } from './strategy-text.ts';

const sharesIn = (words: string): number[] => [
  ...new Set(holdbackCandidates(new StrategyText(words)).map(({ value }) => value)),
];

describe(holdbackCandidates.name, () => {
  it.each([
    ['15% DC holdback', 0.15],
    ['hold back a quarter at the DC', 0.25],
    ['keep 45 percent in reserve at the DC', 0.45],
    ['send 55% to stores up front', 0.45],
    ['60/40 split stores/DC', 0.4],
    ['35/65 DC/stores', 0.35],
    ['Stock split 75:25 stores:DC', 0.25],
    ['a third of the buy stays at the DC', 0.3333],
    ['with half the buy sitting in the DC', 0.5],
    ['dc_holdback=0.2', 0.2],
    ['all inventory to stores', 0],
    ['nothing held back', 0],
    ['zero DC holdback', 0],
    ['every unit goes to stores', 0],
    ['DC: 1/3', 0.3333],
    ['85% of the buy goes to stores', 0.15],
    ['70% out, 30% held', 0.3],
    ['two thirds up front, the rest is held', 0.3333],
    ['a third is not sent out', 0.3333],
    ['split: 75% stores, 25% DC', 0.25],
    ['Holdback | 35', 0.35],
    ['one in five units stays in the DC', 0.2],
    ['nothing stays behind', 0],
    ['the DC gets 25%', 0.25],
    ['send 30% to the DC', 0.3],
    ["we won't be holding anything back at the DC", 0],
    ['stores get everything', 0],
    ['33% of the buy is kept at the DC. Margin target stays at 58%', 0.33],
    ['empty the DC at launch', 0],
    ['Initial push is two thirds of the buy; the remaining third stays at the DC', 0.3333],
  ])('reads %s', (words, share) => {
    expect(sharesIn(words)).toEqual([share]);
  });

  it.each([
    'keep some back',
    'margin is 62%',
    'mark down 30%',
    'below 60% sell-through',
    'take 25% off the ticket',
    'hold back 20-25%',
    'fabric is 60% cotton',
    'footfall in stores is down 8%',
    'the DC is 80% full',
    'stores receive a 10% staff discount',
    'deliveries are 95% on time',
    'the warehouse charges us 3% for handling',
    'we pay the vendor 50% up front',
    '60% of stores have it',
    'no idea how much to hold back',
    '200 stores, 20%',
    'if sell-through stays under 60%',
    'nothing is left to chance',
  ])('takes no share from "%s"', (words) => {
    expect(sharesIn(words)).toEqual([]);
  });

  it('says what is wrong with a share out of range', () => {
    expect(holdbackCandidates(new StrategyText('120% DC holdback'))).toMatchObject([
      { value: 1.2, violation: 'must be a share from 0 % to 100 %' },
    ]);
  });
});
