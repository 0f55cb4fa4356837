import { logScale } from '../log-scale.ts';
import { normalEquations, solveRidge } from '../ridge-regression.ts';
import { fourierTerms, pastYears } from '../seasonal-basis.ts';
import { mean, median, sum } from '../statistics.ts';
import type { WeekPanel } from '../week-panel.ts';
import { YEAR, type ForecastModel } from './forecast-model.ts';
import { sameWeekLastYear } from './seasonal-naive.model.ts';

const HARMONICS = 6;
/** Half-life in weeks of the memory that says where the level stands now. */
const LEVEL_HALF_LIFE = 8;

interface Basis {
  readonly columns: Float64Array[];
  /** Prior standard deviations in logs, for a season of strength 1. */
  priors(strength: number): number[];
}

function basisOf(panel: WeekPanel): Basis {
  const length = panel.weeks + panel.lead + panel.horizon;
  const columns = [
    new Float64Array(length).fill(1),
    pastYears(panel.weeks, length),
    ...fourierTerms(panel.firstDay, length, HARMONICS),
    ...panel.holidays,
  ];
  return {
    columns,
    priors: (strength) => [
      1,
      0.2,
      ...Array.from({ length: 2 * HARMONICS }, (_, i) => strength / (1 + (i >> 1))),
      ...panel.holidays.map(() => strength),
    ],
  };
}

/** Strengths of the season that are tried; the likeliest is taken, so a season without evidence is shrunk away. */
const STRENGTHS = [0.03, 0.1, 0.3];

function fitLikeliest(basis: Basis, y: Float64Array): Float64Array {
  const equations = normalEquations(basis.columns, y);
  const fits = STRENGTHS.map((strength) => solveRidge(equations, basis.priors(strength)));
  const best = fits.reduce((a, b) => (b.evidence > a.evidence ? b : a));
  const fitted = new Float64Array(basis.columns[0].length);
  basis.columns.forEach((column, i) => {
    for (let t = 0; t < fitted.length; t++) fitted[t] += best.coefficients[i] * column[t];
  });
  return fitted;
}

/** What the last weeks say above the fit: an exponentially weighted mean, shrunk by how little it has seen. */
function levelNow(residuals: Float64Array): number {
  let weighted = 0;
  let weight = 0;
  for (let t = 0; t < residuals.length; t++) {
    if (Number.isNaN(residuals[t])) continue;
    const w = 0.5 ** ((residuals.length - 1 - t) / LEVEL_HALF_LIFE);
    weighted += w * residuals[t];
    weight += w;
  }
  return weighted / (weight + 4);
}

/** Pairs of weeks a year apart that a row needs before it counts as much as the panel. */
const PAIRS_OF_EQUAL_WEIGHT = 26;

/**
 * How much of last year's departure from the fit comes back in the same week: the lag-52 regression slope of the
 * residuals, 0 where weeks depart at random, near 1 where promotions keep their weeks. Own pairs shrunk to the panel's.
 */
function yearlyEcho(residuals: readonly Float64Array[]): number[] {
  const moments = residuals.map((row) => {
    let product = 0;
    let square = 0;
    let pairs = 0;
    for (let t = YEAR; t < row.length; t++) {
      if (Number.isNaN(row[t]) || Number.isNaN(row[t - YEAR])) continue;
      product += row[t] * row[t - YEAR];
      square += (row[t] ** 2 + row[t - YEAR] ** 2) / 2;
      pairs += 1;
    }
    return { slope: square > 0 ? product / square : 0, pairs };
  });
  const allPairs = sum(moments.map(({ pairs }) => pairs));
  const pooled = sum(moments.map(({ slope, pairs }) => slope * pairs)) / (allPairs + PAIRS_OF_EQUAL_WEIGHT);
  return moments.map(({ slope, pairs }) => {
    const own = pairs / (pairs + PAIRS_OF_EQUAL_WEIGHT);
    return Math.min(1, Math.max(0, own * slope + (1 - own) * pooled));
  });
}

/**
 * Ridge regression of log units on level, slope, Fourier terms and holiday-week shares: first the panel's median, then
 * what each row adds to it. The slope ends with the history, and of its last residuals only a fading part is carried on.
 */
export const logRegression: ForecastModel = {
  name: 'log regression',
  minWeeks: YEAR,
  costly: false,
  forecast(panel, rows) {
    const basis = basisOf(panel);
    const logs = panel.rows.map((history) => {
      const scale = logScale(history);
      const values = history.map((units) => scale.toLog(units));
      const level = mean(values);
      return { scale, level: Number.isNaN(level) ? scale.toLog(0) : level, values };
    });
    const centred = logs.map(({ values, level }) => values.map((value) => value - level));
    const pooled = Float64Array.from({ length: panel.weeks }, (_, t) => median(centred.map((row) => row[t])));
    const common = fitLikeliest(basis, pooled);
    const fits = panel.rows.map((_, row) => {
      const rest = centred[row].map((value, t) => value - common[t]);
      const own = panel.rows.length > 1 ? fitLikeliest(basis, rest) : common.map(() => 0);
      return { own, residuals: rest.map((value, t) => value - own[t]) };
    });
    const echo = yearlyEcho(fits.map(({ residuals }) => residuals));
    return rows.map((row) => {
      const { scale, level } = logs[row];
      const { own, residuals } = fits[row];
      const now = levelNow(residuals);
      // A mean of logs is a median of units; half the noise variance leads back to a mean, capped where spikes are rare.
      const noise = mean(residuals.map((value) => value * value)) || 0;
      const bias = Math.min(0.15, 0.5 * noise * (1 - echo[row] ** 2));
      return Float64Array.from({ length: panel.horizon }, (_, h) => {
        const t = panel.weeks + panel.lead + h;
        const lastYear = residuals[sameWeekLastYear(t, panel.weeks)];
        const back = Number.isNaN(lastYear) ? 0 : echo[row] * lastYear;
        return scale.toUnits(level + common[t] + own[t] + now + back + bias);
      });
    });
  },
};
