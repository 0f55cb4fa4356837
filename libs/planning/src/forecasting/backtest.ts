import { YEAR, type ForecastModel } from './models/forecast-model.ts';
import { sum } from './statistics.ts';
import { cutPanel, type WeekPanel } from './week-panel.ts';

/** One past season of one row, as every model that could would have forecast it. */
export interface PlayedSeason {
  readonly row: number;
  /** Weeks of history the models were given before the lead. */
  readonly weeks: number;
  /** Units sold by season week; NaN where not observed. */
  readonly actual: Float64Array;
  /** Forecast of the season's weeks by model name. Weeks already known hold what was sold. */
  readonly forecasts: Readonly<Record<string, Float64Array>>;
}

export interface Backtest {
  /** Weeks of the seasons played: the season's, or fewer where the history is too short for that. */
  readonly horizon: number;
  readonly seasons: readonly PlayedSeason[];
}

/** More origins add little: they overlap, and the oldest tell of another business. */
const MAX_ORIGINS = 6;
/** A costly model is played on the latest seasons of the target and of a few siblings, enough to know its worth. */
export const MAX_COSTLY_ORIGINS = 3;
const MAX_COSTLY_ROWS = 6;
const MIN_HORIZON = 4;

/**
 * Ends of history from which past seasons are played (rolling origin, Tashman 2000), latest first, each after at least
 * `minWeeks`. Two seasons overlap by half. Where there is no room for the whole season, a shorter one is played.
 */
export function backtestOrigins(panel: WeekPanel, minWeeks = YEAR): { horizon: number; origins: number[] } {
  const room = panel.weeks - panel.lead - minWeeks;
  const horizon = Math.min(panel.horizon, Math.max(MIN_HORIZON, Math.floor(room / 2)));
  const step = Math.max(1, Math.floor(horizon / 2));
  const latest = panel.weeks - panel.lead - horizon;
  const origins: number[] = [];
  for (let weeks = latest; weeks >= minWeeks && origins.length < MAX_ORIGINS; weeks -= step)
    origins.push(weeks);
  return { horizon, origins };
}

/**
 * Plays past seasons of every row with every model; costly models play fewer of them, of the target and some siblings.
 * @param known season weeks already sold when the forecast is made (a later order knows more); 0 is before the season
 */
export function backtest(
  panel: WeekPanel,
  models: readonly ForecastModel[],
  { minWeeks = YEAR, known = 0 }: { minWeeks?: number; known?: number } = {},
): Backtest {
  const { horizon, origins } = backtestOrigins(panel, minWeeks);
  const all = [...panel.rows.keys()];
  const seasons = origins.flatMap((weeks, at) => {
    const seen = known > 0 ? weeks + panel.lead + known : weeks;
    const past = cutPanel({ ...panel, lead: known > 0 ? 0 : panel.lead }, seen, Math.max(0, horizon - known));
    const actuals = all.map((row) =>
      panel.rows[row].subarray(weeks + panel.lead, weeks + panel.lead + horizon),
    );
    const played = all.filter((row) => sum(actuals[row]) > 0 && sum(panel.rows[row].subarray(0, weeks)) > 0);
    const forecasts = new Map(played.map((row): [number, Record<string, Float64Array>] => [row, {}]));
    for (const model of models) {
      if (weeks < model.minWeeks || (model.costly && at >= MAX_COSTLY_ORIGINS)) continue;
      const rows = played.filter((row) => !model.costly || row < MAX_COSTLY_ROWS);
      model.forecast(past, rows).forEach((rest, i) => {
        const weekly = Float64Array.from(actuals[rows[i]]);
        weekly.set(rest, Math.min(known, horizon));
        forecasts.get(rows[i])![model.name] = weekly;
      });
    }
    return played.map((row) => ({ row, weeks, actual: actuals[row], forecasts: forecasts.get(row)! }));
  });
  return { horizon, seasons };
}
