import { describe, expect, it } from '@jest/globals';
import { inReadingOrder } from './reading-order.ts';
import { StrategyText } from './strategy-text.ts';

describe(inReadingOrder.name, () => {
  it.each([
    ['tabs', 'Line\tLaunch\tWks\nRunners\t3/8/2027\t18'],
    ['bars', '| Line | Launch | Wks |\n|---|---|---|\n| Runners | 3/8/2027 | 18 |'],
    ['semicolons', 'Line;Launch;Wks\nRunners;3/8/2027;18\n'],
    ['commas', 'Line,Launch,Wks\n\nRunners, 3/8/2027, 18'],
  ])('reads a table by its columns: %s', (_name, table) => {
    const { text, at } = inReadingOrder(`Plan for spring\n${table}`);
    expect(text.split('\n').map((line) => line.trim())).toEqual([
      'Plan for spring',
      'Line: Runners',
      'Launch: 3/8/2027',
      'Wks: 18',
      '',
    ]);
    expect(at).toHaveLength(text.length);
    const original = `Plan for spring\n${table}`;
    for (const word of ['Plan', 'Launch', '3/8/2027', '18']) {
      const from = at[text.indexOf(word)];
      expect(original.slice(from, from + word.length)).toBe(word);
    }
  });

  it('reads pairs in one line as a line each, and one pair as it stands', () => {
    const pairs = 'weeks=18 replenishment=none dc_reserve=0.00';
    const { text, at } = inReadingOrder(pairs);
    expect(text).toBe('weeks=18\nreplenishment=none\ndc_reserve=0.00');
    expect(at).toEqual(Array.from(pairs, (_, i) => i));
    expect(inReadingOrder('we plan replenishment=none for all').text).toBe(
      'we plan replenishment=none for all',
    );
  });

  it.each([
    'Twelve weeks, weekly, 20% back\nStarts on 3 May, in 60 stores, no markdown',
    'Line\tLaunch\tWks\nRunners\t3/8/2027\t18\nBoots\t9/1/2027\t20',
    'Launch\tWks\n3/8/2027\t18',
    'Knits, no replenishment, all to stores\n12 weeks, from 3 May, markdown wk 6',
    'Line\tLaunch\tWks\nRunners\tMarch\tlong',
    'Line\tLaunch\tWks\nRunners\t3/8/2027',
    'from 3 May\n\n18 weeks',
    '',
  ])('leaves "%s" as it stands', (words) => {
    expect(inReadingOrder(words)).toEqual({ text: words, at: Array.from(words, (_, i) => i) });
  });

  it('lets a value be quoted from where it stands, though it is read in another order', () => {
    const table = 'Line\tLaunch\tWks\tReplen\nRunners\t3/8/2027\t18\tweekly';
    const text = new StrategyText(table);
    expect(text.plain).toContain('wks: 18');
    const start = text.plain.indexOf('18');
    expect(text.quote({ start, end: start + 2 })).toEqual({
      start: table.indexOf('18'),
      end: table.indexOf('18') + 2,
      quote: '18',
    });
    const two = text.quote({ start: text.plain.indexOf('18'), end: text.plain.indexOf('weekly') + 6 });
    expect(two.quote).toBe(table.slice(two.start, two.end));
    expect(two.quote).toContain('18\tweekly');
    expect(text.plain.slice(text.positionOf(table.indexOf('weekly')))).toMatch(/^weekly/);
  });
});
