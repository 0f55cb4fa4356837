import type { WorkflowAccepted, WorkflowState } from '#contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServerProcess } from '../support/server-process.ts';
import { SessionWatcher } from '../support/session-watcher.ts';
import { jacketSeason, smallRetailer, type DataFolder } from '../support/small-retailer.ts';

const RUNS = 12;
const SESSIONS = 4;
const STOP_LIMIT_MS = 5_000;

describe('a server that is told to stop in the middle of its work', () => {
  let data: DataFolder;
  let folder: string;
  let server: ServerProcess | undefined;

  beforeAll(() => {
    data = smallRetailer();
    folder = mkdtempSync(path.join(tmpdir(), 'stopped-server-'));
  }, 180_000);

  afterAll(async () => {
    await server?.end('SIGTERM');
    data.remove();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  const session = (run: number): string => `stop-${run % SESSIONS}`;
  const watch = (url: string, sessionId: string, after = 0): Promise<SessionWatcher> =>
    SessionWatcher.open(`${url.replace('http', 'ws')}/ws/orchestrator/${sessionId}?after=${after}`);

  it('ends within 5 s, and loses no run and no event', async () => {
    const environment = { STATE_DIR: path.join(folder, 'state'), DATA_DIR: data.path };
    server = await ServerProcess.start(environment);
    const { url } = server;
    const watchers = await Promise.all(Array.from({ length: SESSIONS }, (_, i) => watch(url, `stop-${i}`)));
    const accepted: string[] = [];
    const requests = Array.from({ length: RUNS }, async (_, run) => {
      const response = await fetch(`${url}/api/orchestrator/run-workflow`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `stop-${run}` },
        body: JSON.stringify(jacketSeason(session(run), { options: { seed: run + 1 } })),
      });
      if (response.status === 202) accepted.push(((await response.json()) as WorkflowAccepted).workflow_id);
      else expect(response.status).toBe(503);
    });
    // In the middle: an agent has run, others wait, requests may be on their way.
    await watchers[0].until(() => watchers[0].events.some(({ type }) => type === 'complete'));

    const clock = performance.now();
    await server.end('SIGTERM');
    const stopMs = performance.now() - clock;
    await Promise.allSettled(requests);
    const closes = await Promise.all(watchers.map(({ closed }) => closed));

    expect(stopMs).toBeLessThan(STOP_LIMIT_MS);
    expect(closes.map(({ code }) => code)).toEqual(watchers.map(() => 1001));
    expect(accepted.length).toBeGreaterThan(1);

    server = await ServerProcess.start(environment);
    const again = server.url;
    for (const workflowId of accepted)
      await (await fetch(`${again}/api/orchestrator/workflows/${workflowId}/events`)).text();
    const states = await Promise.all(
      accepted.map(
        async (id) =>
          (await (await fetch(`${again}/api/orchestrator/workflows/${id}`)).json()) as WorkflowState,
      ),
    );
    expect(states.map(({ status }) => status)).toEqual(accepted.map(() => 'completed'));

    for (const [i, before] of watchers.entries()) {
      const whole = await watch(again, `stop-${i}`);
      const runs = states.filter(({ session_id }) => session_id === `stop-${i}`).length;
      const ends = (): number =>
        whole.events.filter((event) => event.type === 'complete' && event.agent_name === 'orchestrator')
          .length;
      await whole.until(() => ends() === runs);
      expect(whole.sequences).toEqual(whole.sequences.map((_, at) => at + 1));
      // What was seen before the stop is replayed to the letter.
      expect(whole.texts.slice(0, before.texts.length)).toEqual(before.texts);
      await whole.close();
    }
  }, 180_000);
});
