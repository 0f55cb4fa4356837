import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContextAssembler, DatasetStore, type RunSubject } from '#context-assembly';
import type { DemandOutput, SeasonPlan, WorkflowState } from '#contracts';
import path from 'node:path';
import { SeasonNode } from '../support/season-node.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { SAMPLE_TEMPLATE } from '../support/test-postgres.ts';

const SAMPLE = path.resolve(import.meta.dirname, '../../data/sample');
const WORKFLOW_MS = 10_000;
const CONTEXT_MS = 2_000;
const CACHED_CONTEXT_MS = 100;

// Loose bounds that a wrong order of growth or a lost cache breaks, and a busy machine does not; `npm run bench` measures.
describe('performance: the bounds of the design, on the sample data', () => {
  let database: TestDatabase;
  let node: SeasonNode;
  const start = () => SeasonNode.start(database.url, { dataDir: SAMPLE });
  beforeAll(async () => {
    database = await createTestDatabase(SAMPLE_TEMPLATE);
    node = await start();
  });
  afterAll(async () => {
    await node?.close();
    await database?.drop();
  });

  const timed = async <T>(work: () => Promise<T>): Promise<[result: T, ms: number]> => {
    const clock = performance.now();
    return [await work(), performance.now() - clock];
  };
  const runSeason = async (session: string): Promise<WorkflowState> =>
    node.ended(
      session,
      await node.run({
        session_id: session,
        category_id: "Women's Dresses",
        parameters: {
          forecast_horizon_weeks: 26,
          season_start_date: '2027-03-01',
          replenishment_strategy: 'weekly',
          dc_holdback_percentage: 0.45,
          markdown_checkpoint_week: 16,
          markdown_threshold: 0.55,
        },
      }),
    );

  it('makes a plan of a season that was never planned before in less than 10 s', async () => {
    const [state, ms] = await timed(() => runSeason('bound'));

    expect(state.status).toBe('completed');
    expect(ms).toBeLessThan(WORKFLOW_MS);
  });

  it('assembles the contexts of all three agents in less than 2 s, and from the cache in less than 100 ms', async () => {
    const { demand, inventory } = (await runSeason('contexts')).result as SeasonPlan;
    await node.close();
    node = await start(); // nothing is cached
    const subject: RunSubject = {
      dataset_id: 'default',
      category_id: "Men's Shirts",
      content_hash: await node.app.get(DatasetStore).version('default'),
      as_of: '2026-11-01',
      seed: 1,
      options: {},
      parameters: {
        forecast_horizon_weeks: 26,
        season_start_date: '2027-03-01',
        season_end_date: '2027-08-29',
        replenishment_strategy: 'weekly',
        dc_holdback_percentage: 0.45,
        markdown_checkpoint_week: 16,
        markdown_threshold: 0.55,
      },
    };
    const forecast: DemandOutput = { demand, sample_paths: [demand.weekly.map(({ units }) => units)] };
    const assembler = node.app.get(ContextAssembler);
    const all = () =>
      Promise.all([
        assembler.assembleDemandContext(subject),
        assembler.assembleInventoryContext(subject, forecast),
        assembler.assemblePricingContext(subject, forecast, inventory),
      ]);
    const [first, firstMs] = await timed(all);
    const [again, cachedMs] = await timed(all);

    expect(again).toEqual(first);
    expect(first[0].history.weeks).toBeGreaterThan(200);
    expect(firstMs).toBeLessThan(CONTEXT_MS);
    expect(cachedMs).toBeLessThan(CACHED_CONTEXT_MS);
  });
});
