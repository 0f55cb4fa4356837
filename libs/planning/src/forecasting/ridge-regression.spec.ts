import { describe, expect, it } from '@jest/globals';
import { normalEquations, solveRidge } from './ridge-regression.ts';

const WEEKS = 200;
const constant = new Float64Array(WEEKS).fill(1);
const wave = Float64Array.from({ length: WEEKS }, (_, t) => Math.sin(t / 5));
const y = Float64Array.from({ length: WEEKS }, (_, t) => 2 + 0.7 * wave[t] + 0.1 * Math.cos(17 * t));

describe(solveRidge.name, () => {
  it('finds the coefficients and the noise where priors are wide', () => {
    const { coefficients, noise } = solveRidge(normalEquations([constant, wave], y), [10, 10]);
    expect(coefficients[0]).toBeCloseTo(2, 2);
    expect(coefficients[1]).toBeCloseTo(0.7, 2);
    expect(noise).toBeCloseTo(0.1 / Math.SQRT2, 2);
  });

  it('shrinks a coefficient to nothing under a narrow prior, and finds that unlikely', () => {
    const equations = normalEquations([constant, wave], y);
    const narrow = solveRidge(equations, [10, 1e-4]);
    expect(Math.abs(narrow.coefficients[1])).toBeLessThan(0.01);
    expect(narrow.evidence).toBeLessThan(solveRidge(equations, [10, 1]).evidence);
  });

  it('finds a narrow prior likelier where there is no effect', () => {
    const noise = Float64Array.from({ length: WEEKS }, (_, t) => Math.cos(17 * t));
    const equations = normalEquations([constant, wave], noise);
    expect(solveRidge(equations, [10, 0.01]).evidence).toBeGreaterThan(
      solveRidge(equations, [10, 10]).evidence,
    );
  });

  it('tells three effects apart', () => {
    const trend = Float64Array.from({ length: WEEKS }, (_, t) => t / WEEKS);
    const sum = y.map((value, t) => value - 1.5 * trend[t]);
    const { coefficients } = solveRidge(normalEquations([trend, constant, wave], sum), [10, 10, 10]);
    expect(coefficients[0]).toBeCloseTo(-1.5, 1);
    expect(coefficients[1]).toBeCloseTo(2, 1);
    expect(coefficients[2]).toBeCloseTo(0.7, 1);
  });

  it('weighs a prior by the density of the observations under it', () => {
    const shifted = wave.map((value) => 1 + value / 2);
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((total, value, t) => total + value * b[t], 0);
    for (const prior of [0.05, 1, 30]) {
      const { noise, evidence } = solveRidge(normalEquations([shifted], y), [prior]);
      // Of y ~ N(0, v·I + p²·x·xᵀ), whose determinant and inverse have closed forms (Sherman & Morrison 1950).
      const v = noise ** 2;
      const spread = v + prior ** 2 * dot(shifted, shifted);
      const distance = (dot(y, y) - (prior * dot(shifted, y)) ** 2 / spread) / v;
      expect(evidence).toBeCloseTo(-0.5 * (WEEKS * Math.log(v) + Math.log(spread / v) + distance), 0);
    }
  });

  it('leaves weeks without an observation out', () => {
    const holes = y.map((value, t) => (t % 3 === 0 ? NaN : value));
    const { coefficients } = solveRidge(normalEquations([constant, wave], holes), [10, 10]);
    expect(coefficients[1]).toBeCloseTo(0.7, 1);
  });

  it('gives zeros for nothing observed', () => {
    const nothing = new Float64Array(WEEKS).fill(NaN);
    expect([...solveRidge(normalEquations([constant, wave], nothing), [1, 1]).coefficients]).toEqual([0, 0]);
  });
});
