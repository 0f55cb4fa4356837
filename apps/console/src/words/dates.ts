import type { IsoDate } from '#contracts';

const DAY_MS = 86_400_000;
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

function utc(date: IsoDate): Date {
  return new Date(`${date}T00:00:00Z`);
}

/** Whether the text is a date that exists, written YYYY-MM-DD. */
export function isDate(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(utc(text).getTime()) &&
    utc(text).toISOString().startsWith(text)
  );
}

/** `1 Mar`. */
export function day(date: IsoDate): string {
  return dayMonth.format(utc(date)).replace('Sept', 'Sep');
}

/** `1 Mar 2027`. */
export function dayAndYear(date: IsoDate): string {
  return `${day(date)} ${date.slice(0, 4)}`;
}

/** `1 Mar → 23 May 2027`; both years where they differ. */
export function span(from: IsoDate, to: IsoDate): string {
  return from.slice(0, 4) === to.slice(0, 4)
    ? `${day(from)} → ${dayAndYear(to)}`
    : `${dayAndYear(from)} → ${dayAndYear(to)}`;
}

/** Last day of a season, inclusive: start + 7 × weeks − 1 days. */
export function lastDay(start: IsoDate, weeks: number): IsoDate {
  return new Date(utc(start).getTime() + (7 * weeks - 1) * DAY_MS).toISOString().slice(0, 10);
}

/** A point in time as the planner's clock has it: `24 Nov, 11:42`. */
export function moment(timestamp: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(timestamp));
}
