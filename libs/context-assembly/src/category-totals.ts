/** Absences of up to so many weeks at either end of the history are missing rows, not a store that is not open. */
const MISSING_AT_ENDS_WEEKS = 4;

/**
 * A category's total by week over its stores, scaled for stores that were absent: a store without rows in a week is
 * missing, not at zero, so the total of the others is raised by the share it usually has (its mean over the weeks it is
 * there). A store absent longer at the start or the end is not open then, and missed by nobody. A short absence at the
 * end is more often late data than a closure, and taking it for one would end the history in a dip.
 *
 * @param weekly units, store-major, `stores × weeks`, NaN where a store has no rows
 * @returns one value a week; NaN in weeks without any rows
 */
export function categoryTotals(weekly: Float64Array, stores: number, weeks: number): Float64Array {
  const level = new Float64Array(stores);
  const first = new Int32Array(stores).fill(weeks);
  const last = new Int32Array(stores).fill(-1);
  for (let store = 0; store < stores; store++) {
    let sum = 0;
    let present = 0;
    for (let week = 0; week < weeks; week++) {
      const value = weekly[store * weeks + week];
      if (value !== value) continue;
      sum += value;
      present += 1;
      first[store] = Math.min(first[store], week);
      last[store] = week;
    }
    level[store] = present === 0 ? 0 : sum / present;
  }
  for (let store = 0; store < stores; store++) {
    if (first[store] <= MISSING_AT_ENDS_WEEKS) first[store] = 0;
    if (last[store] >= weeks - 1 - MISSING_AT_ENDS_WEEKS) last[store] = weeks - 1;
  }
  const totals = new Float64Array(weeks);
  for (let week = 0; week < weeks; week++) {
    let sum = 0;
    let presentStores = 0;
    let presentLevel = 0;
    let openLevel = 0;
    for (let store = 0; store < stores; store++) {
      if (week < first[store] || week > last[store]) continue;
      openLevel += level[store];
      const value = weekly[store * weeks + week];
      if (value !== value) continue;
      sum += value;
      presentStores += 1;
      presentLevel += level[store];
    }
    totals[week] = presentStores === 0 ? NaN : presentLevel === 0 ? sum : (sum * openLevel) / presentLevel;
  }
  return totals;
}
