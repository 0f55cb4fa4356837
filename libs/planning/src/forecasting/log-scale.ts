import { mean } from './statistics.ts';

/**
 * Logs of a series relative to its own size, so that zeros stay finite and doubling the units doubles what comes back.
 * The offset is a twentieth of the mean: small enough to leave an ordinary week alone, large enough that an empty
 * week counts as "almost nothing" (−3) and not as −∞.
 */
export interface LogScale {
  readonly unit: number;
  toLog(units: number): number;
  toUnits(log: number): number;
}

const OFFSET = 0.05;

export function logScale(history: Float64Array): LogScale {
  const size = mean(history.subarray(Math.max(0, history.length - 104)));
  const unit = size > 0 ? size : 1;
  return {
    unit,
    toLog: (units) => Math.log(units / unit + OFFSET),
    toUnits: (log) => Math.max(0, (Math.exp(Math.min(log, 50)) - OFFSET) * unit),
  };
}
