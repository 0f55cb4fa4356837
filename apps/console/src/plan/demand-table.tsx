import type { WeeklyDemand } from '#contracts';
import { day, span } from '../words/dates.ts';
import { count, range } from '../words/figures.ts';

/** The chart's twin: the same weeks to be read. */
export function DemandTable({ weekly }: { weekly: readonly WeeklyDemand[] }) {
  const hasLastYear = weekly.some(({ last_year_units }) => last_year_units !== undefined);
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
              {hasLastYear && (
                <th scope="col" class="figure">
                  Last year
                </th>
              )}
              <th scope="col" class="figure">
                80 % sure
              </th>
              <th scope="col" class="figure">
                95 % sure
              </th>
            </tr>
          </thead>
          <tbody>
            {weekly.map(({ week, start_date, units, lo80, hi80, lo95, hi95, last_year_units }) => (
              <tr key={week}>
                <th scope="row" class="figure">
                  {week}
                </th>
                <td>{day(start_date)}</td>
                <td class="figure" data-fact={`/demand/weekly/${week - 1}/units`}>
                  {count(units)}
                </td>
                {hasLastYear && (
                  <td class="figure">{last_year_units === undefined ? '—' : count(last_year_units)}</td>
                )}
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
