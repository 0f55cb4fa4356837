import type { IsoDate } from '#contracts';

const DAY_MS = 86_400_000;

/** Whether `text` is a `YYYY-MM-DD` that exists in the Gregorian calendar, year 1 to 9999. */
export function isIsoDate(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(ms) && new Date(ms).toISOString().slice(0, 10) === text && text >= '0001-01-01';
}

/** Days since 1970-01-01; dates before it are negative. */
export function toDayNumber(date: IsoDate): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

export function fromDayNumber(day: number): IsoDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return fromDayNumber(toDayNumber(date) + days);
}

export function daysBetween(from: IsoDate, to: IsoDate): number {
  return toDayNumber(to) - toDayNumber(from);
}

/** Last day of a season, inclusive: start + 7 × weeks − 1 days. */
export function seasonEndDate(start: IsoDate, weeks: number): IsoDate {
  return addDays(start, 7 * weeks - 1);
}

/** First day of season week `week`, counted from 1. */
export function weekStartDate(seasonStart: IsoDate, week: number): IsoDate {
  return addDays(seasonStart, 7 * (week - 1));
}
