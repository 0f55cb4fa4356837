import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bar, sparkline } from './sparkline.ts';
import { table } from './table.ts';
import { amount, day, duration, percent, weekday, wrapped } from './wording.ts';

describe(sparkline, () => {
  it('draws from 0, so that half is half as high', () => {
    expect(sparkline([0, 50, 100], 3).line).toBe('▁▅█');
  });

  it('has a cell for every value, as wide as there is room', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 52 }),
        fc.integer({ min: 52, max: 200 }),
        (values, width) => {
          const { line, cell } = sparkline(values, width);
          expect([...line]).toHaveLength(values.length * cell);
          expect(values.length * cell).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('is flat when nothing is sold', () => {
    expect(sparkline([0, 0], 2).line).toBe('▁▁');
  });
});

describe(bar, () => {
  it.each([
    [0, '░░░░'],
    [0.5, '██░░'],
    [1.2, '████'],
  ])('shows %d of 4', (share, text) => {
    expect(bar(share, 4)).toBe(text);
  });
});

describe(table, () => {
  it('aligns numbers right and leaves no space at the end of a line', () => {
    const columns = [{ title: 'store' }, { title: 'units', align: 'right' }, { title: 'note' }] as const;

    expect(
      table(columns, [
        ['S1', '7', ''],
        ['S20', '1,234', 'most'],
      ]),
    ).toEqual(['store  units  note', 'S1         7', 'S20    1,234  most']);
  });
});

describe('wording', () => {
  it('says numbers as a planner does', () => {
    expect(amount(13_355, 'unit')).toBe('13,355 units');
    expect(amount(1, 'store')).toBe('1 store');
    expect(percent(0.45)).toBe('45 %');
    expect(percent(0.001)).toBe('<1 %');
    expect(percent(0)).toBe('0 %');
    expect(day('2027-03-01')).toBe('1 Mar 2027');
    expect(weekday('2027-03-01')).toBe('Mon 1 Mar 2027');
    expect(duration(640)).toBe('0.6 s');
    expect(duration(125_000)).toBe('2 min 5 s');
  });

  it('breaks lines between words, and only there', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 80 }), (parts, width) => {
        const lines = wrapped(`  - ${parts.join(' ')}`, width, '    ').split('\n');
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        expect(lines.map((line) => line.trim()).join(' ')).toBe(`- ${parts.join(' ')}`);
      }),
    );
  });
});
