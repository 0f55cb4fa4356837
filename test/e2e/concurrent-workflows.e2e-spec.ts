import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeasonParameters, WorkflowState } from '#contracts';
import { expectPlanInvariants, expectRunMessages } from '../support/plan-invariants.ts';
import { planIn, Planner } from '../support/planner.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const SESSIONS = 50;
const CATEGORIES = ["Women's Dresses", "Men's Shirts", 'Accessories'];

/** No two sessions ask for the same: another holdback each, and by turns another category, rhythm and seed. */
const seasonOf = (i: number) => ({
  category_id: CATEGORIES[i % CATEGORIES.length],
  parameters: {
    forecast_horizon_weeks: 12,
    season_start_date: '2027-03-01',
    replenishment_strategy: (['weekly', 'bi-weekly'] as const)[i % 2],
    dc_holdback_percentage: (10 + i) / 100,
    markdown_checkpoint_week: 6,
    markdown_threshold: 0.6,
  } satisfies Partial<SeasonParameters>,
  options: { seed: 1 + (i % 5) },
});

describe('concurrent workflows', () => {
  let server: TestServer;
  let planner: Planner;
  beforeAll(async () => {
    server = await startTestServer();
    planner = new Planner(server.url);
  }, 60_000);
  afterAll(() => server.close());

  const planSession = async (session_id: string, season: ReturnType<typeof seasonOf>) => {
    const stream = await planner.watch(session_id);
    const { status, body } = await planner.run({ session_id, ...season });
    expect(status).toBe(202);
    const events = await stream.terminal(body.workflow_id);
    return { session_id, season, workflow_id: body.workflow_id, stream, events, plan: planIn(events) };
  };

  it(`of ${SESSIONS} sessions at once: each gets its own run and plan, whole and in order, and nothing of another`, async () => {
    const made = await Promise.all(
      Array.from({ length: SESSIONS }, (_, i) => planSession(`at-once-${i}`, seasonOf(i))),
    );

    expect(new Set(made.map(({ workflow_id }) => workflow_id)).size).toBe(SESSIONS);
    for (const { session_id, season, workflow_id, stream, plan } of made) {
      expect(new Set(stream.events.map((event) => event.session_id))).toEqual(new Set([session_id]));
      expect(new Set(stream.events.map((event) => event.workflow_id))).toEqual(new Set([workflow_id]));
      expect(stream.events[0].sequence).toBe(1);
      expectRunMessages(stream.events);
      expect(plan.category_id).toBe(season.category_id);
      expect(plan.parameters).toMatchObject(season.parameters);
      expect(plan.certificate.seed).toBe(season.options.seed);
      expectPlanInvariants(plan);
      const { body } = await planner.get<{ workflows: WorkflowState[] }>(
        `/api/orchestrator/workflows?session_id=${session_id}`,
      );
      expect(body.workflows.map((run) => [run.workflow_id, run.status])).toEqual([
        [workflow_id, 'completed'],
      ]);
      stream.close();
    }

    // The crowd changes nothing: alone, a session gets the same plan.
    for (const i of [0, 23, SESSIONS - 1]) {
      const alone = await planSession(`alone-${i}`, seasonOf(i));
      expect(alone.plan.certificate.plan_hash).toBe(made[i].plan.certificate.plan_hash);
      alone.stream.close();
    }
  }, 120_000);
});
