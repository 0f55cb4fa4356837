import type { PageState } from '../state/page.ts';
import type { RunView } from '../state/run.ts';
import { CertificatePart } from './certificate-part.tsx';
import { DemandChart } from './demand-chart.tsx';
import { Downloads } from './downloads.tsx';
import { MarkdownPart } from './markdown-part.tsx';
import { PlanSummary } from './plan-summary.tsx';
import { Reasons } from './reasons.tsx';
import { RecordPart } from './record-part.tsx';
import { RefillPart } from './refill-part.tsx';
import { StorePart } from './store-part.tsx';

/** Use it: the numbers that matter, then why. Parts stand as soon as their agent has them. */
export function PlanSection({ page, run }: { page: PageState; run: RunView }) {
  const { demand, inventory, pricing, plan, started } = run;
  if (demand === null) return null;
  return (
    <section aria-labelledby="plan" class="plan">
      <PlanSummary demand={demand} inventory={inventory} pricing={pricing} parameters={started.parameters} />
      <DemandChart
        demand={demand}
        parameters={started.parameters}
        before={page.comparedWith?.result?.demand ?? null}
      />
      {inventory !== null && <StorePart inventory={inventory} />}
      {inventory !== null && <RefillPart inventory={inventory} />}
      {pricing !== null && <MarkdownPart pricing={pricing} />}
      <RecordPart demand={demand} />
      <Reasons run={run} />
      {plan !== null && <CertificatePart certificate={plan.certificate} />}
      {plan !== null && <Downloads page={page} run={run} />}
    </section>
  );
}
