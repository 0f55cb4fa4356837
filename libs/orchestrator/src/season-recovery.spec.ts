import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { isTerminal } from '#contracts';
import pg from 'pg';
import { jacketSeason, smallRetailer, type DataFolder } from '../../../test/support/small-retailer.ts';
import { SeasonNode, type Script } from '../../../test/support/season-node.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';

jest.setTimeout(60_000);

describe('runs over a restart', () => {
  let data: DataFolder;
  let database: TestDatabase;
  let sql: pg.Client;
  let node: SeasonNode;
  let script: Script;

  const restart = async (meanwhile: () => Promise<unknown> = () => Promise.resolve()): Promise<void> => {
    await node.close();
    await meanwhile();
    script = {};
    node = await SeasonNode.start(database.url, { dataDir: data.path, script });
  };
  /** A run whose demand agent is at work, and stays so. */
  const workingRun = async (session: string): Promise<string> => {
    const begun = new Promise<void>((resolve) => {
      script.demand = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    const id = await node.run(jacketSeason(session));
    await begun;
    return id;
  };
  const waitingRun = async (session: string): Promise<string> => {
    const id = await node.run(jacketSeason(session, { require_approval: true }));
    const watcher = await node.watch(session);
    await watcher.until(() =>
      watcher.events.some((event) => event.type === 'agent_status' && event.status === 'awaiting_approval'),
    );
    await watcher.close();
    return id;
  };
  /** Makes a run look as if nothing had happened to it for a while. */
  const leftAlone = (id: string) =>
    sql.query("UPDATE workflows SET updated_at = now() - interval '1 minute' WHERE workflow_id = $1", [id]);
  const ofVersion = (id: string, version: string) =>
    sql.query('UPDATE dbos.workflow_status SET application_version = $2 WHERE workflow_uuid = $1', [
      id,
      version,
    ]);

  beforeAll(async () => {
    data = smallRetailer();
    database = await createTestDatabase();
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
  });
  beforeEach(async () => {
    script = {};
    node = await SeasonNode.start(database.url, { dataDir: data.path, script });
  });
  afterEach(() => node?.close());
  afterAll(async () => {
    await sql?.end();
    await database?.drop();
    data?.remove();
  });

  it('go on at the step that had not finished, as a new attempt', async () => {
    const id = await workingRun('goes-on');
    await restart();
    const state = await node.ended('goes-on', id);

    expect(state.status).toBe('completed');
    expect(state.execution_log).toMatchObject([
      { agent_name: 'demand', attempt: 1, status: 'failed', duration_ms: expect.any(Number) },
      { agent_name: 'demand', attempt: 2, status: 'completed' },
      { agent_name: 'inventory', attempt: 1, status: 'completed' },
      { agent_name: 'pricing', attempt: 1, status: 'completed' },
    ]);
    const events = await node.events('goes-on', id);
    expect(
      events.flatMap((event) =>
        event.type === 'agent_status' && event.agent_name === 'demand'
          ? [`${event.status} ${event.attempt}`]
          : [],
      ),
    ).toEqual(['waiting 1', 'running 1', 'running 2', 'completed 2']);
    expect(events.filter(isTerminal)).toHaveLength(1);
  });

  it('never run a completed step again', async () => {
    let pricing = 0;
    const begun = new Promise<void>((resolve) => {
      script.pricing = () => {
        pricing += 1;
        resolve();
        return new Promise(() => undefined);
      };
    });
    const id = await node.run(jacketSeason('completed'));
    await begun;
    await restart();
    const { execution_log } = await node.ended('completed', id);

    expect(pricing).toBe(1);
    expect(execution_log.map(({ agent_name, attempt }) => `${agent_name} ${attempt}`)).toEqual([
      'demand 1',
      'inventory 1',
      'pricing 1',
      'pricing 2',
    ]);
  });

  it('end as failed, with the reason, when no server runs their version any more', async () => {
    const id = await workingRun('version');
    await restart(() => Promise.all([leftAlone(id), ofVersion(id, '0')]));
    const state = await node.ended('version', id);

    expect(state).toMatchObject({
      status: 'failed',
      error: { error_type: 'AGENT_EXECUTION_ERROR', details: { started_by: '0', running: '1' } },
    });
    expect(state.error?.message).toContain(
      'it was started by workflow version 0, which no server runs any more',
    );
    expect((await node.events('version', id)).filter(isTerminal)).toHaveLength(1);
  });

  it('that wait for an approval of a version that is gone end when they are approved', async () => {
    const id = await waitingRun('old-approval');
    await ofVersion(id, '0');
    await node.post(`/api/orchestrator/workflows/${id}/approval`, { decision: 'accept' });

    expect(await node.ended('old-approval', id)).toMatchObject({
      status: 'failed',
      error: { details: { started_by: '0' } },
    });
  });

  it('start when they were accepted but never put in the queue', async () => {
    const id = await workingRun('never-started');
    await restart(() =>
      Promise.all([
        leftAlone(id),
        sql.query('DELETE FROM dbos.workflow_status WHERE workflow_uuid = $1', [id]),
      ]),
    );

    expect((await node.ended('never-started', id)).status).toBe('completed');
    const waiting = (await node.events('never-started', id)).filter(
      (event) => event.type === 'agent_status' && event.status === 'waiting',
    );
    expect(waiting).toHaveLength(3);
  });

  it('end as failed when their durable workflow ended without a word', async () => {
    const id = await workingRun('wordless');
    await restart(() =>
      Promise.all([
        leftAlone(id),
        sql.query("UPDATE dbos.workflow_status SET status = 'ERROR' WHERE workflow_uuid = $1", [id]),
      ]),
    );

    expect(await node.ended('wordless', id)).toMatchObject({
      status: 'failed',
      error: { error_type: 'AGENT_EXECUTION_ERROR' },
    });
  });

  it('take the decision that was kept before the crash', async () => {
    const rejected = await waitingRun('half-rejected');
    const accepted = await waitingRun('half-accepted');
    const decide = (id: string, decision: string) =>
      sql.query("UPDATE workflows SET approval = $2, status = 'pending' WHERE workflow_id = $1", [
        id,
        JSON.stringify({ decision }),
      ]);
    await restart(async () => {
      await decide(rejected, 'reject');
      await decide(accepted, 'accept');
      await leftAlone(rejected);
      await leftAlone(accepted);
    });

    expect(await node.ended('half-rejected', rejected)).toMatchObject({
      status: 'cancelled',
      error: { error_type: 'WORKFLOW_CANCELLED' },
    });
    expect((await node.ended('half-accepted', accepted)).status).toBe('completed');
  });
});
