import { counted } from '../words/figures.ts';
import { sentenceOf } from '../words/parameters.ts';
import { AsCurl } from '../as-curl.tsx';
import { ProblemNote } from '../problem-note.tsx';
import type { PageState } from '../state/page.ts';
import { type RunView, isFinal } from '../state/run.ts';
import { useConsole } from '../use-console.ts';
import { AgentLane } from './agent-lane.tsx';
import { Approval } from './approval.tsx';

/** Watch it: one lane an agent, and how the run ended where it did not end with a plan. */
export function RunSection({ page, run }: { page: PageState; run: RunView }) {
  const console = useConsole();
  const { started, status, connection, lanes, error } = run;
  return (
    <section aria-labelledby="watch" class="run" data-status={status}>
      <h2 id="watch">
        {started.category_id} <span class="soft">{sentenceOf(started.parameters)}</span>
      </h2>
      <ol class="lanes">
        {lanes.map((lane) => (
          <AgentLane key={lane.agent} lane={lane} isRunOver={isFinal(status)} />
        ))}
      </ol>
      <p class="small row">
        <span class="grow" role="status">
          {connection === 'lost'
            ? 'The connection is gone; it is looked for, and nothing is lost.'
            : said(run)}
        </span>
        {!isFinal(status) && (
          <button type="button" class="link" onClick={() => void console.cancel()}>
            cancel this run
          </button>
        )}
        <AsCurl
          calls={[
            { method: 'POST', path: '/api/orchestrator/run-workflow', body: startOf(run) },
            { method: 'GET', path: started.links.self },
            { method: 'GET', path: started.links.events, isStream: true },
          ]}
        />
      </p>
      {page.problems.decision && <ProblemNote problem={page.problems.decision} />}
      {status === 'awaiting_approval' && run.demand !== null && run.inventory !== null && (
        <Approval demand={run.demand} inventory={run.inventory} />
      )}
      {error !== null && (
        <ProblemNote problem={error} isFault={status !== 'cancelled'}>
          <p>
            <button type="button" onClick={() => void console.plan()}>
              {status === 'cancelled' ? 'Plan it again' : 'Try again'}
            </button>
          </p>
        </ProblemNote>
      )}
    </section>
  );
}

/** The body that starts this run again. */
function startOf({ started }: RunView): object {
  const { parameters, category_id, dataset_id, require_approval, options } = started;
  return {
    session_id: 'mine',
    parameters,
    category_id,
    dataset_id,
    ...(require_approval && { require_approval }),
    ...(Object.keys(options).length > 0 && { options }),
  };
}

/** How the run stands, for those who cannot see the lanes. */
function said({ status, lanes, inventory }: RunView): string {
  switch (status) {
    case 'pending':
      return 'Waiting for its turn.';
    case 'running':
      return lanes
        .filter((lane) => lane.status === 'running')
        .map(({ agent }) => `The ${agent} agent is at work.`)
        .join(' ');
    case 'awaiting_approval':
      return 'Waiting for your decision on the buy.';
    case 'completed':
      return inventory === null
        ? 'Planned.'
        : `Planned: make ${counted(inventory.manufacturing_units, 'unit')}.`;
    case 'failed':
    case 'timed_out':
      return 'The run has failed.';
    case 'cancelled':
      return 'The run was cancelled.';
  }
}
