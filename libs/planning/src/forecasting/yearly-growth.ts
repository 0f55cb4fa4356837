import { YEAR } from './models/forecast-model.ts';
import { median } from './statistics.ts';

/** Comparable weeks below which a year-on-year ratio counts only in proportion. */
const FULL_EVIDENCE_WEEKS = 26;
/** No category is expected to more than double, or to lose more than half, against last year on its past alone. */
const GROWTH_LIMIT = Math.log(2);

/** Log of this year's units over last year's, for the last `YEAR` weeks that both years have; NaN where there are none. */
function observedGrowth(history: Float64Array): { growth: number; weeks: number } {
  let now = 0;
  let before = 0;
  let weeks = 0;
  for (let t = Math.max(YEAR, history.length - YEAR); t < history.length; t++) {
    if (Number.isNaN(history[t]) || Number.isNaN(history[t - YEAR])) continue;
    now += history[t];
    before += history[t - YEAR];
    weeks += 1;
  }
  return { growth: now > 0 && before > 0 ? Math.log(now / before) : NaN, weeks };
}

/**
 * Expected log growth on last year by row: its own, shrunk half to the median of the panel and, where fewer than
 * 26 weeks can be compared, to no growth. A year-on-year ratio carries promotions and stock-outs as well as growth,
 * so half of it is not believed.
 */
export function yearlyGrowth(rows: readonly Float64Array[]): Float64Array {
  const observed = rows.map(observedGrowth);
  const pooled = median(observed.map(({ growth }) => growth));
  return Float64Array.from(observed, ({ growth, weeks }) => {
    const centre = Number.isNaN(pooled) ? 0 : pooled;
    const own = Number.isNaN(growth) ? centre : growth;
    const evidence = Math.min(1, weeks / FULL_EVIDENCE_WEEKS);
    const shrunk = evidence * (0.5 * own + 0.5 * centre);
    return Math.min(GROWTH_LIMIT, Math.max(-GROWTH_LIMIT, shrunk));
  });
}
