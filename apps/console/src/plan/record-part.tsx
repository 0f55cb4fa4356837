import type { DemandPlan } from '#contracts';
import { count, counted, percent } from '../words/figures.ts';

/** How often the method was right on the category's own past seasons, and what it is made of. */
export function RecordPart({ demand }: { demand: DemandPlan }) {
  const { accuracy, models, notes } = demand;
  const { origins, season_total_ape: missed, weekly_wape, coverage_80, vs_seasonal_naive: ratio } = accuracy;
  const naive = missed === null || ratio === null || ratio === 0 ? null : missed / ratio;
  return (
    <details class="part">
      <summary>
        <h3>Record</h3>{' '}
        {missed === null
          ? 'the history is too short for a past season of this length'
          : `this method on your last ${counted(origins, 'season')}: off by ${percent(missed)}${naive === null ? '' : `; last year’s figures: ${percent(naive)}`}`}
      </summary>
      {missed !== null && (
        <p>
          Played on <span data-fact="/demand/accuracy/origins">{counted(origins, 'past season')}</span> of the
          same length, knowing only what was known then, it missed the total by{' '}
          <span data-fact="/demand/accuracy/season_total_ape">{percent(missed)}</span>
          {weekly_wape !== null && (
            <>
              {' '}
              and the weeks by <span data-fact="/demand/accuracy/weekly_wape">{percent(weekly_wape)}</span>
            </>
          )}
          {coverage_80 !== null && (
            <>
              ; <span data-fact="/demand/accuracy/coverage_80">{percent(coverage_80)}</span> of the weeks lay
              in the 80 % band
            </>
          )}
          .
          {ratio !== null && (
            <>
              {' '}
              That is <span data-fact="/demand/accuracy/vs_seasonal_naive">{percent(ratio)}</span> of the
              error of repeating last year.
            </>
          )}
        </p>
      )}
      <div class="wide" tabindex={0} role="region" aria-label="Models">
        <table>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col" class="figure">
                Weight
              </th>
              <th scope="col" class="figure">
                Its season
              </th>
            </tr>
          </thead>
          <tbody>
            {models.map(({ name, weight, total_units }, i) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="figure" data-fact={`/demand/models/${i}/weight`}>
                  {percent(weight)}
                </td>
                <td class="figure">{count(total_units)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {notes.map((note) => (
        <p key={note} class="small">
          {note}
        </p>
      ))}
    </details>
  );
}
