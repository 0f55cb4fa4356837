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
    ['60/40 DC', 0.6],
    ['60/40 stores', 0.4],
    ['40/60 warehouse/shops', 0.4],
    ['hold 15%, the remaining 85% goes to stores', 0.15],
    ['two thirds, the rest is held', 0.3333],
    ['a third, the rest goes to stores', 0.3333],
    ['two thirds at first, top-ups take the rest', 0.3333],
    ['holdback pct: 35', 0.35],
    ['holdback 35', 0.35],
    ['DC - 20', 0.2],
    ['0% DC holdback', 0],
    ['100% DC holdback', 1],
    ['nothing is kept', 0],
    ['nothing left at the DC', 0],
    ['DC reserve: none', 0],
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
    'not everything goes to stores',
    '60/40',
    'holdback: 35 weeks',
    'holdback is 3 Jan',
    'DC 30 stores',
    'no decision on holdback',
    'nothing is left',
    'nothing in stores',
    'two thirds, the rest is open',
  ])('takes no share from "%s"', (words) => {
    expect(sharesIn(words)).toEqual([]);
  });

  it.each([
    ['15% DC holdback', 1, '15% dc holdback'],
    ['60/40 stores/DC', 1, '60/40 stores/dc'],
    ['holdback: 35, weekly top-ups', 1, 'holdback: 35'],
    ['nothing is kept back', 1, 'nothing is kept'],
    ['two thirds, the rest is held', 0.85, '2 thirds, the rest'],
    ['hold at the very start of this coming new season 20%', 0.9, undefined],
  ])('is as sure of "%s" as its words are plain, and quotes them', (words, strength, quote) => {
    const text = new StrategyText(words);
    const [first, ...others] = holdbackCandidates(text);
    expect(others).toEqual([]);
    expect(first.strength).toBe(strength);
    if (quote !== undefined) expect(text.textOf(first)).toBe(quote);
  });

  it('hears two shares that do not make up the whole, and a nothing beside a share of another clause', () => {
    expect(sharesIn('hold 15%, the remaining 80% goes to stores')).toEqual([0.15, 0.2]);
    expect(sharesIn('keep nothing, hold 20%')).toEqual([0, 0.2]);
  });

  it('says what is wrong with a share below nothing', () => {
    expect(holdbackCandidates(new StrategyText('-5% holdback'))).toMatchObject([
      { value: -0.05, violation: 'must be a share from 0 % to 100 %' },
    ]);
  });

  it('finds nothing wrong with none of the buy, or all of it', () => {
    for (const words of ['0% DC holdback', '100% DC holdback'])
      expect(holdbackCandidates(new StrategyText(words))).toEqual([
        expect.not.objectContaining({ violation: expect.anything() }),
      ]);
  });

  it('says what is wrong with a share out of range', () => {
    expect(holdbackCandidates(new StrategyText('120% DC holdback'))).toMatchObject([
      { value: 1.2, violation: 'must be a share from 0 % to 100 %' },
    ]);
  });
});
