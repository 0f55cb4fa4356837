import { createHash } from 'node:crypto';
import type { DemandContext, DemandOutput, DemandPlan, ReportProgress, UnitInterval } from '#contracts';
import { isReordered } from '../allocation/delivery-schedule.ts';
import { addDays } from '../calendar/season-calendar.ts';
import type { Backtest } from './backtest.ts';
import { demandNotes } from './demand-notes.ts';
import { demandReasoning } from './demand-reasoning.ts';
import { forecastAccuracy } from './forecast-accuracy.ts';
import type { Interval } from './prediction-errors.ts';
import { criticalRatio, safetyStock, type LateBacktests, type SafetyStock } from './safety-stock.ts';
import { forecastSeason, type SeasonForecast } from './season-forecast.ts';
import { sum } from './statistics.ts';
import { wholeUnits } from './whole-units.ts';

const DEFAULT_COUNTRY = 'US';
const YEAR_WEEKS = 52;

/** Backtests of the last inputs, by what they were made from; a plan asked for again costs a tenth. */
const CACHE_SIZE = 32;
const cache = new Map<string, { readonly backtest: Backtest; readonly late: LateBacktests }>();

/** Everything a backtest depends on. */
function backtestKey({ totals, siblings, lead_weeks, parameters, options }: DemandContext): string {
  const hash = createHash('sha256');
  hash.update(
    JSON.stringify([
      lead_weeks,
      parameters.forecast_horizon_weeks,
      options.holiday_country ?? DEFAULT_COUNTRY,
      [totals, ...siblings].map(({ series_id, first_week_start, units }) => [
        series_id,
        first_week_start,
        units.length,
      ]),
    ]),
  );
  for (const { units } of [totals, ...siblings])
    hash.update(new Uint8Array(units.buffer, units.byteOffset, units.byteLength));
  return hash.digest('hex');
}

function remember(key: string, forecast: SeasonForecast) {
  const entry = cache.get(key) ?? { backtest: forecast.backtest, late: new Map() };
  cache.delete(key);
  cache.set(key, entry);
  if (cache.size > CACHE_SIZE) cache.delete(cache.keys().next().value!);
  return entry;
}

/** Whole units outward, the whole-unit forecast inside. */
const wholeInterval = ({ lo, hi }: Interval, units: number): UnitInterval => [
  Math.min(units, Math.floor(lo)),
  Math.max(units, Math.ceil(hi)),
];

/** A season that is bought in one order needs the margin of one without replenishment, whatever its strategy. */
function plannedSafetyStock(
  { parameters, options }: DemandContext,
  forecast: SeasonForecast,
  late: LateBacktests,
): SafetyStock {
  const strategy = parameters.replenishment_strategy;
  const ratio = criticalRatio(options);
  const stock = safetyStock(forecast, strategy, ratio, late);
  if (stock.source === 'assumed' || isReordered(parameters, options)) return stock;
  return { ...stock, fraction: safetyStock(forecast, 'none', ratio, late).fraction };
}

/** What week `h` of the season, from 0, sold a year before. */
function lastYear({ totals, lead_weeks }: DemandContext, h: number): { last_year_units?: number } {
  const sold = totals.units[totals.units.length + lead_weeks + h - YEAR_WEEKS];
  // Before or after the history there is nothing; a week without rows is NaN.
  return Number.isFinite(sold) ? { last_year_units: Math.round(sold) } : {};
}

/**
 * The demand agent's part of the plan: how much the season will sell by week, how sure that is, the method's record on
 * past seasons, and the margin the buy should cover. Units are whole; fractions are 0..1.
 *
 * Pure but for a cache of backtests that never changes a result: the same context gives the same output.
 */
export function planDemand(context: DemandContext, report: ReportProgress): DemandOutput {
  const { parameters, options } = context;
  report(0, 'Reading the history');
  const key = backtestKey(context);
  const forecast = forecastSeason(
    {
      target: context.totals,
      siblings: context.siblings,
      lead: context.lead_weeks,
      horizon: parameters.forecast_horizon_weeks,
      country: options.holiday_country ?? DEFAULT_COUNTRY,
      seed: context.seed,
      backtest: cache.get(key)?.backtest,
    },
    report,
  );
  const { late } = remember(key, forecast);

  report(90, 'Choosing the safety stock');
  const stock = plannedSafetyStock(context, forecast, late);

  const units = wholeUnits(forecast.weekly);
  const total = sum(units);
  const demand: Omit<DemandPlan, 'reasoning'> = {
    total_units: total,
    total_interval_80: wholeInterval(forecast.total80, total),
    total_interval_95: wholeInterval(forecast.total95, total),
    weekly: units.map((week, h) => {
      const [lo80, hi80] = wholeInterval(forecast.interval80[h], week);
      const [lo95, hi95] = wholeInterval(forecast.interval95[h], week);
      return {
        week: h + 1,
        start_date: addDays(context.season_first_week_start, 7 * h),
        units: week,
        lo80,
        hi80,
        lo95,
        hi95,
        ...lastYear(context, h),
      };
    }),
    peak_week: 1 + units.indexOf(Math.max(...units)),
    method: 'mean of models, each weighted by its record on past seasons',
    models: Object.entries(forecast.byModel).map(([name, weekly]) => ({
      name,
      weight: forecast.weights[name],
      total_units: Math.round(sum(weekly)),
    })),
    accuracy: forecastAccuracy(forecast),
    safety_stock_pct: stock.fraction,
    baseline_safety_stock_pct: stock.baseline,
    notes: demandNotes(context, forecast),
  };
  const reasoning = demandReasoning(parameters, options, demand, stock);
  report(100, 'The demand plan is ready');
  return { demand: { ...demand, reasoning }, sample_paths: forecast.paths };
}
