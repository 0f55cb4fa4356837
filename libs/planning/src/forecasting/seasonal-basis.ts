import { YEAR } from './models/forecast-model.ts';

/** Days of a mean Gregorian year: the sine waves keep to the calendar, not to 52 weeks. */
const DAYS_A_YEAR = 365.2425;

/** Sine and cosine of the first `harmonics` yearly waves at the middle of each week. */
export function fourierTerms(firstDay: number, weeks: number, harmonics: number): Float64Array[] {
  return Array.from({ length: 2 * harmonics }, (_, i) => {
    const harmonic = 1 + (i >> 1);
    const wave = i % 2 === 0 ? Math.sin : Math.cos;
    return Float64Array.from({ length: weeks }, (_, week) =>
      wave((2 * Math.PI * harmonic * (firstDay + 7 * week + 3)) / DAYS_A_YEAR),
    );
  });
}

/** Years from the end of history, negative in the past and flat after it: a slope that the season does not extend. */
export function pastYears(weeks: number, length: number): Float64Array {
  return Float64Array.from({ length }, (_, week) => Math.min(0, (week - weeks) / YEAR));
}
