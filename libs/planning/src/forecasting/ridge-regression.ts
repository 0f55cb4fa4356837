/**
 * Linear regression with a normal prior on every coefficient, mean 0 and the given standard deviations
 * (Hoerl & Kennard 1970; ridge is its posterior mode). The noise is estimated with it.
 */
export interface RidgeFit {
  readonly coefficients: Float64Array;
  /** Standard deviation of the noise. */
  readonly noise: number;
  /** Log marginal likelihood, up to a constant of the observations. */
  readonly evidence: number;
}

/** In place: the lower Cholesky factor of a positive definite `size` × `size` matrix. */
function factorise(a: Float64Array, size: number): void {
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let value = a[i * size + j];
      for (let k = 0; k < j; k++) value -= a[i * size + k] * a[j * size + k];
      a[i * size + j] = i === j ? Math.sqrt(Math.max(value, 1e-12)) : value / a[j * size + j];
    }
  }
}

function solveFactorised(factor: Float64Array, size: number, right: Float64Array): Float64Array {
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] -= factor[i * size + k] * x[k];
    x[i] /= factor[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] -= factor[k * size + i] * x[k];
    x[i] /= factor[i * size + i];
  }
  return x;
}

/** Rounds in which noise and coefficients are found from each other; two are enough, a third is free. */
const ROUNDS = 3;

/** What a regression needs to know of its data; made once, solved under several priors. */
export interface NormalEquations {
  readonly size: number;
  readonly observations: number;
  /** Xᵀ X, row-major; the lower triangle is filled. */
  readonly cross: Float64Array;
  /** Xᵀ y. */
  readonly right: Float64Array;
  /** yᵀ y. */
  readonly squares: number;
}

/** @param columns one array a regressor, at least as long as `y`; weeks where `y` is NaN are left out */
export function normalEquations(columns: readonly Float64Array[], y: Float64Array): NormalEquations {
  const size = columns.length;
  const cross = new Float64Array(size * size);
  const right = new Float64Array(size);
  let squares = 0;
  let observations = 0;
  for (let t = 0; t < y.length; t++) {
    if (Number.isNaN(y[t])) continue;
    observations += 1;
    squares += y[t] * y[t];
    for (let i = 0; i < size; i++) {
      const x = columns[i][t];
      if (x === 0) continue;
      right[i] += x * y[t];
      for (let j = 0; j <= i; j++) cross[i * size + j] += x * columns[j][t];
    }
  }
  return { size, observations, cross, right, squares };
}

/** @param priors standard deviation of each coefficient's prior */
export function solveRidge(equations: NormalEquations, priors: readonly number[]): RidgeFit {
  const { size, observations, cross, right, squares } = equations;
  const n = Math.max(1, observations);
  let variance = Math.max(squares / n, 1e-8);
  let coefficients: Float64Array = new Float64Array(size);
  let evidence = -Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const factor = Float64Array.from(cross);
    let logDeterminant = 0;
    for (let i = 0; i < size; i++) {
      const penalty = variance / priors[i] ** 2;
      factor[i * size + i] += penalty;
      logDeterminant -= Math.log(penalty);
    }
    factorise(factor, size);
    coefficients = solveFactorised(factor, size, right);
    let explained = 0;
    for (let i = 0; i < size; i++) {
      logDeterminant += 2 * Math.log(factor[i * size + i]);
      explained += coefficients[i] * right[i];
    }
    const unexplained = Math.max(squares - explained, 1e-8);
    evidence = -0.5 * (observations * Math.log(variance) + logDeterminant + unexplained / variance);
    variance = Math.max(unexplained / n, 1e-8);
  }
  return { coefficients, noise: Math.sqrt(variance), evidence };
}
