import { silent, type ReportProgress, type WeeklyTotals } from '#contracts';
import { holidayWeekShares } from '../calendar/holidays.ts';
import { toDayNumber } from '../calendar/season-calendar.ts';
import { backtest, type Backtest } from './backtest.ts';
import { combine, modelWeights, pastWeights, type ModelWeights } from './combination.ts';
import { courseTrust, trustedCourse } from './course-trust.ts';
import {
  historyCondition,
  sinceFirstSale,
  type HistoryCondition,
  type HistoryRung,
} from './history-condition.ts';
import { arima } from './models/arima.model.ts';
import { intermittentFutures } from './intermittent-futures.ts';
import type { ForecastModel } from './models/forecast-model.ts';
import { lastYearGrowth } from './models/last-year-growth.model.ts';
import { logRegression } from './models/log-regression.model.ts';
import { mstl } from './models/mstl.model.ts';
import { profile } from './models/profile.model.ts';
import { recentLevel } from './models/recent-level.model.ts';
import { seasonalNaive } from './models/seasonal-naive.model.ts';
import {
  assumedErrors,
  predictionErrors,
  samplePaths,
  totalInterval,
  weeklyIntervals,
  type CombinedSeason,
  type Interval,
  type PredictionErrors,
} from './prediction-errors.ts';
import { alignSeries, cutPanel, type WeekPanel } from './week-panel.ts';
import { sum } from './statistics.ts';

export interface SeasonForecastInput {
  readonly target: WeeklyTotals;
  readonly siblings: readonly WeeklyTotals[];
  /** Whole weeks between the end of the target's history and season week 1. */
  readonly lead: number;
  /** Weeks of the season. */
  readonly horizon: number;
  /** Country of the holiday calendar, ISO 3166-1 alpha-2; null turns calendar terms off. */
  readonly country: string | null;
  readonly seed: number;
  /** Models beyond the standing ones; the backtest decides whether they count. */
  readonly furtherModels?: readonly ForecastModel[];
  /** A backtest of the same input made before, to save making it again. */
  readonly backtest?: Backtest;
}

export interface SeasonForecast {
  readonly panel: WeekPanel;
  readonly condition: HistoryCondition;
  readonly models: readonly ForecastModel[];
  readonly weights: ModelWeights;
  /** Each model's own forecast of the season by week. */
  readonly byModel: Readonly<Record<string, Float64Array>>;
  /** How much of last year's course the forecast keeps, 0..1. */
  readonly trust: number;
  /** Expected units by season week. */
  readonly weekly: Float64Array;
  readonly interval80: readonly Interval[];
  readonly interval95: readonly Interval[];
  readonly total80: Interval;
  readonly total95: Interval;
  /** Equally likely futures, whole units, paths × season weeks. */
  readonly paths: readonly (readonly number[])[];
  readonly backtest: Backtest;
  /** Weights that a past season would have been forecast with, by its weeks of history. */
  readonly pastWeights: ReadonlyMap<number, ModelWeights>;
  /** How much of the course it would have kept, likewise. */
  readonly pastTrust: ReadonlyMap<number, number>;
  /** The past seasons as they would have been forecast. */
  readonly seasons: readonly CombinedSeason[];
  readonly errors: PredictionErrors;
  /** False where no past season could be played and the uncertainty is assumed. */
  readonly hasErrorHistory: boolean;
}

const PATHS = 200;

/**
 * Models a history can carry, the benchmark first. ARIMA stands in for MSTL where there is one season only; beside it
 * two smooth forecasts of a kind outvote the others in the median, and the panels' own past seasons are missed by more.
 */
const LADDER: Readonly<Record<HistoryRung, readonly ForecastModel[]>> = {
  'two-years': [seasonalNaive, lastYearGrowth, profile, logRegression, mstl],
  'one-year': [seasonalNaive, lastYearGrowth, profile, logRegression, arima],
  started: [recentLevel, profile, logRegression],
  intermittent: [seasonalNaive, recentLevel, profile],
  ended: [recentLevel],
  empty: [recentLevel],
};

/** Weeks of history after which the fallback's record can be played where a year is not there. */
const FALLBACK_MIN_WEEKS = 13;

