import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { WorkflowState } from '#contracts';
import { seededRandom } from '#planning';
import { auditRuns, interruptedAttempts, unharmed } from '../support/run-audit.ts';
import { ServerProcess } from '../support/server-process.ts';
import { SessionWatcher } from '../support/session-watcher.ts';
import { jacketSeason, smallRetailer, type DataFolder } from '../support/small-retailer.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const long = process.env['TEST_LONG'] !== undefined;
const RUNS = long ? 100 : 12;
const KILLS = long ? 10 : 2;
const SESSIONS = 5;
const SEEDS = 4;
const TAKE_OVER_MS = 30_000;

jest.setTimeout(long ? 900_000 : 180_000);

const season = (run: number) =>
  jacketSeason(`storm-${run % SESSIONS}`, { options: { seed: 1 + (run % SEEDS) } });

describe('servers killed with SIGKILL', () => {
  let data: DataFolder;
  let database: TestDatabase;
  let environment: Record<string, string>;
  let servers: ServerProcess[];

  const prepare = async (nodes: number): Promise<void> => {
    data = smallRetailer();
    database = await createTestDatabase();
    environment = { DATABASE_URL: database.url, DATA_DIR: data.path };
    servers = [];
    for (let i = 0; i < nodes; i++) servers.push(await ServerProcess.start(environment));
  };
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.end('SIGKILL')));
    await database.drop();
    data.remove();
  });

  /** Sends a request until a living server answers it; the key makes a repetition harmless. */
  const submit = async (run: number): Promise<string> => {
    for (let attempt = 0; ; attempt++) {
      try {
        const response = await fetch(
          `${servers[(run + attempt) % servers.length].url}/api/orchestrator/run-workflow`,
          {
            method: 'POST',
            body: JSON.stringify(season(run)),
            headers: { 'content-type': 'application/json', 'idempotency-key': `storm-run-${run}` },
          },
        );
        const body = (await response.json()) as { workflow_id: string };
        if (response.status === 202) return body.workflow_id;
        throw new Error(`${response.status} ${JSON.stringify(body)}`);
      } catch (error) {
        if (attempt > 200) throw error;
        await delay(50);
      }
    }
  };

  const ended = async (server: ServerProcess, id: string): Promise<WorkflowState> => {
    const run = `${server.url}/api/orchestrator/workflows/${id}`;
    await (await fetch(`${run}/events`)).text(); // ends with the run
    return (await (await fetch(run)).json()) as WorkflowState;
  };

  /** Waits until the node is in the middle of its work: an agent of the session has completed. */
  const working = async (server: ServerProcess, sessionId: string): Promise<void> => {
    const watcher = await SessionWatcher.open(
      `${server.url.replace('http', 'ws')}/ws/orchestrator/${sessionId}`,
    );
    await watcher.until(() => watcher.events.some(({ type }) => type === 'complete'));
    await watcher.close();
  };

  /** Hash of the plan for each seed, made with nobody in the way. */
  const undisturbed = async (): Promise<Map<number, string>> => {
    const hashes = new Map<number, string>();
    for (let seed = 1; seed <= SEEDS; seed++) {
      const response = await fetch(`${servers[0].url}/api/orchestrator/run-workflow`, {
        method: 'POST',
        body: JSON.stringify(jacketSeason('calm', { options: { seed } })),
        headers: { 'content-type': 'application/json' },
      });
      const { workflow_id } = (await response.json()) as { workflow_id: string };
      hashes.set(seed, (await ended(servers[0], workflow_id)).result?.certificate.plan_hash ?? 'none');
    }
    return hashes;
  };

  const expectUnharmed = async (ids: readonly string[], calm: Map<number, string>): Promise<void> => {
    const states = await Promise.all(ids.map((id) => ended(servers[0], id)));
    expect(await auditRuns(database.url)).toEqual(unharmed(RUNS + SEEDS));
    expect(new Set(ids).size).toBe(RUNS);
    for (const [run, { result }] of states.entries())
      expect(result?.certificate.plan_hash).toBe(calm.get(1 + (run % SEEDS)));
  };

  it(`loses and doubles nothing of ${RUNS} runs when the only one is killed ${KILLS} times`, async () => {
    await prepare(1);
    const calm = await undisturbed();
    const random = seededRandom(17);
    const ids = Promise.all(Array.from({ length: RUNS }, (_, run) => submit(run)));
    for (let kill = 0; kill < KILLS; kill++) {
      await delay(300 + 1_200 * random()); // the moment is what is tried out
      await servers[0].end('SIGKILL');
      servers[0] = await ServerProcess.start(environment);
    }

    await expectUnharmed(await ids, calm);
    if (long) expect(await interruptedAttempts(database.url)).toBeGreaterThan(0);
  });

  it('hands the runs of a killed node to a living one', async () => {
    await prepare(2);
    const calm = await undisturbed();
    const ids = await Promise.all(Array.from({ length: RUNS }, (_, run) => submit(run)));
    await working(servers[0], 'storm-0');
    const [dying] = servers.splice(0, 1);
    await dying.end('SIGKILL');
    const clock = performance.now();
    await expectUnharmed(ids, calm);

    if (!long) expect(performance.now() - clock).toBeLessThan(TAKE_OVER_MS);
  });

  it('hands the runs of a stopped node back at once', async () => {
    await prepare(2);
    const calm = await undisturbed();
    const ids = await Promise.all(Array.from({ length: RUNS }, (_, run) => submit(run)));
    await working(servers[0], 'storm-0');
    const [leaving] = servers.splice(0, 1);
    await leaving.end('SIGTERM');

    await expectUnharmed(ids, calm);
  });
});
