import { PLAN_TABLES } from '#client';
import { AsCurl } from '../as-curl.tsx';
import { ProblemNote } from '../problem-note.tsx';
import type { PageState } from '../state/page.ts';
import type { RunView } from '../state/run.ts';
import { useConsole } from '../use-console.ts';

/** The plan to take along, and the way to the next one. */
export function Downloads({ page, run }: { page: PageState; run: RunView }) {
  const console = useConsole();
  const { plan: path } = run.started.links;
  return (
    <footer class="downloads">
      <p class="row">
        <span>
          ↓ CSV:{' '}
          {PLAN_TABLES.map((table, i) => (
            <span key={table}>
              {i > 0 && ', '}
              <button type="button" class="link" onClick={() => void console.download(table)}>
                {table}
              </button>
            </span>
          ))}
        </span>
        <button type="button" class="link" onClick={() => void console.download('json')}>
          ↓ JSON
        </button>
        <button
          type="button"
          class="link"
          onClick={() => {
            console.change();
            document.getElementById('words')?.focus();
          }}
        >
          ⟲ change something and compare
        </button>
        <AsCurl
          calls={[
            { method: 'GET', path },
            ...PLAN_TABLES.map((table) => ({ method: 'GET' as const, path: `${path}/${table}.csv` })),
          ]}
        />
      </p>
      {page.problems.download && <ProblemNote problem={page.problems.download} />}
    </footer>
  );
}
