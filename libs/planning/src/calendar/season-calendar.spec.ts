import { describe, expect, it } from '@jest/globals';
import {
  addDays,
  daysBetween,
  isIsoDate,
  seasonEndDate,
  toDayNumber,
  weekStartDate,
} from './season-calendar.ts';

describe(isIsoDate.name, () => {
  it.each(['0001-01-01', '1969-12-31', '2024-02-29', '2025-06-30', '9999-12-31'])('takes %s', (text) => {
    expect(isIsoDate(text)).toBe(true);
  });

  it.each([
    '',
    'soon',
    '0000-12-31',
    '2025-02-29',
    '2025-02-30',
    '2025-13-01',
    '2025-00-10',
    '2025-1-01',
    '2025-01-1',
    '02025-01-01',
    '12025-01-01',
    '2025-01-011',
    ' 2025-01-01',
    '2025-01-01 ',
    '2025-01-01T00:00:00Z',
    '2025/01/01',
  ])('refuses "%s"', (text) => {
    expect(isIsoDate(text)).toBe(false);
  });
});

describe('days', () => {
  it('are counted from 1970, across leap days, years and the change of the clocks', () => {
    expect(toDayNumber('1970-01-01')).toBe(0);
    expect(toDayNumber('1969-12-31')).toBe(-1);
    expect(toDayNumber('2000-03-01')).toBe(11_017);
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2025-01-01', -1)).toBe('2024-12-31');
    expect(daysBetween('2025-03-29', '2025-03-31')).toBe(2);
    expect(daysBetween('2025-03-31', '2025-03-29')).toBe(-2);
  });
});

describe('a season', () => {
  it('ends on the day before its next week would start', () => {
    expect(seasonEndDate('2025-03-01', 12)).toBe('2025-05-23');
    expect(weekStartDate('2025-03-01', 1)).toBe('2025-03-01');
    expect(weekStartDate('2025-03-01', 13)).toBe('2025-05-24');
  });
});
