import type { WeekPanel } from '../week-panel.ts';

/** Weeks of a year: weekly series repeat after 52 weeks. */
export const YEAR = 52;

/**
 * A way to forecast the season. Pure: the same panel gives the same forecast, bit for bit. The forecast of row r has
 * `panel.horizon` values, finite and ≥ 0. Rows are those asked for; pooled parts are made from all rows.
 */
export interface ForecastModel {
  readonly name: string;
  /** Weeks of history without which the model says nothing. */
  readonly minWeeks: number;
  /** Whether a run over many rows and origins would cost seconds; such a model is backtested on the target alone. */
  readonly costly: boolean;
  forecast(panel: WeekPanel, rows: readonly number[]): Float64Array[];
}
