import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { SeasonPlan, WorkflowEvent } from '#contracts';
import { isTerminal } from '#contracts';
import { jacketSeason, smallRetailer, type DataFolder } from '../../../test/support/small-retailer.ts';
import { SeasonNode } from '../../../test/support/season-node.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';

jest.setTimeout(60_000);

/** An event as one line, for the order of a run. */
function line(event: WorkflowEvent): string {
  switch (event.type) {
    case 'agent_status':
      return `${event.agent_name} ${event.status} ${event.attempt}`;
    case 'progress':
      return `${event.agent_name} progress`;
    case 'complete':
      return `${event.agent_name} complete`;
    case 'error':
      return `error ${event.error.error_type}`;
  }
}

const distinct = (lines: string[]): string[] => lines.filter((text, i) => text !== lines[i - 1]);

describe('a run from start to plan', () => {
  let data: DataFolder;
  let database: TestDatabase;
  let node: SeasonNode;

  beforeAll(async () => {
    data = smallRetailer();
    database = await createTestDatabase();
    node = await SeasonNode.start(database.url, { dataDir: data.path });
  });
  afterAll(async () => {
    await node?.close();
    await database?.drop();
    data?.remove();
  });

  it('tells every step in order, and ends with the plan', async () => {
    const watcher = await node.watch('order');
    const workflowId = await node.run(jacketSeason('order'));
    await watcher.until(() => watcher.events.some(isTerminal));

    expect(watcher.sequences).toEqual(watcher.events.map((_, i) => i + 1));
    expect(distinct(watcher.events.map(line))).toEqual([
      'demand waiting 1',
      'inventory waiting 1',
      'pricing waiting 1',
      'demand running 1',
      'demand progress',
      'demand completed 1',
      'demand complete',
      'inventory running 1',
      'inventory progress',
      'inventory completed 1',
      'inventory complete',
      'pricing running 1',
      'pricing progress',
      'pricing completed 1',
      'pricing complete',
      'orchestrator complete',
    ]);
    const state = await node.state(workflowId);
    const last = watcher.events.at(-1);
    expect(state).toMatchObject({ status: 'completed', error: null, workflow_id: workflowId });
    expect(last).toMatchObject({ type: 'complete', agent_name: 'orchestrator', result: state.result });
    expect(state.execution_log).toMatchObject([
      { agent_name: 'demand', attempt: 1, status: 'completed', error: null },
      { agent_name: 'inventory', attempt: 1, status: 'completed', error: null },
      { agent_name: 'pricing', attempt: 1, status: 'completed', error: null },
    ]);
    const plan = await node.get<SeasonPlan>(`/api/orchestrator/workflows/${workflowId}/plan`);
    expect(plan).toMatchObject({ status: 200, body: { workflow_id: workflowId, category_id: 'Jackets' } });
    expect(plan.body.parameters.season_end_date).toBe('2026-06-28');
    await watcher.close();
  });
});
