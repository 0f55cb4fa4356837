import { apportion } from './apportion.ts';
import type { DeliverySchedule } from './delivery-schedule.ts';
import { windowShares, type SalesPanel } from './sales-panel.ts';
import { playSeason } from './season-play.ts';

/** Weeks of cover that are tried. */
const COVER_CANDIDATES: readonly number[] = [0, 1, 2, 3, 4, 6, 8, 12];

/** Cover where no past season can be played. */
const DEFAULT_COVER_WEEKS = 6;

export interface CoverChoice {
  readonly coverWeeks: number;
  /** Past seasons played. */
  readonly seasons: number;
}

const MIN_HISTORY = 26;
const SEASON_STEP = 4;
const MAX_SEASONS = 12;
/** Cost of a unit left over, in units of a lost sale. */
const LEFTOVER_COST = 0.5;

/**
 * Chooses the cover by playing the category's own past seasons of the same length, each with a buy of exactly what was
 * sold and the shares of the 52 weeks before it: the candidate with the least mean cost plus worst regret, cost being
 * lost + ½ leftover per unit asked for.
 */
export function chooseCover(
  panel: SalesPanel,
  horizon: number,
  holdback: number,
  schedule: DeliverySchedule,
): CoverChoice {
  const costs: number[][] = [];
  for (
    let start = panel.weeks - horizon;
    start >= MIN_HISTORY && costs.length < MAX_SEASONS;
    start -= SEASON_STEP
  ) {
    const season = completeSeason(panel, start, horizon);
    if (season === null) continue;
    costs.push(
      COVER_CANDIDATES.map((coverWeeks) => playPast(season, horizon, holdback, schedule, coverWeeks)),
    );
  }
  if (costs.length === 0) return { coverWeeks: DEFAULT_COVER_WEEKS, seasons: 0 };
  let best = 0;
  let least = Infinity;
  COVER_CANDIDATES.forEach((_, c) => {
    const mean = costs.reduce((sum, season) => sum + season[c], 0) / costs.length;
    const regret = Math.max(...costs.map((season) => season[c] - Math.min(...season)));
    if (mean + regret < least - 1e-12) [best, least] = [c, mean + regret];
  });
  return { coverWeeks: COVER_CANDIDATES[best], seasons: costs.length };
}

interface PastSeason {
  readonly demand: Float64Array;
  readonly shares: Float64Array;
  readonly total: number;
}

/** The stores that have every week of the season and some history before it; null when nothing was sold. */
function completeSeason(panel: SalesPanel, start: number, horizon: number): PastSeason | null {
  const rows = panel.storeIds
    .map((_, row) => row)
    .filter((row) => {
      const week = panel.units.subarray(row * panel.weeks, (row + 1) * panel.weeks);
      return (
        week.subarray(start, start + horizon).every((units) => !Number.isNaN(units)) &&
        week.subarray(0, start).some((units) => !Number.isNaN(units))
      );
    });
  const units = new Float64Array(rows.length * panel.weeks);
  rows.forEach((row, i) =>
    units.set(panel.units.subarray(row * panel.weeks, (row + 1) * panel.weeks), i * panel.weeks),
  );
  const kept = { storeIds: rows.map((row) => panel.storeIds[row]), weeks: panel.weeks, units };
  const demand = new Float64Array(rows.length * horizon);
  rows.forEach((_, i) =>
    demand.set(units.subarray(i * panel.weeks + start, i * panel.weeks + start + horizon), i * horizon),
  );
  const total = Math.round(demand.reduce((sum, value) => sum + value, 0));
  return total > 0 ? { demand, shares: windowShares(kept, start - 52, start), total } : null;
}

function playPast(
  { demand, shares, total }: PastSeason,
  horizon: number,
  holdback: number,
  schedule: DeliverySchedule,
  coverWeeks: number,
): number {
  const dcUnits = Math.round(total * holdback);
  const known = shares.map((share) => (share === share ? share : 0));
  const { units } = apportion(
    total - dcUnits,
    Array.from(known, (weight, s) => ({ id: String(s).padStart(6, '0'), weight })),
  );
  const outcome = playSeason(demand, {
    weeklyForecast: new Float64Array(horizon).fill(total / horizon),
    shares: known,
    initialUnits: units,
    dcSupply: [dcUnits],
    schedule,
    rule: { kind: 'order_up_to', coverWeeks },
  });
  const leftover = outcome.leftoverStoreUnits + outcome.leftoverDcUnits;
  return (outcome.lostUnits + LEFTOVER_COST * leftover) / outcome.demandUnits;
}
