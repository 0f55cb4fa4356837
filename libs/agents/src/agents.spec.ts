import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgentHandoffManager, AgentHandoffModule } from '#agent-handoff';
import type { DemandOutput, InventoryOutput, PricingOutput } from '#contracts';
import { planInventory, planPricing } from '#planning';
import { Test, type TestingModule } from '@nestjs/testing';
import { inventoryContext, pricingContext } from '../../../test/support/planning-contexts.ts';
import { AgentsModule } from './agents.module.ts';
import { DemandAgent } from './demand.agent.ts';
import { InventoryAgent } from './inventory.agent.ts';
import { PricingAgent } from './pricing.agent.ts';

describe(AgentsModule.name, () => {
  const context = inventoryContext({ stores: 5, weeks: 60, horizon: 8 });
  let application: TestingModule;
  let handoff: AgentHandoffManager;

  beforeAll(async () => {
    application = await Test.createTestingModule({
      imports: [AgentHandoffModule.forRoot({ timeoutMs: 20_000, threads: 1 }), AgentsModule],
    }).compile();
    await application.init();
    handoff = application.get(AgentHandoffManager);
  });
  afterAll(() => application.close());

  it('registers the agents of the chain, each with work for a thread of its own', () => {
    expect(handoff.registered.map(({ name }) => name)).toEqual(['demand', 'inventory', 'pricing']);
    for (const { work } of handoff.registered) expect(work).toHaveProperty('module');
  });

  it('plans in a thread what the planning plans here', async () => {
    const progress: number[] = [];
    const expected = planInventory(context, () => undefined);

    const inventory = await handoff.call('inventory', context, {
      observer: { onProgress: (percent) => progress.push(percent) },
    });
    expect(inventory).toEqual(expected);
    expect(progress.at(-1)).toBe(100);

    const pricing = pricingContext(context, expected.inventory);
    expect(await handoff.call('pricing', pricing)).toEqual(planPricing(pricing, () => undefined));
  });

  it('knows what is none of its results', () => {
    const { demand, sample_paths } = context;
    const inventory = planInventory(context, () => undefined);
    const pricing = planPricing(pricingContext(context, inventory.inventory), () => undefined);
    const faults = (agent: { resultFault(result: unknown): string | undefined }, ...results: unknown[]) =>
      results.map((result) => agent.resultFault(result));

    const good: [{ resultFault(result: unknown): string | undefined }, unknown][] = [
      [new DemandAgent(), { demand, sample_paths } satisfies DemandOutput],
      [new InventoryAgent(), inventory satisfies InventoryOutput],
      [new PricingAgent(), pricing satisfies PricingOutput],
    ];
    for (const [agent, result] of good) {
      expect(agent.resultFault(result)).toBeUndefined();
      expect(faults(agent, undefined, null, 7, 'plan', [], {})).not.toContain(undefined);
    }
    expect(
      faults(
        new DemandAgent(),
        { demand: { ...demand, total_units: 1.5 }, sample_paths },
        { demand: { ...demand, weekly: [] }, sample_paths },
        { demand, sample_paths: [] },
      ),
    ).toEqual([
      'demand.total_units is no number of units',
      'demand.weekly has no weeks',
      'sample_paths is empty',
    ]);
    expect(
      faults(
        new InventoryAgent(),
        { ...inventory, inventory: { ...inventory.inventory, manufacturing_units: -1 } },
        { ...inventory, store_shipments: null },
      ),
    ).toEqual(['inventory.manufacturing_units is no number of units', 'store_shipments is missing']);
    expect(faults(new PricingAgent(), { pricing: { ...pricing.pricing, status: 'maybe' } })).toEqual([
      'pricing.status is neither conditional nor skipped',
    ]);
  });
});
