import { logScale } from './log-scale.ts';
import { YEAR } from './models/forecast-model.ts';
import { median, sum } from './statistics.ts';

/** What the history of a category allows: the rung of the ladder it stands on. */
export type HistoryRung =
  /** Two years and more: every model. */
  | 'two-years'
  /** One year: models that need one season. */
  | 'one-year'
  /** Less than a year since the first sale: the siblings' season at the category's own level. */
  | 'started'
  /** Weeks without sales all over the history: no logs, no seasonal fits. */
  | 'intermittent'
  /** No sales in the last weeks though the same weeks of last year sold: the latest level, nothing. */
  | 'ended'
  /** Nothing was ever sold. */
  | 'empty';

export interface HistoryCondition {
  readonly rung: HistoryRung;
  /** Weeks since the first sale. */
  readonly activeWeeks: number;
  /** Weeks since the first sale without a row, and with a written zero. */
  readonly missingWeeks: number;
  readonly zeroWeeks: number;
  /** Weeks more than four robust standard deviations of log units from the median week. */
  readonly outlierWeeks: number;
}

/** Share of zero weeks from which a series counts as intermittent. */
const INTERMITTENT_SHARE = 0.3;
/** Weeks without sales at the end, a quarter, that count as an end and not as a pause. */
const ENDED_WEEKS = 13;

function hasEnded(history: Float64Array): boolean {
  const tail = history.subarray(-ENDED_WEEKS);
  if (tail.length < ENDED_WEEKS || tail.some((units) => units !== 0)) return false;
  const lastYear = history.subarray(-YEAR - ENDED_WEEKS, -YEAR);
  return lastYear.length < ENDED_WEEKS || sum(lastYear) > 0;
}

function countOutliers(active: Float64Array): number {
  const scale = logScale(active);
  const logs = active.map((units) => scale.toLog(units));
  const centre = median(logs);
  const deviation = 1.4826 * median(logs.map((log) => Math.abs(log - centre)));
  return deviation > 0 ? logs.filter((log) => Math.abs(log - centre) > 4 * deviation).length : 0;
}

/** @param history weekly units, NaN where nothing was observed */
export function historyCondition(history: Float64Array): HistoryCondition {
  const firstSale = history.findIndex((units) => units > 0);
  if (firstSale < 0) return { rung: 'empty', activeWeeks: 0, missingWeeks: 0, zeroWeeks: 0, outlierWeeks: 0 };
  const active = history.subarray(firstSale);
  const missingWeeks = active.filter(Number.isNaN).length;
  const zeroWeeks = active.filter((units) => units === 0).length;
  const rung = hasEnded(history)
    ? 'ended'
    : active.length < YEAR
      ? 'started'
      : zeroWeeks > INTERMITTENT_SHARE * (active.length - missingWeeks)
        ? 'intermittent'
        : active.length < 2 * YEAR
          ? 'one-year'
          : 'two-years';
  return { rung, activeWeeks: active.length, missingWeeks, zeroWeeks, outlierWeeks: countOutliers(active) };
}

/** The history with the weeks before the first sale taken as not observed: a category not yet on sale sold nothing. */
export function sinceFirstSale(history: Float64Array): Float64Array {
  const firstSale = history.findIndex((units) => units > 0);
  return firstSale <= 0 ? history : history.map((units, week) => (week < firstSale ? NaN : units));
}
