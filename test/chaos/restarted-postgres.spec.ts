import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ErrorResponse, WorkflowState } from '#contracts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#database';
import { auditRuns, unharmed } from '../support/run-audit.ts';
import { ServerProcess } from '../support/server-process.ts';
import { jacketSeason, smallRetailer, type DataFolder } from '../support/small-retailer.ts';

const RUNS = process.env['TEST_LONG'] === undefined ? 8 : 40;

jest.setTimeout(300_000);

describe('PostgreSQL restarted under load', () => {
  let data: DataFolder;
  let stateDir: string;
  let postgres: EmbeddedPostgres;
  let server: ServerProcess;

  beforeAll(async () => {
    data = smallRetailer();
    stateDir = mkdtempSync(path.join(tmpdir(), 'restarted-postgres-'));
    postgres = await startEmbeddedPostgres({ stateDir });
    server = await ServerProcess.start({ DATABASE_URL: postgres.url, DATA_DIR: data.path });
  });
  afterAll(async () => {
    await server?.end('SIGKILL');
    await postgres?.stop();
    data?.remove();
    rmSync(stateDir, { recursive: true, force: true });
  });

  const submit = (run: number) =>
    fetch(`${server.url}/api/orchestrator/run-workflow`, {
      method: 'POST',
      body: JSON.stringify(jacketSeason(`gap-${run % 3}`)),
      headers: { 'content-type': 'application/json', 'idempotency-key': `gap-run-${run}` },
    });

  it('answers 503 with Retry-After meanwhile, and every run finishes', async () => {
    const ids: string[] = [];
    for (let run = 0; run < RUNS; run++)
      ids.push(((await (await submit(run)).json()) as WorkflowState).workflow_id);
    const events = (id: string) => fetch(`${server.url}/api/orchestrator/workflows/${id}/events`);
    const first = (await events(ids[0])).body?.getReader();
    await first?.read(); // a run is talking
    await first?.cancel();

    // A fast shutdown ends every connection; the supervisor brings the server back on the same port.
    process.kill(postgres.pid() ?? 0, 'SIGINT');
    const refused: { status: number; retryAfter: string | null; body: ErrorResponse }[] = [];
    for (;;) {
      const response = await fetch(`${server.url}/api/orchestrator/workflows?limit=1`);
      if (response.status === 200 && refused.length > 0) break;
      if (response.status !== 200)
        refused.push({
          status: response.status,
          retryAfter: response.headers.get('retry-after'),
          body: (await response.json()) as ErrorResponse,
        });
      else await response.body?.cancel();
      await delay(20); // a client that asks again
    }
    expect(new Set(refused.map(({ status, body }) => `${status} ${body.error_type}`))).toEqual(
      new Set(['503 SERVICE_UNAVAILABLE']),
    );
    for (const { retryAfter } of refused) expect(Number(retryAfter)).toBeGreaterThan(0);

    for (const id of ids) await (await events(id)).text(); // ends with the run
    expect(await auditRuns(postgres.url)).toEqual(unharmed(RUNS));
  });
});
