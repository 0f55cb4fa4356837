import { ProblemNote } from '../problem-note.tsx';
import type { PageState } from '../state/page.ts';
import { moment } from '../words/dates.ts';
import { type Difference, askedOtherwise, cameOtherwise } from './differences.ts';

/** Two runs side by side: what was asked for otherwise, and what came of it. */
export function Comparison({ page: { run, comparedWith, problems } }: { page: PageState }) {
  if (problems.comparison) return <ProblemNote problem={problems.comparison} />;
  if (run === null || comparedWith === null) return null;
  const before = comparedWith.result;
  const after = run.plan;
  const asked = before === null || after === null ? [] : askedOtherwise(before, after);
  return (
    <section aria-labelledby="compared" class="comparison">
      <h2 id="compared">
        What changed{' '}
        <span class="soft">
          against{' '}
          <a href={`#/runs/${comparedWith.workflow_id}`}>the run of {moment(comparedWith.created_at)}</a>
        </span>
      </h2>
      {before === null || after === null ? (
        <p>Two plans are compared; {before === null ? 'that run has none' : 'this one is still to come'}.</p>
      ) : (
        <>
          {asked.length === 0 && <p>The same was asked for.</p>}
          <div class="wide" tabindex={0} role="region" aria-label="Two runs side by side">
            <table>
              <thead>
                <tr>
                  <th scope="col">
                    <span class="unseen">What</span>
                  </th>
                  <th scope="col" class="figure">
                    Before
                  </th>
                  <th scope="col" class="figure">
                    Now
                  </th>
                  <th scope="col" class="figure">
                    Change
                  </th>
                </tr>
              </thead>
              <tbody>
                {[...asked, ...cameOtherwise(before, after)].map((row) => (
                  <Row key={row.name} row={row} />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

function Row({ row: { name, before, after, change, isGain } }: { row: Difference }) {
  const kind = isGain === null ? '' : isGain ? 'gain' : 'loss';
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="figure">{before}</td>
      <td class="figure">{after}</td>
      <td class={`figure ${kind}`}>{change}</td>
    </tr>
  );
}
