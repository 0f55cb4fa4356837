import { useEffect } from 'preact/hooks';
import { DatasetMenu } from './data/dataset-menu.tsx';
import { DatasetUpload } from './data/dataset-upload.tsx';
import { Comparison } from './history/comparison.tsx';
import { RunMenu } from './history/run-menu.tsx';
import { KeyForm } from './key-form.tsx';
import { PlanSection } from './plan/plan-section.tsx';
import { ProblemNote } from './problem-note.tsx';
import { RunSection } from './run/run-section.tsx';
import { StrategySection } from './strategy/strategy-section.tsx';
import { ThemeToggle } from './theme-toggle.tsx';
import { useConsole, usePageState } from './use-console.ts';

const NAME = 'season-orchestrator';

/** Say it, watch it, use it: from top to bottom. */
export function Page() {
  const page = usePageState(useConsole());
  const { run, route } = page;
  const category = run?.started.category_id;
  useEffect(() => {
    document.title = category === undefined ? NAME : `${category} – ${NAME}`;
  }, [category]);
  return (
    <>
      <header class="masthead">
        <a class="name" href="#/">
          {NAME}
        </a>
        <nav aria-label="Data and runs">
          <DatasetMenu page={page} />
          <RunMenu page={page} />
          <a href="/docs">API</a>
          <ThemeToggle />
        </nav>
      </header>
      <main>
        {page.key !== 'not asked' && <KeyForm wasRefused={page.key === 'refused'} />}
        <DatasetUpload page={page} />
        <StrategySection page={page} />
        {page.problems.run && <ProblemNote problem={page.problems.run} />}
        {run !== null && <RunSection page={page} run={run} />}
        {route.at === 'run' && route.comparedWith !== null && <Comparison page={page} />}
        {run !== null && run.demand !== null && <PlanSection page={page} run={run} />}
      </main>
    </>
  );
}
