/** Whole units by week that sum to the rounded total: each week takes what the running total has not yet given. */
export function wholeUnits(weekly: Float64Array): number[] {
  let exact = 0;
  let given = 0;
  return Array.from(weekly, (units) => {
    exact += units;
    const week = Math.round(exact) - given;
    given += week;
    return week;
  });
}
