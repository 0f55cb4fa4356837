import { useRef } from 'preact/hooks';
import type { PageState } from '../state/page.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useConsole } from '../use-console.ts';
import { moment } from '../words/dates.ts';
import { sentenceOf } from '../words/parameters.ts';

const STATUS_WORDS = {
  pending: 'waits',
  running: 'runs',
  awaiting_approval: 'waits for a decision',
  completed: 'done',
  failed: 'failed',
  timed_out: 'took too long',
  cancelled: 'cancelled',
} as const;

/** Runs so far, newest first, to open again or to compare with the one on the page. */
export function RunMenu({ page }: { page: PageState }) {
  const console = useConsole();
  const panel = useRef<HTMLDivElement>(null);
  const { history, run, problems } = page;
  const shown = run?.started.workflow_id;
  return (
    <>
      <button type="button" class="quiet" popovertarget="run-menu">
        runs ▾
      </button>
      <div
        ref={panel}
        id="run-menu"
        class="menu"
        popover="auto"
        onToggle={(event) => {
          if (event.newState === 'open') void console.listHistory();
        }}
      >
        {problems.history && <ProblemNote problem={problems.history} />}
        {history?.runs.length === 0 && <p class="small">No run yet.</p>}
        <ul>
          {history?.runs.map(({ workflow_id, category_id, parameters, status, created_at }) => (
            <li key={workflow_id} class="row">
              <a
                class="item grow"
                href={`#/runs/${workflow_id}`}
                aria-current={workflow_id === shown ? 'page' : undefined}
                onClick={() => panel.current?.hidePopover()}
              >
                <strong>{category_id}</strong>
                <span class="small">
                  {moment(created_at)}, {STATUS_WORDS[status]}
                </span>
                <span class="small">{sentenceOf(parameters)}</span>
              </a>
              {run?.plan != null && status === 'completed' && workflow_id !== shown && (
                <a
                  class="small"
                  href={`#/runs/${shown}/compared-with/${workflow_id}`}
                  onClick={() => panel.current?.hidePopover()}
                  aria-label={`Compare with ${category_id} of ${moment(created_at)}`}
                >
                  compare
                </a>
              )}
            </li>
          ))}
        </ul>
        {history !== null && history.nextCursor !== null && (
          <button type="button" class="link" onClick={() => void console.listHistory(true)}>
            earlier runs
          </button>
        )}
      </div>
    </>
  );
}
