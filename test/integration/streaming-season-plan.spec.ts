import { SeasonClient } from '#client';
import type { WorkflowEvent } from '#contracts';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { messageFaults } from '../support/message-faults.ts';
import { type TestServer, startTestServer } from '../support/test-server.ts';

jest.setTimeout(60_000);

describe('a season plan followed by the typed client', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
  });

  afterAll(async () => {
    await server.close();
  });

  it.each([
    [
      'with every phase',
      '26-week season starting March 1st with weekly replenishment, 45% DC holdback, markdown checkpoint week 16 at 55% sell-through.',
    ],
    [
      'with phases skipped',
      '16-week season starting March 1st, no replenishment, everything to stores at launch, no markdowns.',
    ],
  ])('%s sends only messages that the AsyncAPI document describes', async (name, text) => {
    const client = new SeasonClient({ baseUrl: server.url });
    const session_id = `described-${name.replaceAll(' ', '-')}`;
    const { parameters } = await client.extractParameters(text, '2026-11-24');
    const accepted = await client.runWorkflow({ session_id, parameters, category_id: "Women's Dresses" });
    const events: WorkflowEvent[] = [];
    for await (const event of client.watchWorkflow(accepted)) events.push(event);

    for (const event of events) expect([event.type, messageFaults(event)]).toEqual([event.type, '']);
    const end = events[events.length - 1];
    expect(end).toMatchObject({ type: 'complete', agent_name: 'orchestrator' });
    expect(end.type === 'complete' && end.result).toEqual(await client.plan(accepted.workflow_id));
    expect((await client.workflow(accepted.workflow_id)).status).toBe('completed');
    expect((await client.listWorkflows({ session_id })).workflows).toHaveLength(1);
    expect(await client.planCsv(accepted.workflow_id, 'forecast')).toMatch(/^week,/);
    await expect(client.cancel(accepted.workflow_id)).rejects.toMatchObject({ status: 409 });
  });

  it('reads agents and data sets', async () => {
    const client = new SeasonClient({ baseUrl: server.url });
    expect((await client.agents()).map(({ name }) => name)).toEqual(['demand', 'inventory', 'pricing']);
    const [dataset] = await client.datasets();
    expect((await client.dataset(dataset.dataset_id)).categories.length).toBeGreaterThan(0);
    await expect(client.deleteDataset('nowhere')).rejects.toMatchObject({
      response: { error_type: 'DATA_NOT_FOUND' },
    });
  });
});
