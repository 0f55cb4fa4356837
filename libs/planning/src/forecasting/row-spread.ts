import { mean, sum } from './statistics.ts';

/** Errors of one row in one past season, NaN where nothing was observed. */
export interface RowErrors {
  readonly row: number;
  /** Weeks of history before the season: rows with the same met the same season. */
  readonly weeks: number;
  readonly errors: Float64Array;
}

/** A record without any error is luck. */
const LEAST_SPREAD = 0.01;
/** Of a row played once nothing says how lasting its difference from the others is. */
const SHARE_UNKNOWN = 0.5;

const rootMeanSquare = (errors: Iterable<number>): number =>
  Math.max(LEAST_SPREAD, Math.sqrt(mean([...errors].map((error) => error * error))));

/**
 * Part of the rows' differences in log spread that lasts from season to season: one-way analysis of variance of the
 * differences from each season's mean, so that a wild season is not taken for a wild row.
 * @param independent seasons a row's record is worth
 */
function lastingShare(seasons: readonly RowErrors[], independent: number): number {
  const logs = seasons.map(({ errors }) => Math.log(rootMeanSquare(errors)));
  const ofSeason = new Map(
    [...new Set(seasons.map(({ weeks }) => weeks))].map((weeks) => [
      weeks,
      mean(logs.filter((_, i) => seasons[i].weeks === weeks)),
    ]),
  );
  const byRow = new Map<number, number[]>();
  seasons.forEach(({ row, weeks }, i) => {
    byRow.set(row, [...(byRow.get(row) ?? []), logs[i] - ofSeason.get(weeks)!]);
  });
  if (byRow.size === 1) return 1;
  const degrees = seasons.length - byRow.size;
  if (degrees === 0) return SHARE_UNKNOWN;
  const rows = [...byRow.values()];
  const within = sum(rows.flatMap((own) => own.map((log) => (log - mean(own)) ** 2))) / degrees;
  const between = sum(rows.map((own) => mean(own) ** 2)) / (rows.length - 1);
  return between > 0 ? Math.max(0, 1 - within / independent / between) : 0;
}

/**
 * Each row's spread, the root mean square of its errors, shrunk in logs to the panel's as far as the differences
 * between rows do not last (empirical Bayes, Efron & Morris 1975); and the panel's, for a row that was never played.
 */
export function rowSpreads(
  seasons: readonly RowErrors[],
  independent: number,
): { readonly panel: number; readonly byRow: ReadonlyMap<number, number> } {
  const errorsOf = new Map<number, number[]>();
  for (const { row, errors } of seasons) errorsOf.set(row, [...(errorsOf.get(row) ?? []), ...errors]);
  const own = [...errorsOf].map(([row, errors]): [number, number] => [row, Math.log(rootMeanSquare(errors))]);
  const panel = mean(own.map(([, log]) => log));
  const share = lastingShare(seasons, independent);
  return {
    panel: Math.exp(panel),
    byRow: new Map(own.map(([row, log]) => [row, Math.exp(share * log + (1 - share) * panel)])),
  };
}
