import { TOLD, TRACED, type AgentAttemptTrace, type ErrorResponse, type ExtractionTrace } from '#contracts';
import { DataNotFoundError } from '#errors';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { channel, tracingChannel } from 'node:diagnostics_channel';
import type { AddressInfo } from 'node:net';
import { ErrorBodies } from '../../../test/support/error-bodies.filter.ts';
import { OperationsModule, type Observed, type ReadinessCheck } from './index.ts';

let app: NestExpressApplication | undefined;

async function serve(observed: Partial<Observed>): Promise<(path: string) => Promise<Response>> {
  const testing = await Test.createTestingModule({
    imports: [OperationsModule.forRoot({ useFactory: () => ({ checks: [], gauges: [], ...observed }) })],
  }).compile();
  app = testing.createNestApplication<NestExpressApplication>({ logger: false });
  app.useGlobalFilters(new ErrorBodies());
  await app.listen(0, '127.0.0.1');
  const { port } = (app.getHttpServer() as { address(): AddressInfo }).address();
  return (path) => fetch(`http://127.0.0.1:${port}${path}`);
}

afterEach(async () => {
  await app?.close();
  app = undefined;
});

const passing: ReadinessCheck = { name: 'workers', check: () => Promise.resolve() };

describe('health', () => {
  it('is live whatever is ready', async () => {
    const get = await serve({
      checks: [{ name: 'database', check: () => Promise.reject(new Error('gone')) }],
    });

    expect((await get('/health/live')).status).toBe(200);
  });

  it('is ready when every check passes', async () => {
    const get = await serve({ checks: [{ ...passing, name: 'database' }, passing] });

    const response = await get('/health/ready');

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ready', checks: ['database', 'workers'] });
  });

  it('names every check that fails, and nothing of the inside', async () => {
    const get = await serve({
      checks: [
        passing,
        {
          name: 'database',
          check: () => Promise.reject(new Error('connect ECONNREFUSED postgresql://season:pw@10.0.0.1')),
        },
        { name: 'dataset', check: () => Promise.reject(new DataNotFoundError('There is no "default".')) },
      ],
    });

    const response = await get('/health/ready');
    const body = (await response.json()) as ErrorResponse;

    expect(response.status).toBe(503);
    expect(body.error_type).toBe('SERVICE_UNAVAILABLE');
    expect(body.details['failing']).toEqual([
      { check: 'database', reason: 'does not answer; the log says why' },
      { check: 'dataset', reason: 'There is no "default".' },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/ECONNREFUSED|season:pw/);
  });

  it('is not ready because of a check that never answers', async () => {
    const get = await serve({ checks: [{ name: 'database', check: () => new Promise(() => undefined) }] });

    const response = await get('/health/ready');

    expect(response.status).toBe(503);
    expect(JSON.stringify(await response.json())).toContain('no answer in 2000 ms');
  });
});

describe('metrics', () => {
  const sample = (text: string, series: string): number =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.slice(series.length + 1),
    );

  it('counts what libs tell on their channels', async () => {
    const get = await serve({});
    const attempts = tracingChannel<unknown, AgentAttemptTrace>(TRACED.agentAttempt);
    const extractions = tracingChannel<unknown, ExtractionTrace>(TRACED.extraction);

    const trace: AgentAttemptTrace = { agent_name: 'demand', attempt: 1 };
    await attempts.tracePromise(async () => void (trace.status = 'timed_out'), trace);
    await attempts.tracePromise(async () => undefined, { agent_name: 'demand', attempt: 2 });
    await extractions
      .tracePromise(() => Promise.reject(new Error('down')), { provider: 'openai' })
      .catch(() => undefined);
    channel(TOLD.replayed).publish({ count: 3 });
    channel(TOLD.replayed).publish({ count: 4 });
    const text = await (await get('/metrics')).text();

    expect(sample(text, 'season_agent_duration_seconds_count{agent_name="demand",status="timed_out"}')).toBe(
      1,
    );
    expect(sample(text, 'season_agent_duration_seconds_count{agent_name="demand",status="completed"}')).toBe(
      1,
    );
    expect(sample(text, 'season_extractions_total{provider="openai",outcome="failed"}')).toBe(1);
    expect(sample(text, 'season_replayed_events_total')).toBe(7);
  });

  it('reads gauges when asked, and leaves out one whose source fails', async () => {
    let sockets = 1;
    const get = await serve({
      gauges: [
        { name: 'season_sockets', help: 'Open', read: () => [{ value: sockets }] },
        {
          name: 'season_runs',
          help: 'Runs',
          labels: ['status'],
          read: () => Promise.reject(new Error('no database')),
        },
      ],
    });

    const first = await (await get('/metrics')).text();
    sockets = 2;
    const second = await get('/metrics');
    const text = await second.text();

    expect(sample(first, 'season_sockets')).toBe(1);
    expect(sample(text, 'season_sockets')).toBe(2);
    expect(text).not.toMatch(/^season_runs\{/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
    expect(second.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  });
});
