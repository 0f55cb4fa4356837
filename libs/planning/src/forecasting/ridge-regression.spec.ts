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
