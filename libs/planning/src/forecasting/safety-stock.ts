import type { PlanOptions, ReplenishmentStrategy } from '#contracts';
import { weeksKnownAtLastOrder } from '../calendar/order-table.ts';
import { backtest, type Backtest } from './backtest.ts';
import { standardTotalErrors } from './prediction-errors.ts';
import { combineSeasons, type SeasonForecast } from './season-forecast.ts';
import { quantile } from './statistics.ts';

export interface SafetyStock {
  /** Margin over the forecast total, a fraction from 0 to 0.60. */
  readonly fraction: number;
  readonly baseline: number;
  /** `record`: from past errors; `assumed`: the baseline, for want of any. */
  readonly source: 'record' | 'assumed';
}

const LIMITS = { least: 0, most: 0.6 } as const;

/** Critical ratio without costs: a unit short costs twice a unit left over. */
const DEFAULT_CRITICAL_RATIO = 2 / 3;

/** The reference design's flat figures. */
const baselineSafetyStock = (strategy: ReplenishmentStrategy): number => (strategy === 'none' ? 0.25 : 0.2);

/** Strategies from the one that can correct itself most to the one that cannot. */
const BY_LATEST_ORDER = ['weekly', 'bi-weekly', 'none'] as const satisfies readonly ReplenishmentStrategy[];

/**
 * Probability of not running out that balances the costs: Cu / (Cu + Co), the newsvendor's critical ratio (Arrow,
 * Harris & Marschak 1951); Cu the margin lost on a unit short, Co the loss on a unit left over. A service level given
 * in the options overrides it; without price and cost, two thirds.
 */
export function criticalRatio(options: PlanOptions): number {
  const { service_level, unit_price, unit_cost, salvage_value = 0 } = options;
  if (service_level !== undefined) return service_level;
  if (unit_price === undefined || unit_cost === undefined) return DEFAULT_CRITICAL_RATIO;
  const short = unit_price - unit_cost;
  const over = unit_cost - salvage_value;
  if (short <= 0) return 0;
  return over <= 0 ? 1 : short / (short + over);
}

/** Backtests with the season partly known, by number of weeks known; made once, handed back for the next call. */
export type LateBacktests = Map<number, Backtest>;

/** Past seasons as forecast when `known` of their weeks had been sold. */
function lateBacktest(forecast: SeasonForecast, known: number, made: LateBacktests): Backtest {
  const before = made.get(known);
  if (before) return before;
  const cheap = forecast.models.filter(({ costly }) => !costly);
  const played = backtest(forecast.panel, cheap, { known });
  made.set(known, played);
  return played;
}

/**
 * Q_cr(sold ÷ forecast) − 1 within 0 … 0.60, where the forecast of each past season is the one at the strategy's last
 * factory order. Errors are pooled over the panel in units of each row's spread. A strategy that can still order never
 * needs more than one that cannot: the margin is the largest of it and those with later orders.
 */
export function safetyStock(
  forecast: SeasonForecast,
  strategy: ReplenishmentStrategy,
  ratio: number,
  made: LateBacktests = new Map(),
): SafetyStock {
  const baseline = baselineSafetyStock(strategy);
  const { errors, pastWeights, pastTrust, backtest: record } = forecast;
  if (record.seasons.length === 0) return { fraction: baseline, baseline, source: 'assumed' };

  const margin = (of: ReplenishmentStrategy): number => {
    const known = weeksKnownAtLastOrder(of, record.horizon);
    const seasons =
      known === 0
        ? forecast.seasons
        : combineSeasons(lateBacktest(forecast, known, made), pastWeights, pastTrust);
    return Math.exp(errors.spread * quantile(standardTotalErrors(seasons, errors.rowSpread), ratio)) - 1;
  };
  const laterOrSame = BY_LATEST_ORDER.slice(0, BY_LATEST_ORDER.indexOf(strategy) + 1);
  const largest = Math.max(...laterOrSame.map(margin));
  return {
    fraction: Math.min(LIMITS.most, Math.max(LIMITS.least, largest)),
    baseline,
    source: 'record',
  };
}
