import type { WeeklyDemand } from '#contracts';
import { day } from '../words/dates.ts';
import { estimate } from '../words/figures.ts';

/** Pixels of the chart: its height, and what lies outside its axes. */
export const HEIGHT = 260;
export const EDGE = { top: 28, right: 52, bottom: 36, left: 52 };

type Scale = (value: number) => number;

export function lineOf(points: readonly (readonly [number, number])[]): string {
  return points.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`).join('');
}

export function bandOf(
  weekly: readonly WeeklyDemand[],
  x: Scale,
  y: Scale,
  lo: 'lo80' | 'lo95',
  hi: 'hi80' | 'hi95',
): string {
  const upper = weekly.map((week) => [x(week.week), y(week[hi])] as const);
  const lower = weekly.map((week) => [x(week.week), y(week[lo])] as const).reverse();
  return `${lineOf([...upper, ...lower])}Z`;
}

/** Week numbers where they fit, and the first days of the first and the last week. */
export function Weeks({ weekly, x, width }: { weekly: readonly WeeklyDemand[]; x: Scale; width: number }) {
  const every = [1, 2, 4, 8, 13].find((step) => (weekly.length / step) * 28 < width) ?? 13;
  const first = weekly[0];
  const last = weekly[weekly.length - 1];
  return (
    <g class="axis">
      {weekly
        .filter(({ week }) => week === 1 || week % every === 0)
        .map(({ week }) => (
          <text key={week} x={x(week)} y={HEIGHT - EDGE.bottom + 16} text-anchor="middle">
            {week}
          </text>
        ))}
      {[first, last].map(({ week, start_date }, i) => (
        <g key={week}>
          <line x1={x(week)} x2={x(week)} y1={EDGE.top} y2={HEIGHT - EDGE.bottom} />
          <text x={x(week)} y={HEIGHT - 4} text-anchor={i === 0 ? 'start' : 'end'}>
            {day(start_date)}
          </text>
        </g>
      ))}
    </g>
  );
}

export function BandNames({ last: { week, hi80, hi95 }, x, y }: { last: WeeklyDemand; x: Scale; y: Scale }) {
  const upper = y(hi95) + 4;
  return (
    <g class="band-name">
      <text x={x(week) + 6} y={upper}>
        95 %
      </text>
      <text x={x(week) + 6} y={Math.max(y(hi80) + 4, upper + 13)}>
        80 %
      </text>
    </g>
  );
}

export function CheckpointMark({ week, weeks, x }: { week: number | null; weeks: number; x: Scale }) {
  if (week === null || week > weeks) return null;
  const isLate = week > weeks / 2;
  return (
    <g class="checkpoint">
      <line x1={x(week)} x2={x(week)} y1={EDGE.top - 12} y2={HEIGHT - EDGE.bottom} />
      <text x={x(week) + (isLate ? -5 : 5)} y={EDGE.top - 6} text-anchor={isLate ? 'end' : 'start'}>
        markdown, week {week}
      </text>
    </g>
  );
}

export function PeakLabel({
  week: { week, units, lo80, hi80 },
  x,
  y,
  width,
}: {
  week: WeeklyDemand;
  x: Scale;
  y: Scale;
  width: number;
}) {
  const isLate = x(week) > width - 120;
  return (
    <g class="peak">
      <circle cx={x(week)} cy={y(units)} r={3} />
      <text x={x(week) + (isLate ? -7 : 7)} y={y(units) - 7} text-anchor={isLate ? 'end' : 'start'}>
        {estimate(units, [lo80, hi80])} in week {week}
      </text>
    </g>
  );
}

/** Lines to compare with: what the same weeks sold a year before, and the forecast of the run before. */
export function PastLines({
  weekly,
  past,
  x,
  y,
}: {
  weekly: readonly WeeklyDemand[];
  past: readonly WeeklyDemand[];
  x: Scale;
  y: Scale;
}) {
  const lastYear = weekly.flatMap(({ week, last_year_units: units }) =>
    units === undefined ? [] : [{ week, units }],
  );
  return (
    <>
      <PastLine kind="last-year" name="last year" points={lastYear} x={x} y={y} />
      <PastLine kind="before" name="before" points={past} x={x} y={y} />
    </>
  );
}

function PastLine({
  kind,
  name,
  points,
  x,
  y,
}: {
  kind: string;
  name: string;
  points: readonly { readonly week: number; readonly units: number }[];
  x: Scale;
  y: Scale;
}) {
  if (points.length < 2) return null;
  const named = points[Math.floor(points.length * (kind === 'before' ? 0.75 : 0.2))];
  return (
    <g class={`past ${kind}`}>
      <path d={lineOf(points.map(({ week, units }) => [x(week), y(units)]))} />
      <text x={x(named.week)} y={y(named.units) + 18} text-anchor="middle">
        {name}
      </text>
    </g>
  );
}
