import { expect } from '@jest/globals';
import type { SeasonPlan, WorkflowEvent } from '#contracts';
import { isTerminal } from '#contracts';

/** Recomputes from a plan's own numbers what must hold of every plan. */
export function expectPlanInvariants(plan: SeasonPlan): void {
  const { parameters, demand, inventory, pricing } = plan;
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const weeks = parameters.forecast_horizon_weeks;

  expect(demand.weekly.map(({ week }) => week)).toEqual(Array.from({ length: weeks }, (_, i) => i + 1));
  expect(Math.abs(sum(demand.weekly.map(({ units }) => units)) - demand.total_units)).toBeLessThanOrEqual(
    weeks / 2,
  );
  for (const { units, lo80, hi80, lo95, hi95 } of demand.weekly)
    expect(
      [lo95, lo80, units, hi80, hi95].every(
        (value, i, all) => value >= 0 && (i === 0 || all[i - 1] <= value),
      ),
    ).toBe(true);
  expect(demand.weekly[demand.peak_week - 1].units).toBe(
    Math.max(...demand.weekly.map(({ units }) => units)),
  );
  expect(sum(demand.models.map(({ weight }) => weight))).toBeCloseTo(1, 6);
  expect(demand.safety_stock_pct).toBeGreaterThanOrEqual(0);
  expect(demand.safety_stock_pct).toBeLessThanOrEqual(0.6);

  expect(inventory.manufacturing_units).toBe(
    Math.ceil(demand.total_units * (1 + demand.safety_stock_pct) - 1e-9),
  );
  expect(inventory.dc_holdback_units).toBe(
    Math.round(inventory.manufacturing_units * parameters.dc_holdback_percentage),
  );
  expect(inventory.dc_holdback_units + inventory.initial_allocation_units).toBe(
    inventory.manufacturing_units,
  );
  expect(sum(inventory.stores.map(({ initial_units }) => initial_units))).toBe(
    inventory.initial_allocation_units,
  );
  expect(
    inventory.stores.every(({ initial_units }) => Number.isInteger(initial_units) && initial_units >= 0),
  ).toBe(true);
  expect(sum(inventory.clusters.map(({ units }) => units))).toBe(inventory.initial_allocation_units);
  expect(sum(inventory.clusters.map(({ stores }) => stores))).toBe(inventory.stores.length);
  expect(sum(inventory.stores.map(({ share }) => share))).toBeCloseTo(1, 6);
  expect(sum(inventory.orders.map(({ units }) => units))).toBe(inventory.manufacturing_units);
  expect(sum(inventory.replenishment.shipments.map(({ units }) => units))).toBeLessThanOrEqual(
    inventory.dc_holdback_units,
  );
  expect(inventory.replenishment.status).toBe(
    parameters.replenishment_strategy === 'none' ? 'skipped' : 'scheduled',
  );
  if (inventory.replenishment.status === 'skipped') expect(inventory.replenishment.reason).toBeTruthy();

  if (parameters.markdown_checkpoint_week === null) {
    expect(pricing.status).toBe('skipped');
    expect(pricing.reason).toBeTruthy();
  } else {
    expect(pricing.status).toBe('conditional');
    expect(pricing.checkpoint_week).toBe(parameters.markdown_checkpoint_week);
    const threshold = parameters.markdown_threshold ?? 0.6;
    const gap = Math.max(0, threshold - (pricing.projected_sell_through ?? 0));
    const depth = Math.min(0.4, Math.round((gap * (pricing.gap_multiplier ?? 2)) / 0.05) * 0.05);
    expect(pricing.markdown_depth).toBeCloseTo(depth, 6);
    expect(pricing.expected_lift).toBeCloseTo((1 - depth) ** -(pricing.price_elasticity?.value ?? 2) - 1, 6);
  }
  expect(plan.certificate.invariants.every(({ holds }) => holds)).toBe(true);
  expect(plan.certificate.plan_hash).toMatch(/^[0-9a-f]{64}$/);
}

/** What must hold of the messages of one undisturbed run. */
export function expectRunMessages(events: readonly WorkflowEvent[]): void {
  const agents = ['demand', 'inventory', 'pricing'] as const;
  expect(events.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: events.length }, (_, i) => events[0].sequence + i),
  );
  expect(events.filter(isTerminal)).toHaveLength(1);
  expect(isTerminal(events[events.length - 1])).toBe(true);
  const completes = events.filter((event) => event.type === 'complete').map(({ agent_name }) => agent_name);
  expect(completes).toEqual([...agents, 'orchestrator']);
  for (const agent of agents) {
    const own = events.filter((event) => event.type !== 'error' && event.agent_name === agent);
    const statuses = own.flatMap((event) => (event.type === 'agent_status' ? [event.status] : []));
    expect(statuses.slice(0, 2)).toEqual(['waiting', 'running']);
    expect(['completed', 'skipped']).toContain(statuses[2]);
    const progress = own.flatMap((event) => (event.type === 'progress' ? [event.progress] : []));
    expect(progress.length).toBeGreaterThan(0);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  }
}
