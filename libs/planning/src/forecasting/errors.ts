/** Errors of one forecast of one season over the weeks that were observed; fractions of the units sold. */
export interface SeasonError {
  /** |Σy − Σŷ| / Σy. */
  readonly totalApe: number;
  /** Σ|y − ŷ| / Σ|y|. */
  readonly wape: number;
}

export function seasonError(actual: Float64Array, forecast: Float64Array): SeasonError {
  let absolute = 0;
  let sold = 0;
  let expected = 0;
  for (let h = 0; h < actual.length; h++) {
    if (Number.isNaN(actual[h])) continue;
    absolute += Math.abs(actual[h] - forecast[h]);
    sold += actual[h];
    expected += forecast[h];
  }
  return { totalApe: Math.abs(sold - expected) / sold, wape: absolute / sold };
}
