import type { DemandPlan, InventoryPlan, PricingPlan, SeasonParameters } from '#contracts';
import { count, counted, estimate, percent, range } from '../words/figures.ts';

const BECAUSE = {
  none: 'no refill',
  weekly: 'refilled every week',
  'bi-weekly': 'refilled every two weeks',
} as const;

/** The numbers that matter: how much to make, how sure it is, what lies on top; then where it goes and when it is cut. */
export function PlanSummary({
  demand,
  inventory,
  pricing,
  parameters,
}: {
  demand: DemandPlan;
  inventory: InventoryPlan | null;
  pricing: PricingPlan | null;
  parameters: SeasonParameters;
}) {
  const interval = demand.total_interval_80;
  return (
    <header class="summary">
      <h2 id="plan">
        {inventory === null ? (
          'How much to make is being worked out'
        ) : (
          <>
            Make{' '}
            <span data-fact="/inventory/manufacturing_units">{count(inventory.manufacturing_units)}</span>{' '}
            units
          </>
        )}
      </h2>
      <p class="figures">
        <span data-fact="/demand/total_units">
          <strong>{estimate(demand.total_units, interval)}</strong> will be wanted
        </span>
        <span data-fact="/demand/total_interval_80">
          80 % sure: <strong>{range(interval)}</strong>
        </span>
        <span data-fact="/demand/safety_stock_pct">
          <strong>+{percent(demand.safety_stock_pct)}</strong> safety:{' '}
          {BECAUSE[parameters.replenishment_strategy]}
        </span>
      </p>
      {inventory !== null && (
        <p>
          <span data-fact="/inventory/initial_allocation_units">
            {counted(inventory.initial_allocation_units, 'unit')}
          </span>{' '}
          go to {counted(inventory.stores.length, 'store')} at launch
          {inventory.dc_holdback_units > 0 && (
            <>
              , <span data-fact="/inventory/dc_holdback_units">{count(inventory.dc_holdback_units)}</span>{' '}
              stay at the DC
            </>
          )}
          . Stores meet{' '}
          <span data-fact="/inventory/replenishment/fill_rate">
            {percent(inventory.replenishment.fill_rate)}
          </span>{' '}
          of demand; about{' '}
          <span data-fact="/inventory/replenishment/expected_leftover_units">
            {count(inventory.replenishment.expected_leftover_units)}
          </span>{' '}
          are left over.
        </p>
      )}
      {pricing !== null && <p>{markdownSentence(pricing)}</p>}
    </header>
  );
}

function markdownSentence({
  status,
  reason,
  checkpoint_week: week,
  threshold,
  threshold_source: source,
  projected_sell_through: sold,
  markdown_depth: depth,
  recommended_depth: best,
}: PricingPlan): string {
  if (status === 'skipped' || week === null || threshold === null || sold === null || depth === null)
    return `No markdown: ${reason ?? 'none is planned'}`;
  const rule = depth === 0 ? 'nothing is marked down' : `the rule is ${percent(depth)} off`;
  const advice =
    best === null || best === depth
      ? ''
      : `; by expected value ${best === 0 ? 'none' : `${percent(best)} off`} is worth more`;
  return `By the end of week ${week} about ${percent(sold)} is sold, against ${percent(threshold)}${source === 'assumed' ? ' (assumed)' : ''}: ${rule}${advice}.`;
}
