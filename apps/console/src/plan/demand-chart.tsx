import type { DemandPlan, SeasonParameters, WeeklyDemand } from '#contracts';
import { useState } from 'preact/hooks';
import { day, span } from '../words/dates.ts';
import { count, estimate, range } from '../words/figures.ts';
import { axisSteps, scale } from './scale.ts';
import { useWidth } from './use-width.ts';

const HEIGHT = 260;
const EDGE = { top: 28, right: 52, bottom: 36, left: 52 };

/** The forecast by week with its 80 and 95 % bands. Pointer and arrow keys read a week; a table says the same. */
export function DemandChart({
  demand,
  parameters,
  before,
}: {
  demand: DemandPlan;
  parameters: SeasonParameters;
  /** The run that this one is compared with. */
  before: DemandPlan | null;
}) {
  const [figure, width] = useWidth<HTMLDivElement>(800);
  const [read, setRead] = useState<number | null>(null);
  const { weekly, peak_week } = demand;
  const past = before?.weekly.filter(({ week }) => week <= weekly.length) ?? [];
  const x = scale([1, weekly.length], [EDGE.left, width - EDGE.right]);
  const steps = axisSteps(Math.max(...[...weekly, ...past].map(({ hi95 }) => hi95)), 5);
  const y = scale([0, steps.at(-1) ?? 1], [HEIGHT - EDGE.bottom, EDGE.top]);
  const shown = weekly.find(({ week }) => week === read) ?? null;

  const readAt = (clientX: number, box: DOMRect): void => {
    const week = Math.round(scale([x(1), x(weekly.length)], [1, weekly.length])(clientX - box.left));
    setRead(Math.min(weekly.length, Math.max(1, week)));
  };
  const onKey = (event: KeyboardEvent): void => {
    const from = read ?? peak_week;
    const to = {
      ArrowLeft: from - 1,
      ArrowDown: from - 1,
      ArrowRight: from + 1,
      ArrowUp: from + 1,
      Home: 1,
      End: weekly.length,
    }[event.key];
    if (event.key === 'Escape') setRead(null);
    if (to === undefined) return;
    event.preventDefault();
    setRead(Math.min(weekly.length, Math.max(1, to)));
  };
  const at = shown ?? weekly[peak_week - 1];

  return (
    <figure class="chart">
      <figcaption>
        Units a week <span class="soft">{shown === null ? '' : told(shown)}</span>
      </figcaption>
      <div
        ref={figure}
        class="plot"
        data-fact="/demand/weekly"
        tabindex={0}
        role="slider"
        aria-label="Weekly demand; arrow keys read the weeks"
        aria-valuemin={1}
        aria-valuemax={weekly.length}
        aria-valuenow={at.week}
        aria-valuetext={told(at)}
        onKeyDown={onKey}
        onBlur={() => setRead(null)}
        onPointerMove={(event) => readAt(event.clientX, event.currentTarget.getBoundingClientRect())}
        onPointerLeave={() => setRead(null)}
      >
        <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true">
          {steps.map((step) => (
            <g key={step} class="axis">
              <line x1={EDGE.left} x2={width - EDGE.right} y1={y(step)} y2={y(step)} />
              <text x={EDGE.left - 8} y={y(step) + 4} text-anchor="end">
                {count(step)}
              </text>
            </g>
          ))}
          <Weeks weekly={weekly} x={x} width={width} />
          <path class="band95" d={bandOf(weekly, x, y, 'lo95', 'hi95')} />
          <path class="band80" d={bandOf(weekly, x, y, 'lo80', 'hi80')} />
          <BandNames last={weekly[weekly.length - 1]} x={x} y={y} />
          <CheckpointMark week={parameters.markdown_checkpoint_week} x={x} weeks={weekly.length} />
          <PastLine past={past} x={x} y={y} />
          <path class="forecast" d={lineOf(weekly.map(({ week, units }) => [x(week), y(units)]))} />
          <PeakLabel week={weekly[peak_week - 1]} x={x} y={y} width={width} />
          {shown !== null && (
            <g class="reading-mark">
              <line x1={x(shown.week)} x2={x(shown.week)} y1={EDGE.top} y2={HEIGHT - EDGE.bottom} />
              <circle cx={x(shown.week)} cy={y(shown.units)} r={4} />
            </g>
          )}
        </svg>
      </div>
      <DemandTable weekly={weekly} />
    </figure>
  );
}

type Scale = (value: number) => number;

function told({ week, start_date, units, lo80, hi80 }: WeeklyDemand): string {
  return `week ${week}, from ${day(start_date)}: ${estimate(units, [lo80, hi80])} units, 80 % sure ${range([lo80, hi80])}`;
}

function lineOf(points: readonly (readonly [number, number])[]): string {
  return points.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`).join('');
}

function bandOf(
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
function Weeks({ weekly, x, width }: { weekly: readonly WeeklyDemand[]; x: Scale; width: number }) {
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

function BandNames({ last: { week, hi80, hi95 }, x, y }: { last: WeeklyDemand; x: Scale; y: Scale }) {
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

function CheckpointMark({ week, weeks, x }: { week: number | null; weeks: number; x: Scale }) {
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

function PeakLabel({
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

/** The forecast of the run before, dashed and named at its end. */
function PastLine({ past, x, y }: { past: readonly WeeklyDemand[]; x: Scale; y: Scale }) {
  if (past.length === 0) return null;
  const last = past[past.length - 1];
  return (
    <g class="past">
      <path d={lineOf(past.map(({ week, units }) => [x(week), y(units)]))} />
      <text x={x(last.week) - 4} y={y(last.units) + 16} text-anchor="end">
        before
      </text>
    </g>
  );
}

function DemandTable({ weekly }: { weekly: readonly WeeklyDemand[] }) {
  return (
    <details>
      <summary>Week by week</summary>
      <div class="wide" tabindex={0} role="region" aria-label="Demand week by week">
        <table>
          <caption class="unseen">
            Forecast by week, {span(weekly[0].start_date, weekly[weekly.length - 1].start_date)}
          </caption>
          <thead>
            <tr>
              <th scope="col" class="figure">
                Week
              </th>
              <th scope="col">From</th>
              <th scope="col" class="figure">
                Units
              </th>
              <th scope="col" class="figure">
                80 % sure
              </th>
              <th scope="col" class="figure">
                95 % sure
              </th>
            </tr>
          </thead>
          <tbody>
            {weekly.map(({ week, start_date, units, lo80, hi80, lo95, hi95 }) => (
              <tr key={week}>
                <th scope="row" class="figure">
                  {week}
                </th>
                <td>{day(start_date)}</td>
                <td class="figure">{count(units)}</td>
                <td class="figure">{range([lo80, hi80])}</td>
                <td class="figure">{range([lo95, hi95])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
