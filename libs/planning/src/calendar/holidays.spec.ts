import { describe, expect, it } from '@jest/globals';
import { holidayWeekShares } from './holidays.ts';
import { toDayNumber } from './season-calendar.ts';

const MONDAY = '2024-12-30';
const shares = (country: string, weeks = 104) => holidayWeekShares(country, toDayNumber(MONDAY), weeks);
const weekOf = (date: string) => Math.floor((toDayNumber(date) - toDayNumber(MONDAY)) / 7);

describe(holidayWeekShares.name, () => {
  it('moves Easter: its period is the week up to Easter Sunday', () => {
    const easter = shares('US').get('Easter Sunday')!;
    expect(easter[weekOf('2025-04-20')]).toBeCloseTo(1, 12);
    expect(easter[weekOf('2026-04-05')]).toBeCloseTo(1, 12);
    expect(easter.reduce((a, b) => a + b)).toBeCloseTo(2, 12);
  });

  it('shares a feast on a Thursday between two weeks', () => {
    const thanksgiving = shares('US').get('Thanksgiving Day')!;
    const week = weekOf('2025-11-27');
    expect(thanksgiving[week]).toBeCloseTo(4 / 7, 12);
    expect(thanksgiving[week - 1]).toBeCloseTo(3 / 7, 12);
  });

  it('counts a feast right after the last week for the days that fall into it', () => {
    const year = holidayWeekShares('US', toDayNumber('2024-12-02'), 4).get("New Year's Day")!;
    expect(year[3]).toBeCloseTo(4 / 7, 12);
  });

  it('counts of a feast in the first week the days since the first', () => {
    // Wednesday, January 1: its period begins five days before the first Monday.
    const year = shares('US').get("New Year's Day")!;
    expect(year[0]).toBeCloseTo(3 / 7, 12);
    expect(year[52]).toBeCloseTo(4 / 7, 12);
  });

  it('knows bank holidays, and neither optional days nor substitutes of a feast', () => {
    expect(shares('DE').has('Christmas Eve')).toBe(true);
    expect(shares('US').has('Christmas Eve')).toBe(false);
    const names = [...holidayWeekShares('US', toDayNumber('2027-01-04'), 52).keys()];
    expect(names).toContain('Independence Day');
    expect(names.filter((name) => name.includes('substitute'))).toEqual([]);
  });

  it('follows the country, and refuses one that is none', () => {
    expect(shares('DE').has('Whit Monday')).toBe(true);
    expect(shares('US').has('Whit Monday')).toBe(false);
    expect(() => shares('XX')).toThrow(
      new RangeError('No holiday calendar for country "XX"; give an ISO 3166-1 alpha-2 code.'),
    );
  });
});
