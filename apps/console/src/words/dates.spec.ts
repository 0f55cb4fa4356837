import { describe, expect, it } from '@jest/globals';
import { isDate, lastDay, span } from './dates.ts';

describe('dates', () => {
  it('say both years only where they differ', () => {
    expect(span('2027-03-01', '2027-05-23')).toBe('1 Mar → 23 May 2027');
    expect(span('2027-11-08', '2028-01-02')).toBe('8 Nov 2027 → 2 Jan 2028');
  });

  it('end a season on its last day, inclusive, also across a leap day', () => {
    expect(lastDay('2027-03-01', 12)).toBe('2027-05-23');
    expect(lastDay('2028-02-21', 4)).toBe('2028-03-19');
  });

  it.each(['2027-02-29', '2027-13-01', '27-01-01', ''])('%j is none', (text) => {
    expect(isDate(text)).toBe(false);
  });
});
