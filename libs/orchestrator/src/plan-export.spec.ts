import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { silent, type SeasonPlan, type StoreShipment } from '#contracts';
import { certify, planInventory, planPricing } from '#planning';
import { inventoryContext, pricingContext } from '../../../test/support/planning-contexts.ts';
import { PLAN_EXPORTS, planCsv } from './plan-export.ts';

function made(): { plan: SeasonPlan; shipments: readonly StoreShipment[] } {
  const context = inventoryContext();
  const { parameters, options, demand, category_id, dataset_id, as_of, seed } = context;
  const { inventory, store_shipments } = planInventory(context, silent);
  const { pricing } = planPricing(pricingContext(context, inventory), silent);
  const certificate = certify(
    { parameters, options, demand, inventory, pricing },
    { category_id, dataset_version: '1', as_of, seed, versions: {}, store_shipments },
  );
  const plan = {
    workflow_id: 'w',
    category_id,
    dataset_id,
    parameters,
    demand,
    inventory,
    pricing,
    certificate,
  };
  return { plan, shipments: store_shipments };
}

const read = (csv: string): Record<string, string>[] => parse(csv, { columns: true });

describe(planCsv, () => {
  const { plan, shipments } = made();

  it('exports what the plan says', () => {
    const forecast = read(planCsv('forecast', plan, shipments));
    expect(forecast.map(({ units }) => Number(units))).toEqual(plan.demand.weekly.map(({ units }) => units));
    const allocations = read(planCsv('allocations', plan, shipments));
    expect(allocations.reduce((sum, { initial_units }) => sum + Number(initial_units), 0)).toBe(
      plan.inventory.initial_allocation_units,
    );
    expect(allocations[0].cluster_label).toBe(
      plan.inventory.clusters.find(({ id }) => id === plan.inventory.stores[0].cluster_id)?.label,
    );
    const replenishment = read(planCsv('replenishment', plan, shipments));
    for (const { week, units } of plan.inventory.replenishment.shipments) {
      const inWeek = replenishment.filter((row) => Number(row.week) === week);
      expect(inWeek.reduce((sum, row) => sum + Number(row.units), 0)).toBe(units);
    }
    const markdowns = read(planCsv('markdowns', plan, shipments));
    expect(markdowns.map(({ depth }) => Number(depth))).toEqual(
      plan.pricing.depth_by_sell_through.map(({ depth }) => depth),
    );
  });

  it.each(PLAN_EXPORTS)('writes %s with a header row and CRLF', (kind) => {
    const lines = planCsv(kind, plan, shipments).split('\r\n');
    expect(lines[0]).toMatch(/^[a-z0-9_]+(,[a-z0-9_]+)+$/);
    expect(lines.at(-1)).toBe('');
    lines.forEach((line) => expect(line).not.toMatch(/[\r\n]/));
  });

  it('writes the header alone where there is nothing to list', () => {
    const skipped = { ...plan, pricing: { ...plan.pricing, depth_by_sell_through: [] } };
    expect(planCsv('markdowns', skipped, shipments)).toBe(
      'checkpoint_week,threshold,sell_through,gap,depth\r\n',
    );
    expect(planCsv('replenishment', plan, [])).toBe('week,store_id,units\r\n');
  });

  it.each([
    ['=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'],
    ['+cmd|calc', "'+cmd|calc"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ['-5', '-5'],
    ['+7', '+7'],
    ['S1, "north"', 'S1, "north"'],
    ['line\nbreak', 'line\nbreak'],
  ])('keeps %j from being a formula, and what is none as it is', (store_id, cell) => {
    expect(read(planCsv('replenishment', plan, [{ week: 1, store_id, units: 2 }]))[0].store_id).toBe(cell);
  });

  it('reads back every store id, but for the apostrophe', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (store_id) => {
        const [row] = read(planCsv('replenishment', plan, [{ week: 1, store_id, units: 2 }]));
        expect([store_id, `'${store_id}`]).toContain(row.store_id);
        expect(row.store_id).not.toMatch(/^[=@\t\r]/);
      }),
    );
  });

  it('leaves negative gaps as numbers', () => {
    const gaps = read(planCsv('markdowns', plan, shipments)).map(({ gap }) => Number(gap));
    expect(Math.min(...gaps)).toBeLessThan(0);
  });
});
