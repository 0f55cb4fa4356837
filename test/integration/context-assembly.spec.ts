import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type {
  DatasetSummary,
  DemandContext,
  InventoryContext,
  PricingContext,
  SeasonPlan,
  WorkflowState,
} from '#contracts';
import { addDays, planDemand, planInventory, planPricing, seededRandom } from '#planning';
import { jacketSeason, smallRetailer, type DataFolder } from '../support/small-retailer.ts';
import { SeasonNode, type Script } from '../support/season-node.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

jest.setTimeout(60_000);

const FIRST_WEEK = '2024-01-01';
const WEEKS = 130;
const AS_OF = '2026-05-04'; // the Monday after week 122
const STORES = ['S1', 'S2', 'S3'];

/** Weekly sales of one category; `scale` changes what was sold in a week. */
function salesCsv(scale: (week: number) => number): string {
  const random = seededRandom(3);
  const rows = Array.from({ length: WEEKS }, (_, week) =>
    STORES.map((store, s) => {
      const units = Math.round(30 * (s + 1) * (1 + 0.2 * Math.sin(week / 8)) * (0.9 + 0.2 * random()));
      return `${addDays(FIRST_WEEK, 7 * week)},${store},Jackets,${units * scale(week)},${units * 40}`;
    }),
  );
  return ['date,store_id,category,quantity_sold,revenue', ...rows.flat()].join('\n');
}

describe('context assembly, from uploaded files to what each agent gets', () => {
  const given: { demand?: DemandContext; inventory?: InventoryContext; pricing?: PricingContext } = {};
  const script: Script = {
    demand: (input, { report }) => planDemand((given.demand = input as DemandContext), report),
    inventory: (input, { report }) => planInventory((given.inventory = input as InventoryContext), report),
    pricing: (input, { report }) => planPricing((given.pricing = input as PricingContext), report),
  };
  let data: DataFolder;
  let database: TestDatabase;
  let node: SeasonNode;

  beforeAll(async () => {
    data = smallRetailer();
    database = await createTestDatabase();
    node = await SeasonNode.start(database.url, { dataDir: data.path, script });
  });
  afterAll(async () => {
    await node?.close();
    await database?.drop();
    data?.remove();
  });

  async function upload(sales: string): Promise<string> {
    const form = new FormData();
    const stores = ['store_id,size_sqm,avg_weekly_sales_12mo', 'S1,100,1', 'S2,150,2', 'S3,200,3'].join('\n');
    form.append('stores', new Blob([stores]), 'stores.csv');
    form.append('historical_sales', new Blob([sales]), 'historical_sales.csv');
    const response = await fetch(`${node.url}/api/datasets`, { method: 'POST', body: form });
    expect(response.status).toBe(201);
    return ((await response.json()) as DatasetSummary).dataset_id;
  }
  const plan = async (session: string, dataset_id: string): Promise<WorkflowState> =>
    node.ended(session, await node.run(jacketSeason(session, { dataset_id, as_of: AS_OF })));

  it('gives each agent the sales before as_of and what the agents before it said, and nothing else', async () => {
    const { status, result } = await plan('chain', await upload(salesCsv(() => 1)));
    const { demand, inventory } = result as SeasonPlan;

    expect(status).toBe('completed');
    const weeks = 122;
    expect(given.demand).toMatchObject({ as_of: AS_OF, lead_weeks: 0, granularity: 'weekly' });
    expect(given.demand?.history).toMatchObject({ first_week_start: FIRST_WEEK, weeks, store_ids: STORES });
    expect(given.demand?.totals.units).toHaveLength(weeks);
    for (const context of [given.inventory, given.pricing]) expect(context?.demand).toEqual(demand);
    expect(given.inventory?.sample_paths).toEqual(given.pricing?.sample_paths);
    expect(given.pricing?.inventory).toEqual(inventory);
    expect(given.pricing?.price_history?.revenue).toHaveLength(weeks * STORES.length);
    // The files say 1, 2 and 3 a week; what counts is what was sold in the year before as_of.
    const averages = given.inventory?.stores.map(({ attributes }) => attributes['avg_weekly_sales_12mo']);
    expect(Number(averages?.[0])).toBeGreaterThan(20);
  });

  it('plans the same whatever was sold at as_of and later', async () => {
    const known = await plan('known', await upload(salesCsv(() => 1)));
    const lateWeek = (week: number) => addDays(FIRST_WEEK, 7 * week) >= AS_OF;
    const later = await plan('later', await upload(salesCsv((week) => (lateWeek(week) ? 9 : 1))));
    const earlier = await plan('earlier', await upload(salesCsv((week) => (week === 121 ? 9 : 1))));

    expect(later.result?.certificate.plan_hash).toBe(known.result?.certificate.plan_hash);
    expect(earlier.result?.certificate.plan_hash).not.toBe(known.result?.certificate.plan_hash);
  });

  it('takes the same content for the same data set, and has it after a restart as it was', async () => {
    const sales = salesCsv((week) => 1 + (week % 2));
    const dataset_id = await upload(sales);
    const before = await plan('before', dataset_id);
    await node.close();
    node = await SeasonNode.start(database.url, { dataDir: data.path, script });

    expect(await upload(sales)).toBe(dataset_id);
    const after = await plan('after', dataset_id);
    expect(after.result?.certificate).toMatchObject({
      plan_hash: before.result?.certificate.plan_hash,
      input_hash: before.result?.certificate.input_hash,
    });
  });
});
