import type { ErrorResponse, WorkflowAccepted } from '#contracts';
import { Database } from '#database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { renameSync } from 'node:fs';
import path from 'node:path';
import { SessionWatcher } from '../support/session-watcher.ts';
import { jacketSeason, smallRetailer } from '../support/small-retailer.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

describe('what operators see', () => {
  const data = smallRetailer();
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({ DATA_DIR: data.path });
  }, 60_000);

  afterAll(async () => {
    await server.close();
    data.remove();
  });

  const ready = async (): Promise<{ status: number; failing: unknown }> => {
    const response = await fetch(`${server.url}/health/ready`);
    const body = (await response.json()) as Partial<ErrorResponse>;
    return { status: response.status, failing: body.details?.['failing'] ?? [] };
  };
  const post = (route: string, body: unknown): Promise<Response> =>
    fetch(`${server.url}/api/orchestrator/${route}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('is ready while the files of the default data set are there, and names them when not', async () => {
    const file = path.join(data.path, 'stores.csv');
    expect((await ready()).status).toBe(200);

    renameSync(file, `${file}.away`);
    const without = await ready();
    renameSync(`${file}.away`, file);

    expect(without.status).toBe(503);
    expect(without.failing).toEqual([{ check: 'dataset', reason: expect.stringContaining('stores.csv') }]);
    expect((await ready()).status).toBe(200);
  });

  it('is not ready while the database lets nobody in', async () => {
    const name = new URL(server.databaseUrl).pathname.slice(1);
    const admin = new Database(server.databaseUrl.replace(`/${name}`, '/postgres'));
    try {
      await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
      const without = await ready();
      const live = await fetch(`${server.url}/health/live`);

      expect(without.status).toBe(503);
      expect(without.failing).toEqual(
        expect.arrayContaining([{ check: 'database', reason: 'does not answer; the log says why' }]),
      );
      expect(live.status).toBe(200);
    } finally {
      await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
      await admin.close();
    }
    expect((await ready()).status).toBe(200);
  }, 60_000);

  it('counts a run, its agents, its replay, and extractions by who read them and how they ended', async () => {
    await post('extract-parameters', {
      strategy_description:
        '12-week season from 2026-05-04, weekly replenishment, 40% held back at the DC, no markdown.',
    });
    await post('extract-parameters', { strategy_description: 'a 12-week season from 2026-05-04' });
    const { workflow_id, links } = (await (
      await post('run-workflow', jacketSeason('watched'))
    ).json()) as WorkflowAccepted;
    await (await fetch(server.url + links.events)).text();
    const watcher = await SessionWatcher.open(`${server.url.replace('http', 'ws')}${links.websocket}`);
    await watcher.until(() =>
      watcher.events.some((event) => event.type === 'complete' && event.agent_name === 'orchestrator'),
    );

    const text = await (await fetch(`${server.url}/metrics`)).text();
    await watcher.close();

    const sample = (series: string): number =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${series} `))
          ?.slice(series.length + 1),
      );
    expect(sample('season_runs{status="completed"}')).toBe(1);
    expect(sample('season_runs{status="running"}')).toBe(0);
    expect(sample('season_queue_depth{queue="runs"}')).toBe(0);
    for (const agent of ['demand', 'inventory', 'pricing'])
      expect(sample(`season_agent_duration_seconds_count{agent_name="${agent}",status="completed"}`)).toBe(1);
    expect(sample('season_extractions_total{provider="rules",outcome="ok"}')).toBe(1);
    expect(sample('season_extractions_total{provider="rules",outcome="incomplete"}')).toBe(1);
    expect(sample('season_sockets')).toBe(1);
    expect(sample('season_replayed_events_total')).toBeGreaterThanOrEqual(watcher.texts.length);
    expect(text).not.toContain(workflow_id); // no ids among the labels: their number has no bound
  }, 60_000);
});
