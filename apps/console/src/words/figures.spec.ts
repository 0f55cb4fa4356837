import { describe, expect, it } from '@jest/globals';
import { count, counted, duration, estimate, percent, range, signed, size } from './figures.ts';

describe(estimate, () => {
  it.each([
    [12_842, [12_399, 14_347], '12,800'],
    [12_842, [12_840, 12_845], '12,842'],
    [9_340, [8_104, 10_688], '9,300'],
    [0, [0, 0], '0'],
  ] as const)(
    'shows %d within %j as %s: no more digits than the interval supports',
    (value, interval, shown) => {
      expect(estimate(value, interval)).toBe(shown);
    },
  );

  it('rounds both ends of an interval alike', () => {
    expect(range([12_399, 14_347])).toBe('12,400–14,300');
  });
});

describe('figures', () => {
  it('are shown with separators, units and a real minus', () => {
    expect(count(-0.2)).toBe('0');
    expect(counted(1, 'store')).toBe('1 store');
    expect(counted(13_355, 'unit')).toBe('13,355 units');
    expect(percent(0.6)).toBe('60\u202f%');
    expect(signed(-107_715, count)).toBe('−107,715');
    expect(signed(0, count)).toBe('0');
  });

  it.each([
    [385, '0.4 s'],
    [12_400, '12 s'],
    [59_700, '60 s'],
    [200_000, '3 min 20 s'],
    [119_800, '2 min 0 s'],
  ])('shows %d ms as %s', (milliseconds, shown) => {
    expect(duration(milliseconds)).toBe(shown);
  });

  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1.0 KiB'],
    [536_870_912, '512 MiB'],
  ])('shows %d bytes as %s', (bytes, shown) => {
    expect(size(bytes)).toBe(shown);
  });
});