/** The panel a forecast is made from: the target first, its siblings beside it, feasts of every week. */
export function seasonPanel(input: SeasonForecastInput): WeekPanel {
  const { target, siblings, lead, horizon, country } = input;
  const [own, ...others] = alignSeries(target, siblings);
  const firstDay = toDayNumber(target.first_week_start);
  const weeks = own.length;
  const holidays =
    country === null ? [] : [...holidayWeekShares(country, firstDay, weeks + lead + horizon).values()];
  return {
    firstDay,
    weeks,
    rows: [sinceFirstSale(own), ...others.map(sinceFirstSale)],
    lead,
    horizon,
    holidays,
  };
}

/** Past seasons as they would have been forecast: with the weights and the trust in the course of their time. */
export function combineSeasons(
  record: Backtest,
  weights: ReadonlyMap<number, ModelWeights>,
  trust: ReadonlyMap<number, number>,
): CombinedSeason[] {
  return record.seasons
    .filter(({ forecasts }) => Object.keys(forecasts).length > 0)
    .map((season) => ({
      ...season,
      combined: trustedCourse(
        combine(season.forecasts, weights.get(season.weeks)!),
        trust.get(season.weeks)!,
      ),
    }));
}

/** How much of the course each past season would have kept, by its weeks of history. */
const pastTrust = (panel: WeekPanel, { seasons }: Backtest): ReadonlyMap<number, number> =>
  new Map(
    [...new Set(seasons.map(({ weeks }) => weeks))].map((weeks) => [
      weeks,
      courseTrust(cutPanel(panel, weeks)),
    ]),
  );

/** Past seasons of the last resort, which needs no year before it. */
function fallbackSeasons(panel: WeekPanel): CombinedSeason[] {
  const record = backtest(panel, [recentLevel], { minWeeks: FALLBACK_MIN_WEEKS });
  return combineSeasons(
    record,
    pastWeights(record, [recentLevel.name], panel.lead),
    pastTrust(panel, record),
  );
}

/**
 * Forecasts one season: plays past ones with every model the history carries, weighs the models by that record,
 * combines them, and takes the uncertainty from the errors the combination would have made. The one way to a forecast,
 * for plans and evaluation alike. Deterministic in its input.
 */
export function forecastSeason(input: SeasonForecastInput, report: ReportProgress = silent): SeasonForecast {
  const panel = seasonPanel(input);
  const condition = historyCondition(input.target.units);
  const carried = LADDER[condition.rung].filter(({ minWeeks }) => minWeeks <= panel.weeks);
  const further = condition.rung === 'two-years' ? (input.furtherModels ?? []) : [];
  const models = carried.length > 0 ? [...carried, ...further] : [recentLevel];

  report(10, `Playing past seasons with ${models.length} models`);
  const record = input.backtest ?? backtest(panel, models);
  const names = models.map(({ name }) => name);
  const weights = modelWeights(record, names);
  const weightsThen = pastWeights(record, names, panel.lead);
  const trustThen = pastTrust(panel, record);

  report(70, 'Forecasting the season');
  const byModel = Object.fromEntries(models.map((model) => [model.name, model.forecast(panel, [0])[0]]));
  const trust = courseTrust(panel);
  const weekly = trustedCourse(combine(byModel, weights), trust);

  report(85, 'Measuring how sure the forecast is');
  const seasons = combineSeasons(record, weightsThen, trustThen);
  const played = predictionErrors(seasons) ?? predictionErrors(fallbackSeasons(panel));
  const errors = played ?? assumedErrors();
  const futures =
    condition.rung === 'intermittent'
      ? intermittentFutures(panel.rows[0], weekly, PATHS, input.seed)
      : {
          paths: samplePaths(weekly, errors, PATHS, input.seed),
          weeklyInterval: (level: number) => weeklyIntervals(weekly, errors, level),
          totalInterval: (level: number) => totalInterval(sum(weekly), errors, level),
        };
  return {
    panel,
    condition,
    models,
    weights,
    byModel,
    trust,
    weekly,
    interval80: futures.weeklyInterval(0.8),
    interval95: futures.weeklyInterval(0.95),
    total80: futures.totalInterval(0.8),
    total95: futures.totalInterval(0.95),
    paths: futures.paths,
    backtest: record,
    pastWeights: weightsThen,
    pastTrust: trustThen,
    seasons,
    errors,
    hasErrorHistory: played !== null,
  };
}
