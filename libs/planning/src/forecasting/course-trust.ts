import { fillGaps } from './fill-gaps.ts';
import { logScale } from './log-scale.ts';
import { YEAR } from './models/forecast-model.ts';
import { normalEquations, solveRidge } from './ridge-regression.ts';
import { mean, median, sum } from './statistics.ts';
import type { WeekPanel } from './week-panel.ts';

/** How far the neighbours are that a week is told from: two reach a promotion rhythm of a fortnight. */
const NEIGHBOURS = [1, 2] as const;
/** Variance of logs below which the year is flat and there is nothing to doubt. */
const FLAT = 1e-8;

/** The panel's median course of the last year: logs about each row's mean. */
function lastCourse({ rows, weeks }: WeekPanel): Float64Array {
  const years = rows.map((history) => {
    const scale = logScale(history);
    const logs = history.subarray(weeks - YEAR).map((units) => scale.toLog(units));
    const level = mean(logs);
    return logs.map((log) => log - level);
  });
  const course = fillGaps(
    Float64Array.from({ length: YEAR }, (_, week) => median(years.map((y) => y[week]))),
  );
  const level = mean(course);
  return course.map((log) => log - level);
}

/**
 * How much of the last year's course may be expected to come back, 0..1. Season is smooth, keeps a rhythm or lies in
 * feasts; promotions and chance are none of these. So a week that season makes can be told from the weeks around it and
 * the feasts in it, and one that chance makes cannot. The share of the variance so told, R² (adjusted), is the least
 * part that lasts; a course that is half fitted and no copy deserves more, and its trust is √R.
 *
 * One year suffices, which is all there is when a comparison of years is needed most. 1 with less than a year.
 */
export function courseTrust(panel: WeekPanel): number {
  if (panel.weeks < YEAR) return 1;
  const course = lastCourse(panel);
  const around = (distance: number) =>
    course.map((_, week) => (course[(week + distance) % YEAR] + course[(week - distance + YEAR) % YEAR]) / 2);
  const feasts = course.map((_, week) =>
    sum(panel.holidays.map((shares) => shares[panel.weeks - YEAR + week])),
  );
  const usual = mean(feasts);
  const columns = [...NEIGHBOURS.map(around), feasts.map((share) => share - usual)];
  const equations = normalEquations(columns, course);
  if (equations.squares < FLAT * YEAR) return 1;
  const { noise } = solveRidge(
    equations,
    columns.map(() => 1),
  );
  const untold = (noise ** 2 * YEAR) / equations.squares;
  const degrees = (YEAR - 1) / (YEAR - 1 - columns.length);
  return Math.max(0, 1 - degrees * untold) ** 0.25;
}

/** The same season total with the weeks' logs moved toward their mean: none of their course at 0, all of it at 1. */
export function trustedCourse(weekly: Float64Array, trust: number): Float64Array {
  const total = sum(weekly);
  if (!(total > 0)) return weekly;
  const scale = logScale(weekly);
  const logs = weekly.map((units) => scale.toLog(units));
  const level = mean(logs);
  const course = logs.map((log) => scale.toUnits(level + trust * (log - level)));
  const toTotal = total / sum(course);
  return course.map((units) => units * toTotal);
}
