import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TransientAgentError } from '#agent-handoff';
import type { WorkflowState } from '#contracts';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { jacketSeason, smallRetailer, type DataFolder } from '../../../test/support/small-retailer.ts';
import { SeasonNode, type Script } from '../../../test/support/season-node.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';

jest.setTimeout(60_000);

const fixture = (name: string): URL =>
  pathToFileURL(path.resolve(import.meta.dirname, `../../../test/fixtures/agents/${name}.ts`));

function throwText(): never {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- an agent may throw anything
  throw 'just text';
}

describe('a run whose agent goes wrong', () => {
  const script: Script = {};
  let data: DataFolder;
  let database: TestDatabase;
  let node: SeasonNode;

  const start = async (agentTimeoutMs: number, fixed: Script = {}, maxHeapMib = 512): Promise<void> => {
    Object.assign(script, fixed);
    node = await SeasonNode.start(database.url, { dataDir: data.path, script, agentTimeoutMs, maxHeapMib });
  };
  const run = async (session: string): Promise<WorkflowState> =>
    node.ended(session, await node.run(jacketSeason(session)));

  beforeAll(async () => {
    data = smallRetailer();
    database = await createTestDatabase();
    await start(20_000);
  });
  afterEach(() => {
    delete script.demand;
    delete script.inventory;
    delete script.pricing;
  });
  afterAll(async () => {
    await node?.close();
    await database?.drop();
    data?.remove();
  });

  it('tries again after a transient fault: a new attempt, in the log and in the events', async () => {
    script.inventory = () => {
      delete script.inventory; // from here on it plans for real
      throw new TransientAgentError('the moon was wrong');
    };
    const state = await run('transient');

    expect(state.status).toBe('completed');
    expect(state.execution_log).toMatchObject([
      { agent_name: 'demand', attempt: 1, status: 'completed' },
      {
        agent_name: 'inventory',
        attempt: 1,
        status: 'failed',
        error: { error_type: 'AGENT_EXECUTION_ERROR' },
      },
      { agent_name: 'inventory', attempt: 2, status: 'completed' },
      { agent_name: 'pricing', attempt: 1, status: 'completed' },
    ]);
    const statuses = (await node.events('transient', state.workflow_id)).flatMap((event) =>
      event.type === 'agent_status' && event.agent_name === 'inventory'
        ? [`${event.status} ${event.attempt}`]
        : [],
    );
    expect(statuses).toEqual(['waiting 1', 'running 1', 'failed 1', 'running 2', 'completed 2']);
  });

  it.each([
    ['throws something that is no error', throwText],
    ['throws an error with secrets in it', () => Promise.reject(new Error('password=hunter2 at /srv/x'))],
    ['returns something that is no result', () => 42],
    ['returns a plan that breaks an invariant', () => ({ pricing: { status: 'skipped', reasoning: [] } })],
  ])('ends as failed when an agent %s', async (_what, work) => {
    script.pricing = work;
    const state = await run('faults');

    expect(state).toMatchObject({
      status: 'failed',
      result: null,
      error: { error_type: 'AGENT_EXECUTION_ERROR', request_id: expect.stringMatching(/.{8,}/) },
    });
    expect(JSON.stringify(state)).not.toMatch(/just text|hunter2|srv/);
    expect(await node.get(`${state.links.plan}`)).toMatchObject({
      status: 502,
      body: { error_type: 'AGENT_EXECUTION_ERROR' },
    });
    const terminal = (await node.events('faults', state.workflow_id)).filter(
      (event) => event.type === 'error' && event.terminal,
    );
    expect(terminal).toMatchObject([{ error: state.error }]);
    delete script.pricing;
    expect((await run('faults')).status).toBe('completed'); // the server goes on
  });

  it('says so when an agent asks for too much with a message for the reader', async () => {
    script.demand = () => {
      throw new RangeError('min_units of store S1 is above its max_units.');
    };

    expect((await run('reader')).error?.message).toContain('min_units of store S1 is above its max_units.');
  });

  describe('past its deadline', () => {
    beforeAll(async () => {
      await node.close();
      await start(400, { inventory: fixture('busy-loop') });
    });

    it.each<[string, Script]>([
      ['an agent that loops for ever', {}],
      ['a promise that never settles', { demand: () => new Promise(() => undefined) }],
    ])('ends %s, and the run as timed out', async (_what, wrong) => {
      Object.assign(script, wrong);
      const state = await run('late');
      const agent_name = wrong.demand === undefined ? 'inventory' : 'demand';

      expect(state).toMatchObject({
        status: 'timed_out',
        error: { error_type: 'AGENT_TIMEOUT', details: { agent_name, timeout_ms: 400 } },
      });
      expect(state.execution_log.at(-1)).toMatchObject({
        agent_name,
        status: 'timed_out',
        error: { error_type: 'AGENT_TIMEOUT' },
      });
      expect(state.execution_log.at(-1)?.duration_ms).toBeGreaterThanOrEqual(400);
      expect(await node.get(state.links.plan)).toMatchObject({
        status: 504,
        body: { error_type: 'AGENT_TIMEOUT' },
      });
    });
  });

  describe('out of memory', () => {
    beforeAll(async () => {
      await node.close();
      await start(30_000, { demand: fixture('hoard') }, 64);
    });

    it('ends the run as failed, and the server lives', async () => {
      expect(await run('hoard')).toMatchObject({
        status: 'failed',
        error: { message: 'The demand agent failed: it needed more memory than an agent may have' },
      });
      expect((await node.get('/api/orchestrator/agents')).status).toBe(200);
    });
  });
});
