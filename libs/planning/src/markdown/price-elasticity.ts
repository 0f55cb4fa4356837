import type { CategoryHistory, PriceElasticity } from '#contracts';

/** One store-week of a regression of log units on log price. */
export interface PriceObservation {
  readonly store: number;
  readonly week: number;
  readonly logUnits: number;
  readonly logPrice: number;
  /** Further regressors: deal, feature, logs of competitors' prices; the same number in every observation. */
  readonly covariates: readonly number[];
}

export interface ElasticityEstimate {
  /** Positive magnitude of the own-price elasticity; negative where sales rose with the price. */
  readonly elasticity: number;
  /** Clustered two ways, by store and by week. */
  readonly standardError: number;
  readonly observations: number;
}

/** Elasticity where prices are unknown, and its spread among goods: the prior of an estimate. */
const DEFAULT_ELASTICITY = 2;
const PRIOR_SPREAD = 0.75;

/** Bounds of `options.price_elasticity`, kept by estimates too. */
const MAGNITUDE = { min: 0.1, max: 10 } as const;
const MIN_WEEKS = 26;
const MIN_OBSERVATIONS = 100;
/** Within-store standard deviation of log price below which prices only repeat the rounding of the data. */
const MIN_PRICE_VARIATION = 0.02;

/**
 * Elasticity for a plan: the option where given; else estimated from the category's own prices (revenue ÷ units) and
 * shrunk to the prior by precision, (ε̂/se² + 2/τ²)/(1/se² + 1/τ²) with τ = 0.75; else 2.0. Sales moved by stockpiling
 * count in full, so for a clearance the estimate is an upper bound.
 */
export function planElasticity(history: CategoryHistory | null, option: number | undefined): PriceElasticity {
  if (option !== undefined) return { value: option, source: 'option' };
  const estimate = history === null ? null : estimateElasticity(observationsOf(history));
  if (estimate === null)
    return { value: DEFAULT_ELASTICITY, standard_error: PRIOR_SPREAD, source: 'default' };
  const own = 1 / estimate.standardError ** 2;
  const prior = 1 / PRIOR_SPREAD ** 2;
  const value = (estimate.elasticity * own + DEFAULT_ELASTICITY * prior) / (own + prior);
  return {
    value: round4(Math.min(MAGNITUDE.max, Math.max(MAGNITUDE.min, value))),
    standard_error: round4(Math.sqrt(1 / (own + prior))),
    source: 'estimated',
  };
}

const round4 = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Store-weeks with sales and revenue. */
export function observationsOf({ units, revenue, weeks }: CategoryHistory): PriceObservation[] {
  const observations: PriceObservation[] = [];
  if (revenue === null) return observations;
  for (let i = 0; i < units.length; i += 1)
    if (units[i] > 0 && revenue[i] > 0)
      observations.push({
        store: Math.floor(i / weeks),
        week: i % weeks,
        logUnits: Math.log(units[i]),
        logPrice: Math.log(revenue[i] / units[i]),
        covariates: [],
      });
  return observations;
}

/**
 * Least squares of log units on log price and covariates with store fixed effects; standard error clustered by store
 * and by week (Cameron, Gelbach & Miller 2011): chain-wide promotions make the stores of a week alike, and errors
 * clustered by store alone come out about three times too small.
 *
 * @returns null where prices vary too little or the data are too few to tell
 */
export function estimateElasticity(observations: readonly PriceObservation[]): ElasticityEstimate | null {
  const n = observations.length;
  const weeks = new Set(observations.map(({ week }) => week)).size;
  if (n < MIN_OBSERVATIONS || weeks < MIN_WEEKS) return null;
  const rows = observations.map(({ logPrice, covariates, logUnits }) => [logPrice, ...covariates, logUnits]);
  demeanByStore(rows, observations);
  const deviation = Math.sqrt(rows.reduce((sum, row) => sum + row[0] ** 2, 0) / n);
  if (deviation < MIN_PRICE_VARIATION) return null;

  // Frisch–Waugh–Lovell: price and units net of the covariates give the same slope and residuals.
  const price = residuals(rows, 0);
  const units = residuals(rows, rows[0].length - 1);
  const spread = price.reduce((sum, value) => sum + value * value, 0);
  if (spread / n < (MIN_PRICE_VARIATION / 4) ** 2) return null;
  const slope = price.reduce((sum, value, i) => sum + value * units[i], 0) / spread;
  const scores = price.map((value, i) => value * (units[i] - slope * value));
  const stores = new Set(observations.map(({ store }) => store)).size;
  // With one store there is nothing to cluster by store: its weeks are the clusters.
  const byWeek = clusteredVariance(
    scores,
    observations.map(({ week }) => week),
  );
  const byStore =
    stores > 1
      ? clusteredVariance(
          scores,
          observations.map(({ store }) => store),
        )
      : 0;
  const single = stores > 1 ? scores.reduce((sum, score) => sum + score * score, 0) : 0;
  const variance = Math.max(byWeek + byStore - single, byWeek, byStore) / spread ** 2;
  return { elasticity: -slope, standardError: Math.max(1e-6, Math.sqrt(variance)), observations: n };
}

function demeanByStore(rows: number[][], observations: readonly PriceObservation[]): void {
  const groups = Map.groupBy(
    rows.map((_, i) => i),
    (i) => observations[i].store,
  );
  for (const members of groups.values())
    for (let column = 0; column < rows[0].length; column += 1) {
      const mean = members.reduce((sum, i) => sum + rows[i][column], 0) / members.length;
      for (const i of members) rows[i][column] -= mean;
    }
}

/** Column `target` net of the covariates, which are all columns but the first and the last. */
function residuals(rows: readonly (readonly number[])[], target: number): number[] {
  const width = rows[0].length - 2;
  const basis: number[][] = [];
  for (let k = 1; k <= width; k += 1) {
    const column = orthogonalTo(
      basis,
      rows.map((row) => row[k]),
    );
    if (column !== null) basis.push(column);
  }
  let values = rows.map((row) => row[target]);
  for (const column of basis) values = subtractProjection(values, column);
  return values;
}

/** Gram–Schmidt, applied twice for accuracy; null for a column that the others explain. */
function orthogonalTo(basis: readonly number[][], column: number[]): number[] | null {
  const before = norm(column);
  let rest = column;
  for (let round = 0; round < 2; round += 1)
    for (const other of basis) rest = subtractProjection(rest, other);
  const after = norm(rest);
  return before === 0 || after < 1e-7 * before ? null : rest.map((value) => value / after);
}

const norm = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

function subtractProjection(values: readonly number[], unit: readonly number[]): number[] {
  const along = values.reduce((sum, value, i) => sum + value * unit[i], 0);
  return values.map((value, i) => value - along * unit[i]);
}

/** Sum over clusters of squared score sums, with the small-sample factor G ÷ (G − 1). */
function clusteredVariance(scores: readonly number[], clusterOf: readonly number[]): number {
  const sums = new Map<number, number>();
  scores.forEach((score, i) => sums.set(clusterOf[i], (sums.get(clusterOf[i]) ?? 0) + score));
  const clusters = sums.size;
  return [...sums.values()].reduce((sum, value) => sum + value * value, 0) * (clusters / (clusters - 1));
}
