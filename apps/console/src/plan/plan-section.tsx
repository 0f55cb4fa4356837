import type { PageState } from '../state/page.ts';
import type { RunView } from '../state/run.ts';
import { DemandChart } from './demand-chart.tsx';
import { PlanSummary } from './plan-summary.tsx';

/** Use it: the numbers that matter, then why. Parts stand as soon as their agent has them. */
export function PlanSection({ run }: { page: PageState; run: RunView }) {
  const { demand, inventory, pricing, started } = run;
  if (demand === null) return null;
  return (
    <section aria-labelledby="plan" class="plan">
      <PlanSummary demand={demand} inventory={inventory} pricing={pricing} parameters={started.parameters} />
      <DemandChart demand={demand} parameters={started.parameters} />
    </section>
  );
}
