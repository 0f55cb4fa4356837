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
  }, 60_000);

  const session = (run: number): string => `stop-${run % SESSIONS}`;
  const watch = (url: string, sessionId: string, after = 0): Promise<SessionWatcher> =>
    SessionWatcher.open(`${url.replace('http', 'ws')}/ws/orchestrator/${sessionId}?after=${after}`);

  it('ends within 5 s, and loses no run and no event', async () => {
    const environment = { STATE_DIR: folder, DATA_DIR: data.path };
    server = await ServerProcess.start(environment);
    const { url } = server;
    const watchers = await Promise.all(Array.from({ length: SESSIONS }, (_, i) => watch(url, `stop-${i}`)));
    const submit = (to: string, run: number): Promise<Response> =>
      fetch(`${to}/api/orchestrator/run-workflow`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `stop-${run}` },
        body: JSON.stringify(jacketSeason(session(run), { options: { seed: run + 1 } })),
      });
    const numbers = Array.from({ length: RUNS }, (_, run) => run);
    const before = new Map<number, string>();
    const requests = Promise.allSettled(
      numbers.map(async (run) => {
        const response = await submit(url, run);
        if (response.status === 202)
          before.set(run, ((await response.json()) as WorkflowAccepted).workflow_id);
        else expect(response.status).toBe(503);
      }),
    );
    // In the middle: an agent has run, others wait, requests may be on their way.
    await watchers[0].until(() => watchers[0].events.some(({ type }) => type === 'complete'));

    const clock = performance.now();
    await server.end('SIGTERM');
    const stopMs = performance.now() - clock;
    // One may have been cut: it is sent again below, under its key.
    for (const outcome of await requests)
      if (outcome.status === 'rejected') expect(String(outcome.reason)).toBe('TypeError: fetch failed');
    const closes = await Promise.all(watchers.map(({ closed }) => closed));

    expect(stopMs).toBeLessThan(STOP_LIMIT_MS);
    expect(closes.map(({ code }) => code)).toEqual(watchers.map(() => 1001));
    expect(before.size).toBeGreaterThan(1);

    server = await ServerProcess.start(environment);
    const again = server.url;
    const accepted = await Promise.all(
      numbers.map(async (run) => ((await (await submit(again, run)).json()) as WorkflowAccepted).workflow_id),
    );
    for (const [run, workflowId] of before) expect(accepted[run]).toBe(workflowId);
    for (const workflowId of accepted)
      await (await fetch(`${again}/api/orchestrator/workflows/${workflowId}/events`)).text();
    const states = await Promise.all(
      accepted.map(
        async (id) =>
          (await (await fetch(`${again}/api/orchestrator/workflows/${id}`)).json()) as WorkflowState,
      ),
    );
    expect(states.map(({ status, error }) => ({ status, error }))).toEqual(
      accepted.map(() => ({ status: 'completed', error: null })),
    );

    for (const [i, seen] of watchers.entries()) {
      const whole = await watch(again, `stop-${i}`);
      const runs = states.filter(({ session_id }) => session_id === `stop-${i}`).length;
      const ends = (): number =>
        whole.events.filter((event) => event.type === 'complete' && event.agent_name === 'orchestrator')
          .length;
      await whole.until(() => ends() === runs);
      expect(whole.sequences).toEqual(whole.sequences.map((_, at) => at + 1));
      // What was seen before the stop is replayed to the letter.
      expect(whole.texts.slice(0, seen.texts.length)).toEqual(seen.texts);
      await whole.close();
    }
  }, 180_000);
});
