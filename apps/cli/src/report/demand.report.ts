import type { SeasonPlan } from '#contracts';
import type { ReportLayout } from './report-layout.ts';
import { sparkline } from './sparkline.ts';
import { amount, count, day, percent, wrapped } from './wording.ts';

/** Weekly demand as a line of bars with its peak, the record of the method, and what is odd in the history. */
export function demandReport({ demand }: SeasonPlan, { paint, width }: ReportLayout): string[] {
  const { weekly, peak_week } = demand;
  const peak = weekly[peak_week - 1];
  const { line, cell } = sparkline(
    weekly.map(({ units }) => units),
    width - 4,
  );
  const at = (peak_week - 1) * cell;
  const label = `week ${peak_week}, from ${day(peak.start_date)}: ${amount(peak.units, 'unit')} (80 %: ${count(peak.lo80)}–${count(peak.hi80)})`;
  const isRoomRight = 2 + at + 2 + label.length <= width;
  return [
    paint('bold', 'Demand by week'),
    `  ${paint('cyan', line.slice(0, at))}${paint(['bold', 'yellow'], line.slice(at, at + cell))}${paint('cyan', line.slice(at + cell))}`,
    isRoomRight ? `  ${' '.repeat(at)}▲ ${label}` : `  ${`${label} ▲`.padStart(at + 1)}`,
    ...record(demand.accuracy, width),
    ...demand.notes.map((note) => paint('yellow', wrapped(`  ! ${note}`, width, '    '))),
  ];
}

function record(accuracy: SeasonPlan['demand']['accuracy'], width: number): string[] {
  const { origins, season_total_ape, weekly_wape, vs_seasonal_naive } = accuracy;
  if (season_total_ape === null)
    return ['  no past season of this length in the history to test the method on'];
  const weeks = weekly_wape === null ? '' : `, single weeks by ${percent(weekly_wape)}`;
  const naive =
    vs_seasonal_naive === null ? '' : `; ${percent(vs_seasonal_naive)} of the error of repeating last year`;
  return [
    wrapped(
      `  on ${amount(origins, 'past season')} it missed the total by ${percent(season_total_ape)}${weeks}${naive}`,
      width,
      '  ',
    ),
  ];
}
