import { YEAR } from './models/forecast-model.ts';
import { median } from './statistics.ts';

/**
 * A copy with every NaN filled, for models that need whole series: with the same week of another year where there is
 * one, else with the median. In logs, so that a filled week is an ordinary one. The plan's figures never count it.
 */
export function fillGaps(logs: Float64Array): Float64Array {
  const typical = median(logs);
  const fallback = Number.isNaN(typical) ? 0 : typical;
  return logs.map((value, t) => {
    if (!Number.isNaN(value)) return value;
    for (let years = 1; years * YEAR <= logs.length; years++)
      for (const other of [t - years * YEAR, t + years * YEAR])
        if (other >= 0 && other < logs.length && !Number.isNaN(logs[other])) return logs[other];
    return fallback;
  });
}
