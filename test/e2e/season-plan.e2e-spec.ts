import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expectPlanInvariants, expectRunMessages } from '../support/plan-invariants.ts';
import { planIn, Planner } from '../support/planner.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const REAL_DATA = path.resolve(import.meta.dirname, '../../../shared/data/dominicks');
const SAMPLE_CATEGORIES = ["Women's Dresses", "Men's Shirts", 'Accessories'];

const STRATEGIES = {
  Zara: {
    text: '12-week spring season starting March 1st, everything to stores at launch, no replenishment, markdown at week 6 if we are below 60% sell-through.',
    parameters: {
      forecast_horizon_weeks: 12,
      replenishment_strategy: 'none',
      dc_holdback_percentage: 0,
      markdown_checkpoint_week: 6,
      markdown_threshold: 0.6,
    },
  },
  Standard: {
    text: '26-week season starting March 1st with weekly replenishment, 45% DC holdback, markdown checkpoint week 16 at 55% sell-through.',
    parameters: {
      forecast_horizon_weeks: 26,
      replenishment_strategy: 'weekly',
      dc_holdback_percentage: 0.45,
    },
  },
  Luxury: {
    text: '16-week luxury season starting March 1st, replenish every two weeks, hold back 30% at the DC, no markdowns.',
    parameters: {
      forecast_horizon_weeks: 16,
      replenishment_strategy: 'bi-weekly',
      dc_holdback_percentage: 0.3,
      markdown_checkpoint_week: null,
    },
  },
} as const;

/** From words to the terminal message, as a planner goes. */
async function plan(
  planner: Planner,
  session_id: string,
  text: string,
  category_id: string,
  referenceDate: string,
  rest: object = {},
) {
  const stream = await planner.watch(session_id); // opened before there is a run
  const extraction = await planner.extract(text, referenceDate);
  expect(extraction.status).toBe(200);
  const accepted = await planner.run({
    session_id,
    category_id,
    parameters: extraction.body.parameters,
    ...rest,
  });
  expect(accepted.status).toBe(202);
  const events = await stream.terminal(accepted.body.workflow_id);
  stream.close();
  return {
    extraction: extraction.body,
    workflow_id: accepted.body.workflow_id,
    events,
    plan: planIn(events),
  };
}

describe('from words to a plan, on the sample', () => {
  let server: TestServer;
  let planner: Planner;
  beforeAll(async () => {
    server = await startTestServer();
    planner = new Planner(server.url);
  }, 60_000);
  afterAll(() => server.close());

  it.each(Object.entries(STRATEGIES))(
    '%s',
    async (name, { text, parameters }) => {
      const result = await plan(planner, `sample-${name}`, text, SAMPLE_CATEGORIES[0], '2026-11-24');

      expect(result.extraction.parameters).toMatchObject({ season_start_date: '2027-03-01', ...parameters });
      expect(result.extraction.provider).toBe('rules');
      expectRunMessages(result.events);
      expectPlanInvariants(result.plan);
      const { body: state } = await planner.state(result.workflow_id);
      expect(state).toMatchObject({ status: 'completed', error: null });
      expect(state.result).toEqual(result.plan);
      expect(state.execution_log.map(({ agent_name, attempt }) => [agent_name, attempt])).toEqual([
        ['demand', 1],
        ['inventory', 1],
        ['pricing', 1],
      ]);
    },
    60_000,
  );

  it.each(SAMPLE_CATEGORIES)(
    'plans %s',
    async (category) => {
      const { plan: made } = await plan(
        planner,
        `category-${SAMPLE_CATEGORIES.indexOf(category)}`,
        STRATEGIES.Zara.text,
        category,
        '2026-11-24',
      );

      expect(made.category_id).toBe(category);
      expectPlanInvariants(made);
    },
    60_000,
  );

  it('adapts to the parameters: holdback, refills and safety stock follow what the planner said', async () => {
    const zara = (await plan(planner, 'adapt-none', STRATEGIES.Zara.text, SAMPLE_CATEGORIES[1], '2026-11-24'))
      .plan;
    const standard = (
      await plan(
        planner,
        'adapt-weekly',
        STRATEGIES.Standard.text.replace('26-week', '12-week').replace('week 16', 'week 6'),
        SAMPLE_CATEGORIES[1],
        '2026-11-24',
      )
    ).plan;

    expect(zara.inventory.dc_holdback_units).toBe(0);
    expect(zara.inventory.orders).toHaveLength(1);
    expect(standard.inventory.dc_holdback_units).toBeGreaterThan(0);
    expect(standard.inventory.replenishment.shipments.length).toBeGreaterThan(0);
    expect(standard.inventory.orders.length).toBeGreaterThan(1);
    expect(zara.demand.safety_stock_pct).toBeGreaterThanOrEqual(standard.demand.safety_stock_pct);
    expect(zara.demand.total_units).toBe(standard.demand.total_units);
  }, 60_000);

  it('gives the same plan for the same inputs, and replays it to whoever comes later', async () => {
    const first = await plan(planner, 'same-1', STRATEGIES.Luxury.text, SAMPLE_CATEGORIES[2], '2026-11-24');
    const second = await plan(planner, 'same-2', STRATEGIES.Luxury.text, SAMPLE_CATEGORIES[2], '2026-11-24');

    expect(second.plan.certificate.plan_hash).toBe(first.plan.certificate.plan_hash);
    expect(second.plan.certificate.input_hash).toBe(first.plan.certificate.input_hash);
    const late = await planner.watch('same-1');
    expect(await late.terminal(first.workflow_id)).toEqual(first.events);
    late.close();
    const half = Math.floor(first.events.length / 2);
    const resumed = await planner.watch('same-1', first.events[half].sequence);
    expect(await resumed.terminal(first.workflow_id)).toEqual(first.events.slice(half + 1));
    resumed.close();
  }, 60_000);
});

const withRealData = existsSync(REAL_DATA) ? describe : describe.skip;
withRealData(
  `from words to a plan, on real sales${existsSync(REAL_DATA) ? '' : ' (skipped: ../shared/data/dominicks is not there)'}`,
  () => {
    let server: TestServer;
    let planner: Planner;
    beforeAll(async () => {
      server = await startTestServer({ DATA_DIR: REAL_DATA });
      planner = new Planner(server.url);
    }, 60_000);
    afterAll(() => server.close());

    it.each(Object.entries(STRATEGIES))(
      '%s',
      async (name, { text, parameters }) => {
        const result = await plan(planner, `real-${name}`, text, 'Tropicana Premium 64 oz', '1991-12-01');

        expect(result.extraction.parameters).toMatchObject({
          season_start_date: '1992-03-01',
          ...parameters,
        });
        expectRunMessages(result.events);
        expectPlanInvariants(result.plan);
        expect(result.plan.inventory.stores).toHaveLength(83);
      },
      60_000,
    );
  },
);
