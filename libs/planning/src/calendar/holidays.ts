import Holidays from 'date-holidays';
import { fromDayNumber, toDayNumber } from './season-calendar.ts';

/** Kinds of day on which people shop differently; school and optional days are left out. */
const KINDS = new Set(['public', 'bank', 'observance']);

/** Days of the week before a feast in which it is shopped for, the feast included. */
const PERIOD_DAYS = 7;

/** Whether there is a holiday calendar for a country, ISO 3166-1 alpha-2. */
export function hasHolidayCalendar(country: string): boolean {
  return Object.hasOwn(new Holidays().getCountries('en'), country);
}

/**
 * Feasts of the country with the days of each week that fall in the feast's period (the feast and the six days before
 * it), as a share of the week: a feast that moves takes its effect along, and one on a Thursday is felt in two weeks.
 * Names are the calendar's own (`date-holidays`); feasts observed on a substitute day count once.
 *
 * @param country ISO 3166-1 alpha-2
 * @param firstDay day number of the first day of week 0
 * @throws RangeError for a country the calendar does not know
 */
export function holidayWeekShares(
  country: string,
  firstDay: number,
  weeks: number,
): Map<string, Float64Array> {
  const shares = new Map<string, Float64Array>();
  const calendar = new Holidays(country);
  if (!hasHolidayCalendar(country))
    throw new RangeError(`No holiday calendar for country "${country}"; give an ISO 3166-1 alpha-2 code.`);
  const lastDay = firstDay + 7 * weeks - 1;
  const firstYear = Number(fromDayNumber(firstDay).slice(0, 4));
  const lastYear = Number(fromDayNumber(lastDay + PERIOD_DAYS).slice(0, 4));
  for (let year = firstYear; year <= lastYear; year++) {
    for (const feast of calendar.getHolidays(year, 'en')) {
      if (!KINDS.has(feast.type) || feast.substitute === true) continue;
      const row = shares.get(feast.name) ?? new Float64Array(weeks);
      const feastDay = toDayNumber(feast.date.slice(0, 10));
      for (let day = feastDay - PERIOD_DAYS + 1; day <= feastDay; day++) {
        const week = Math.floor((day - firstDay) / 7);
        if (week >= 0 && week < weeks) row[week] += 1 / 7;
      }
      shares.set(feast.name, row);
    }
  }
  return shares;
}
