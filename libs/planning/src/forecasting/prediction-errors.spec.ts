import { describe, expect, it } from '@jest/globals';
import {
  assumedErrors,
  predictionErrors,
  samplePaths,
  totalInterval,
  weeklyIntervals,
  type CombinedSeason,
} from './prediction-errors.ts';
import { mean, quantile, sum } from './statistics.ts';

const forecast = Float64Array.of(100, 200, 300, 50);
/** Seasons of `rows` rows whose weeks miss by e^(spread × cos). */
const seasons = (rows: number, spread: (row: number) => number): CombinedSeason[] =>
  Array.from({ length: rows * 6 }, (_, i) => {
    const row = i % rows;
    return {
      row,
      weeks: 60 + Math.floor(i / rows),
      combined: forecast,
      actual: forecast.map((units, h) => units * Math.exp(spread(row) * Math.cos(3 * i + 2 * h))),
      forecasts: {},
    };
  });

describe('prediction errors', () => {
  it('are none without a season', () => {
    expect(predictionErrors([])).toBeNull();
  });

  it('give a wild category wider intervals than a calm one, from the same pool', () => {
    const wild = predictionErrors(seasons(5, (row) => (row === 0 ? 0.5 : 0.1)))!;
    const calm = predictionErrors(seasons(5, (row) => (row === 0 ? 0.1 : 0.5)))!;
    expect(wild.spread).toBeGreaterThan(1.1 * calm.spread);
  });

  it.each([
    ['played seasons', predictionErrors(seasons(3, () => 0.3))!],
    ['assumed errors', assumedErrors()],
  ])('nest their intervals around the forecast and never go below zero (%s)', (_case, errors) => {
    const [inner, outer] = [0.8, 0.95].map((level) => weeklyIntervals(forecast, errors, level));
    forecast.forEach((units, h) => {
      const order = [0, outer[h].lo, inner[h].lo, units, inner[h].hi, outer[h].hi];
      expect(order).toEqual([...order].sort((a, b) => a - b));
    });
    const total = sum(forecast);
    const [total80, total95] = [0.8, 0.95].map((level) => totalInterval(total, errors, level));
    const order = [0, total95.lo, total80.lo, total, total80.hi, total95.hi];
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  /** Seasons end to end, each of which sold `factors[season]` times the forecast. */
  const missed = (factors: number[]): CombinedSeason[] =>
    factors.flatMap((factor, season) =>
      [0, 1].map((row) => ({
        row,
        weeks: 60 + 4 * season,
        combined: forecast,
        actual: forecast.map((units, h) => units * factor * Math.exp(0.05 * Math.cos(h + row))),
        forecasts: {},
      })),
    );

  it('expect a surprise of the other sign next time', () => {
    const errors = predictionErrors(missed([1.4]))!;
    const { lo, hi } = totalInterval(sum(forecast), errors, 0.8);
    expect(lo).toBeLessThan(sum(forecast) / 1.1);
    expect(hi).toBeGreaterThan(sum(forecast) * 1.3);
  });

  it('believe a bias the more seasons share it', () => {
    const [one, three] = [[1.4], [1.4, 1.4, 1.4]].map(
      (factors) => totalInterval(sum(forecast), predictionErrors(missed(factors))!, 0.8).lo,
    );
    expect(three).toBeGreaterThan(one);
  });

  it('are those of the latest three seasons', () => {
    const latest = missed([1, 1.1, 0.9, 1.05]);
    const older = latest.map((season, i) =>
      i < 2 ? { ...season, actual: forecast.map((x) => 9 * x) } : season,
    );
    expect(predictionErrors(older)).toEqual(predictionErrors(latest));
  });

  it('take the total interval from totals: errors that cancel within a season leave it narrow', () => {
    const cancelling = seasons(3, () => 0).map((season, i) => {
      const swing = i % 2 ? 50 : -50;
      return { ...season, actual: Float64Array.of(100 + swing, 200 - swing, 300 + swing, 50 - swing) };
    });
    const errors = predictionErrors(cancelling)!;
    const { lo, hi } = totalInterval(650, errors, 0.8);
    const weekly = weeklyIntervals(forecast, errors, 0.8);
    expect(hi - lo).toBeLessThan(0.3 * sum(weekly.map((week) => week.hi - week.lo)));
  });

  it('draw whole, non-negative paths that spread as the intervals say and a seed repeats', () => {
    const errors = predictionErrors(seasons(3, () => 0.3))!;
    const paths = samplePaths(forecast, errors, 2000, 5);
    expect(samplePaths(forecast, errors, 2000, 5)).toEqual(paths);
    expect(samplePaths(forecast, errors, 2000, 6)).not.toEqual(paths);
    expect(paths.flat().every((units) => Number.isInteger(units) && units >= 0)).toBe(true);
    const first = paths.map(([units]) => units);
    const { lo, hi } = weeklyIntervals(forecast, errors, 0.8)[0];
    expect(mean(first.map((units) => Number(units >= lo && units <= hi)))).toBeGreaterThan(0.7);
    expect(quantile(first, 0.5)).toBeGreaterThan(80);
  });

  const level = (units: number) => Float64Array.of(units, units, units, units);
  const season = (weeks: number, row: number, units: number): CombinedSeason => ({
    row,
    weeks,
    combined: level(100),
    actual: level(units),
    forecasts: {},
  });

  it('are logs of sold over forecast, with a twentieth of the mean week added to both', () => {
    const errors = predictionErrors([{ ...season(60, 0, 0), actual: Float64Array.of(140, 0, NaN, 80) }])!;
    const logs = [...errors.weekly[0]].map((error) => errors.spread * error);
    expect(logs[0]).toBeCloseTo(Math.log(145 / 105), 12);
    expect(logs[1]).toBeCloseTo(Math.log(5 / 105), 12);
    expect(logs[2]).toBeNaN();
    expect(errors.spread * errors.totals[0]).toBeCloseTo(Math.log(225 / 305), 12);
  });

  it('are none where nothing was forecast and nothing sold', () => {
    const errors = predictionErrors([{ ...season(60, 0, 0), combined: level(0) }])!;
    expect([...errors.weekly[0], errors.totals[0]].map(Math.abs)).toEqual([0, 0, 0, 0, 0]);
  });

  it('turn about a bias that is believed by n ÷ (n + 2) of n seasons end to end, rows of one season being one', () => {
    const errors = predictionErrors([season(60, 0, 150), season(60, 1, 150), season(64, 0, 90)])!;
    const [one, other, last] = errors.weekly.map(([error]) => error);
    const bias = (((one + other) / 2 + last) / 2) * (2 / 4);
    expect(errors.weekly.slice(3).map(([error]) => error)).toEqual(
      [one, other, last].map((error) => expect.closeTo(2 * bias - error, 12)),
    );
    const [oneTotal, otherTotal, lastTotal] = errors.totals;
    const totalBias = (((oneTotal + otherTotal) / 2 + lastTotal) / 2) * (2 / 4);
    expect([...errors.totals.slice(3)]).toEqual(
      [oneTotal, otherTotal, lastTotal].map((error) => expect.closeTo(2 * totalBias - error, 12)),
    );
  });

  it('leave out of an interval one in ten errors at either end', () => {
    const tenths = Float64Array.from({ length: 23 }, (_, i) => (i - 11) / 10);
    const errors = { spread: 0.4, rowSpread: new Map(), weekly: [tenths], totals: tenths };
    const { lo, hi } = totalInterval(1_000, errors, 0.8);
    expect(lo).toBeCloseTo(1_000 * Math.exp(-0.4), 9);
    expect(hi).toBeCloseTo(1_000 * Math.exp(0.4), 9);
    const [week] = weeklyIntervals(level(100), errors, 0.8);
    expect(week.lo).toBeCloseTo(105 * Math.exp(-0.4) - 5, 9);
    expect(week.hi).toBeCloseTo(105 * Math.exp(0.4) - 5, 9);
  });

  it('follow one another in a path that is longer than a season; a week that was not seen errs by nothing', () => {
    const weekly = [Float64Array.of(Math.LN2, NaN, -9)];
    const errors = { spread: 1, rowSpread: new Map(), weekly, totals: new Float64Array(0) };
    const five = Float64Array.of(100, 100, 100, 100, 100);
    expect(samplePaths(five, errors, 2, 1)).toEqual([
      [205, 100, 0, 205, 100],
      [205, 100, 0, 205, 100],
    ]);
  });

  it('are assumed as often above as below, half of them shared by the whole season', () => {
    const { spread, weekly, totals } = assumedErrors();
    const weeks = weekly.map(([error]) => error);
    expect(spread).toBe(0.5);
    expect(weeks).toHaveLength(10);
    expect(weeks.map((error) => -error).reverse()).toEqual(weeks);
    expect(weeks).toEqual([...weeks].sort((a, b) => a - b));
    expect([...totals]).toEqual(weeks.map((error) => error / 2));
  });
});
