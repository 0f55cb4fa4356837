import { describe, expect, it } from '@jest/globals';
import { normalise } from './normalise.ts';

const plain = (words: string): string => normalise(words).plain;

describe(normalise.name, () => {
  it.each([
    ['Twenty-four weeks', '24 weeks'],
    ['twenty four weeks', '24 weeks'],
    ['twenty, four weeks', '20, 4 weeks'],
    ['twenty-one stores', '21 stores'],
    ['one drop', 'one drop'],
    ['twenty ten', '20 10'],
    ['twenty new four', '20 new 4'],
    ['the eighth week', 'the 8th week'],
    ['the twenty-first week', 'the 21th week'],
    ['the fortieth wk', 'the 40th wk'],
    ['a third of it', 'a third of it'],
    ['three quarters', '3 quarters'],
    ['20 four', '20 4'],
  ])('writes number words as figures: "%s"', (words, expected) => {
    expect(plain(words)).toBe(expected);
  });

  it.each([
    ['we’re “on” — 12–14', "we're on - 12-14"],
    ['dc_holdback: {"a": [5]}', 'dc holdback: a : 5 '],
    ['12\u00a0weeks\tweekly\r', '12 weeks weekly '],
    ['½, ⅓, ⅔, ¼ and ¾', ' 1/2, 1/3, 2/3, 1/4 and 3/4'],
    ['50％', '50%'],
    ['<60, ≤60, >60, ≥60', ' < 60, < 60, > 60, > 60'],
    ['A → B', 'a > b'],
    ['3−4 and 5‑6', '3-4 and 5-6'],
    ['‘x’', "'x'"],
    ['a    b', 'a b'],
    ['MARCH 5, İstanbul', 'march 5, İstanbul'],
  ])('makes signs plain: "%s"', (words, expected) => {
    expect(plain(words)).toBe(expected);
  });

  it.each([
    ['15 weaks', '15 weeks'],
    ['weaks of it', 'weaks of it'],
    ['Mrach 8', 'march 8'],
    ['8  aprli', '8 april'],
  ])('mends months and weeks beside a number: "%s"', (words, expected) => {
    expect(plain(words)).toBe(expected);
  });

  it.each([
    ['Holdback | 20%', 'holdback : 20%'],
    ['| Weeks | 12 |', 'weeks : 12'],
    ['* Length - 16 weeks', '* length: 16 weeks'],
    ['Holdback? 20%', 'holdback: 20%'],
    ['Fine. How often do we replenish? Weekly', 'fine. how often do we replenish: weekly'],
    ['Replenishment?\nWeekly', 'replenishment: weekly'],
    ['Weeks - 12 of a long and winding season', 'weeks - 12 of a long and winding season'],
  ])('reads rows and questions as a key and its value: "%s"', (words, expected) => {
    expect(plain(words).replaceAll(/ +/g, ' ').trim()).toBe(expected);
  });

  it('remembers where every character came from', () => {
    const original = '“Twenty-four” wekly   replenishmnt, ½ held';
    const { plain: words, from, to } = normalise(original);
    expect([from.length, to.length]).toEqual([words.length, words.length]);
    const quoted = (part: string): string => {
      const start = words.indexOf(part);
      return original.slice(from[start], to[start + part.length - 1]);
    };
    expect(quoted('24')).toBe('Twenty-four');
    expect(quoted('weekly')).toBe('wekly');
    expect(quoted('replenishment')).toBe('replenishmnt');
    expect(quoted('1/2')).toBe('½');
    expect(quoted('held')).toBe('held');
    const week = normalise('the twenty-first week');
    const at = week.plain.indexOf('21');
    expect([week.from[at], week.to[at + 3]]).toEqual([4, 16]);
  });
});
