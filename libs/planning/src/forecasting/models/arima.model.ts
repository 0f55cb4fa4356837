import ARIMA from 'arima';
import { fillGaps } from '../fill-gaps.ts';
import { logScale } from '../log-scale.ts';
import { fourierTerms, pastYears } from '../seasonal-basis.ts';
import { mean } from '../statistics.ts';
import type { WeekPanel } from '../week-panel.ts';
import { yearlyGrowth } from '../yearly-growth.ts';
import { YEAR, type ForecastModel } from './forecast-model.ts';

/** The short list of autoregressive orders. No differencing: a season total wants a level, not a walk away from it. */
const ORDERS = [1, 2] as const;
const HARMONICS = [1, 2, 3] as const;
/** Of e^(σ²/2), which leads from the median back to the mean, no more than this: rare spikes make it explode. */
const MOST_BIAS = 0.15;
/** Variance of logs below which the series is flat and there is nothing to fit. */
const FLAT = 1e-8;

interface Fit {
  readonly logs: readonly number[];
  readonly variance: number;
  readonly aicc: number;
}

/** Conditional sum of squares: the exact likelihood costs three times as much and fails near a unit root. */
const CONDITIONAL_SUM_OF_SQUARES = 1;

function fit(logs: number[], ahead: number, columns: Float64Array[], p: number): Fit {
  const n = logs.length;
  const part = (from: number, to: number) => columns.map((column) => [...column.subarray(from, to)]);
  const model = new ARIMA({ p, d: 0, q: 0, method: CONDITIONAL_SUM_OF_SQUARES, verbose: false });
  try {
    const [forecast, variances] = model.train(logs, part(0, n)).predict(ahead, part(n, n + ahead));
    // The first step's variance is that of the innovations; level, regressors, ARMA terms and it were estimated.
    const [variance] = variances;
    const parameters = columns.length + p + 2;
    const correction = (2 * parameters * (parameters + 1)) / (n - parameters - 1);
    const aicc = n * Math.log(variance) + 2 * parameters + correction;
    return { logs: forecast, variance, aicc: forecast.every(Number.isFinite) ? aicc : NaN };
  } finally {
    model.destroy();
  }
}

function forecastRow(panel: WeekPanel, history: Float64Array, growth: number): Float64Array {
  const scale = logScale(history);
  const trend = pastYears(panel.weeks, panel.weeks).map((years) => growth * years);
  const filled = fillGaps(history.map((units) => scale.toLog(units))).map((log, t) => log - trend[t]);
  const level = mean(filled);
  const logs = Array.from(filled, (log) => log - level);
  const flat = mean(logs.map((log) => log ** 2)) < FLAT;
  if (flat) return new Float64Array(panel.horizon).fill(scale.toUnits(level));

  const ahead = panel.lead + panel.horizon;
  const length = panel.weeks + ahead;
  const feasts = Float64Array.from({ length }, (_, week) =>
    panel.holidays.reduce((total, shares) => total + shares[week], 0),
  );
  const waves = (harmonics: number) => fourierTerms(panel.firstDay, length, harmonics);
  const tried = HARMONICS.flatMap((harmonics) =>
    ORDERS.map((p) => ({ ...fit(logs, ahead, waves(harmonics), p), harmonics, p })),
  ).filter(({ aicc }) => !Number.isNaN(aicc));
  if (tried.length === 0) return new Float64Array(panel.horizon).fill(scale.toUnits(level));

  let best: Fit = tried.reduce((a, b) => (b.aicc < a.aicc ? b : a));
  if (panel.holidays.length > 0) {
    const { harmonics, p } = best as (typeof tried)[number];
    const withFeasts = fit(logs, ahead, [...waves(harmonics), feasts], p);
    if (withFeasts.aicc < best.aicc) best = withFeasts;
  }
  const bias = Math.min(MOST_BIAS, best.variance / 2);
  return Float64Array.from(best.logs.slice(panel.lead), (log) => scale.toUnits(level + log + bias));
}

/**
 * Autoregressive errors around the panel's growth, Fourier terms and the weeks' holiday share, on logs. Harmonics and order, ARIMA(p,0,0) with p of 1 or 2, are those of the short
 * list with the least AICc (Hurvich & Tsai 1989), then the holiday share if it lowers it.
 */
export const arima: ForecastModel = {
  name: 'ARIMA',
  minWeeks: YEAR,
  costly: true,
  forecast(panel, rows) {
    const growth = yearlyGrowth(panel.rows);
    return rows.map((row) => forecastRow(panel, panel.rows[row], growth[row]));
  },
};
