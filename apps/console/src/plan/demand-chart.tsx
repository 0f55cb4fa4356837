import type { DemandPlan, SeasonParameters, WeeklyDemand } from '#contracts';
import { useState } from 'preact/hooks';
import { day } from '../words/dates.ts';
import { count, estimate, range } from '../words/figures.ts';
import {
  BandNames,
  CheckpointMark,
  EDGE,
  HEIGHT,
  PastLines,
  PeakLabel,
  Weeks,
  bandOf,
  lineOf,
} from './chart-marks.tsx';
import { DemandTable } from './demand-table.tsx';
import { axisSteps, scale } from './scale.ts';
import { useWidth } from './use-width.ts';

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
  const steps = axisSteps(
    Math.max(...[...weekly, ...past].map(({ hi95, last_year_units = 0 }) => Math.max(hi95, last_year_units))),
    5,
  );
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
          <PastLines weekly={weekly} past={past} x={x} y={y} />
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

function told({ week, start_date, units, lo80, hi80, last_year_units }: WeeklyDemand): string {
  const before = last_year_units === undefined ? '' : `; last year ${count(last_year_units)}`;
  return `week ${week}, from ${day(start_date)}: ${estimate(units, [lo80, hi80])} units, 80 % sure ${range([lo80, hi80])}${before}`;
}
